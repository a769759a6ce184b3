"""What a Word file is held to once a reader has edited it: functions that return the faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from edits import WORDS, Edited, first_heading, has_list, plain, references, row_styles, said


def missing(expected: list[str], found: list[str]) -> list[str]:
    """Return what does not stand among what was found, in the same order."""
    rest = iter(found)
    return [text for text in expected if text not in rest]


def lost(edited: Edited) -> list[str]:
    """Return the texts that are gone, or were never written."""
    before, after = said(edited.before, edited.before.body), said(edited.after, edited.after.body)
    [first] = [i for i, text in enumerate(before) if text == _squeezed(first_heading(edited))][:1]
    before[first] += _squeezed(WORDS["heading"])
    paragraphs = [text for text in after if text == _squeezed(WORDS["paragraph"])]
    faults = missing(before, after) + missing(edited.before.footnotes, edited.after.footnotes)
    wanted = [WORDS["section"], *([WORDS["item"]] if has_list(edited) else [])]
    faults += [text for text in wanted if _squeezed(text) not in after]
    return faults + [f"{len(paragraphs)} paragraphs"] * (len(paragraphs) != WORDS["paragraphs"])


def misnumbered(edited: Edited) -> list[str]:
    """Return the headings whose numbers do not follow from those before."""
    file = edited.before
    numbers = {plain(file, one): number for one, number in file.ordinals.items()}
    numbers[WORDS["section"]] = "1" if any(n.strip().isdigit() for n in numbers.values()) else ""
    counts, faults = {"number": 0, "letter": 0}, []
    for number, text in edited.headings():
        before = numbers.get(text.removesuffix(WORDS["heading"]), "").split()
        kind = "" if not before else "number" if before[-1].isdigit() else "letter"
        expected = ""
        if kind:
            counts[kind] += 1
            count = counts[kind]
            expected = " ".join((*before[:-1], str(count) if kind == "number" else chr(64 + count)))
        if number != expected:
            faults.append(f"{number!r} instead of {expected!r} before {text}")
    return faults


def untrue(edited: Edited) -> list[str]:
    """Return entries of the contents that are not those of headings, page included."""
    styles = (edited.before.style_of(one) for one in edited.before.xpath(".//w:sdt//w:p"))
    deepest = max((int(name[4:]) for name in styles if name.startswith("toc ")), default=0)
    expected = [
        (" ".join(f"{number} {text}".split()), str(page))
        for style, number, text, page in edited.found["headings"]
        if int(style.split()[-1]) <= deepest
    ]
    found = [entry for kind, entries in edited.found["indexes"] if kind == "ContentIndex"
             for entry in entries if "\t" in entry]  # fmt: skip
    shown = [(" ".join(e.split("\t")[0].split()), e.split("\t")[-1]) for e in found]
    return [f"{a} instead of {b}" for a, b in _pairs(shown, expected) if a != b]


def miscounted(edited: Edited) -> list[str]:
    """Return entries of lists of captions, and references, that are out of step."""
    faults = []
    for kind, entries in edited.found["indexes"]:
        if kind != "ContentIndex":
            words = {entry.split()[0] for entry in entries}
            numbers = [entry.split()[1] for entry in entries]
            if len(words) != 1 or numbers != [str(n) for n in range(1, len(entries) + 1)]:
                faults.append(f"{words} {numbers}")
    listed = " ".join(entry for _, entries in edited.found["indexes"] for entry in entries)
    captions = "Table 1" in listed
    faults += [WORDS["caption"]] * (captions and WORDS["caption"].strip() not in listed)
    faults += [f"{a} instead of {b}" for a, b in edited.found["references"] if a != b]
    before = sorted(_moved(one) for one in references(edited.before))
    after = sorted(shown for shown, _ in edited.found["references"])
    return faults + [f"{a} instead of {b}" for a, b in _pairs(after, before) if a != b]


def unlike_tables(edited: Edited) -> list[str]:
    """Return tables that have lost rows, their repeating head or the look of their cells.

    LibreOffice 7.4 stops repeating a head where the row has room on a page without its lower line
    and not with it, so within half a point or a point of all places on a page; ``editing.py`` moves
    what falls into that gap out of it.
    """
    faults: list[str] = []
    grown = False
    file = edited.before
    before, after = (one.xpath(".//w:tbl") for one in (file, edited.after))
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        heads = [len(file.xpath("w:tr/w:trPr/w:tblHeader", one)) for one in (old, new)]
        rows = [len(file.xpath("w:tr", one)) for one in (old, new)]
        more = heads[0] > 0 and not grown
        if heads[0] != heads[1]:
            faults.append(f"table {number}: heads {heads}")
        if rows[0] + more != rows[1]:
            faults.append(f"table {number}: rows {rows}")
        if more:
            grown = True
            above, last = edited.after.xpath("w:tr", new)[-2:]
            styles = [row_styles(edited.after, row) for row in (above, last)]
            texts = {edited.after.text(cell) for cell in edited.after.xpath("w:tc", last)}
            if styles[0] != styles[1] or texts != {WORDS["cell"]}:
                faults.append(f"new row: {styles}, {texts}")
    return faults


def misnoted(edited: Edited) -> list[str]:
    """Return faults of the order of footnotes."""
    notes = edited.found["notes"]
    faults = [f"{n}. {text}" for i, (n, text) in enumerate(notes, 1) if n != str(i)]
    place = [text for _, text in notes].index(WORDS["note"])
    many = len(edited.before.footnotes) > 2
    return faults + ["the new note is not among the others"] * (
        len(notes) != len(edited.before.footnotes) + 1 or (many and not 0 < place < len(notes) - 1)
    )


def broken_lists(edited: Edited) -> list[str]:
    """Return items of numbered lists that do not follow the one before."""
    faults, last = [], 0
    for label, text in edited.found["items"]:
        if not label[:-1].isdigit():
            last = 0
            continue
        if int(label[:-1]) not in (1, last + 1):
            faults.append(f"{label} {text} after {last}")
        last = int(label[:-1])
    labels = [label for label, text in edited.found["items"] if text == WORDS["item"]]
    return faults + ["the new item is not one"] * (has_list(edited) and len(labels) != 1)


def headings_apart(edited: Edited) -> list[str]:
    """Return headings that do not follow their style."""
    looks = edited.found["heading looks"]
    assert len({text for *_, text in looks}) >= len(edited.headings())
    return [one[-1] for one in looks if one[1:3] != [WORDS["colour"], WORDS["size"]]]


def body_apart(edited: Edited) -> list[str]:
    """Return words of running text that do not follow the style Normal."""
    assert edited.found["body sizes"]["Text body"] == WORDS["body size"]
    sizes, looks = edited.found["body sizes"], edited.found["body looks"]
    return [text for style, _, size, text in looks if size != sizes[style]]


def changed_styles(edited: Edited) -> list[str]:
    """Return the styles, apart from the one that was edited, that look otherwise than before.

    LibreOffice sets the title of contents that it updates in a style of its own.
    """
    before, after = dict(edited.found["before"]["styles"]), edited.found["styles"]
    before.pop("Contents Heading", None)
    return [
        f"{name}: {look} became {after.get(name)}"
        for name, look in before.items()
        # LibreOffice has styles of its own for lists of captions.
        if not name.endswith("Heading 1") and name != "table of figures" and look != after.get(name)
    ]


def unmarked(edited: Edited) -> list[str]:
    """Return pages without the marking."""
    properties = edited.before.tree("docProps/custom.xml")
    [marking] = [
        "".join(map(str, one.itertext())) for one in properties if one.get("name") == "Marking"
    ]
    faults = [f"page {n}" for n, page in enumerate(edited.pages, 1) if marking not in page]
    return faults + ["no page more"] * (len(edited.pages) <= edited.found["before"]["pages"])


def unfound(edited: Edited) -> list[str]:
    """Return pages that say that something they refer to was not found."""
    return [page for page in edited.pages if re.search("Error:|Error!|not found", page)]


def charts_gone(edited: Edited) -> list[str]:
    """Return faults of the number of charts that are still charts."""
    parts = [
        sum(re.fullmatch(r"word/charts/chart\d+\.xml", name) is not None for name in file.parts)
        for file in (edited.before, edited.after)
    ]
    seen = [*parts, edited.found["charts"]]
    return [] if len(set(seen)) == 1 else [f"charts before, in the file, found: {seen}"]


def _pairs(found: Sequence[Any], expected: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return zip_longest(found, expected)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _moved(reference: str) -> str:
    """Return what a reference says once a table stands before all others."""
    kind, number = reference.split()
    return f"{kind} {int(number) + (kind == 'Table')}"


#: Every check by what a file passes it for.
CHECKS: dict[str, Callable[[Edited], list[str]]] = {
    "nothing is lost": lost,
    "headings are numbered": misnumbered,
    "contents are true": untrue,
    "captions count": miscounted,
    "tables keep their heads": unlike_tables,
    "notes are in order": misnoted,
    "lists go on": broken_lists,
    "headings follow their style": headings_apart,
    "running text follows Normal": body_apart,
    "other styles stay": changed_styles,
    "every page is marked": unmarked,
    "every reference is found": unfound,
    "charts stay charts": charts_gone,
}

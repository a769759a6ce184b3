"""What a hostile or careless file may hold: it arrives as it is, or is refused by name."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from lxml import html as lxml_html

from briefgen.build.edition import Edition
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.dossier.records import Figure
from briefgen.dossier.resolve import resolve
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace
from briefgen.load.folder import load_folder
from briefgen.load.nodes import plain
from briefgen.load.sheets import escaped
from builds import build_one

ROOT = Path(__file__).parents[2]
STRINGS: list[str] = json.loads((ROOT / "tests/data/naughty_strings.json").read_text("utf-8"))

#: What XML 1.0, and so Word, cannot hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: What YAML 1.2 does not allow to stand as it is, and line breaks that no editor counts.
NOT_YAML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)

#: A record of each kind of text; ``{}`` is where it goes.
KINDS = {
    "findings": ("text",),
    "events": ("text",),
    "statements": ("text", "by"),
    "interlocutors": ("name", "biography"),
    "sources": ("title", "publisher"),
    "meetings": ("title",),
    "organisations": ("count.label", "text.lt"),
}


def test_the_list_is_the_whole_list() -> None:
    assert len(STRINGS) == 515


# ── Every string through every format ────────────────────────────────────────────────────────


def write_yaml(folder: Path, kind: str, strings: Sequence[str]) -> None:
    lines = [f"{kind}:"]
    for text in strings:
        quoted = json.dumps(text, ensure_ascii=False)
        parts = ", ".join(f"{yaml_name(name)}" % quoted for name in KINDS[kind])
        lines.append(f"  - {{{parts}}}")
    (folder / "a.yaml").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))


def yaml_name(column: str) -> str:
    *outer, last = column.split(".")
    return "".join(f"{name}: {{" for name in outer) + f"{last}: %s" + "}" * len(outer)


def write_json(folder: Path, kind: str, strings: Sequence[str]) -> None:
    records = []
    for text in strings:
        record: dict[str, object] = {}
        for column in KINDS[kind]:
            outer, _, inner = column.partition(".")
            record[outer] = {inner: text} if inner else text
        records.append(json.dumps(record, ensure_ascii=len(text) % 2 == 0))
    listed = ",\n".join(records)
    (folder / "a.json").write_text(f'{{"{kind}": [\n{listed}\n]}}', "utf-8")


def write_csv(folder: Path, kind: str, strings: Sequence[str]) -> None:
    with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(["id", *KINDS[kind]])
        writer.writerows([f"s{n}", *[text] * len(KINDS[kind])] for n, text in enumerate(strings))


def write_xlsx(folder: Path, kind: str, strings: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(kind)
    book.remove(book.worksheets[0])
    sheet.append(["id", *KINDS[kind]])
    for number, text in enumerate(strings):
        # As Excel writes what XML cannot hold.
        cell = UNPRINTABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", escaped(text))
        sheet.append([f"s{number}"])
        for column in range(2, 2 + len(KINDS[kind])):
            sheet.cell(number + 2, column, cell).data_type = "s"
    book.save(folder / "desk.xlsx")


WRITERS: dict[str, Callable[[Path, str, Sequence[str]], None]] = {
    "yaml": write_yaml, "json": write_json, "csv": write_csv, "xlsx": write_xlsx,
}  # fmt: skip


def arrived(folder: Path, kind: str) -> list[list[str | None]]:
    """Load a folder and return each record's texts."""
    found = []
    for record in plain(load_folder(folder, folder)).get(kind, []):
        texts = []
        for column in KINDS[kind]:
            value = record
            for name in column.split("."):
                value = (value or {}).get(name)
            texts.append(value)
        found.append(texts)
    return found


def refused(folder: Path, kind: str) -> list[Diagnostic]:
    try:
        load_folder(folder, folder)
    except ContentError as error:
        return list(error.diagnostics)
    return []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format_", WRITERS)
def test_every_string_arrives_or_is_refused_by_name(
    tmp_path: Path, format_: str, kind: str
) -> None:
    forbidden = NOT_YAML if format_ == "yaml" else UNPRINTABLE
    bad = [text for text in STRINGS if forbidden.search(text)]
    good = [text for text in STRINGS if not forbidden.search(text)]
    assert len(good) > 480
    assert bad
    for text in bad:
        WRITERS[format_](tmp_path, kind, [text])
        found = refused(tmp_path, kind)
        assert {d.rule for d in found} == {"bad-character"}, ascii(text)
        named = set(missing(found))
        assert named
        assert named <= set(forbidden.findall(text))

    WRITERS[format_](tmp_path, kind, good)
    texts = arrived(tmp_path, kind)
    assert len(texts) == len(good)
    for text, values in zip(good, texts, strict=True):
        # Tables drop the space around a text, and cells of nothing else; records do so later.
        expected = (text.strip() or None) if format_ in ("csv", "xlsx") else text
        assert values == [expected] * len(KINDS[kind]), ascii(text)


# ── Every string through to the papers ───────────────────────────────────────────────────────


def printable() -> set[int]:
    """Return the characters that every face of the body's font has."""
    faces = sorted((ROOT / "templates/base/fonts").glob("Carlito-*.ttf"))
    return set.intersection(*(set(TTFont(face).getBestCmap()) for face in faces))


CARLITO = printable()
ACCEPTED = [text for text in STRINGS if text.strip() and not UNPRINTABLE.search(text)]
SET = [text for text in ACCEPTED if all(ord(c) in CARLITO or c in "\n\r\t" for c in text)]
BATCHES = [SET[at : at + 100] for at in range(0, len(SET), 100)]
OTHERS = [text for text in ACCEPTED if text not in SET]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "briefgen.toml").touch()
    audience = tmp_path / "templates/all"
    audience.mkdir(parents=True)
    (audience / "audience.yaml").write_text(
        "title: Everything\ndescription: Whatever there is.\nclearance: {tlp: GREEN}\n"
        "notes: none\nsections: [bottom-line]\n"
    )
    # Words longer than a line: the house style lets them run off the page.
    (audience / "style.css").write_text("html { overflow-wrap: break-word; }\n")
    press = ROOT / "templates/press/briefing.html.j2"
    (audience / "briefing.html.j2").write_bytes(press.read_bytes())
    return Workspace(tmp_path)


def paper(workspace: Workspace, strings: Sequence[str], *formats: str) -> tuple[Path, ...]:
    """Build a paper with a finding for each string; return its files.

    Raises:
        ContentError: it cannot be built.
    """
    folder = workspace.data / "xa-xb"
    folder.mkdir(parents=True, exist_ok=True)
    dossier = {
        "dossier": {
            "title": "T", "parties": ["XA", "XB"], "as_of": "2026-01-31",
            "marking_scheme": "tlp", "default_marking": "GREEN",
        },
        "countries": [{"iso": iso, "name": iso, "capital": "C"} for iso in ("XA", "XB")],
        "findings": [{"text": text} for text in strings],
    }  # fmt: skip
    (folder / "dossier.json").write_text(json.dumps(dossier), "utf-8")
    edition = Edition("xa-xb", "all", "en", formats, workspace.output)
    outcome = build_one(workspace, edition)
    if outcome.failed:
        raise ContentError([d for d in outcome.diagnostics if d.severity == "error"])
    return outcome.files


#: What typesetting makes of the quotation marks and dashes that a desk types.
QUOTED = dict.fromkeys(map(ord, '"\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb'), "'")
DASHED = dict.fromkeys(map(ord, "\u2011\u2013\u2014\u2212"), "-")
#: Marks at which a line may end.
BROKEN = dict.fromkeys(map(ord, "\u200b\u00ad"))


def typed(text: str) -> str:
    """Return a text as it could have been typed: quotation marks, dashes and spaces made alike."""
    plain = text.translate(QUOTED | DASHED | BROKEN).replace("\u2026", "...")
    return " ".join(plain.replace("--", "-").split())


def read_html(path: Path) -> str:
    document = lxml_html.document_fromstring(path.read_text("utf-8"))
    return typed("".join(map(str, document.itertext())))


def read_word(path: Path) -> str:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    parts = []
    for node in root.iter(
        f"{space}t", f"{space}p", f"{space}br", f"{space}tab", f"{space}noBreakHyphen"
    ):
        name = etree.QName(node).localname
        parts.append(node.text or "" if name == "t" else "-" if name == "noBreakHyphen" else " ")
    return typed("".join(parts))


def read_pdf(path: Path) -> str:
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def squeezed(text: str) -> str:
    """Return a text without white space, invisible characters and ligatures, as it was typed."""
    shown = (
        c for c in unicodedata.normalize("NFKC", typed(text)) if unicodedata.category(c) != "Cf"
    )
    return re.sub(r"\s+", "", "".join(shown))


@pytest.mark.parametrize("batch", range(len(BATCHES)))
def test_every_string_that_the_fonts_have_is_in_every_paper(
    workspace: Workspace, batch: int
) -> None:
    strings = BATCHES[batch]
    files = {path.suffix: path for path in paper(workspace, strings, "html", "docx", "pdf")}
    shown_html, shown_word = read_html(files[".html"]), read_word(files[".docx"])
    shown_pdf = squeezed(read_pdf(files[".pdf"]))
    for text in strings:
        line = typed(text)
        assert line in shown_html, ascii(text)
        assert line in shown_word, ascii(text)
        assert squeezed(text) in shown_pdf, ascii(text)


def test_every_other_string_is_in_the_html(workspace: Workspace) -> None:
    [path] = paper(workspace, OTHERS, "html")
    shown = read_html(path)
    for text in OTHERS:
        assert typed(text) in shown, ascii(text)


def missing(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    """Yield the characters that diagnostics name as U+XXXX."""
    for diagnostic in diagnostics:
        for code in re.findall(r"U\+([0-9A-F]{4,6})", diagnostic.message):
            yield chr(int(code, 16))


def test_every_other_string_is_in_the_papers_or_named_as_what_no_font_has(
    workspace: Workspace,
) -> None:
    with pytest.raises(ContentError) as caught:
        paper(workspace, OTHERS, "docx", "pdf")
    assert {d.rule for d in caught.value.diagnostics} == {"layout"}
    named = set(missing(caught.value.diagnostics))
    assert named
    left = [text for text in OTHERS if not set(text) & named]
    files = {path.suffix: path for path in paper(workspace, left, "docx", "pdf")}
    shown_word, shown_pdf = read_word(files[".docx"]), squeezed(read_pdf(files[".pdf"]))
    for text in left:
        assert typed(text) in shown_word, ascii(text)
        bidi = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
        if bidi:
            # In the order in which they are seen, and marks apart from their letters.
            letters = set(unicodedata.normalize("NFKD", squeezed(text)))
            assert letters <= set(unicodedata.normalize("NFKD", shown_pdf)), ascii(text)
        else:
            assert squeezed(text) in shown_pdf, ascii(text)


# ── Files that are traps ─────────────────────────────────────────────────────────────────────


def faults(folder: Path, name: str, text: str) -> list[Diagnostic]:
    (folder / name).write_text(text, "utf-8")
    begun = time.process_time()
    with pytest.raises(ContentError) as caught:
        load_folder(folder, folder)
    assert time.process_time() - begun < 2
    return list(caught.value.diagnostics)


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, after in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]")
    assert {d.rule for d in faults(tmp_path, "a.yaml", "\n".join(lines))} == {"no-alias"}


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("a.yaml", "findings:\n  - {text: a, text: b}\n", "duplicate-key"),
        ("a.json", '{"findings": [{"text": "a", "text": "b"}]}', "duplicate-key"),
        ("findings.csv", "text,text\na,b\n", "duplicate-key"),
        ("a.yaml", "findings:\n  - &a {text: a}\n  - {<<: *a, only: [x]}\n", "no-alias"),
        ("a.yaml", "[" * 100_000, "too-deep"),
        ("a.json", "[" * 100_000, "too-deep"),
        ("a.json", '{"a":' * 100_000, "too-deep"),
        ("findings.csv", "a." * 10_000 + "b\nx\n", "bad-column"),
    ],
)
def test_traps_are_refused_at_once(tmp_path: Path, name: str, text: str, rule: str) -> None:
    assert rule in {d.rule for d in faults(tmp_path, name, text)}


RECORDS = {
    "a.yaml": "countries:\n  - {{iso: XA, name: A, capital: C, priority: {0},"
    " population: {{value: {0}, unit: people, as_of: 2020}}}}\n",
    "a.json": '{{"countries": [{{"iso": "XA", "name": "A", "capital": "C", "priority": {0},'
    ' "population": {{"value": {0}, "unit": "people", "as_of": 2020}}}}]}}',
    "countries.csv": "iso,name,capital,priority,population.value,population.unit,"
    "population.as_of\nXA,A,C,{0},{0},people,2020\n",
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize(
    "number",
    ["9" * 5_000, "0." + "3" * 5_000, "1e999999999", "-1E-400", "9" * 31],
    ids=["5000 digits", "5000 decimals", "huge exponent", "tiny exponent", "31 digits"],
)
def test_numbers_beyond_measure_are_one_clear_diagnostic(
    tmp_path: Path, name: str, number: str
) -> None:
    (tmp_path / name).write_text(RECORDS[name].format(number), "utf-8")
    tree = load_folder(tmp_path, tmp_path)
    begun = time.process_time()
    with pytest.raises(ContentError) as caught:
        resolve("x", tree, schemes({}), ["press"])
    assert time.process_time() - begun < 1
    found = [d for d in caught.value.diagnostics if "`value`" in d.message]
    assert [d.rule for d in found] == ["bad-number"]
    assert all(len(str(d)) < 300 for d in caught.value.diagnostics)


def test_the_longest_number_that_is_read_can_be_shown() -> None:
    figure = Figure.model_validate({"value": "9" * 30, "unit": "people", "as_of": "2020"})
    assert format(figure.value, ",") == format(Decimal("9" * 30), ",")


@pytest.mark.parametrize("day", ["2020-02-30", "2019-02-29", "2020-13-01", "2020-00-00", "0000"])
@pytest.mark.parametrize("name", ["events.csv", "a.yaml", "a.json"])
def test_a_day_that_never_was_is_refused(tmp_path: Path, day: str, name: str) -> None:
    text = {
        "events.csv": f"date,text,kind\n{day},x,other\n",
        "a.yaml": f"events:\n  - {{date: {day}, text: x, kind: other}}\n",
        "a.json": f'{{"events": [{{"date": "{day}", "text": "x", "kind": "other"}}]}}',
    }[name]
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        resolve("x", load_folder(tmp_path, tmp_path), schemes({}), ["press"])
    assert [str(d.place.file) for d in caught.value.diagnostics if d.rule == "bad-date"] == [name]

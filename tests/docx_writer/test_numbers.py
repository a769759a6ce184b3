"""Captions, references and headings: what Word counts by itself, and what it shows meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Word, q, text, value

Write = Callable[..., Word]

PICTURE = (
    "<img alt='A picture' src='data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC'>"
)


def _label(kind: str, word: str, number: int) -> str:
    count = f"<span class='count'>{number}</span>"
    return f"<span class='label {kind}' id='{kind}-{number}-label'>{word} {count}</span>\u2002"


CAPTIONS = (
    "<nav class='figures'><h2>Figures</h2><ol><li><a href='#figures-1-label'>Figure 1\u2002A</a>"
    "</li><li><a href='#figures-2-label'>Figure 2\u2002B</a></li></ol></nav>"
    "<h1>t</h1><p>See <a class='reference' href='#figures-2-label'>Figure 2</a>.</p>"
    f"<figure><figcaption>{_label('figures', 'Figure', 1)}A</figcaption>{PICTURE}</figure>"
    f"<figure class='later'><figcaption>{_label('figures', 'Figure', 2)}B</figcaption>"
    f"{PICTURE}</figure>"
    f"<table><caption>{_label('tables', 'Table', 1)}C</caption>"
    "<tbody><tr><td>1</td></tr></tbody></table>"
)

CSS = """
caption { text-align: left }
figure { margin: 0 }
figcaption { break-after: avoid }
.later { break-before: page }
.label { color: #336699 }
nav ol { list-style: none }
"""


def _fields(word: Word) -> list[str]:
    return [(code.text or "").strip() for code in word.body.iter(q("instrText"))]


def test_captions_count_by_fields_of_their_own_sequence(write: Write) -> None:
    word = write(CAPTIONS, CSS)
    assert word.styled("Caption") == ["Figure 1\u2002A", "Figure 2\u2002B", "Table 1\u2002C"]
    assert [code for code in _fields(word) if code.startswith("SEQ")] == [
        r"SEQ Figure \* ARABIC", r"SEQ Figure \* ARABIC", r"SEQ Table \* ARABIC",
    ]  # fmt: skip
    assert word.formatted == 0


def test_every_run_of_a_captions_field_looks_alike(write: Write) -> None:
    """Word takes the look of a result from the field's own runs when it counts anew."""
    caption = next(p for p in write(CAPTIONS, CSS).body.iter(q("p")) if text(p) == "Table 1\u2002C")
    looks = [value(run, "rPr", "rStyle") for run in caption.findall(q("r"))]
    assert looks == ["Label"] * 6 + [None]


def test_a_reference_repeats_what_its_bookmark_holds(write: Write) -> None:
    word = write(CAPTIONS, CSS)
    assert r"REF figures_2_label \h" in _fields(word)
    [mark] = [m for m in word.body.iter(q("bookmarkStart"))
              if m.get(q("name")) == "figures_2_label"]  # fmt: skip
    held = ""
    for sibling in mark.itersiblings():
        if sibling.tag == q("bookmarkEnd"):
            assert sibling.get(q("id")) == mark.get(q("id"))
            break
        held += text(sibling)
    assert held == "Figure 2"
    assert text(next(p for p in word.body.iter(q("p")) if "See" in text(p))) == "See Figure 2."


def test_a_list_of_figures_is_a_field_with_its_entries(write: Write) -> None:
    word = write(CAPTIONS, CSS)
    assert word.styled("TableofFigures") == ["Figure 1\u2002A\t1", "Figure 2\u2002B\t2"]
    assert _fields(word)[0] == r'TOC \h \z \c "Figure"'
    assert value(word.style("TableofFigures"), "name") == "table of figures"
    kinds = [mark.get(q("fldCharType")) for mark in word.body.iter(q("fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def _heading(tag: str, before: str, count: str, title: str) -> str:
    number = f"<span class='ordinal'>{before}<span class='count'>{count}</span>\u2002</span>"
    return f"<{tag}>{number}{title}</{tag}>"


HEADINGS = (
    "<h1>t</h1>"
    + _heading("h2", "", "1", "a")
    + _heading("h3", "", "1.1", "b")
    + _heading("h4", "", "1.1.1", "c")
    + _heading("h2", "Annex ", "A", "d")
    + _heading("h3", "", "A.1", "e")
    + "<h2>f</h2>"
)


def test_headings_are_counted_by_a_list_linked_with_their_styles(write: Write) -> None:
    word = write(HEADINGS, ".ordinal { color: #336699 }")
    assert word.styled("Heading1") == ["a"]
    numbering = word.part("word/numbering.xml")
    main, annexes = numbering.findall(q("abstractNum"))
    shown = [(value(level, "lvlText"), value(level, "pStyle"), value(level, "numFmt"))
             for level in main.findall(q("lvl"))[:3]]  # fmt: skip
    assert shown == [
        ("%1\u2002", "Heading1", "decimal"), ("%1.%2\u2002", "Heading2", "decimal"),
        ("%1.%2.%3\u2002", "Heading3", "decimal"),
    ]  # fmt: skip
    assert [value(one, "multiLevelType") for one in (main, annexes)] == ["multilevel"] * 2
    assert [(value(level, "lvlText"), value(level, "numFmt"))
            for level in annexes.findall(q("lvl"))[:2]] == [
        ("Annex %1\u2002", "upperLetter"), ("%1.%2\u2002", "decimal"),
    ]  # fmt: skip
    assert {value(level, "suff") for level in numbering.iter(q("lvl"))} == {"nothing"}
    assert value(main[2], "rPr", "color") == "336699"
    for style, depth in (("Heading1", "0"), ("Heading2", "1"), ("Heading3", "2")):
        assert value(word.style(style), "pPr", "numPr", "ilvl") == depth
        assert value(word.style(style), "pPr", "numPr", "numId") == "1"


def test_no_heading_says_itself_how_it_is_numbered(write: Write) -> None:
    word = write(HEADINGS)
    assert list(word.body.iter(q("numPr"))) == []
    assert word.formatted == 0


def test_annexes_and_headings_without_a_number_have_styles_that_rest_on_the_others(
    write: Write,
) -> None:
    word = write(HEADINGS)
    found = {
        name: (word.styled(name), value(word.style(name), "basedOn"),
               value(word.style(name), "pPr", "numPr", "numId"))
        for name in ("AnnexHeading1", "AnnexHeading2", "UnnumberedHeading1")
    }  # fmt: skip
    assert found == {
        "AnnexHeading1": (["d"], "Heading1", "2"),
        "AnnexHeading2": (["e"], "Heading2", "2"),
        "UnnumberedHeading1": (["f"], "Heading1", "0"),
    }
    linked = [value(level, "pStyle") for level in word.part("word/numbering.xml")[1].iter(q("lvl"))]
    assert linked[:3] == ["AnnexHeading1", "AnnexHeading2", None]
    for name in found:
        assert [one.tag for one in word.style(name).iterfind(f"{q('pPr')}/*")] == [q("numPr")]
        assert word.style(name).find(q("rPr")) is None, "no look of its own"


def test_without_numbers_annexes_are_headings_like_others(write: Write) -> None:
    word = write("<h1>t</h1><h2>a</h2><h2 class='annex'>b</h2>")
    assert word.styled("Heading1") == ["a", "b"]
    assert b"Annex" not in word.read("word/styles.xml")

"""Charts show the same in both files: whatever is changed in one of them is found."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.compose.charts import Charts
from briefgen.compose.chartspec import KINDS, Kind
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.faces import FontFace
from briefgen.house.workspace import Workspace
from briefgen.layout.weasy import lay_out
from briefgen.verify.parity.charts import chart_differences
from briefgen.verify.reading.numerals import numerals, numerals_beside, scale_of
from briefgen.verify.reading.tagged import read_pdf
from briefgen.verify.reading.word import WordPackage
from briefgen.write.docx.compile import compile_document
from briefgen.write.docx.properties import Properties
from briefgen.write.pdf import write_pdf
from spoiling import Parts, SpoilsPdf, SpoilsWord, elements, spoilt_pdf, spoilt_word

ROOT = Path(__file__).parents[3]
WORDING = Wording(load_catalogue(Workspace(ROOT), "en"))
COLORS = {"accent": "#12436d", "second": "#b04a0a", "third": "#2c7a6b", "soft": "#eef2f6",
          "ink": "#1d2329", "muted": "#55606b", "rule": "#c5ced6"}  # fmt: skip
FACES = [
    FontFace("Carlito", ROOT / f"templates/base/fonts/Carlito-{weight}.ttf", number, "normal")
    for weight, number in (("Regular", 400), ("Bold", 700))
]
STYLE = "@page { size: A4; margin: 20mm } html { font: 10pt Carlito } img { width: 160mm }"
CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Values = dict[int, str]

OUT: Values = {2019: "120.5", 2020: "98", 2021: "143.25", 2022: "151"}
BACK: Values = {2019: "80", 2020: "64.2", 2021: "101", 2022: "0"}


def paper(kind: Kind, *values: Values, scale: float = 1.0) -> dict[str, bytes]:
    """Return a paper with one chart, in both formats."""
    series = [
        {"observations": [{"period": str(y), "value": Decimal(v)} for y, v in one.items()]}
        for one in values
    ]
    names = ["Out", "Back", "All the rest"][: len(values)]
    draw = Charts(WORDING, COLORS, scale).draw
    picture = draw(kind, series, "Trade", names=names, unit="million US$", titled=False)
    html = (
        f'<html lang="en"><head><title>A paper</title><style>{STYLE}</style></head><body>'
        f"<h1>A paper</h1><figure><figcaption>Trade</figcaption>{picture}</figure></body></html>"
    )
    layout = lay_out(html, FACES)
    properties = Properties("A paper", "", "", "", "", "en", "", "urn:paper", date(2026, 11, 1))
    files = [str(face.path) for face in FACES]
    document = compile_document(layout, properties, {}, files)
    return {"pdf": write_pdf(layout, "0" * 32), "docx": document.data}


@cache
def shipped(kind: Kind) -> dict[str, bytes]:
    return paper(kind, OUT, BACK)


def told(files: dict[str, bytes]) -> list[str]:
    """Return what is found in words."""
    found = chart_differences(read_pdf(files["pdf"]), WordPackage(files["docx"]))
    return [fault.message for fault in found]


@pytest.mark.parametrize("scale", [1.0, 2.3])
@pytest.mark.parametrize("kind", KINDS)
def test_both_files_of_a_chart_show_the_same(kind: Kind, scale: float) -> None:
    assert told(paper(kind, OUT, {**BACK, 2022: "7"}, scale=scale)) == []


def _cells() -> st.SearchStrategy[Values]:
    return st.dictionaries(
        st.integers(1996, 2025),
        st.decimals(0, 10**7, places=2).map(str), min_size=1, max_size=20,
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(("line", "bar")), st.lists(_cells(), min_size=1, max_size=3))
def test_whatever_is_drawn_can_be_read(kind: Kind, values: list[Values]) -> None:
    assert told(paper(kind, *values)) == []


def _kept(word: Parts) -> None:
    series = next(word.tree(CHART).iter(f"{C}ser"))
    point = series.findall(f"{C}val//{C}pt/{C}v")[1]
    point.text = "99.5"


def _held(old: str, new: str) -> SpoilsWord:
    def change(word: Parts) -> None:
        file = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(word.contents[BOOK])) as book,
            zipfile.ZipFile(file, "w") as changed,
        ):
            for name in book.namelist():
                text = book.read(name).decode()
                assert old in text or "sheet1.xml" not in name or name.endswith(".rels")
                changed.writestr(name, text.replace(old, new) if "sheet1.xml" in name else text)
        word.contents[BOOK] = file.getvalue()

    return change


def _both(word: Parts) -> None:
    _kept(word)
    _held("<v>98</v>", "<v>99.5</v>")(word)


def _gone(word: Parts) -> None:
    points = next(word.tree(CHART).iter(f"{C}ser")).findall(f"{C}val//{C}pt")
    parent = points[2].getparent()
    assert parent is not None
    parent.remove(points[2])


def _renamed(word: Parts) -> None:
    next(word.tree(CHART).iter(f"{C}ser")).findall(f"{C}tx//{C}v")[0].text = "In"


def _swapped(word: Parts) -> None:
    one, other = word.tree(CHART).iter(f"{C}ser")
    ours, theirs = (series.find(f"{C}spPr") for series in (one, other))
    assert ours is not None
    assert theirs is not None
    one.replace(ours, theirs)
    other.insert(3, ours)


def _axis(word: Parts) -> None:
    for top in word.tree(CHART).iter(f"{C}max"):
        top.set("val", "500")


def _one_series(word: Parts) -> None:
    *_, last = word.tree(CHART).iter(f"{C}ser")
    parent = last.getparent()
    assert parent is not None
    parent.remove(last)


def _another_kind(word: Parts) -> None:
    for plot in word.tree(CHART).iter(f"{C}lineChart", f"{C}barChart"):
        plot.tag = f"{C}lineChart" if plot.tag == f"{C}barChart" else f"{C}barChart"


WORD: dict[str, tuple[SpoilsWord, str]] = {
    "a value that the chart keeps": (_kept, "the Word file keeps 99.5"),
    "a value of the workbook": (_held("<v>98</v>", "<v>99.5</v>"), f"holds in {BOOK} 99.5"),
    "a year of the workbook": (_held("<v>2020</v>", "<v>2018</v>"), "in 2018: the PDF draws"),
    "a value in both": (_both, "the Word file keeps 99.5"),
    "a value that is gone": (_gone, "in 2021: the PDF draws"),
    "a name": (_renamed, "does not name “In”"),
    "two series that change places": (_swapped, "“Out” in 2019: the PDF draws"),
    "the end of the axis": (_axis, "the Word file's at 500"),
    "a series that is gone": (_one_series, "that the Word file has not"),
    "the kind": (_another_kind, "draws a chart of the kind"),
}


@pytest.mark.parametrize("kind", ["line", "bar", "stacked"])
@pytest.mark.parametrize("what", WORD)
def test_what_is_changed_in_word_is_found(kind: Kind, what: str) -> None:
    spoil, message = WORD[what]
    files = shipped(kind)
    found = told({**files, "docx": spoilt_word(files["docx"], spoil)})
    assert any(message in one for one in found), found


@pytest.mark.parametrize("what", ["a value that the chart keeps", "a value of the workbook"])
def test_a_changed_part_of_a_share_is_found(what: str) -> None:
    files = paper("share", {2019: "25", 2020: "98"}, {2019: "75", 2020: "2"})
    assert told({**files, "docx": spoilt_word(files["docx"], WORD[what][0])})


def _operations(
    change: Callable[[list[Any]], list[Any]],
) -> SpoilsPdf:
    def spoil(pdf: Any) -> None:
        page = pdf.pages[0]
        operations = list(pikepdf.parse_content_stream(page))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(change(operations)))

    return spoil


def _moved(operations: list[Any]) -> list[Any]:
    """Move the last point of a line, or make the last column higher, by a pixel."""
    names = [str(one.operator) for one in operations]
    if "S" in names:
        at = names.index("S") - 1
        x, y = operations[at].operands
        operations[at] = pikepdf.ContentStreamInstruction([x, float(y) - 1], pikepdf.Operator("l"))
        return operations
    at = max(n for n, name in enumerate(names) if name == "re")
    x, y, width, height = operations[at].operands
    taller = [x, float(y) - 1, width, float(height) + 1]
    operations[at] = pikepdf.ContentStreamInstruction(taller, pikepdf.Operator("re"))
    return operations


def _dropped(operations: list[Any]) -> list[Any]:
    """Leave out the first line of a series, or a column."""
    names = [str(one.operator) for one in operations]
    at = names.index("S") if "S" in names else max(n for n, s in enumerate(names) if s == "re")
    start = at
    while names[start] not in ("m", "re"):
        start -= 1
    return [*operations[:start], *operations[at + 1 :]]


@pytest.mark.parametrize("kind", ["line", "bar", "stacked", "share"])
@pytest.mark.parametrize("change", [_moved, _dropped])
def test_what_is_changed_in_the_drawing_of_the_pdf_is_found(
    kind: Kind, change: Callable[[list[Any]], list[Any]]
) -> None:
    files = paper(kind, OUT, {**BACK, 2022: "70"})
    assert told(files) == []
    spoilt = spoilt_pdf(files["pdf"], _operations(change))
    assert any("the PDF draws" in one for one in told({**files, "pdf": spoilt}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_the_alternative_text_does_not_say_is_found(kind: Kind) -> None:
    files = paper(kind, OUT, {**BACK, 2022: "70"})

    def spoil(pdf: Any) -> None:
        [figure] = elements(pdf, "Figure")
        figure.Alt = pikepdf.String(re.sub(r"Out: \d+", "Out: 99", str(figure.Alt)))

    found = told({**files, "pdf": spoilt_pdf(files["pdf"], spoil)})
    assert any(one.startswith("the alternative text does not say") for one in found)


def test_a_picture_that_is_no_chart_is_found() -> None:
    def spoil(pdf: Any) -> None:
        page = pdf.pages[0]
        kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) != "B"]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    files = shipped("line")
    assert told({**files, "pdf": spoilt_pdf(files["pdf"], spoil)}) == [
        "the PDF's chart has no grid"
    ]


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        (("0", "50", "100", "150"), 50), (("0", "0.5", "1", "1.5"), 0.5),
        (("0", "0,5", "1", "1,5"), 0.5), (("0", "1,000", "2,000"), 1000),
        (("0", "1.000", "2.000"), 1000), (("0", "1\u202f000", "2\u202f000"), 1000),
        (("0\xa0%", "25\xa0%", "50\xa0%", "75\xa0%", "100\xa0%"), 25),
        (("\u0660", "\u0665\u0660", "\u0661\u0660\u0660"), 50),
        (("0", "0.005", "0.01"), 0.005),
    ],
)  # fmt: skip
def test_a_scale_is_read_in_any_language(texts: tuple[str, ...], step: float) -> None:
    assert scale_of(texts) == step


@pytest.mark.parametrize("texts", [("0",), ("0", "50", "90"), ("a", "b"), ("0", "0", "0"), ()])
def test_what_is_no_scale_is_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="which is no scale from zero"):
        scale_of(texts)


def test_numbers_are_read_with_what_their_last_digit_is_worth() -> None:
    assert [str(one.value) for one in numerals("1,500")] == ["1500", "1.500"]
    [one] = numerals("143")
    assert one.says(143.25)
    assert not one.says(143.6)
    for side, wanted in ((-1, "120"), (1, "98.0")):
        [one] = numerals_beside("Out: 120 in 2019; 98.0 in 2020.", "2019", side)
        assert str(one.value) == wanted

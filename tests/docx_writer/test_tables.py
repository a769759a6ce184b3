"""Tables: header rows, spans, styles."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Word, q, text, value

Write = Callable[..., Word]

TABLE = """
<table class="data"><caption>Trade<span class="note">n</span></caption>
<thead><tr><th scope="col">Year</th><th scope="col" class="number">Exports</th></tr></thead>
<tbody><tr><th scope="row">2001</th><td class="number">1</td></tr>
<tr><th scope="row">2002</th><td class="number">2</td></tr>
<tr><th scope="row">2003</th><td class="number">3</td></tr>
<tr><td colspan="2">Provisional</td></tr></tbody></table>
"""

CSS = """
table { border-collapse: collapse; width: 300pt }
td, th { padding: 2pt 4pt; text-align: left }
thead th { background: #112233; color: #ffffff }
tbody tr { border-bottom: 0.5pt solid #cccccc }
tbody tr:nth-child(even) { background: #eeeeee }
.number { text-align: right; font-variant-numeric: tabular-nums }
"""


def test_table(write: Write) -> None:
    word = write(TABLE, CSS)
    table = next(word.body.iter(q("tbl")))
    rows = table.findall(q("tr"))
    headers = [row.find(f"{q('trPr')}/{q('tblHeader')}") is not None for row in rows]
    assert headers == [True, False, False, False, False]
    whole = [row.find(f"{q('trPr')}/{q('cantSplit')}") is not None for row in rows]
    assert all(whole)
    assert value(table, "tblPr", "tblCaption") == "Trade"
    assert word.styled("Caption") == ["Trade"]
    assert word.styled("TableNumber") == ["1", "2", "3"]
    assert word.styled("TableRowHeading") == ["2001", "2002", "2003"]
    span = rows[4].find(f"{q('tc')}/{q('tcPr')}/{q('gridSpan')}")
    assert span is not None
    assert span.get(q("val")) == "2"
    assert word.formatted == 0


def test_look_is_the_styles_and_not_the_cells(write: Write) -> None:
    word = write(TABLE, CSS)
    table = next(word.body.iter(q("tbl")))
    assert not list(table.iter(q("shd")))
    assert not list(table.iter(q("tcBorders")))
    style = word.style("DataTable")
    fills = {
        condition.get(q("type")): next(condition.iter(q("shd"))).get(q("fill"))
        for condition in style.iter(q("tblStylePr"))
        if list(condition.iter(q("shd")))
    }
    assert fills == {"firstRow": "112233", "band2Horz": "eeeeee"}
    look = table.find(f"{q('tblPr')}/{q('tblLook')}")
    assert look is not None
    assert (look.get(q("firstRow")), look.get(q("noHBand"))) == ("1", "0")


def test_grid_adds_up(write: Write) -> None:
    table = next(write(TABLE, CSS).body.iter(q("tbl")))
    columns = [int(column.get(q("w"), "0")) for column in table.iter(q("gridCol"))]
    assert sum(columns) == 6000
    for row in table.iter(q("tr")):
        widths = [int(width.get(q("w"), "0")) for width in row.iter(q("tcW"))]
        assert sum(widths) == sum(columns)


def test_cells_hold_blocks_and_end_with_a_paragraph(write: Write) -> None:
    word = write(
        "<table><tbody><tr><td><p>a</p><ul><li>b</li></ul></td><td></td></tr></tbody></table>"
        "<table><tbody><tr><td>c</td></tr></tbody></table>"
    )
    cells = list(word.body.iter(q("tc")))
    assert all(cell[-1].tag == q("p") for cell in cells)
    assert [text(cell) for cell in cells] == ["ab", "", "c"]
    first, second = word.body.iter(q("tbl"))
    assert first.getnext() is not second
    assert word.body[-1].tag == q("sectPr")
    assert word.body[-2].tag == q("p")


def test_long_tables_take_linear_time(write: Write) -> None:
    row = '<tr><th scope="row">a</th><td>b</td></tr>'
    word = write(f"<table><tbody>{row * 300}</tbody></table>")
    assert len(list(word.body.iter(q("tr")))) == 300


def test_a_row_is_kept_with_the_next_where_its_style_says_so(write: Write) -> None:
    word = write(TABLE, CSS + "tbody tr:nth-last-child(-n+2) { break-after: avoid }")
    rows = next(word.body.iter(q("tbl"))).findall(q("tr"))
    kept = [[p.find(f"{q('pPr')}/{q('keepNext')}") is not None for p in row.iter(q("p"))]
            for row in rows[1:]]  # fmt: skip
    # The last row of a table is followed by what is no row: nothing is kept with that.
    assert kept == [[False, False], [False, False], [True, True], [False]]

"""Columns of numbers in every paper can be read down: one form, one number of decimals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import html

if TYPE_CHECKING:
    from conftest import Shipped

NUMBER = re.compile("(\N{MINUS SIGN})?[0-9]{1,3}([,\N{NO-BREAK SPACE}][0-9]{3})*([.,][0-9]+)?")
MISSING = "\N{EN DASH}"


def columns(page: str, tables: str) -> list[list[str]]:
    """Return the columns of numbers of some tables, without cells that span others."""
    found = []
    tree: Any = html.fromstring(page)
    for table in tree.xpath(f"//table[{tables}]"):
        rows = [row for row in table.xpath("tbody/tr") if not row.xpath("td[@colspan]")]
        for at, header in enumerate(table.xpath("thead/tr[last()]/th")):
            if "number" in header.get("class", "").split():
                cells = [row.xpath("th|td")[at] for row in rows]
                assert all("number" in cell.get("class", "") for cell in cells)
                found.append([cell.text_content() for cell in cells])
    return found


def test_a_column_of_one_series_has_one_number_of_decimals(shipped: Shipped, edition: str) -> None:
    page = shipped.path(edition, "html").read_text("utf-8")
    for column in columns(page, "@class='data'"):
        numbers = [text for text in column if text != MISSING]
        assert all(NUMBER.fullmatch(text) for text in numbers), column
        assert len({len(text.rpartition(".")[2]) for text in numbers}) <= 1, column


def test_no_cell_is_empty_and_no_number_has_a_hyphen_for_a_minus(
    shipped: Shipped, edition: str
) -> None:
    page = shipped.path(edition, "html").read_text("utf-8")
    for column in columns(page, "true()"):
        assert all(text.strip() for text in column)
        assert not [text for text in column if re.search(r"(^|\s)-\d", text)]

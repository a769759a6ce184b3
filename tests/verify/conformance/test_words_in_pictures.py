"""The contrast of words in pictures: on what is painted behind them, or on their outline."""

from __future__ import annotations

import pytest

from briefgen.verify.conformance.contrast import faint_texts
from briefgen.verify.reading.painting import Area, Mark, Painting, Text

DRAWN = Mark(number=1)
GREY, DARK, WHITE = (0.5, 0.5, 0.5), (0.1, 0.1, 0.1), (1.0, 1.0, 1.0)


def _letters(
    text: str, color: tuple[float, float, float], place: int, *, outlined: bool = False
) -> list[Text]:
    """Return a text as drawings have it: letter by letter."""
    return [
        Text(letter, DRAWN, (10.0 + 5 * at, 10.0), 9.0, "/Carlito", color, place, outlined)
        for at, letter in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("halo", "color", "faint"),
    [
        (None, DARK, False), (None, WHITE, True), (None, GREY, True),
        (DARK, WHITE, False), (WHITE, DARK, False), (WHITE, GREY, True),
    ],
)  # fmt: skip
def test_a_word_is_judged_by_its_outline_or_by_what_is_behind_it(
    halo: tuple[float, float, float] | None, color: tuple[float, float, float], faint: bool
) -> None:
    corners = ((0.0, 0.0), (90.0, 0.0), (90.0, 90.0), (0.0, 90.0))
    page = Painting(things=[Area(DRAWN, (corners,), False, (0.8, 0.8, 0.8))])
    page.things += [] if halo is None else _letters("Lithuania", halo, 1, outlined=True)
    page.things += _letters("Lithuania", color, 2)
    found = [fault.message for fault in faint_texts(page, 1, frozenset({1}))]
    assert bool(found) is faint
    assert all(message.startswith("“Lithuania” has a contrast of ") for message in found)


def test_the_outline_of_another_word_is_none_of_its_own() -> None:
    page = Painting(things=[*_letters("Belarus", DARK, 1, outlined=True), *_letters("X", WHITE, 2)])
    [fault] = faint_texts(page, 3, frozenset({1}))
    assert (fault.rule, fault.where) == ("pdf-contrast", "page 3")

"""Lines end in Word where they ended in the layout: marks in words, words kept together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.breaks import NO_BREAK_SPACE, SOFT_HYPHEN, ZERO_WIDTH_SPACE, Break, kept
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import lay_out

ROOT = Path(__file__).parents[2]
FACES = load_fonts(Workspace(ROOT)).faces

ADDRESS = "https://example.org/documents/agreements/international/transport/index"


def laid_out(body: str, style: str) -> Layout:
    return lay_out(
        '<html lang="en"><head><title>T</title><style>html { font-family: Carlito;'
        f" font-size: 10pt; overflow-wrap: break-word }} {style}</style></head>"
        f"<body><h1>T</h1>{body}</body></html>",
        FACES,
    )


def shown(layout: Layout, tag: str) -> str:
    """Return the text of the first element of a tag, as Word is to break it."""
    [element, *_] = layout.root.iter(tag)
    changes = layout.breaks.get(element, ())
    texts = [kept(element.text or "", 0, changes)]
    for index, child in enumerate(element, 1):
        texts += ["".join(child.itertext()), kept(child.tail or "", index, changes)]
    return "".join(texts)


def test_an_address_may_end_a_line_where_it_did() -> None:
    layout = laid_out(f'<p>See <a href="{ADDRESS}">{ADDRESS}</a>.</p>', "p { width: 180pt }")
    text = shown(layout, "a")
    assert text.replace(ZERO_WIDTH_SPACE, "") == ADDRESS
    assert text.count(ZERO_WIDTH_SPACE) == 1


def test_a_word_that_was_hyphenated_has_a_soft_hyphen_there() -> None:
    layout = laid_out("<p>internationalisation</p>", "p { width: 60pt; hyphens: auto }")
    text = shown(layout, "p")
    assert text.replace(SOFT_HYPHEN, "") == "internationalisation"
    assert SOFT_HYPHEN in text


def test_a_hyphen_of_the_text_needs_no_mark() -> None:
    layout = laid_out("<p>a cross-border agreement</p>", "p { width: 46pt }")
    assert shown(layout, "p") == "a cross-border agreement"


@pytest.mark.parametrize("markup", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<blockquote><p>{}</p>"])
def test_a_word_that_almost_found_room_is_kept_with_the_next(markup: str) -> None:
    text = "one two three and four"
    wide = laid_out(markup.format("one two three"), "p, li { width: 400pt } ul { padding: 0 }")
    [line] = [
        box
        for page in wide.engine.pages
        for box in page._page_box.descendants()
        if getattr(box, "text", "") == "one two three"
    ]
    room = line.width * 0.75
    style = f"p, li {{ width: {room - 0.1}pt }} ul {{ padding: 0 }}"
    tag = "li" if "<li>" in markup else "p"
    assert (
        shown(laid_out(markup.format(text), style), tag) == f"one two three{NO_BREAK_SPACE}and four"
    )
    style = f"p, li {{ width: {room - 4}pt }} ul {{ padding: 0 }}"
    assert shown(laid_out(markup.format(text), style), tag) == text


def test_a_kept_word_may_end_before_an_element_or_after_one() -> None:
    for markup in (
        "one two three <em>and four</em>, five",
        "one two <em>three</em> and four, five",
    ):
        whole = laid_out(
            "<p>one two <em>three</em></p>", "em { font-style: normal } p { width: 400pt }"
        )
        room = max(
            box.position_x + box.width
            for page in whole.engine.pages
            for box in page._page_box.descendants()
            if getattr(box, "text", "") == "three"
        )
        start = next(
            box.position_x
            for page in whole.engine.pages
            for box in page._page_box.descendants()
            if getattr(box, "text", "").startswith("one")
        )
        style = f"em {{ font-style: normal }} p {{ width: {(room - start) * 0.75 - 0.1}pt }}"
        text = shown(laid_out(f"<p>{markup}</p>", style), "p")
        assert text == f"one two three{NO_BREAK_SPACE}and four, five"


def test_changes_are_applied_from_the_end() -> None:
    changes = (Break(0, 2, 0, "|"), Break(0, 4, 3, "_"), Break(1, 0, 0, "!"))
    assert kept("abcd   ef", 0, changes) == "ab|cd_ef"
    assert kept("x", 1, changes) == "!x"


_WORDS = st.lists(
    st.sampled_from(["in", "Straße", "co-operation", "https://a.example/b/c", "1", "—", "é"])
    | st.text("abcdefgh", min_size=1, max_size=14),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORDS, st.integers(20, 200), st.sampled_from(["none", "uppercase"]))
def test_nothing_that_is_read_changes(words: list[str], width: int, transform: str) -> None:
    text = " ".join(words)
    style = f"p {{ width: {width}pt; text-transform: {transform}; hyphens: auto }}"
    changed = shown(laid_out(f"<p>{text}</p>", style), "p")
    assert changed.replace(ZERO_WIDTH_SPACE, "").replace(SOFT_HYPHEN, "").replace(
        NO_BREAK_SPACE, " "
    ) == text  # fmt: skip

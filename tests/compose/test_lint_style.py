"""Style sheets: what is no CSS, and what Word cannot follow, with line and column."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose.lint.files import Files
from briefgen.compose.lint.properties import MARGIN_BOXES, OF_PAGES, OF_PICTURES, PROPERTIES
from briefgen.compose.lint.style import Sheet, styles
from briefgen.compose.lint.variables import Variables
from briefgen.diagnostics import Diagnostic

#: Style sheets in which ``«`` marks the fault, beside message and the beginning of the hint.
BAD = {
    "a property": ("p {\n  «colr: red }", "there is no property `colr`", "did you mean `color`?"),
    "a word": (
        "p { text-align: «centre }", "`text-align` cannot be `centre` in both formats",
        "did you mean `center`?",
    ),
    "a colour": (
        "p { color: «rde }", "`color` has no colour or word `rde`", "did you mean `red`?",
    ),
    "a colour in digits": (
        "p { color: «#12345 }", "`color` has no colour `#12345`", "write #rrggbb",
    ),
    "half a colour": (
        "p { color: «rgba(0, 0, 0, 0.5) }", "`color` cannot be half transparent in Word", "give",
    ),
    "a length without unit": (
        "p { margin: 0 «12 }", "`margin` cannot be the bare number 12", "give a unit",
    ),
    "a negative margin": (
        "p { margin: 0 0 «-6pt 0 }", "`margin` cannot be negative in Word, -6pt", "make the space",
    ),
    "a percentage": (
        "p { padding: «5% }", "`padding` cannot be a percentage in Word, 5%", "give a length",
    ),
    "a unit of the screen": (
        "p { font-size: «4vw }", "`font-size` has a unit that Word cannot follow, `vw`",
        "known here: ch",
    ),
    "a unit": (
        "p { font-size: «4ptt }", "`font-size` has a unit that Word cannot follow, `ptt`",
        "did you mean `pt`?",
    ),
    "larger than the world": (
        "p { font-size: «1e9px }", "`font-size` is larger than any page, 1e9px", "",
    ),
    "a place": ("p { «position: absolute }", "Word cannot follow `position`", "both formats"),
    "a box beside": (
        "p { float: «left }", "`float` cannot be `left` in both formats", "known here",
    ),
    "flex": ("p { display: «flex }", "`display` cannot be `flex` in both formats", "known here"),
    "grid": ("p { «grid-template-columns: 1fr }", "Word cannot follow `grid-template-columns`", ""),
    "columns": ("p { «column-span: all }", "Word cannot follow `column-span`", ""),
    "page": ("p { page: «wide }", "`page` cannot be `wide` in both formats", ""),
    "pages": ("«@page wide { size: a4 }", "Word has no pages of the kind `wide`", "`@page`, "),
    "margin of landscape pages": (
        "@page landscape { «margin: 1cm }", "a page cannot have `margin`", "",
    ),
    "box of landscape pages": (
        "@page landscape { «@top-left { content: none } }",
        "landscape pages have nothing of their own but a size", "landscape pages have",
    ),
    "a turn": ("p { «transform: rotate(9deg) }", "Word cannot follow `transform`", ""),
    "opacity": ("p { «opacity: 0.5 }", "Word cannot follow `opacity`", ""),
    "a filter": ("p { «filter: blur(2px) }", "Word cannot follow `filter`", ""),
    "height": ("p { «height: 20pt }", "Word cannot follow `height`", ""),
    "a picture behind": (
        "p { background: «url(x.png) }", "an address stands in a style sheet",
        "a style sheet brings",
    ),
    "a gradient": (
        "p { background: «linear-gradient(red, blue) }",
        "`background` cannot hold `linear-gradient()` in both formats", "",
    ),
    "a background image": (
        "p { «background-image: none }", "Word cannot follow `background-image`", "",
    ),
    "lower case": (
        "p { text-transform: «lowercase }",
        "`text-transform` cannot be `lowercase` in both formats",
        "did you mean",
    ),
    "struck through": (
        "p { text-decoration: «line-through }",
        "`text-decoration` cannot be `line-through` in both formats", "known here",
    ),
    "generated text": (
        'p::before { content: «"Note" }', "Word cannot follow a text in `content`",
        "write the text",
    ),
    "a pseudo-element": (
        "p::«first-letter { color: red }", "Word cannot follow `::first-letter`", "",
    ),
    "a state": ("a:«hover { color: red }", "there is no state `:hover` on paper", ""),
    "a state misspelt": (
        "td:«frist-child { color: red }", "there is no state `:frist-child` on paper",
        "did you mean `first-child`?",
    ),
    "an element": (
        "«tabel.facts { color: red }", "no paper has an element `tabel`", "did you mean `table`?",
    ),
    "an element within :not()": (
        "p:not(«dvi) { color: red }", "no paper has an element `dvi`", "did you mean `div`?",
    ),
    "an import": ('«@import "x.css";', "`@import` may not stand in a style sheet", "a style sheet"),
    "a font": (
        "«@font-face { font-family: X; src: url(x.woff) }",
        "`@font-face` may not stand in a style sheet", "a style sheet",
    ),
    "an at-rule": (
        "«@pgae { margin: 1pt }", "there is no `@pgae` in style sheets of papers",
        "did you mean `page`?",
    ),
    "a screen": (
        "«@media screen { p { color: red } }", "there is no `@media` in style sheets of papers", "",
    ),
    "within print": ("@media print { p { «colr: red } }", "there is no property `colr`", ""),
    "left pages": ("«@page :left { margin: 1pt }", "Word has no pages of the kind `:left`", ""),
    "a margin box": (
        "@page { «@top-lft { content: none } }", "Word has nothing for `@top-lft`",
        "did you mean `top-left`?",
    ),
    "a counter in a margin": (
        "@page { @top-left { content: «counter(chapter) } }",
        "page margins cannot hold `counter(chapter)`", "texts, string",
    ),
    "a property of pages": ("@page { «color: red }", "a page cannot have `color`", ""),
    "a rule within another": ("p { «em { color: red } }", "a rule stands within another", ""),
    "no value": ("p { «color: }", "`color` has no value", ""),
    "a bomb": (
        "p { --a: 1pt; --b: var(--a) var(--a); --c: var(--b) var(--b); --d: var(--c);\n"
        " «--e: var(--d) var(--d) }",
        "`--e` refers to too many other custom properties", "at most 3 levels",
    ),
    "a circle": ("p { «--a: var(--a) }", "`--a` refers to too many other custom properties", ""),
}  # fmt: skip

GOOD = {
    "a rule": "p { color: var(--accent); margin: 0 0 6pt 0; font: bold 9pt Carlito, serif }",
    "important": "p { margin: 0 !important }",
    "a footnote": ".note { float: footnote }",
    "a leader": 'nav a::after { content: leader(" .  ") target-counter(attr(href), page) }',
    "a page": '@page { size: A4; @bottom-right { content: counter(page) " / " counter(pages) } }',
    "the first page": "@page :first { margin: 2cm; @top-left { content: none } }",
    "a picture": "figure img { width: 60%; max-height: 8cm }",
    "a hanging line": "p { text-indent: -6pt; padding-left: 6pt }",
    "custom properties": (
        ":root { --a: #ff0000; --b: var(--a); --c: var(--b) } p { color: var(--c) }"
    ),
    "colours": "p { color: #fff; background: rgb(1, 2, 3); border: 1pt solid currentcolor }",
    "selectors": "tbody tr:nth-child(even) > td:not(.a), #x ~ p.b + p[lang='lt'] { color: red }",
    "comments": "/* width: 12.5% */ p { color: red /* colr */ }",
}  # fmt: skip


def linted(root: Path, text: str, colors: tuple[str, ...] | None = None) -> list[Diagnostic]:
    (root / "style.css").write_text(text, "utf-8")
    return styles(Files([root]), root, colors)


@pytest.mark.parametrize(("text", "message", "hint"), BAD.values(), ids=BAD)
def test_a_fault_of_a_style_sheet_is_reported_where_it_stands(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    before = text.split("«", maxsplit=1)[0]
    place = (before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)
    [fault] = linted(tmp_path, text.replace("«", ""))
    assert (fault.place.file, fault.place.line, fault.place.column) == ("style.css", *place)
    assert (fault.rule, fault.message) == ("style", message)
    assert fault.hint.startswith(hint)


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_both_formats_have_is_left_alone(tmp_path: Path, text: str) -> None:
    assert linted(tmp_path, text) == []


def test_a_figure_in_generated_text_is_a_literal_figure(tmp_path: Path) -> None:
    [fault] = linted(tmp_path, '@page { @top-left { content: "Exports: £12.9 billion" } }')
    assert (fault.rule, fault.place.column) == ("literal-figure", 30)
    assert fault.message.startswith('"£12.9 billion" is typed into the style sheet')


def test_a_colour_that_no_theme_has_is_named_where_colours_are_known(tmp_path: Path) -> None:
    text = ":root { --own: red }\np { color: var(--acent); background: var(--own) }"
    assert linted(tmp_path, text) == []
    [fault] = linted(tmp_path, text, ("accent", "ink"))
    assert (str(fault.place), fault.message) == ("style.css:2:16", "there is no `--acent`")
    assert fault.hint.startswith("did you mean `--accent`?")


def test_a_bomb_spread_over_two_sheets_is_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    for folder, text in ((one, "a { --a: 1; --b: var(--a); --c: var(--b) }"),
                         (other, "a { --d: var(--c); --e: var(--d); --f: var(--e) }")):  # fmt: skip
        folder.mkdir()
        (folder / "style.css").write_text(text, "utf-8")
    assert {fault.place.file for fault in styles(Files([one, other]), tmp_path)} == {"b/style.css"}


def test_a_wide_bomb_is_refused_at_once(tmp_path: Path) -> None:
    wide = " ".join(["var(--a)"] * 200)
    levels = "".join(
        f"--{b}: {wide.replace('--a', f'--{a}')};" for a, b in zip("abcd", "bcde", strict=True)
    )
    begun = time.process_time()
    assert linted(tmp_path, f"p {{ --a: x; {levels} }}")
    assert time.process_time() - begun < 1


@given(st.text(alphabet="p{}:;@()[]\"'\\/*!#-.,<> \nabcurl0129%", max_size=80))
def test_no_text_is_too_much_for_it(text: str) -> None:
    variables = Variables(("accent",))
    sheet = Sheet("style.css", variables)
    sheet.read(text)
    variables.check()
    assert all(fault.place.line >= 1 and fault.place.column >= 1 for fault in sheet.found)


def test_the_document_names_the_properties_that_are_allowed() -> None:
    text = (Path(__file__).parents[2] / "docs/vocabulary.md").read_text("utf-8")
    named = set(re.findall(r"`@?([a-z-]+)", text.split("## Styles")[1].split("## Values")[0]))
    of_one_side = re.compile(r"(margin|padding|border)-(top|right|bottom|left)(-\w+)?")
    allowed = {*PROPERTIES, *OF_PICTURES, *OF_PAGES, *MARGIN_BOXES}
    assert {name for name in allowed if not of_one_side.fullmatch(name)} - named == set()

"""Composed text is typeset in the way of its language, once, and says what it said."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose.quotation import quotation_marks
from briefgen.compose.typesetting import typeset
from briefgen.view.phrase import Phrase

SPACE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
LONG = "The two ministers of foreign affairs of both countries met"
LANGUAGES = ("be", "de", "en", "en-GB", "fr", "hu", "lt", "pl", "ru", "sv")


def document(markup: str, language: str = "en") -> str:
    return f'<html lang="{language}"><body><p>{markup}</p></body></html>'


def body(html: str) -> str:
    return html[html.index("<p>") + 3 : html.rindex("</p>")]


def set_in(language: str, markup: str) -> str:
    """Return markup as it stands in a typeset paper, without character references."""
    return unescape(body(typeset(document(markup, language), language)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“one ‘two’ three”"),
        ("en-GB", "“one ‘two’ three”"),
        ("de", "„one ‚two‘ three“"),
        ("fr", f"«{NARROW}one “two” three{NARROW}»"),
        ("lt", "„one ‚two‘ three“"),
        ("pl", "„one «two» three”"),
        ("ru", "«one „two“ three»"),
        ("be", "«one „two“ three»"),
        ("sv", "”one ’two’ three”"),
        ("xx", "“one ‘two’ three”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, expected: str) -> None:
    assert set_in(language, "\"one 'two' three\"") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Lithuania's", "Lithuania’s"),
        ("both states' rights", "both states’ rights"),
        ("the '90s", "the ’90s"),
        ('6\'2" and 5" wide', '6\'2" and 5" wide'),
        ('a "quotation', 'a "quotation'),
        ("wait...", "wait…"),
        ("wait....", "wait...."),
        ("one - two -- three", f"one{SPACE}– two{SPACE}– three"),
        ("1991-1994", "1991–1994"),
        ("1991-94", "1991–94"),
        ("10-15 per cent", f"10–15{SPACE}per cent"),
        ("5 km, 3 %, 2 million", f"5{SPACE}km, 3{SPACE}%, 2{SPACE}million"),
        ("§ 5, No. 7, art. 9", f"§{SPACE}5, No.{SPACE}7, art.{SPACE}9"),
        ("J. K. Smith", f"J.{SPACE}K.{SPACE}Smith"),
        ("on 24 October 1991", f"on 24{SPACE}October 1991"),
        ("fell by -5 %", f"fell by −5{SPACE}%"),
        ('said so [<a href="#x">1</a>]', f'said so{SPACE}[<a href="#x">1</a>]'),
        (
            'said [<a href="#x">8</a>, <a href="#y">10</a>]',
            f'said{SPACE}[<a href="#x">8</a>,{SPACE}<a href="#y">10</a>]',
        ),
        ("said [8, 10, 12]", f"said{SPACE}[8, 10, 12]"),
        (f"{LONG} at once.", f"{LONG} at{SPACE}once."),
        (f"{LONG} <em>at once</em>.\n", f"{LONG} <em>at{SPACE}once</em>.\n"),
        (f"{LONG} at their leisure.", f"{LONG} at their leisure."),
        ("They met at once.", "They met at once."),
    ],
)
def test_running_text_is_set_as_a_printer_would(written: str, expected: str) -> None:
    assert set_in("en", written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2009-11",
        "2026-11-22",
        "SAMPLE-BY-LT-2026-01",
        "A/RES/68/262",
        "ISO 3166-1",
        "0207-0210",
        "https://example.org/it's-a-b...c?x='y'",
        "desk--office@example.org",
        "+370 5 266-2933",
    ],
)
def test_codes_dates_and_addresses_stay_as_they_are(written: str) -> None:
    assert set_in("en", written) == written


def test_only_text_is_typeset() -> None:
    html = (
        '<html lang="en"><head><title>"A"...</title><style>p::after { content: "\'..." }</style>'
        '</head><body data-running="it\'s"><p class="code">c.x(\'y\') - "z"</p>'
        '<img alt="it\'s" src="data:..."/><!-- it\'s --></body></html>'
    )
    assert typeset(html, "en") == html


def test_a_quotation_runs_across_elements_and_around_notes() -> None:
    said = '"a <em>b</em>.<span class="note">"n"</span>" - <strong>\'c\'</strong>'
    expected = f'“a <em>b</em>.<span class="note">“n”</span>”{SPACE}– <strong>“c”</strong>'
    assert set_in("en", said) == expected


def test_each_text_follows_its_own_language() -> None:
    said = '"a" <span lang="de">"b" und 1. Mai</span> "c"'
    assert set_in("en", said) == f'“a” <span lang="de">„b“ und 1.{SPACE}Mai</span> “c”'


def test_a_phrase_becomes_an_element_in_text_and_letters_elsewhere() -> None:
    phrase = Phrase('"sveiki" & <b>', "lt").__html__()
    html = (
        f'<html lang="en"><head><title>{phrase}</title></head>'
        f'<body data-running="{phrase}"><p>{phrase}</p></body></html>'
    )
    found = typeset(html, "en")
    assert body(found) == '<span lang="lt">„sveiki“ &amp; &lt;b&gt;</span>'
    assert found.count("lang=") == 2
    assert not re.search("[\ufdd0-\ufdd2]", found)


def test_a_phrase_cannot_end_itself() -> None:
    assert "\ufdd2" not in Phrase("a\ufdd2b\ufdd0", "lt").__html__()[:-1]


TEXTS = st.text(st.sampled_from("ab1 \"'.-–%“”‘’„«»[]()km€\n"), max_size=40)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_typesetting_again_changes_nothing(text: str, language: str) -> None:
    once = typeset(document(text, language), language)
    assert typeset(once, language) == once


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_letters_and_digits_stay(text: str, language: str) -> None:
    found = set_in(language, text)
    assert re.findall(r"\w", found) == re.findall(r"\w", text)


def quoted(depth: int) -> st.SearchStrategy[str]:
    """Return words, some of them in quotation marks that nest ``depth`` deep."""
    word = st.sampled_from(["peace", "of", "Minsk’s", "two", "states"])
    if depth == 0:
        return word
    mark = "\"'"[depth % 2]
    inner = st.lists(quoted(depth - 1), min_size=1, max_size=3).map(" ".join)
    return st.one_of(word, inner.map(lambda text: f"{mark}{text}{mark}"))


@given(st.lists(quoted(2), min_size=1, max_size=4).map(" ".join), st.sampled_from(LANGUAGES))
def test_quotations_are_balanced_and_nest(text: str, language: str) -> None:
    expected = dict(quotation_marks(language).pairs)
    open_: list[str] = []
    found = set_in(language, text)
    for char in found.replace("k’s", "ks"):
        if open_ and char == open_[-1]:
            open_.pop()
        elif char in expected:
            open_.append(expected[char])
        else:
            assert char not in expected.values(), found
    assert not open_
    assert '"' not in found
    assert "'" not in found

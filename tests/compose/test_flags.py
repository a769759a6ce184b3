"""Flags: each under its own code, and never beside another state's name or outline."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from briefgen.compose import flags, svg
from briefgen.compose.flags import Flags, shipped
from briefgen.compose.maps import Maps
from briefgen.compose.wording import Wording
from briefgen.diagnostics import ContentError
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace

FOLDER = Path(flags.__file__).parent
WORDING = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
COLORS = {"accent": "#00000a", "second": "#00000b", "third": "#00000c", "soft": "#00000d",
          "ink": "#00000e", "muted": "#00000f", "rule": "#000010"}  # fmt: skip
FLAGS = Flags(WORDING, COLORS, {"XK": "shipped"})
NAMES = Locale("en").territories
with zipfile.ZipFile(FOLDER / "flags.zip") as _archive:
    CODES = sorted(name.removesuffix(".svg") for name in _archive.namelist())
CONTENT = json.loads((FOLDER / "outlines.json").read_text("utf-8"))
OUTLINES = sorted(
    {code for code in CONTENT["states"] if len(code) == 2} | {"EH", "FK", "PS", "TW", "XK"}
)

#: Codes of territories that Natural Earth draws as parts of a state: a flag and no outline.
WITHOUT_OUTLINE = {
    "BQ", "BV", "CC", "CX", "GF", "GP", "MQ", "RE", "SJ", "TK", "UM", "YT",
}  # fmt: skip


#: Territories under the flag of another.
ALIKE = [
    ("AU", "HM"),
    ("BL", "FR", "GF", "GP", "MF", "PM", "RE", "WF", "YT"),
    ("GB", "SH"),
    ("UM", "US"),
]  # fmt: skip


def _state(code: str) -> dict[str, str]:
    return {"iso": code, "name": str(NAMES[code])}


def _svg(picture: Markup) -> bytes:
    data = re.search(r'base64,([^"]+)', picture)
    assert data is not None
    return base64.b64decode(data[1])


def test_every_state_with_an_outline_has_a_flag_and_the_others_are_named() -> None:
    assert set(OUTLINES) - set(CODES) == set()
    assert set(CODES) - set(OUTLINES) == WITHOUT_OUTLINE


@pytest.mark.parametrize("code", CODES)
def test_every_flag_may_stand_in_a_paper(code: str) -> None:
    picture = FLAGS.draw(_state(code))
    assert svg.fault(_svg(picture)) is None
    etree.fromstring(_svg(picture))
    assert f'alt="Flag of {Markup.escape(NAMES[code])}"' in picture


def test_no_two_states_share_a_drawing_but_those_that_share_a_flag() -> None:
    drawn: dict[str, list[str]] = {}
    for code in CODES:
        drawn.setdefault(str(shipped(code)), []).append(code)
    alike = sorted(tuple(codes) for codes in drawn.values() if len(codes) > 1)
    assert alike == ALIKE


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(sorted(set(CODES) & set(OUTLINES))), min_size=2, max_size=2,
                unique=True))  # fmt: skip
def test_flag_outline_and_name_of_a_state_come_from_one_record(codes: list[str]) -> None:
    """Whatever the order, what belongs to the first record is the first flag and the accent."""
    states = [_state(code) for code in codes]
    one, other = FLAGS.draw(*states), FLAGS.draw(*states[::-1])
    assert one != other
    first = _svg(one).decode()
    at = [first.index(f'id="{code.lower()}{number}-edge"') for number, code in enumerate(codes)]
    assert at == sorted(at)
    maps = Maps(WORDING, COLORS)
    picture, turned = (_svg(maps.draw(order)).decode() for order in (states, states[::-1]))
    drawn = re.findall(r'd="([^"]*)" fill="#00000([ab])"', picture)
    back = re.findall(r'd="([^"]*)" fill="#00000([ab])"', turned)
    assert {(path, {"a": "b", "b": "a"}[tint]) for path, tint in back} == set(drawn)


@pytest.mark.parametrize("code", ["XA", "XX", "ZZ", "QM", "lt", "", "../x", "LTU"])
def test_a_code_that_is_no_states_has_no_flag(code: str) -> None:
    unknown = {"iso": code, "name": "Nowhere"}
    assert FLAGS.draw(unknown) == ""
    assert FLAGS.draw(_state("LT"), unknown) == ""


def test_there_is_no_picture_of_no_flags() -> None:
    assert FLAGS.draw() == ""


def test_a_contested_flag_is_chosen_by_the_workspace_or_is_a_fault() -> None:
    with pytest.raises(ContentError) as caught:
        Flags(WORDING, COLORS, {}).draw(_state("XK"))
    [fault] = caught.value.diagnostics
    assert (fault.rule, fault.place.file) == ("flag-to-choose", "briefgen.toml")
    assert 'XK = "shipped"' in fault.hint
    assert Flags(WORDING, COLORS, {"XK": "none"}).draw(_state("XK")) == ""
    assert FLAGS.draw(_state("XK")) != ""


def test_a_workspace_has_a_flag_of_its_own_in_place_of_the_shipped_one() -> None:
    own = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2">'
        '<path fill="#fff" d="M0 0h3v2H0z"/></svg>'
    )
    drawn = _svg(Flags(WORDING, COLORS, {"BY": own}).draw(_state("BY"))).decode()
    assert 'd="M0 0h3v2H0z"' in drawn
    assert "scale(213.333 240)" in drawn
    assert svg.fault(drawn.encode()) is None


def test_flags_are_equally_large_and_decoration_where_names_stand_beside_them() -> None:
    picture = FLAGS.draw(_state("JP"), _state("LT"), decorative=True)
    assert 'alt=""' in picture
    root = etree.fromstring(_svg(picture))
    line = {"fill": "none", "stroke": COLORS["rule"]}
    frames = [
        (r.get("width"), r.get("height"))
        for r in root.iter("{*}rect")
        if {name: r.get(name) for name in line} == line
    ]
    assert 'viewBox="0 0 1440 480"' in _svg(picture).decode()
    assert frames == [("632", "472")] * 2


def test_names_of_parts_of_one_flag_do_not_reach_into_another() -> None:
    text = _svg(FLAGS.draw(_state("ES"), _state("MX"), _state("US"))).decode()
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert set(re.findall(r'(?:url\(#|href="#)([\w.-]+)', text)) <= set(names)

"""Locator maps: the right outline under the right name, wherever on the globe."""

from __future__ import annotations

import base64
import json
import math
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from briefgen.compose import maps
from briefgen.compose.capitals import capital as place_of
from briefgen.compose.inks import contrast, readable
from briefgen.compose.maplines import TOLERANCE, seen
from briefgen.compose.maps import Maps
from briefgen.compose.mapsheet import contains
from briefgen.compose.outlines import outlines, own_code
from briefgen.compose.projection import Box, Projection, vector
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.geography import AREAS, OPEN, Geography
from briefgen.house.workspace import Workspace

COLORS = {"accent": "#00000a", "second": "#00000b", "third": "#00000c", "soft": "#00000d",
          "ink": "#00000e", "muted": "#00000f", "rule": "#000010"}  # fmt: skip
MAPS = Maps(Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en")), COLORS)
CONTENT = json.loads(Path(maps.__file__).with_name("outlines.json").read_text("utf-8"))
CODES = sorted(code for code in CONTENT["states"] if len(code) == 2)
NAMES = Locale("en").territories

#: What the data set calls a state, where it is neither CLDR's name nor an abbreviation of it.
_OTHERWISE = {
    "CD": "Dem. Rep. Congo", "CG": "Congo", "CI": "Côte d'Ivoire", "CZ": "Czechia",
    "FK": "Falkland Is.", "MM": "Myanmar", "PS": "Palestine", "SZ": "eSwatini",
    "TF": "Fr. S. Antarctic Lands", "TR": "Turkey", "US": "United States of America",
    "MK": "Macedonia", "HM": "Heard I. and McDonald Is.",
    "GS": "S. Geo. and the Is.", "LC": "Saint Lucia", "SH": "Saint Helena",
    "ST": "São Tomé and Principe", "CV": "Cabo Verde", "FO": "Faeroe Is.",
    "WF": "Wallis and Futuna Is.",
}  # fmt: skip


def _draw(*codes: str, width: float = 600.0, height: float = 300.0) -> Markup:
    states = [{"iso": code, "name": NAMES.get(code, code)} for code in codes]
    return MAPS.draw(states, width=width, height=height)


def _svg(picture: Markup) -> etree._Element:
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', picture)
    assert data is not None
    return etree.fromstring(base64.b64decode(data[1]))


def _elements(svg: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in svg.iter() if etree.QName(element).localname == name]


def _rings(svg: etree._Element, color: str) -> list[list[tuple[float, float]]]:
    """Return the lines of a path as points in pixels."""
    [path] = [e for e in _elements(svg, "path") if e.get("fill") == COLORS[color]]
    scale = float(str(path.get("transform")).removeprefix("scale(").removesuffix(")"))
    rings = []
    for line in re.findall(r"M([^MZ]+)", str(path.get("d"))):
        x, y, *steps = (int(number) for number in re.findall(r"-?\d+", line))
        points = [(x * scale, y * scale)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x * scale, y * scale))
        rings.append(points)
    return rings


def _area(rings: list[list[tuple[float, float]]]) -> float:
    turns = ((a, b) for ring in rings for a, b in pairwise([*ring, ring[0]]))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)) / 2


@pytest.mark.parametrize("code", CODES)
def test_an_outline_belongs_to_the_state_whose_code_it_has(code: str) -> None:
    name = CONTENT["states"][code]["name"]
    if code in _OTHERWISE:
        assert name == _OTHERWISE[code]
        return
    parts = re.split(r"\W+", name)
    assert re.search(".*".join(map(re.escape, parts)), NAMES[code].replace("&", "and")), NAMES[code]


@pytest.mark.parametrize("code", ["XA", "XM", "XZ", "ZZ", "AA", "QM", "QZ", "Kosovo", "", "lt"])
def test_a_state_without_an_outline_has_no_map(code: str) -> None:
    assert _draw("LT", code) == ""
    assert _draw(code, "LT") == ""


def test_there_is_no_map_of_nothing() -> None:
    assert _draw() == ""


def test_a_map_names_its_states_in_the_picture_and_in_its_text_alternative() -> None:
    picture = _draw("BY", "LT")
    assert 'alt="Map of Belarus and Lithuania with the states around them."' in picture
    texts = [e.text for e in _elements(_svg(picture), "text") if e.get("font-weight") != "400"]
    assert sorted(set(map(str, texts))) == ["Belarus", "Lithuania"]


def test_names_are_written_as_text_whatever_they_hold() -> None:
    states = [{"iso": "LT", "name": '<b>&"'}, {"iso": "BY", "name": "B"}]
    picture = MAPS.draw(states)
    assert "&lt;b&gt;&amp;&#34; and B" in picture
    assert '<b>&"' in [element.text for element in _elements(_svg(picture), "text")]


def test_the_first_state_has_the_accent_and_the_second_the_second_colour() -> None:
    one, other = (_svg(_draw(*codes)) for codes in (("BY", "LT"), ("LT", "BY")))
    assert _rings(one, "accent") == _rings(other, "second")
    assert _rings(one, "second") == _rings(other, "accent")


def test_north_is_up_and_east_is_right() -> None:
    svg = _svg(_draw("LT", "EG"))
    lithuania, egypt = (_rings(svg, color)[0][0] for color in ("accent", "second"))
    assert lithuania[1] < egypt[1] - 50
    svg = _svg(_draw("PT", "GR"))
    portugal, greece = (_rings(svg, color)[0][0] for color in ("accent", "second"))
    assert portugal[0] < greece[0] - 100


@pytest.mark.parametrize("codes", [("JP", "EG"), ("RU", "FI"), ("RU", "US"), ("FJ", "NZ")])
def test_no_line_runs_across_the_sheet_where_a_state_lies_on_the_antimeridian(
    codes: tuple[str, str],
) -> None:
    svg = _svg(_draw(*codes))
    for color in ("accent", "second"):
        for ring in _rings(svg, color):
            assert max(math.dist(a, b) for a, b in pairwise([*ring, ring[0]])) < 60


def test_russia_is_drawn_in_one_piece_across_the_antimeridian() -> None:
    rings = sorted(_rings(_svg(_draw("RU", "US")), "accent"), key=len)
    assert _area(rings[-1:]) > 0.9 * _area(rings)


def _sphere(code: str) -> float:
    """Return a state's area on the unit sphere: the sum over longitude of the sine of latitude."""
    (a, b), (c, d) = CONTENT["transform"]["scale"], CONTENT["transform"]["translate"]
    total = 0.0
    for polygon in CONTENT["states"][code]["polygons"]:
        for ring in polygon:
            for index in ring:
                x = y = 0
                points = []
                for dx, dy in CONTENT["arcs"][max(index, ~index)]:
                    x, y = x + dx, y + dy
                    points.append((math.radians(x * a + c), math.radians(y * b + d)))
                for one, other in pairwise(points if index >= 0 else points[::-1]):
                    middle = (math.sin(one[1]) + math.sin(other[1])) / 2
                    total += math.remainder(other[0] - one[0], math.tau) * middle
    return abs(total)


@pytest.mark.parametrize(
    "codes", [("DE", "PL"), ("BR", "SE"), ("EG", "JP"), ("RU", "KZ"), ("IN", "ZA"), ("CL", "NZ")]
)
def test_areas_are_in_proportion(codes: tuple[str, str]) -> None:
    svg = _svg(_draw(*codes, width=6000, height=4000))
    drawn = [_area(_rings(svg, color)) for color in ("accent", "second")]
    real = [_sphere(code) for code in codes]
    assert drawn[0] / drawn[1] == pytest.approx(real[0] / real[1], rel=0.03)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True))
def test_any_two_states_make_a_small_map_with_both_names_on_it(codes: list[str]) -> None:
    picture = _draw(*codes)
    assert len(base64.b64decode(picture.split("base64,")[1].split('"')[0])) < 60_000
    svg = _svg(picture)
    numbers: dict[str, Any] = {"x": (0, 600), "y": (0, 300)}
    for text in _elements(svg, "text"):
        for name, (least, most) in numbers.items():
            assert least < float(str(text.get(name))) < most
    for path in _elements(svg, "path"):
        assert re.fullmatch(r"(M-?\d+ -?\d+l-?\d+ -?\d+( -?\d+ -?\d+)*Z?)+", str(path.get("d")))
    assert _draw(*codes) == picture


def test_a_state_too_small_to_be_seen_has_a_ring() -> None:
    assert len(_elements(_svg(_draw("LU", "CL")), "circle")) == 1
    assert _elements(_svg(_draw("FR", "DE")), "circle") == []


def test_a_state_inside_another_is_not_painted_over() -> None:
    """Lesotho is a hole in South Africa; the ring around it runs the other way."""
    svg = _svg(_draw("ZA", "EG", width=3000, height=1500))
    turns = [sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) > 0
             for ring in _rings(svg, "accent")]  # fmt: skip
    assert set(turns) == {False, True}


#: A place in each area, as longitude and latitude.
PLACES = {
    "crimea": (34.1, 45.0), "kosovo": (20.9, 42.6), "northern-cyprus": (33.5, 35.27),
    "palestine": (35.2, 32.1), "siachen": (77.1, 35.45), "somaliland": (45.0, 9.5),
    "taiwan": (121.0, 23.8), "western-sahara": (-13.2, 26.0), "falklands": (-59.0, -51.8),
}  # fmt: skip


def _holders(geography: Geography, place: tuple[float, float]) -> list[str]:
    """Return whose outlines a place lies in."""
    world = outlines(geography)
    flat = Projection(vector(*place))
    return [
        code
        for code, rings in world.states.items()
        for ring in rings
        if min(map(flat.depth, world.points(ring))) > 0
        and contains([flat(point) for point in world.points(ring)], 1e-6, 1e-6)
        and not any(
            min(map(flat.depth, world.points(hole))) > 0
            and contains([flat(point) for point in world.points(hole)], 1e-6, 1e-6)
            for hole in world.holes[code]
        )
    ]


@pytest.mark.parametrize(("area", "holder"), [(a, h) for a, hs in AREAS.items() for h in hs])
def test_an_area_lies_in_the_state_that_it_is_drawn_with_and_in_no_other(
    area: str, holder: str
) -> None:
    expected = holder if holder != OPEN else own_code(area) or area
    assert _holders(Geography({area: holder}), PLACES[area]) == [expected]


def test_all_of_western_sahara_is_one_area() -> None:
    """The source has its west with Morocco; the border is the parallel of 27°40'."""
    for place in ((-13.5, 26.5), (-15.0, 23.0), (-9.5, 26.5)):
        assert _holders(Geography(), place) == ["EH"]
        assert _holders(Geography({"western-sahara": "MA"}), place) == ["MA"]
    assert _holders(Geography(), (-9.8, 28.5)) == ["MA"]


def test_crimea_is_drawn_with_ukraine() -> None:
    """The General Assembly's view (resolution 68/262), not that of who holds it."""
    assert _holders(Geography(), PLACES["crimea"]) == ["UA"]


def _dashed(picture: Markup) -> list[etree._Element]:
    return [e for e in _elements(_svg(picture), "path") if e.get("stroke-dasharray")]


def test_the_borders_of_an_area_that_is_left_open_are_dashed_and_a_line_says_so() -> None:
    states = [{"iso": "RS", "name": "Serbia"}, {"iso": "AL", "name": "Albania"}]
    words = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
    for holder, dashed, note in (
        (OPEN, 1, "Left open: Kosovo."), ("XK", 0, "Drawn apart: Kosovo."),
        ("RS", 0, "Drawn with Serbia: Kosovo."),
    ):  # fmt: skip
        drawn = Maps(words, COLORS, 1.0, Geography({"kosovo": holder, "crimea": "UA"}))
        assert len(_dashed(drawn.draw(states))) == dashed
        assert note in drawn.note(states) or note[:-1] + " and" in drawn.note(states)


def test_a_map_without_disputed_areas_says_nothing_about_any() -> None:
    assert MAPS.note([{"iso": "NZ", "name": "New Zealand"}, {"iso": "FJ", "name": "Fiji"}]) == ""
    assert MAPS.note([{"iso": "XA", "name": "Nowhere"}]) == ""


def test_a_state_that_the_workspace_draws_with_another_has_no_map_of_its_own() -> None:
    words = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
    drawn = Maps(words, COLORS, 1.0, Geography({"taiwan": "CN"}))
    assert drawn.draw([{"iso": "TW", "name": "Taiwan"}]) == ""
    assert drawn.draw([{"iso": "CN", "name": "China"}]) != ""


def test_the_smallest_states_have_a_ring_with_a_dot_in_it() -> None:
    for code in ("TV", "MC", "SM", "NR", "VA"):
        svg = _svg(_draw(code, "EG"))
        assert len(_elements(svg, "circle")) == 1
        assert [e for e in _elements(svg, "rect") if e.get("rx")]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True))
def test_names_of_neighbours_stand_inside_the_sheet_and_over_no_other_name(
    codes: list[str],
) -> None:
    boxes = []
    for text in _elements(_svg(_draw(*codes)), "text"):
        if text.get("font-weight") == "400":
            x, y, size = (float(str(text.get(name))) for name in ("x", "y", "font-size"))
            wide = 0.45 * size * len(str(text.text))
            boxes.append((x - wide / 2, y - size * 0.7, x + wide / 2, y))
            assert 0 < x - wide / 2 < x + wide / 2 < 600
    for one, other in combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_a_capital_is_marked_where_a_record_names_it_and_its_place_is_known() -> None:
    states = [
        {"iso": "DE", "name": "Germany", "capital": "Berlin"},
        {"iso": "PL", "name": "Poland", "capital": "Warsaw"},
    ]
    picture = MAPS.draw(states)
    svg = _svg(picture)
    places = {str(e.text): (float(str(e.get("x"))), float(str(e.get("y"))))
              for e in _elements(svg, "text")}  # fmt: skip
    dots = [(float(str(e.get("cx"))), float(str(e.get("cy")))) for e in _elements(svg, "circle")]
    assert len(dots) == 2
    for (x, y), name in zip(sorted(dots), ("Berlin", "Warsaw"), strict=True):
        assert math.dist((x, y), places[name]) < 40
    assert "with the states around them. Marked are Berlin and Warsaw." in picture


@pytest.mark.parametrize(
    ("code", "capital", "is_known"),
    [
        ("LT", "Vilnius", True), ("LT", "VILNIUS", True), ("LT", "Minsk", False), ("LT", "", False),
        ("MD", "Chișinău", True), ("MD", "Chisinau", True), ("BR", "Brasilia", True),
        ("US", "Washington, D.C.", True), ("XA", "Strelsau", False), ("LT", "*", False),
        ("JP", "?saka", True), ("JP", "[Tt]okyo", False),
    ],
)  # fmt: skip
def test_a_place_is_found_by_its_state_and_name_whatever_its_accents(
    code: str, capital: str, is_known: bool
) -> None:
    assert (place_of(code, capital) is not None) is is_known


@pytest.mark.parametrize("code", ["IL", "PS", "CY", "TW", "XK", "EH"])
def test_no_place_is_known_in_an_area_that_a_workspace_chooses_for(code: str) -> None:
    for name in ("Jerusalem", "Nicosia", "Taipei", "Pristina", "Laayoune", "Bir Lehlou"):
        assert place_of(code, name) is None


def test_without_a_name_in_the_record_nothing_is_marked() -> None:
    assert _elements(_svg(_draw("DE", "PL")), "circle") == []


CAPITALS = json.loads(Path(maps.__file__).with_name("capitals.json").read_text("utf-8"))["places"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(sorted(set(CAPITALS) & set(CODES))), min_size=2, max_size=2,
                unique=True))  # fmt: skip
def test_names_of_capitals_stand_on_the_sheet_and_over_no_other_name(codes: list[str]) -> None:
    states = [
        {"iso": code, "name": NAMES.get(code, code), "capital": next(iter(CAPITALS[code]))}
        for code in codes
    ]
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for text in _elements(_svg(MAPS.draw(states)), "text"):
        size = float(str(text.get("font-size") or 13))
        x, y = (float(str(text.get(name))) for name in ("x", "y"))
        wide = 0.45 * size * len(str(text.text))
        boxes[str(text.text)] = (x - wide / 2, y - size * 0.6, x + wide / 2, y)
    names = [name for state in states if (name := str(state["capital"])) in boxes]
    for name in names:
        one = boxes[name]
        assert 0 < one[0] < one[2] < 600
        assert 0 < one[1] < one[3] < 300
        for other in (box for text, box in boxes.items() if text != name):
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@given(
    st.lists(st.tuples(st.floats(-900, 1500), st.floats(-900, 1200)), min_size=2, max_size=60),
    st.tuples(st.floats(1, 599), st.floats(1, 299)),
)
def test_a_reduced_line_keeps_its_ends_and_what_it_encloses(
    line: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    frame = Box(-2, -2, 602, 302)
    ring = [*line, line[0]]
    found = seen(ring, frame)
    assert (found[0], found[-1]) == (ring[0], ring[-1])
    assert set(found) <= set(ring)
    near = min(_distance(point, a, b) for a, b in pairwise(ring))
    if near > 2 * TOLERANCE:
        assert contains(found, *point) == contains(ring, *point)


def _distance(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    part = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    part = min(max(part, 0.0), 1.0)
    return math.dist(point, (a[0] + part * dx, a[1] + part * dy))


@pytest.mark.parametrize("ground", ["#ffffff", "#c5ced6", "#4d5860", "#000000", "#808080"])
def test_names_of_neighbours_can_be_read_on_any_ground(ground: str) -> None:
    for color in ("#55606b", "#000000", "#ffffff"):
        assert contrast(readable(color, ground, "#1d2329"), ground) >= 4.2
    assert readable("#55606b", "#ffffff", "#1d2329") == "#55606b"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(CODES), min_size=2, max_size=12, unique=True),
    st.floats(-179, 179), st.floats(-80, 80),
)  # fmt: skip
def test_states_merged_cover_what_they_cover_one_by_one(
    codes: list[str], longitude: float, latitude: float
) -> None:
    world = outlines(Geography())
    rings = [ring for code in codes for ring in (*world.states[code], *world.holes[code])]
    merged = world.merged(rings)
    for ring in merged:
        points = world.points(ring)
        assert math.dist(points[0], points[-1]) < 1e-9
    used = [index for ring in merged for index in ring]
    assert not {~index for index in used} & set(used)
    assert len(used) <= sum(map(len, rings))
    flat = Projection(vector(longitude, latitude))

    def covered(several: list[list[int]]) -> bool:
        """By the even-odd rule, near the place alone, where the projection is sound."""
        near = [ring for ring in several if max(map(flat.depth, world.points(ring))) > 0.2]
        lines = [[flat(point) for point in world.points(ring)] for ring in near]
        return sum(contains(line, 1e-7, 1e-7) for line in lines) % 2 == 1

    assert covered(merged) == covered(rings)

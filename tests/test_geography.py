"""What a workspace chooses for maps and flags: read, or refused with the place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.house.geography import AREAS, OPEN
from briefgen.house.workspace import find_workspace

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"/>'


def _write(root: Path, text: str) -> None:
    (root / "briefgen.toml").write_text(text, "utf-8")
    (root / "templates/flags").mkdir(parents=True, exist_ok=True)
    (root / "templates/flags/af.svg").write_text(DRAWING, "utf-8")
    (root / "outside.svg").write_text(DRAWING, "utf-8")


def test_without_a_choice_the_documented_defaults_hold(tmp_path: Path) -> None:
    _write(tmp_path, "")
    geography = find_workspace(tmp_path).geography
    assert {area: geography.drawn_with(area) for area in AREAS} == {
        "crimea": "UA", "falklands": OPEN, "kosovo": OPEN, "northern-cyprus": "CY",
        "palestine": "PS", "siachen": OPEN, "somaliland": "SO", "taiwan": "TW",
        "western-sahara": OPEN,
    }  # fmt: skip
    assert geography.flags == {}


def test_the_documentation_names_every_area_with_its_choices() -> None:
    text = (Path(__file__).parents[1] / "docs/maps.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}
    assert set(rows) == set(AREAS)
    for area, choices in AREAS.items():
        drawn, without = rows[area].split("|")[2:4]
        assert [code for code in choices if f"`{code}`" not in drawn] == [OPEN], area
        assert f"`{choices[0]}`" in without, area


def test_a_workspace_chooses_areas_and_flags(tmp_path: Path) -> None:
    _write(
        tmp_path,
        """
[map.disputes]
kosovo = "XK"
[flags]
AF = "flags/af.svg"
XK = "shipped"
BY = "none"
""",
    )
    geography = find_workspace(tmp_path).geography
    assert geography.drawn_with("kosovo") == "XK"
    assert geography.flags == {"AF": DRAWING, "XK": "shipped", "BY": "none"}


@pytest.mark.parametrize(
    ("text", "place", "rule", "message", "hint"),
    [
        ("map = 3", "briefgen.toml", "bad-shape", "`map` holds", "[map.disputes]"),
        ("[map]\ndisputes = 3", "briefgen.toml", "bad-shape", "`map` holds", "[map.disputes]"),
        ("[map]\ncolours = 3", "briefgen.toml:2:1", "unknown-field", "no setting `colours`",
         "disputes"),
        ('[map.disputes]\ncrime = "UA"', "briefgen.toml:2:1", "unknown-field", "no area `crime`",
         "did you mean `crimea`?"),
        ('[map.disputes]\ncrimea = "DE"', "briefgen.toml:2:1", "bad-choice", '`crimea` is "DE"',
         'one of "UA", "RU", "disputed"'),
        ("[map.disputes]\ncrimea = 1", "briefgen.toml:2:1", "bad-choice", "`crimea` is 1", "UA"),
        ("flags = []", "briefgen.toml", "bad-shape", "`flags` holds a table", "[flags]"),
        ('[flags]\nLTU = "none"', "briefgen.toml:2:1", "bad-code", "`LTU`", "such as LT"),
        ('[flags]\nAF = "flags/gone.svg"', "briefgen.toml:2:1", "bad-choice", "expected a flag",
         "below templates/"),
        ('[flags]\nAF = "../outside.svg"', "briefgen.toml:2:1", "bad-choice", "expected a flag",
         "below templates/"),
        ("[flags]\nAF = 3", "briefgen.toml:2:1", "bad-choice", "`AF` is 3", "below templates/"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused_where_it_stands(
    tmp_path: Path, text: str, place: str, rule: str, message: str, hint: str
) -> None:
    _write(tmp_path, text + "\n")
    with pytest.raises(ContentError) as caught:
        find_workspace(tmp_path)
    [fault] = caught.value.diagnostics
    assert (str(fault.place), fault.rule) == (place, rule)
    assert message in fault.message
    assert hint in fault.hint

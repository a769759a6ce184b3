from __future__ import annotations

import pytest

from briefgen.diagnostics import UsageError
from briefgen.house.markings import Scheme, schemes
from briefgen.house.workspace import CustomScheme


def test_five_schemes_come_with_briefgen_each_from_its_lowest_level() -> None:
    known = schemes({})
    assert {name: (s.levels[0], s.levels[-1], len(s.levels)) for name, s in known.items()} == {
        "tlp": ("CLEAR", "RED", 5),
        "uk": ("OFFICIAL", "TOP SECRET", 4),
        "eu": ("PUBLIC", "TRÈS SECRET UE/EU TOP SECRET", 5),
        "us": ("UNCLASSIFIED", "TOP SECRET", 5),
        "nato": ("NATO UNCLASSIFIED", "COSMIC TOP SECRET", 5),
    }


def test_the_levels_of_each_shipped_scheme_rise() -> None:
    known = schemes({})
    order = {
        "tlp": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"],
        "uk": ["OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"],
        "us": ["UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET"],
    }
    for name, levels in order.items():
        assert [known[name].rank(level) for level in levels] == list(range(len(levels)))


@pytest.mark.parametrize(
    ("level", "label"),
    [
        ("CLEAR", "TLP:CLEAR"),
        ("GREEN", "TLP:GREEN"),
        ("AMBER", "TLP:AMBER"),
        ("AMBER+STRICT", "TLP:AMBER+STRICT"),
        ("RED", "TLP:RED"),
    ],
)
def test_labels_of_tlp_2_are_printed_without_spaces(level: str, label: str) -> None:
    assert schemes({})["tlp"].printed(level) == label


def test_levels_of_other_schemes_are_printed_as_they_are() -> None:
    known = schemes({"own": CustomScheme(("LOW {}", "HIGH"), {})})
    assert known["uk"].printed("TOP SECRET") == "TOP SECRET"
    assert known["own"].printed("LOW {}") == "LOW {}"


def test_a_level_the_scheme_does_not_have_has_no_rank() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        Scheme("own", ("LOW", "HIGH")).rank("low")


def test_the_workspace_adds_schemes_of_its_own() -> None:
    known = schemes({"ministry": CustomScheme(("PUBLIC", "INTERNAL"), {"INTERNAL": "I"})})
    assert len(known) == 6
    assert known["ministry"] == Scheme(
        "ministry", ("PUBLIC", "INTERNAL"), portions={"INTERNAL": "I"}
    )


def test_the_workspace_may_not_redefine_a_shipped_scheme() -> None:
    with pytest.raises(UsageError, match="`tlp` comes with briefgen"):
        schemes({"tlp": CustomScheme(("RED", "CLEAR"), {})})

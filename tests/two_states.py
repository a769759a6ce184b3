"""A dossier on two invented states, and what audiences see of it."""

from __future__ import annotations

from typing import Any

from briefgen.dossier.resolve import Dossier, resolve
from briefgen.house.audience import Audience
from briefgen.house.markings import schemes
from briefgen.load.nodes import Mapping
from briefgen.load.yaml import read_yaml
from briefgen.view.project import project
from briefgen.view.view import View

HEAD = """\
dossier:
  title: {en: Two states, lt: Dvi valstybės}
  parties: [XB, XA]
  as_of: 2026-01-31
  marking_scheme: tlp
  default_marking: GREEN
  marking: CLEAR
"""
COUNTRIES = """\
countries:
  - {iso: XA, name: Alpha, adjective: Alphan, capital: Alphaville, marking: CLEAR}
  - {iso: XB, name: Beta, capital: Betaburg, marking: CLEAR}
"""
SOURCES = """\
sources:
  - {id: open, publisher: P, title: Open, reliability: press, marking: CLEAR}
  - {id: inner, publisher: P, title: Inner, reliability: press, marking: AMBER}
  - {id: sealed, publisher: P, title: Sealed, reliability: press, marking: CLEAR, only: [minister]}
"""


def opened(text: str, head: str = HEAD, countries: str = COUNTRIES) -> Dossier:
    tree = read_yaml(head + countries + SOURCES + text, "all.yaml")
    assert isinstance(tree, Mapping)
    return resolve("xa-xb", tree, schemes({}), ["minister", "press", "desk"])


def audience(clearance: str, *sections: str | dict[str, Any]) -> Audience:
    return Audience.model_validate(
        {
            "title": "Paper",
            "description": "D",
            "clearance": {"tlp": clearance},
            "sections": sections,
        }
    )


def see(
    text: str,
    clearance: str,
    *sections: str | dict[str, Any],
    name: str = "desk",
    language: str = "en",
) -> View:
    return project(opened(text), name, audience(clearance, *sections), language)


def shown(view: View, section: str, type_: str) -> list[dict[str, Any]]:
    found = [s[type_] for s in view.paper["sections"] if s["name"] == section]
    records: list[dict[str, Any]] = found[0] if found else []
    return records


def texts(view: View, section: str = "timeline", type_: str = "events") -> list[str]:
    return [record["text"] for record in shown(view, section, type_)]


def event(text: str, date: str = "2000", more: str = "") -> str:
    return f"  - {{date: {date}, kind: other, text: {text}, sources: [open]{more}}}\n"


MEETING = """\
meetings:
  - title: Talks
    date: 2026-02-01
    place: Palace
    marking: CLEAR
    programme: [{time: "09:00", item: Arrival, marking: GREEN}]
    topics:
      - title: Fee
        background: Long story
        objectives: [{text: To win, marking: AMBER}]
        points: [{text: Be kind, marking: GREEN}]
        press_line: {text: All is well, marking: CLEAR}
"""

"""Which records no audience is ever shown: the projection, asked for every audience in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.dossier.records import Clearance, Model, Observation, Record, Source
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience
from briefgen.load.validate import place_of
from briefgen.view.project import project
from briefgen.view.visible import NotForAudienceError

M = TypeVar("M", bound=Model)

#: Record types that are no news in themselves; observations come and go with their series.
_EXEMPT = (Source, Clearance, Observation)


_HINT = (
    "its marking, its `only` or the sections of every audience keep it out: change one of them,"
    " or remove it"
)


def never_shown(dossier: Dossier, audiences: Mapping[str, Audience]) -> list[Diagnostic]:
    """Return a warning for every record that no audience is shown.

    A record inside one that is never shown is not reported a second time, and a list that is
    not shown at all is reported once.

    Args:
        dossier: the dossier.
        audiences: every audience of the workspace, by name.
    """
    labels: dict[str, Location] = {}
    header = dossier.records.dossier
    labelled = replace(dossier, records=_labelled(dossier.records, (), labels))
    shown: set[str] = set()
    for name, audience in audiences.items():
        try:
            view = project(labelled, name, audience, header.language)
        except NotForAudienceError:
            continue
        _note(view.paper, labels, shown)
    hidden = {location for label, location in labels.items() if label not in shown}
    outermost = [
        location
        for location in labels.values()
        if location in hidden and not any(location[:n] in hidden for n in range(len(location)))
    ]
    siblings = Counter(location[:-1] for location in labels.values())
    alike = Counter(location[:-1] for location in outermost)
    found = []
    for location in outermost:
        around = location[:-1]
        together = alike[around] == siblings[around] > 1
        what = "any of these records" if together else "this record"
        place = place_of(dossier.tree, *(around if together else location))
        message = f"no audience is ever shown {what}"
        found.append(Diagnostic(place, "never-shown", message, _HINT, Severity.WARNING))
    return list(dict.fromkeys(found))


def _labelled(model: M, location: Location, labels: dict[str, Location]) -> M:
    """Return a copy in which every record has an id of its own, and note where each stands."""
    changed: dict[str, Any] = {}
    if isinstance(model, Record):
        changed["id"] = f"record {len(labels)}"  # no identifier has a space
        labels[changed["id"]] = location
    for field in type(model).model_fields:
        value = getattr(model, field)
        if isinstance(value, Record) and field != "dossier" and not isinstance(value, _EXEMPT):
            changed[field] = _labelled(value, (*location, field), labels)
        elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
            changed[field] = tuple(
                _labelled(item, (*location, field, index), labels)
                if isinstance(item, Record) and not isinstance(item, _EXEMPT)
                else item
                for index, item in enumerate(value)
            )
    return model.model_copy(update=changed)


def _note(value: object, labels: Mapping[str, Location], shown: set[str]) -> None:
    """Note the labels of everything in a view."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, Mapping):
            label = current.get("id")
            if isinstance(label, str) and label in labels:
                shown.add(label)
            stack.extend(current.values())
        elif isinstance(current, list):
            stack.extend(current)

"""What `briefgen explain` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import click

from briefgen.build.explain import Evidence, Row
from briefgen.cli.show import show_json
from briefgen.diagnostics import ExitStatus
from briefgen.view.fates import State

_COLORS = {
    State.SHOWN: "green", State.REDACTED: "magenta", State.WITHHELD: "red", State.DROPPED: "yellow",
}  # fmt: skip


def show_records(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print what becomes of records: for one audience with reasons, for several as a matrix.

    Records inside others stand there only where something else becomes of them.
    """
    if as_json:
        show_json([_row(row) for row in rows])
        return
    audiences = list(dict.fromkeys(name for row in rows for name in row.fates))
    told = _told(rows)
    if len(audiences) == 1:
        _list(told, audiences[0])
    else:
        _matrix(told, audiences)


def _list(rows: Sequence[Row], audience: str) -> None:
    for row in rows:
        fate = row.fates[audience]
        state = click.style(f"{fate.state.value:<10}", fg=_COLORS.get(fate.state))
        why = fate.reason or f"in {', '.join(fate.sections)}"
        click.echo(f"{state}  {row.place}  {row.type}: {row.name}  ({why})")
    _counts([row.fates[audience].state for row in rows])


def _matrix(rows: Sequence[Row], audiences: Sequence[str]) -> None:
    widths = [max(len(name), 10) for name in audiences]
    names = [f"{row.type}: {row.name}" for row in rows]
    first = max(map(len, names), default=0)
    heads = "  ".join(f"{name:<{width}}" for name, width in zip(audiences, widths, strict=True))
    click.secho(f"{'':<{first}}  {heads}".rstrip(), bold=True)
    for row, name in zip(rows, names, strict=True):
        states = []
        for audience, width in zip(audiences, widths, strict=True):
            fate = row.fates.get(audience)
            shown = "·" if fate is None or fate.state is State.NOT_CHOSEN else fate.state.value
            color = _COLORS.get(fate.state) if fate else None
            states.append(click.style(f"{shown:<{width}}", fg=color))
        click.echo(f"{name:<{first}}  {'  '.join(states)}  {row.place}".rstrip())


def _counts(states: Sequence[State]) -> None:
    counted = Counter(states)
    click.echo(", ".join(f"{counted[state]} {state.value}" for state in State if counted[state]))


def _told(rows: Sequence[Row]) -> list[Row]:
    """Return records that stand by themselves, and those of another fate than what is around."""
    by_location = {row.location: row for row in rows}
    told = []
    for row in rows:
        lengths = range(len(row.location) - 1, 0, -1)
        around = next((by_location[part] for n in lengths
                       if (part := row.location[:n]) in by_location), None)  # fmt: skip
        if around is None or _states(row) != _states(around):
            told.append(row)
    return told


def _states(row: Row) -> dict[str, State]:
    return {name: fate.state for name, fate in row.fates.items()}


def _row(row: Row) -> dict[str, Any]:
    return {
        "place": str(row.place),
        "type": row.type,
        "name": row.name,
        "fates": {
            name: {
                "state": fate.state.value, "sections": list(fate.sections), "reason": fate.reason
            }
            for name, fate in row.fates.items()
        },
    }  # fmt: skip


def show_evidence(wanted: str, found: Mapping[str, Sequence[Evidence]], *, as_json: bool) -> int:
    """Print the trail of printed numbers, edition by edition; return the exit status."""
    if as_json:
        show_json({name: [_evidence(e) for e in trail] for name, trail in found.items()})
        return ExitStatus.DONE if any(found.values()) else ExitStatus.CONTENT
    for name, trail in found.items():
        cells = Counter(evidence.number for evidence in trail)
        told = -1
        for evidence in trail:
            origin = evidence.origin
            if evidence.number != told:
                told, number = evidence.number, cells[evidence.number]
                worked_out = f", worked out of {number} cells" if number > 1 else ""
                click.secho(f"{evidence.text}  in {name}{worked_out}", bold=True)
            click.echo(f"  read at    {origin.place}: {origin.text}")
            click.echo(f"  holds for  {origin.as_of}")
            for source, place in evidence.sources:
                title = f"{_any(source.publisher)}, {_any(source.title)}"
                dated = source.date or (source.retrieved and f"read {source.retrieved}") or "n.d."
                click.echo(f"  source     {title}, {dated} [{place}]")
                if source.url:
                    click.echo(f"             {source.url}")
    if any(found.values()):
        return ExitStatus.DONE
    click.echo(f"no paper prints the figure `{wanted}`", err=True)
    return ExitStatus.CONTENT


def _evidence(evidence: Evidence) -> dict[str, Any]:
    origin = evidence.origin
    return {
        "printed": evidence.text,
        "place": origin.place,
        "text": origin.text,
        "as_of": origin.as_of,
        "sources": [
            {"id": source.id, "place": str(place), "url": source.url}
            for source, place in evidence.sources
        ],
    }


def _any(text: Mapping[str, str]) -> str:
    return text.get("", next(iter(text.values())))

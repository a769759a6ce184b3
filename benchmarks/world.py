"""A world to measure with: 193 invented states and a dossier for each of their 18,528 pairs.

    python -m benchmarks.world FOLDER [--pairs N] [--every N]

makes FOLDER a workspace. No state of this world exists. Each one's figures are those of a state
that this repository has sourced figures of, times a number of its own, and every dossier says so;
what the states have to do with each other is invented. The same pair has the same dossier always,
and pairs are made one after the other: none is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import combinations, islice
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import click

from benchmarks.desks import ROOT
from briefgen.build.dossiers import open_dossier
from briefgen.house.workspace import Workspace

#: As many as the United Nations have members.
STATES = 193

_NOTE = "Synthetic, for measuring briefgen: the state does not exist."

#: Real states whose sourced figures are multiplied, each with the dossier that has them.
_MODELS = {"BY": "belarus-lithuania", "LT": "belarus-lithuania", "EG": "egypt-japan",
           "JP": "egypt-japan"}  # fmt: skip

_TOPICS = ("trade", "energy", "transit", "border", "culture", "education")


@dataclass(frozen=True)
class State:
    """An invented state.

    Attributes:
        code: two letters that ISO 3166-1 assigns to nobody.
        name: its name.
        model: code of the real state whose figures its own are multiples of.
        factor: what those are multiplied by.
    """

    code: str
    name: str
    model: str
    factor: float

    def figures(self, measure: str) -> list[tuple[str, int]]:
        """Return its GDP or population by year."""
        return [(year, round(value * self.factor)) for year, value in _real(self.model, measure)]


def states() -> list[State]:
    """Return the states of the world."""
    from babel import Locale  # noqa: PLC0415  # heavy

    assigned = set(Locale("en").territories)
    free = (a + b for a in ascii_uppercase for b in ascii_uppercase if a + b not in assigned)
    models = list(_MODELS)
    return [
        State(code, f"State {number:03}", models[_number(code, "model") % len(models)],
              0.05 + _number(code, "factor") % 400 / 100)
        for number, code in enumerate(islice(free, STATES), 1)
    ]  # fmt: skip


def pairs() -> Iterator[tuple[State, State]]:
    """Yield every pair of states once."""
    return combinations(states(), 2)


def dossier(ours: State, theirs: State) -> dict[str, Any]:
    """Return the dossier of a pair, as a JSON file holds it."""
    both = (ours, theirs)
    codes = ours.code.lower(), theirs.code.lower()
    return {
        "dossier": {
            "title": f"{ours.name}–{theirs.name} relations (synthetic)",
            "parties": [ours.code, theirs.code],
            "as_of": "2026-11-20",
            "marking_scheme": "tlp",
            "default_marking": "GREEN",
            "marking": "CLEAR",
            "language": "en",
            "reference": f"SYNTHETIC-{ours.code}-{theirs.code}",
            "description": f"{_NOTE} Figures are those of real states times a number.",
        },
        "sources": [_source(state) for state in both],
        "countries": [_country(state) for state in both],
        "findings": [
            _record(both, number, "text", f"Finding {number} on {theirs.name} is invented.")
            for number in range(1, 6)
        ],
        "events": [
            {**_record(both, year, "text", f"Something happened in {year}; it is invented."),
             "date": f"{year}-05-17", "kind": "other"}
            for year in range(1992, 2026, 2 + _number(*codes) % 4)
        ],
        "sectors": [
            {**_record(both, number, "body", f"Co-operation on {topic} is invented. " * 8),
             "topic": topic, "title": topic.capitalize()}
            for number, topic in enumerate(_TOPICS)
        ],
        "agreements": [
            {**_record(both, number, "title", f"Invented agreement number {number}"),
             "signed": f"{1993 + number * 2}-03-01", "status": "in force",
             "status_date": "2025-12-31"}
            for number in range(1 + _number(*codes, "agreements") % 8)
        ],
        "statements": [
            {**_record(both, number, "text", f"what it said in {2016 + number} is invented"),
             "by": both[number % 2].code, "date": f"{2016 + number}-09-25", "topic": "trade"}
            for number in range(8)
        ],
        "series": [
            *(_figures(state, measure) for measure in ("gdp", "population") for state in both),
            _exports(ours, theirs), _exports(theirs, ours),
        ],
    }  # fmt: skip


def write(folder: Path, chosen: Iterator[tuple[State, State]]) -> int:
    """Make a folder a workspace with the dossiers of pairs; return how many there are."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "briefgen.toml").touch()
    written = 0
    for ours, theirs in chosen:
        place = folder / "data" / f"{ours.code}-{theirs.code}".lower()
        place.mkdir(exist_ok=True)
        text = json.dumps(dossier(ours, theirs), ensure_ascii=False, indent=1)
        (place / "dossier.json").write_text(text, "utf-8")
        written += 1
    return written


def _record(both: tuple[State, State], number: int, field: str, text: str) -> dict[str, Any]:
    """Return what every invented record has; one in five is for few readers."""
    side = both[number % 2]
    return {
        field: text,
        "marking": "AMBER" if number % 5 == 4 else "CLEAR",
        "sources": [f"invented-{side.code.lower()}"],
        "as_of": "2026-11",
        "priority": 20 + _number(both[0].code, both[1].code, str(number)) % 70,
    }


def _source(state: State) -> dict[str, Any]:
    return {
        "id": f"invented-{state.code.lower()}",
        "publisher": f"Statistical office of {state.name} (invented)",
        "title": "Yearbook 2026",
        "date": "2026-06-30",
        "url": f"https://example.org/{state.code.lower()}",
        "retrieved": "2026-11-16",
        "reliability": "statistical",
        "note": _NOTE,
        "marking": "CLEAR",
    }


def _country(state: State) -> dict[str, Any]:
    shared = {"sources": [f"invented-{state.code.lower()}"]}
    year, people = state.figures("population")[-1]
    gdp_year, gdp = state.figures("gdp")[-1]
    return {
        "iso": state.code,
        "name": state.name,
        "long_name": f"Republic of {state.name} (invented)",
        "adjective": state.name,
        "capital": f"Capital of {state.name}",
        "population": {"value": people, "unit": "people", "as_of": year, **shared},
        "gdp": {"value": gdp, "unit": "US$", "currency": "USD", "price_basis": "current",
                "as_of": gdp_year, **shared},
        "head_of_state": {"name": "Nobody", "office": "President", "since": 2020, **shared},
        "marking": "CLEAR",
        "as_of": 2026,
        "priority": 90,
        **shared,
    }  # fmt: skip


def _figures(state: State, measure: str) -> dict[str, Any]:
    money = {"unit": "US$", "currency": "USD", "price_basis": "current"}
    return {
        "id": f"{measure}-{state.code.lower()}",
        "measure": measure,
        "title": f"{'GDP' if measure == 'gdp' else 'Population'} of {state.name}",
        **(money if measure == "gdp" else {"unit": "people"}),
        "reporter": state.code,
        "note": f"{_NOTE} Figures of {state.model} in {_MODELS[state.model]}, multiplied.",
        "valid_years": 30,
        "marking": "CLEAR",
        "sources": [f"invented-{state.code.lower()}"],
        "priority": 50,
        "observations": [{"period": y, "value": v} for y, v in state.figures(measure)],
    }


def _exports(reporter: State, partner: State) -> dict[str, Any]:
    share = (1 + _number(reporter.code, partner.code, "trade") % 100) / 10_000
    return {
        **_figures(reporter, "gdp"),
        "id": f"exports-{reporter.code}-{partner.code}".lower(),
        "measure": "exports",
        "title": f"{reporter.name}'s goods exports to {partner.name}",
        "flow": "exports",
        "partner": partner.code,
        "note": f"{_NOTE} {share:.2%} of its GDP.",
        "priority": 80,
        "observations": [
            {"period": year, "value": round(value * share)}
            for year, value in reporter.figures("gdp")
        ],
    }


@cache
def _real(code: str, measure: str) -> tuple[tuple[str, float], ...]:
    """Return sourced figures of a real state from this repository."""
    found = open_dossier(Workspace(ROOT), _MODELS[code])
    [series] = [s for s in found.records.series if (s.measure, s.reporter) == (measure, code)]
    return tuple(
        (str(one.period), float(one.value)) for one in series.observations if one.value is not None
    )


def _number(*words: str) -> int:
    """Return a number that depends on words alone."""
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=6).digest())


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--pairs", "count", type=click.IntRange(1), help="Stop after so many pairs.")
@click.option("--every", type=click.IntRange(1), default=1, show_default=True,
              help="Take every so many-th pair only.")  # fmt: skip
def main(folder: Path, count: int | None, every: int) -> None:
    """Make FOLDER a workspace with the dossiers of an invented world."""
    chosen = islice(pairs(), 0, None, every)
    written = write(folder, islice(chosen, count))
    click.echo(f"{written:,} dossiers of {STATES} invented states in {folder / 'data'}")


if __name__ == "__main__":
    main()

"""Specifications of charts: what is drawn for the PDF, and written for Word as a chart to edit.

A specification holds what the chart shows and nothing else. It travels with the composed
document as JSON, in the attribute ``data-chart`` of the picture that was drawn from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any, Final, Literal, get_args

Kind = Literal["line", "bar", "stacked", "share"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

#: Digits of a number that a workbook keeps (IEEE 754, binary64).
_DIGITS: Final = Context(prec=15)


@dataclass(frozen=True)
class Series:
    """One series of a chart.

    Attributes:
        name: what it is called.
        color: ``#rrggbb``.
        labels: values by year as the paper's language writes them: of the first and the last
            year, and of all where they are few.
        points: value by year, in the order of years, at least one; a year without a value is
            not there.
    """

    name: str
    color: str
    labels: Mapping[int, str]
    points: Mapping[int, Decimal]

    @property
    def last(self) -> str:
        """Its last value as the paper's language writes it."""
        return self.labels[list(self.points)[-1]]


@dataclass(frozen=True)
class ChartSpec:
    """One chart of annual values.

    Attributes:
        kind: ``line``; ``bar``, columns side by side; ``stacked``, columns upon each other;
            ``share``, columns of which each makes 100 per cent.
        title: what it shows.
        unit: unit and price basis of its values; may be empty.
        titled: whether the unit stands above the value axis; else the caption says it.
        width: of the picture, in CSS pixels.
        height: the same.
        scale: how much larger writing is than in the house style.
        step: value between two grid lines.
        ticks: what stands at the grid lines, from zero up, in the paper's language.
        ink: colour of the zero line, ``#rrggbb``.
        muted: colour of what stands at the axes.
        rule: colour of the other grid lines.
        series: the series, each in one unit.
    """

    kind: Kind
    title: str
    unit: str
    titled: bool
    width: float
    height: float
    scale: float
    step: Decimal
    ticks: tuple[str, ...]
    ink: str
    muted: str
    rule: str
    series: tuple[Series, ...]

    @property
    def years(self) -> range:
        """All years from the first value to the last."""
        years = [year for one in self.series for year in one.points]
        return range(min(years), max(years) + 1)

    @property
    def axis_title(self) -> str:
        """What stands above the value axis; may be empty."""
        return self.unit if self.titled else ""

    @property
    def top(self) -> Decimal:
        """The value at the upper edge."""
        return self.step * (len(self.ticks) - 1)

    def json(self) -> str:
        """Return the one JSON text of the specification."""
        return json.dumps(_plain(self), ensure_ascii=False, separators=(",", ":"))


def number(value: Decimal) -> Decimal:
    """Return a value as a workbook can hold it: to 15 digits."""
    return _DIGITS.create_decimal(value).normalize()


def decimals(value: Decimal) -> int:
    """Return how many decimals a value is written with."""
    return 0 if value >= 100 else 1


def label_decimals(kind: str, value: Decimal) -> int:
    """Return how many decimals the label of a value in a chart has.

    What lies midway between two numbers has one more: papers round it to the even number,
    office programs away from zero.
    """
    usual = 0 if kind == "share" else decimals(value)
    scaled = number(value).scaleb(usual)
    return usual + int(scaled - scaled.to_integral_value(ROUND_FLOOR) == Decimal("0.5"))


def places(step: Decimal) -> int:
    """Return how many decimals the numbers at an axis need."""
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _plain(spec: ChartSpec) -> dict[str, Any]:
    """Return a specification as JSON has it; the key of a value is its year."""
    return {
        "kind": spec.kind,
        "title": spec.title,
        "unit": spec.unit,
        "size": {
            "width": float(spec.width),
            "height": float(spec.height),
            "scale": float(spec.scale),
        },
        "axis": {
            "step": _float(spec.step),
            "ticks": list(spec.ticks),
            "titled": spec.titled,
        },
        "colors": {"ink": spec.ink, "muted": spec.muted, "rule": spec.rule},
        "series": [
            {
                "name": one.name,
                "color": one.color,
                "labels": {str(year): text for year, text in one.labels.items()},
                "points": {str(year): _float(value) for year, value in one.points.items()},
            }
            for one in spec.series
        ],
    }


def _float(value: Decimal) -> float:
    """Return a value as JSON writes it; 15 digits come back as they were."""
    return float(number(value))

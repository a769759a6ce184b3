"""Specifications of charts read from documents, where anybody may have written them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final

from briefgen.compose.chartspec import KINDS, ChartSpec, Series, number

#: What a chart may be made of. Years between the first and the last are drawn too.
_MOST_SERIES, _MOST_YEARS, _MOST_STEPS, _LONGEST = 24, 500, 20, 500
_LARGEST_PICTURE, _LARGEST_SCALE, _LARGEST_VALUE = 4000, 10, Decimal("1e100")

#: Numbers of 15 digits may be rounded above what is the sum of others.
_ROUNDING: Final = Decimal("1.0000000001")

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_FORBIDDEN = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(text: str) -> ChartSpec:
    """Return the specification that a JSON text holds.

    Raises:
        ValueError: it is not a specification, or not written as :meth:`ChartSpec.json` does.
    """
    try:
        given = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
        spec = _spec(given)
    except (TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
        raise ValueError("is not the specification of a chart") from None
    _check(spec)
    if spec.json() != text:
        raise ValueError("is not written as specifications of charts are")
    return spec


def _spec(given: Any) -> ChartSpec:
    size, colors = given["size"], given["colors"]
    return ChartSpec(
        kind=given["kind"],
        title=_text(given["title"]),
        unit=_text(given["unit"]),
        titled=_choice(given["axis"]["titled"]),
        width=float(size["width"]),
        height=float(size["height"]),
        scale=float(size["scale"]),
        step=number(given["axis"]["step"]),
        ticks=tuple(map(_text, given["axis"]["ticks"])),
        ink=_text(colors["ink"]),
        muted=_text(colors["muted"]),
        rule=_text(colors["rule"]),
        series=tuple(
            Series(
                _text(one["name"]),
                _text(one["color"]),
                {_year(year): _text(label) for year, label in one["labels"].items()},
                {_year(year): number(value) for year, value in one["points"].items()},
            )
            for one in given["series"]
        ),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _choice(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError(f"has “{text[:40]}” for a year")
    return int(text)


def _check(spec: ChartSpec) -> None:
    """Refuse what no chart can be drawn from.

    Raises:
        ValueError: with the reason.
    """
    if spec.kind not in KINDS:
        raise ValueError(f"is of the kind “{str(spec.kind)[:40]}”: {', '.join(KINDS)}")
    if not 0 < len(spec.series) <= _MOST_SERIES:
        raise ValueError(f"has no series, or more than {_MOST_SERIES}")
    for one in spec.series:
        _check_points(one)
    if len(spec.years) > _MOST_YEARS:
        raise ValueError(f"spans more than {_MOST_YEARS} years")
    _check_scales(spec)
    texts = [spec.title, spec.unit, *spec.ticks]
    texts += [text for one in spec.series for text in (one.name, *one.labels.values())]
    if any(_FORBIDDEN.search(text) or len(text) > _LONGEST for text in texts):
        raise ValueError(f"has a text that is longer than {_LONGEST} letters, or not of letters")
    colors = [spec.ink, spec.muted, spec.rule, *(one.color for one in spec.series)]
    if not all(map(_COLOR.fullmatch, colors)):
        raise ValueError("has a colour that is not written as #rrggbb")


def _check_scales(spec: ChartSpec) -> None:
    if not all(0 < side <= _LARGEST_PICTURE for side in (spec.width, spec.height)):
        raise ValueError(f"is larger than {_LARGEST_PICTURE} pixels")
    if not 0 < spec.scale <= _LARGEST_SCALE:
        raise ValueError(f"has writing {spec.scale:g} times as large as usual")
    if not 0 < spec.step <= _LARGEST_VALUE or not 2 <= len(spec.ticks) <= _MOST_STEPS:
        raise ValueError("has no axis that values can be read from")
    if spec.kind != "share" and _highest(spec) > spec.top * _ROUNDING:
        raise ValueError("has a value above its axis")


def _highest(spec: ChartSpec) -> Decimal:
    """Return what the axis must reach: the highest value, or the highest stack."""
    if spec.kind == "stacked":
        return max(
            sum((one.points.get(year, Decimal(0)) for one in spec.series), Decimal(0))
            for year in spec.years
        )
    return max(value for one in spec.series for value in one.points.values())


def _check_points(series: Series) -> None:
    if not series.points:
        raise ValueError("has a series without values")
    if list(series.points) != sorted(series.points):
        raise ValueError("has years out of order")
    years = list(series.points)
    if not {years[0], years[-1]} <= set(series.labels) <= set(years):
        raise ValueError("has labels of other years than its values")
    if not all(0 <= value <= _LARGEST_VALUE for value in series.points.values()):
        raise ValueError("has a value below zero, or none that can be drawn")


def _refuse(constant: str) -> Any:
    raise ValueError(f"has {constant} for a number")

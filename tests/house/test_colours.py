"""The colours of charts survive a greyscale printer and every common kind of colour blindness."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from briefgen.house.audience import load_audience, load_theme
from briefgen.house.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
AUDIENCES = ["analyst", "business", "delegation", "largeprint", "minister", "press"]

#: Least distance in CIELAB: of lightness alone, and of colours (CIE 1976).
LIGHTNESS, DISTANCE = 10, 10

#: What the eye sees, as matrices on linear sRGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES: Mapping[str, Sequence[Sequence[float]]] = {
    "trichromacy": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: str) -> list[float]:
    """Return the channels of a colour, linear in light (IEC 61966-2-1)."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def seen(color: str, eye: str) -> list[float]:
    light = linear(color)
    rows = (sum(k * c for k, c in zip(row, light, strict=True)) for row in EYES[eye])
    return [min(1.0, max(0.0, value)) for value in rows]


def lab(light: Sequence[float]) -> tuple[float, float, float]:
    """Return CIELAB of linear sRGB (white D65)."""
    red, green, blue = light
    x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
    a, b, c = (
        value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
        for value in (x / 0.95047, y, z / 1.08883)
    )
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def pairs(audience: str) -> list[tuple[str, str]]:
    settings, node, _ = load_audience(WORKSPACE, audience)
    theme = load_theme(WORKSPACE, settings, node)
    return list(combinations((theme["accent"], theme["second"], theme["third"]), 2))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_colours_of_charts_differ_in_grey(audience: str) -> None:
    for one, other in pairs(audience):
        apart = abs(lab(linear(one))[0] - lab(linear(other))[0])
        assert apart >= LIGHTNESS, f"{one} and {other} print alike"


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_colours_of_charts_differ_to_every_eye(audience: str, eye: str) -> None:
    for one, other in pairs(audience):
        apart = math.dist(lab(seen(one, eye)), lab(seen(other, eye)))
        assert apart >= DISTANCE, f"{one} and {other} look alike in {eye}"


def test_two_greens_of_one_lightness_would_not_do() -> None:
    one, other = "#2c7a6b", "#5e7030"
    assert abs(lab(linear(one))[0] - lab(linear(other))[0]) < LIGHTNESS

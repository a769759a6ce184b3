"""Whether a chart shows the same in both files, and its alternative text says what it shows.

The PDF's values are read from the drawing, Word's from what the chart keeps and from its workbook;
neither is asked what it was made of. A drawing is as exact as its lines are thin; what is written
in figures is compared to its last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.parity.blocks import squeezed
from briefgen.verify.reading.numerals import numerals, numerals_beside
from briefgen.verify.reading.pdfcharts import DrawnChart, DrawnSeries, read_drawing
from briefgen.verify.reading.tagged import Content, Element, TaggedPdf
from briefgen.verify.reading.word import WP, C, R, WordPackage
from briefgen.verify.reading.wordcharts import WordChart, WordSeries, read_chart

_RULE: Final = "parity-chart"

#: How far apart values may be, in parts of the axis, that are drawn at the same height.
_DRAWN: Final = 1 / 5000


def chart_differences(file: TaggedPdf, package: WordPackage) -> Iterator[Fault]:
    """Yield where the charts of two files differ.

    Pictures are paired in their order; that both files have the same ones is compared elsewhere.
    """
    figures = [] if file.document is None else [
        one for one in file.document.below("Figure") if one.own.get("Alt")
    ]  # fmt: skip
    drawings = [
        one for one in package.body.iter(f"{WP}inline", f"{WP}anchor")
        if any(properties.get("descr") for properties in one.iter(f"{WP}docPr"))
    ]  # fmt: skip
    links = package.relationships("word/document.xml")
    for figure, drawing in zip(figures, drawings, strict=False):
        for reference in drawing.iter(f"{C}chart"):
            link = links.get(reference.get(f"{R}id", ""))
            if link is not None and link.target in package.parts:
                yield from _of_figure(file, figure, package, link.target)


def _of_figure(
    file: TaggedPdf, figure: Element, package: WordPackage, part: str
) -> Iterator[Fault]:
    where = f"page {figure.page}, {part}"
    marks = frozenset(
        content.number
        for content in figure.kids
        if isinstance(content, Content) and content.page == figure.page
    )
    try:
        drawn = read_drawing(file.pages[figure.page - 1], figure.page, marks)
    except ValueError as error:
        yield Fault(_RULE, where, f"the PDF's chart {error}")
        return
    try:
        chart = read_chart(package, part)
    except ValueError as error:
        yield Fault(_RULE, where, f"the Word file's chart: {error}")
        return
    yield from (Fault(_RULE, where, message) for message in _differences(drawn, chart))
    said = figure.own["Alt"]
    yield from (Fault(_RULE, where, message) for message in _unsaid(said, chart))


def _differences(drawn: DrawnChart, chart: WordChart) -> Iterator[str]:
    """Yield in words what differs between a drawing and a chart."""
    if drawn.kind != chart.kind:
        yield f"the PDF draws a chart of the kind {drawn.kind}, the Word file one of {chart.kind}"
        return
    is_share = chart.grouping == "percentStacked"
    top = drawn.top / (100 if is_share else 1)
    if chart.top is not None and abs(chart.top - top) > 1e-6 * top:
        yield f"the PDF's axis ends at {top:g}, the Word file's at {chart.top:g}"
    slack = drawn.top * _DRAWN
    rest = list(drawn.series)
    for one in chart.series:
        series = next((other for other in rest if _same(other.color, one.color)), None)
        if series is None:
            yield from _undrawn(one, slack)
            continue
        rest.remove(series)
        for told, values in (("keeps", one.kept), (f"holds in {chart.book}", one.held)):
            if is_share:
                values = _shares(chart, one, held=told != "keeps")  # noqa: PLW2901
            yield from _unequal(one.name, told, series, values, slack)
        texts = {squeezed(text) for text in drawn.texts}
        if (len(chart.series) > 1 or drawn.kind == "line") and squeezed(one.name) not in texts:
            yield f"the PDF's chart does not name “{one.name}”"
    for series in rest:
        yield f"the PDF draws a series in #{series.color} that the Word file has not"
    yield from _labels(drawn, chart)


def _undrawn(one: WordSeries, slack: float) -> Iterator[str]:
    """Yield that a series is not drawn, unless there is nothing to draw."""
    if any(abs(value) > slack for values in (one.kept, one.held) for value in values.values()):
        yield f"the PDF draws nothing in #{one.color} for “{one.name}”"


def _unequal(
    name: str, told: str, drawn: DrawnSeries, values: Mapping[str, float], slack: float
) -> Iterator[str]:
    for year in sorted({*drawn.values, *values}):
        shown, wanted = drawn.values.get(year), values.get(year)
        if shown is None and wanted is not None and abs(wanted) <= slack:
            continue  # a column of no height is not drawn
        if shown is None or wanted is None or abs(shown - wanted) > slack:
            pdf = "nothing" if shown is None else f"{shown:.5g}"
            word = "nothing" if wanted is None else f"{wanted:.15g}"
            yield f"“{name}” in {year}: the PDF draws {pdf}, the Word file {told} {word}"


def _shares(chart: WordChart, one: WordSeries, *, held: bool) -> dict[str, float]:
    """Return what part of all the values of a series are, in per cent."""
    several = [other.held if held else other.kept for other in chart.series]
    own = one.held if held else one.kept
    totals = {year: sum(values.get(year, 0.0) for values in several) for year in own}
    return {year: value / totals[year] * 100 for year, value in own.items() if totals[year]}


def _labels(drawn: DrawnChart, chart: WordChart) -> Iterator[str]:
    """Yield numbers that are written in a drawing and are no value of the chart."""
    values = [value for one in chart.series for value in one.kept.values()]
    names = {squeezed(one.name) for one in chart.series}
    for text in drawn.labels:
        plain = squeezed(text).removesuffix("%")
        found = list(numerals(text))
        if squeezed(text) in names or not found or not plain[0].isdecimal() or plain[-1].isalpha():
            continue
        if not any(number.says(value) for number in found for value in values):
            yield f"the PDF's chart writes “{text}”, which is none of its values"


def _unsaid(alternative: str, chart: WordChart) -> list[str]:
    """Return the first, last, highest and lowest values that the alternative text does not say.

    Languages say values before their years or after them, but not now so and now otherwise.
    """
    found: list[list[str]] = []
    for side in (-1, 1):
        found.append([])
        for one in chart.series:
            for year in _told(one):
                said = numerals_beside(alternative, year, side)
                if not any(number.says(one.kept[year]) for number in said):
                    what = f"{one.kept[year]:g}, “{one.name}” in {year}"
                    found[-1].append(f"the alternative text does not say {what}")
    return min(found, key=len)


def _told(one: WordSeries) -> list[str]:
    """Return the years of the first, last, highest and lowest value of a series."""
    years = list(one.kept)
    if not years:
        return []
    highest, lowest = (pick(years, key=one.kept.__getitem__) for pick in (max, min))
    return list(dict.fromkeys((years[0], years[-1], highest, lowest)))


def _same(one: str, other: str) -> bool:
    """Whether two colours are the same, but for rounding."""
    if len(one) != 6 or len(other) != 6:
        return False
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) <= 1 for n in (0, 2, 4))

"""Native charts of several series: parts of several wholes, and values over time beside what they are measured by."""

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from crm_core.export import native
from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.figures.theme import PALETTES, code_colour

_PALETTE = PALETTES["light"]
_LYING = (XL_CHART_TYPE.BAR_STACKED_100, XL_CHART_TYPE.BAR_STACKED)
_LINE_COLOURS = (_PALETTE.accent, _PALETTE.contrast, _PALETTE.muted, _PALETTE.muted)
_STACKED = {"parts": XL_CHART_TYPE.BAR_STACKED_100, "stacks": XL_CHART_TYPE.COLUMN_STACKED}
_CURVES = ("steps", "lines")  # a line per group over a scale of numbers
_LINES = {"tested": 4, "control": 5}  # chart words that name the place on the axis and its values
_NUMBERS = ("count", "number", "money", "share", "score")
_THICK = 2  # the first two lines are the message, the others stand for comparison

Series = Mapping[str, Sequence[float | int | None]]


def is_of_several(kind: str) -> bool:
    """Whether a kind of chart has a native form with several series."""
    return kind in (*_STACKED, *_LINES, *_CURVES, "flow")


def add_several(slide: Any, section: Section, report: Report, box: native.Box) -> None:
    """Put a section's chart of several series on a slide: stacked parts, or lines.

    Nulls: a part that a whole does not have is left out of it, a gap in a line.
    """
    kind, *columns = section.chart
    if kind in _STACKED:
        _stacked(slide, section, report, columns, box)
    elif kind in _CURVES:
        _curves(slide, section, report, columns, box)
    elif kind == "flow":
        _flow(slide, section, report, columns, box)
    else:
        _lines(slide, section, report, columns, box)


def _stacked(slide: Any, section: Section, report: Report, columns: Sequence[str], box: native.Box) -> None:
    """Columns of the chart: bar or period, part, value; bars and parts in the order of the answer."""
    kind = section.chart[0]
    whole, part, value = (native.place(section, name) for name in columns[:3])
    bars = list(dict.fromkeys(row[whole] for row in section.texts))
    parts = list(dict.fromkeys(row[part] for row in section.texts))
    held = {(row[part], row[whole]): native.number_of(raw[value])
            for row, raw in zip(section.texts, section.rows, strict=True)}  # fmt: skip
    series = {name: [held.get((name, bar)) for bar in bars] for name in parts}
    chart = _drawn(slide, section, report, (bars, series, value), box, _STACKED[kind])
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    codes = dict(zip((row[part] for row in section.texts), _codes(section, columns[1]), strict=True))
    for place, (name, one) in enumerate(zip(parts, chart.plots[0].series, strict=True)):
        fixed = kind == "stacks" and codes[name] is not None
        plain = _PALETTE.categorical[place % len(_PALETTE.categorical)]
        native.paint(one.format, code_colour(columns[1], str(codes[name]), "light") if fixed else plain)
        one.invert_if_negative = False


def _codes(section: Section, column: str) -> list[Any]:
    return list(section.answer.rows[column]) if section.answer is not None else [None] * len(section.rows)


def _lines(slide: Any, section: Section, report: Report, columns: Sequence[str], box: native.Box) -> None:
    """The first column stands on the axis; its numbers are lines."""
    category, *values = (native.place(section, name) for name in columns[: _LINES[section.chart[0]]])
    like = [at for at in values if section.columns[at].kind in _NUMBERS]
    names = [row[category] for row in section.texts]
    series = {section.columns[at].title: [native.number_of(row[at]) for row in section.rows] for at in like}
    chart = _drawn(slide, section, report, (names, series, values[0]), box, XL_CHART_TYPE.LINE)
    for place, (one, colour) in enumerate(zip(chart.plots[0].series, _LINE_COLOURS, strict=False)):
        native.paint(one.format, colour, is_line=True)
        one.format.line.width = Pt(2.25 if place < _THICK else 1)
        one.smooth = False


def _curves(slide: Any, section: Section, report: Report, columns: Sequence[str], box: native.Box) -> None:
    """Columns of the chart: scale, value, group, then both ends of the first group's interval, which are thin lines."""
    across, up, group, *ends = (native.place(section, name) for name in columns)
    scale = sorted({x for row in section.rows if (x := native.number_of(row[across])) is not None})
    groups = list(dict.fromkeys(row[group] for row in section.texts))
    held = {(text[group], row[across]): row for text, row in zip(section.texts, section.rows, strict=True)}

    def line(name: str, at: int) -> list[float | int | None]:
        return [native.number_of(held[name, x][at]) if (name, x) in held else None for x in scale]

    series = {name: line(name, up) for name in groups}
    series |= {f"{groups[0]} · {section.columns[at].title}": line(groups[0], at) for at in ends}
    drawn = _drawn(slide, section, report, ([f"{x:g}" for x in scale], series, up), box, XL_CHART_TYPE.LINE)
    for place, one in enumerate(drawn.plots[0].series):
        is_end = place >= len(groups)
        shade = _PALETTE.categorical[0 if is_end else place % len(_PALETTE.categorical)]
        native.paint(one.format, shade, is_line=True)
        one.format.line.width = Pt(0.75 if is_end else 2.25)
        one.smooth = False
    if section.columns[up].kind == "share":
        drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = 0, 1
    native.name_axis(drawn.category_axis, section.columns[across].title)


def _flow(slide: Any, section: Section, report: Report, columns: Sequence[str], box: native.Box) -> None:
    """Two bars per group of then: what it brought then and what it brings now, by the group that each is in now."""
    left, right, *amounts = (native.place(section, name) for name in columns)
    bars = [(name, at) for name in dict.fromkeys(row[left] for row in section.texts) for at in amounts]
    parts = list(dict.fromkeys(row[right] for row in section.texts))
    held = {(text[left], text[right]): row for text, row in zip(section.texts, section.rows, strict=True)}
    series = {
        part: [native.number_of(held[name, part][at]) if (name, part) in held else None for name, at in bars]
        for part in parts
    }
    names = [f"{name} · {section.columns[at].title}" for name, at in bars]
    chart = _drawn(slide, section, report, (names, series, amounts[0]), box, XL_CHART_TYPE.BAR_STACKED)
    chart.plots[0].gap_width, chart.plots[0].overlap = 30, 100
    codes = dict(zip((row[right] for row in section.texts), _codes(section, columns[1]), strict=True))
    for part, one in zip(parts, chart.plots[0].series, strict=True):
        native.paint(one.format, code_colour(columns[1], str(codes[part]), "light"))
        one.invert_if_negative = False


def _drawn(
    slide: Any, section: Section, report: Report, held: tuple[list[str], Series, int], box: native.Box, kind: Any
) -> Any:
    names, series, value = held
    column = section.columns[value]
    shown = native.shown_format(column, section.rows, value, report.lang)
    data = CategoryChartData(number_format=shown)
    data.categories = [clean(name) for name in names]
    for name, numbers in series.items():
        data.add_series(clean(name), numbers)
    chart = slide.shapes.add_chart(kind, *box, data).chart
    chart.part.chart_workbook.update_from_xlsx_blob(native.inert_workbook(data))
    native.lay_out(chart, has_legend=True)
    native.axes(chart, column, section, value, report, turned=kind in _LYING)
    return chart

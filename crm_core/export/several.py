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
_LINE_COLOURS = (_PALETTE.accent, _PALETTE.contrast, _PALETTE.muted, _PALETTE.muted)
_STACKED = {"parts": XL_CHART_TYPE.BAR_STACKED_100, "stacks": XL_CHART_TYPE.COLUMN_STACKED}
_LINES = {"tested": 4, "control": 5}  # chart words that name the place on the axis and its values
_NUMBERS = ("count", "number", "money", "share", "score")
_THICK = 2  # the first two lines are the message, the others stand for comparison

Series = Mapping[str, Sequence[float | int | None]]


def is_of_several(kind: str) -> bool:
    """Whether a kind of chart has a native form with several series."""
    return kind in _STACKED or kind in ("tested", "control")


def add_several(slide: Any, section: Section, report: Report, box: native.Box) -> None:
    """Put a section's chart of several series on a slide: stacked parts, or lines.

    Nulls: a part that a whole does not have is left out of it, a gap in a line.
    """
    kind, *columns = section.chart
    if kind in _STACKED:
        _stacked(slide, section, report, columns, box)
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
    native.axes(chart, column, section, value, report, turned=kind == XL_CHART_TYPE.BAR_STACKED_100)
    return chart

"""Charts that a presentation program can edit: the kind that the metric names, with the answer's own numbers in it."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from crm_core.export.plaintext import clean
from crm_core.export.report import Cell, Report, ReportColumn, Rows, Section
from crm_core.export.sheets import INERT
from crm_core.figures.bridge import signed
from crm_core.figures.marks import compared_name
from crm_core.figures.theme import PALETTES, blend, code_colour
from crm_core.text import Lang, t
from crm_core.text.numbers import currency_sign, number, unit_for

Box = tuple[int, int, int, int]  # left, top, width, height in English metric units
_PALETTE = PALETTES["light"]
_MOST_BARS = 60
_VALUE_IS_THIRD = ("pyramid", "tiles", "funnel")  # behind how many there are
_COLOURED = ("pyramid", "tree")  # kinds whose groups have a colour of their own
_COMPARED = blend(_PALETTE.muted, _PALETTE.card, 0.35)
_OPEN = blend(_PALETTE.accent, _PALETTE.card, 0.5)  # a period that is not whole
# Lying bars, and standing ones, that have room for their numbers.
_LABELLED, _LABELLED_STANDING = 24, 14
# How a format shows a number in a unit: thousands fall away by commas, 万 and 亿 put the point in by hand.
_SCALED = {
    1e3: "#,##0.0,{suffix}",
    1e6: "#,##0.0,,{suffix}",
    1e9: "#,##0.0,,,{suffix}",
    1e4: "0\\.0,{suffix}",
    1e8: "0\\.00,,{suffix}",
    1e12: "0\\.0,,,{suffix}",
}


def add_chart(slide: Any, section: Section, report: Report, box: Box) -> None:
    """Put a section's chart on a slide; the comparison is a second series.

    A bridge is columns that stand on unseen ones; a kind without a native form of its own is lying bars.
    """
    kind, *columns = section.chart
    if kind == "pareto":
        _curve(slide, section, report, columns[0], columns[1], box)
    elif kind == "bridge":
        _bridge(slide, section, report, (columns[0], columns[1]), box)
    elif kind == "time":
        _bars(slide, section, report, (columns[0], columns[1]), box, _time_kind(section, columns[1]))
    else:
        value = 2 if kind in _VALUE_IS_THIRD else 1
        _bars(slide, section, report, (columns[0], columns[value]), box, XL_CHART_TYPE.BAR_CLUSTERED)


def place(section: Section, name: str) -> int:
    """Where a column stands in the rows."""
    return [column.name for column in section.columns].index(name)


def _time_kind(section: Section, value: str) -> Any:
    is_amount = section.columns[place(section, value)].kind in ("count", "money")
    few = len(section.rows) <= _MOST_BARS
    return XL_CHART_TYPE.COLUMN_CLUSTERED if is_amount and few else XL_CHART_TYPE.LINE


def _against(section: Section, report: Report) -> str:
    """What the second series is: other days, or other customers."""
    return compared_name(section.answer, report.lang) if section.answer is not None else ""


def number_of(cell: Cell) -> float | int | None:
    """A cell as a number; None for what is none."""
    return cell if isinstance(cell, float | int) else None


def _compared(section: Section, category: int, value: int, in_order: bool) -> list[float | int | None]:
    """The comparison's numbers beside the rows of now: by their place in time, else by their own category."""
    if in_order:
        values = [number_of(row[value]) for row in section.compared[: len(section.rows)]]
        return values + [None] * (len(section.rows) - len(values))
    before = {row[category]: number_of(row[value]) for row in section.compared}
    return [before.get(row[category]) for row in section.rows]


def _bars(slide: Any, section: Section, report: Report, columns: tuple[str, str], box: Box, kind: Any) -> None:
    category, value = (place(section, name) for name in columns)
    column = section.columns[value]
    data = CategoryChartData(number_format=shown_format(column, section.rows, value, report.lang))
    data.categories = [clean(row[category]) for row in section.texts]
    data.add_series(clean(column.title), [number_of(row[value]) for row in section.rows])
    lies = kind == XL_CHART_TYPE.BAR_CLUSTERED
    if section.compared:
        name = f"{column.title} · {_against(section, report)}"
        data.add_series(clean(name), _compared(section, category, value, in_order=not lies))
    chart = slide.shapes.add_chart(kind, *box, data).chart
    chart.part.chart_workbook.update_from_xlsx_blob(inert_workbook(data))
    lay_out(chart, bool(section.compared))
    axes(chart, column, section, value, report, turned=lies)
    plot = chart.plots[0]
    colours = [_PALETTE.accent, _COMPARED]
    for series, colour in zip(plot.series, colours, strict=False):
        paint(series.format, colour, is_line=kind == XL_CHART_TYPE.LINE)
        if kind == XL_CHART_TYPE.LINE:
            series.smooth = False
        else:
            series.invert_if_negative = False
    if kind != XL_CHART_TYPE.LINE:
        plot.gap_width, plot.overlap = 45, -5
        _paint_codes(plot.series[0], section, report, *columns)
        # Beside a comparison there is no room above a standing bar.
        if len(section.rows) <= (_LABELLED if lies else 0 if section.compared else _LABELLED_STANDING):
            _label(plot.series[0], column, section, value, report)
    _tell_unfinished(chart, section, report, plot.series[0])


def inert_workbook(data: Any) -> bytes:
    """The numbers behind a chart as a workbook: the library's own one would run a category that begins with =."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, INERT)
    sheet, shown = book.add_worksheet(), book.add_format({"num_format": data.number_format})
    for row, category in enumerate(data.categories, start=1):
        sheet.write_string(row, 0, category.label)
    for column, series in enumerate(data, start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, shown)
    book.close()
    return out.getvalue()


def paint(form: Any, colour: str, is_line: bool = False) -> None:
    """Give a bar its fill, or a line its colour."""
    if is_line:
        form.line.color.rgb, form.line.width = _rgb(colour), Pt(2.25)
        return
    form.fill.solid()
    form.fill.fore_color.rgb = _rgb(colour)


def _paint_codes(series: Any, section: Section, report: Report, code: str, value: str) -> None:
    """Groups keep the colours that they have on every page; a loss has its own."""
    at = place(section, value)
    for point, row in enumerate(section.rows):
        if (number_of(row[at]) or 0) < 0:
            paint(series.points[point].format, PALETTES[report.theme].down)
    if section.answer is None or section.chart[0] not in _COLOURED:
        return
    for point, name in enumerate(section.answer.rows[code]):
        paint(series.points[point].format, code_colour(code, str(name), "light"))


def _tell_unfinished(chart: Any, section: Section, report: Report, series: Any) -> None:
    """Periods that are not whole are paler, and the legend is not needed to know it: their names say so."""
    if section.chart[0] != "time" or not section.chart[3:] or section.answer is None or len(series.points) > _MOST_BARS:
        return
    for place, is_open in enumerate(section.answer.rows[section.chart[3]]):
        if bool(is_open) and chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED:
            paint(series.points[place].format, _OPEN)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#"))


def lay_out(chart: Any, has_legend: bool) -> None:
    """What all charts share: their letters, no title, the key above."""
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = _rgb(_PALETTE.muted)
    chart.has_legend = has_legend
    if has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False


def axes(chart: Any, column: ReportColumn, section: Section, value: int, report: Report, turned: bool) -> None:
    """Axes in the house look; of lying bars the numbers stand on the bars."""
    names, values = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = _rgb(_PALETTE.line)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # a loss must not stand on its own name
    names.reverse_order = turned  # the first row on top
    names.has_major_gridlines = False
    values.major_gridlines.format.line.color.rgb = _rgb(_PALETTE.grid)
    values.format.line.fill.background()
    values.tick_labels.number_format = shown_format(column, section.rows, value, report.lang)
    values.tick_labels.number_format_is_linked = False
    values.has_major_gridlines = not turned
    values.visible = not turned


def _label(series: Any, column: ReportColumn, section: Section, value: int, report: Report) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format = shown_format(column, section.rows, value, report.lang)
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(11)
    labels.font.color.rgb = _rgb(_PALETTE.ink)


def _bridge(slide: Any, section: Section, report: Report, columns: tuple[str, str], box: Box) -> None:
    """Columns that hang where the one before ended: each stands on an unseen one; losses hold their size."""
    lang, palette = report.lang, PALETTES[report.theme]
    category, value = (place(section, name) for name in columns)
    column = section.columns[value]
    shown = shown_format(column, section.rows[1:-1] or section.rows, value, lang)
    parts = _bridge_parts([number_of(row[value]) for row in section.rows])
    names = {"base": t("export.bridge.base", lang), "total": column.title}
    names |= {way: t(f"export.bridge.{way}", lang) for way in ("up", "down")}
    drawn = [key for key in parts if any(known is not None for known in parts[key])]
    data = CategoryChartData(number_format=shown)
    data.categories = _step_names(section, category, value, lang)
    for key in drawn:
        data.add_series(clean(names[key[0]]), parts[key])
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box, data).chart
    chart.part.chart_workbook.update_from_xlsx_blob(inert_workbook(data))
    lay_out(chart, has_legend=False)
    axes(chart, column, section, value, report, turned=False)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for key, series in zip(drawn, plot.series, strict=True):
        series.invert_if_negative = False
        if key[0] == "base":
            series.format.fill.background()
        else:
            paint(series.format, {"up": palette.up, "down": palette.down}.get(key[0], palette.muted))


def _step_names(section: Section, category: int, value: int, lang: Lang) -> list[str]:
    """Each step with its signed number below the name: in a thin column there is no room, on a dark one no contrast."""
    column = section.columns[value]
    values = [number_of(row[value]) for row in section.rows]
    unit, last = unit_for(values[1:-1] or values, column.kind, lang), len(values) - 1
    names = []
    for place, amount in enumerate(values):
        text = number(amount, column.kind, lang, unit, column.unit)
        if amount and place not in (0, last):
            text = ("▲ " if amount > 0 else "▼ ") + signed(amount, text)
        names.append(f"{clean(section.texts[place][category])}\n{text}")
    return names


def _bridge_parts(values: Sequence[float | int | None]) -> dict[tuple[str, bool], list[float | None]]:
    """What is stacked per step, by (base, total, up or down; whether it is the other side of zero)."""
    keys = [(name, below) for name in ("base", "total", "up", "down") for below in (False, True)]
    parts: dict[tuple[str, bool], list[float | None]] = {key: [None] * len(values) for key in keys}
    reached = 0.0
    for place, value in enumerate(values):
        if value is None:
            continue
        if place in (0, len(values) - 1):
            parts["total", False][place], reached = value, float(value)
            continue
        low, high = sorted((reached, reached + value))
        way = "up" if value >= 0 else "down"
        if low < 0 < high:
            parts[way, False][place], parts[way, True][place] = high, low
        else:
            parts["base", False][place] = low if low >= 0 else high
            parts[way, False][place] = high - low if low >= 0 else low - high
        reached += value
    return parts


def _curve(slide: Any, section: Section, report: Report, across: str, up: str, box: Box) -> None:
    x, y = place(section, across), place(section, up)
    data = XyChartData(number_format="0%")
    for name, rows in (
        (section.columns[y].title, section.rows),
        (_against(section, report), section.compared),
    ):
        points = [(number_of(row[x]), number_of(row[y])) for row in rows]
        known = [(a, b) for a, b in points if a is not None and b is not None]
        if known:
            series = data.add_series(clean(name))
            for point in [(0.0, 0.0), *known]:
                series.add_data_point(*point)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *box, data).chart
    lay_out(chart, len(chart.plots[0].series) > 1)
    for axis, title in ((chart.category_axis, section.columns[x].title), (chart.value_axis, section.columns[y].title)):
        axis.has_major_gridlines = axis is chart.value_axis
        axis.minimum_scale, axis.major_unit = 0, 0.2
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
        name_axis(axis, title)
    chart.category_axis.maximum_scale = 1
    if all((number_of(row[y]) or 0) <= 1 for row in (*section.rows, *section.compared)):
        chart.value_axis.maximum_scale = 1  # above 1 only where some customers cost money
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(_PALETTE.grid)
    for series, colour in zip(chart.plots[0].series, (_PALETTE.accent, _COMPARED), strict=False):
        paint(series.format, colour, is_line=True)
        series.smooth = False


def name_axis(axis: Any, title: str) -> None:
    """What an axis is a scale of."""
    axis.has_title = True
    axis.axis_title.text_frame.text = clean(title)
    run = axis.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), False, _rgb(_PALETTE.muted)


def shown_format(column: ReportColumn, rows: Rows, place: int, lang: Lang) -> str:
    """The number format of a column in one unit, from its largest value: ¥0.0万, 0.0%, #,##0."""
    values: Sequence[Cell] = [row[place] for row in rows]
    sign = currency_sign(column.unit).replace('"', "") if column.kind == "money" else ""
    unit = unit_for(values, column.kind, lang)
    largest = max((abs(known) for known in map(number_of, values) if known is not None), default=0)
    if column.kind == "share":
        return "0.0%"
    if unit.divisor == 1 or (column.kind == "count" and largest < 1_000_000):
        shown = "#,##0" if column.kind in ("count", "score") or largest >= 100 else "#,##0.00"
    else:
        shown = _SCALED[unit.divisor].format(suffix=f'"{unit.suffix}"')
    return f'"{sign}"{shown};-"{sign}"{shown};"{sign}"0' if sign else f"{shown};-{shown};0"

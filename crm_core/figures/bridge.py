"""From one total to another: the first and last bar stand on zero, every step hangs where the one before ended."""

from dataclasses import replace
from itertools import accumulate

import plotly.graph_objects as go

from crm_core.figures.marks import (
    Chosen,
    Measure,
    Words,
    cell_columns,
    cells,
    is_chosen,
    label,
    measure,
    safe,
    shortened,
)
from crm_core.figures.ranked import BAR_WIDTH, height
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float, unit_for

_LIFT = 0.08  # of the words above a bar, in rows
_ARROWS = {1: "▲ ", -1: "▼ ", 0: ""}


def signed(value: float | None, text: str) -> str:
    """The text of a change with its sign, also above zero."""
    return ("+" if value is not None and value > 0 else "") + text


def bridge(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Bars that lie, one row per step, so that names fit on a phone; columns = step, amount, perhaps a count.

    Shape:  the first and the last row are totals, the rows between are changes; sign and arrow say what colour says.
    Nulls:  an unknown step has no bar and moves nothing.
    """
    named = cell_columns(answer, ("bridge", *columns))
    own, labels = cells(answer.rows, named), [label(words, columns[0], step, lang) for step in answer.rows[columns[0]]]
    values = [as_float(v) for v in answer.rows[columns[1]]]
    by = _measure(answer, columns[1], values, lang, words)
    starts = _starts(values)
    ways = [_way(value, place in (0, len(values) - 1)) for place, value in enumerate(values)]
    colours = [_colour(way, theme) for way in ways]
    ends = [
        by.text(value) if way is None else _ARROWS[way] + signed(value, by.text(value))
        for value, way in zip(values, ways, strict=True)
    ]
    lit = [is_chosen(cell, named, chosen) for cell in own]
    figure = base_figure(theme, height(len(values)))
    figure.add_trace(go.Bar(
        x=values, base=starts, y=list(range(len(values))), orientation="h", width=BAR_WIDTH, customdata=own,
        marker={"color": [c if on else faded(c, theme) for c, on in zip(colours, lit, strict=True)], "cornerradius": 3},
        hovertext=_hover(answer, columns, labels, ends, by, (lang, words)), hoverinfo="text",
    ))  # fmt: skip
    reached = [start + (value or 0.0) for start, value in zip(starts, values, strict=True)]
    figure.add_trace(_joints(reached, theme))
    low, high = min(0.0, *reached, *starts), max(0.0, *reached, *starts)
    figure.update_xaxes(visible=False, range=[low * 1.01, high * 1.01 or 1.0])
    figure.update_yaxes(visible=False, range=[len(values) - 0.5, -0.85])
    figure.add_trace(_texts(labels, ends, colours, figure.layout.xaxis.range, theme))
    return figure


def _measure(answer: Answer, column: str, values: list[float | None], lang: Lang, words: Words) -> Measure:
    """The one unit of the chart is that of the steps: in the unit of the totals they would lose their digits."""
    by = measure(answer, column, lang, words)
    return replace(by, unit=unit_for(values[1:-1], by.kind, lang)) if any(values[1:-1]) else by


def _starts(values: list[float | None]) -> list[float]:
    """Where each bar begins: totals at zero, a step where the rows before it have come to."""
    reached = [0.0, *accumulate(value or 0.0 for value in values[:-1])]
    return [*reached[:-1], 0.0]


def _way(value: float | None, is_total: bool) -> int | None:
    """None for a total, else whether the step goes up (1), down (-1) or nowhere (0)."""
    if is_total:
        return None
    return 0 if not value else 1 if value > 0 else -1


def _colour(way: int | None, theme: Theme) -> str:
    palette = PALETTES[theme]
    return {1: palette.up, -1: palette.down}.get(way or 0, palette.muted)


def _joints(reached: list[float], theme: Theme) -> go.Scatter:
    """Thin lines from the end of each bar down to the next: one trace with gaps."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row, value in enumerate(reached[:-1]):
        xs += [value, value, None]
        ys += [row + BAR_WIDTH / 2, row + 1 - BAR_WIDTH / 2, None]
    line = {"color": PALETTES[theme].line, "width": 1}  # pale: it may run behind a value
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _texts(
    labels: list[str], ends: list[str], colours: list[str], span: tuple[float, float], theme: Theme
) -> go.Scatter:
    """Name at the left and signed value at the right above every bar, as one trace."""
    rows = [row - BAR_WIDTH / 2 - _LIFT for row in range(len(labels))]
    return go.Scatter(
        x=[span[0]] * len(rows) + [span[1]] * len(rows), y=rows * 2, mode="text", hoverinfo="skip", cliponaxis=False,
        text=[safe(shortened(name)) for name in labels] + ends,
        textposition=["top right"] * len(rows) + ["top left"] * len(rows),
        textfont={"color": [PALETTES[theme].ink] * len(rows) + colours},
        unselected={"textfont": {"color": PALETTES[theme].ink}},
    )  # fmt: skip


def _hover(
    answer: Answer, columns: tuple[str, ...], labels: list[str], ends: list[str], by: Measure, how: tuple[Lang, Words]
) -> list[str]:
    """Name and value, and how many the step is about where that is known."""
    lang, words = how
    lines = [[f"<b>{safe(name)}</b>", f"{by.title}　{end}"] for name, end in zip(labels, ends, strict=True)]
    for column in columns[2:3]:
        counted = measure(answer, column, lang, words)
        for row, value in zip(lines, answer.rows[column], strict=True):
            row += [f"{counted.title}　{counted.text(value)}"] if as_float(value) is not None else []
    return ["<br>".join(row) for row in lines]

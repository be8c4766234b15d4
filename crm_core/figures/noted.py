"""Dated notes on a chart over time: a mark under the top edge of the period they fall into, the words on hover."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from crm_core.figures.marks import safe
from crm_core.figures.theme import PALETTES, Theme
from crm_core.metrics.answer import Answer

NoteMark = tuple[date, str]  # the day, and what is said about it
_MOST_LINES = 6


def add_notes(figure: go.Figure, answer: Answer, on: str, notes: Sequence[NoteMark], theme: Theme) -> None:
    """Mark the periods of a chart over time in which something was noted; those outside of it are not drawn."""
    palette = PALETTES[theme]
    firsts = [date.fromisoformat(str(first)[:10]) for first in answer.rows[on]]
    said: dict[str, list[str]] = {}
    for noted_on, text in notes:
        place = bisect_right(firsts, noted_on) - 1
        if place >= 0 and noted_on <= max(answer.period[1], firsts[-1]):
            said.setdefault(_labels(figure)[place], []).append(f"{noted_on:%Y-%m-%d}　{safe(text)}")
    xs, words = list(said), ["<br>".join(lines[:_MOST_LINES]) for lines in said.values()]
    top = figure.layout.yaxis.range[1]
    if not xs:
        return
    figure.add_trace(go.Scatter(
        x=xs, y=[top] * len(xs), mode="markers", cliponaxis=False, hovertext=words, hoverinfo="text",
        marker={"symbol": "triangle-down", "size": 12, "color": palette.contrast},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    ))  # fmt: skip
    for x in xs:
        figure.add_shape(
            type="line", x0=x, x1=x, y0=0, y1=1, yref="paper",
            line={"color": palette.contrast, "width": 1, "dash": "dot"}, layer="below",
        )  # fmt: skip


def _labels(figure: go.Figure) -> list[str]:
    """The periods as the axis names them: those of the trace that carries the cells."""
    return next(list(trace.x) for trace in figure.data if trace.customdata is not None)

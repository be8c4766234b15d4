"""One function per kind of chart: an answer in, a Plotly figure out. Figures filter and compute nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.bridge import bridge
from crm_core.figures.cohorts import cohorts
from crm_core.figures.cohorts import height as cohorts_height
from crm_core.figures.control import HEIGHT as CONTROL_HEIGHT
from crm_core.figures.control import control
from crm_core.figures.curve import HEIGHT as CURVE_HEIGHT
from crm_core.figures.curve import pareto
from crm_core.figures.flow import HEIGHT as FLOW_HEIGHT
from crm_core.figures.flow import flow
from crm_core.figures.funnel import HEIGHT as FUNNEL_HEIGHT
from crm_core.figures.funnel import funnel
from crm_core.figures.graded import HEIGHT as GRADED_HEIGHT
from crm_core.figures.graded import graded
from crm_core.figures.index import index
from crm_core.figures.lines import HEIGHT as LINES_HEIGHT
from crm_core.figures.lines import lines, steps
from crm_core.figures.marks import Chosen, Words, cell_columns
from crm_core.figures.matrix import HEIGHT as MATRIX_HEIGHT
from crm_core.figures.matrix import heat, matrix, moves
from crm_core.figures.noted import NoteMark, add_notes
from crm_core.figures.parts import parts
from crm_core.figures.periods import HEIGHT as TIME_HEIGHT
from crm_core.figures.periods import period_label, time
from crm_core.figures.quadrants import HEIGHT as QUADRANTS_HEIGHT
from crm_core.figures.quadrants import quadrants
from crm_core.figures.radar import HEIGHT as RADAR_HEIGHT
from crm_core.figures.radar import radar
from crm_core.figures.ranked import bars, height, pyramid, tree
from crm_core.figures.sentence import sentence
from crm_core.figures.stacks import HEIGHT as STACKS_HEIGHT
from crm_core.figures.stacks import stacks
from crm_core.figures.tested import HEIGHT as TESTED_HEIGHT
from crm_core.figures.tested import tested
from crm_core.figures.theme import PALETTES, Theme, base_figure
from crm_core.figures.tiles import HEIGHT as TILES_HEIGHT
from crm_core.figures.tiles import tiles
from crm_core.figures.timeline import HEIGHT as TIMELINE_HEIGHT
from crm_core.figures.timeline import timeline
from crm_core.figures.versus import HEIGHT as VERSUS_HEIGHT
from crm_core.figures.versus import versus
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

__all__ = ["KINDS", "PALETTES", "NoteMark", "Theme", "cell_columns", "figure", "period_label", "sentence", "sparkline"]

KINDS: dict[str, tuple[Callable[..., go.Figure], int]] = {
    "pyramid": (pyramid, height(0)),
    "pareto": (pareto, CURVE_HEIGHT),
    "time": (time, TIME_HEIGHT),
    "bars": (bars, height(0)),
    "differences": (bars, height(0)),
    "matrix": (matrix, MATRIX_HEIGHT),
    "tree": (tree, height(0)),
    "bridge": (bridge, height(0)),
    "index": (index, height(0)),
    "funnel": (funnel, FUNNEL_HEIGHT),
    "tiles": (tiles, TILES_HEIGHT),
    "versus": (versus, VERSUS_HEIGHT),
    "timeline": (timeline, TIMELINE_HEIGHT),
    "heat": (heat, MATRIX_HEIGHT),
    "moves": (moves, MATRIX_HEIGHT),
    "flow": (flow, FLOW_HEIGHT),
    "cohorts": (cohorts, cohorts_height(0)),
    "steps": (steps, LINES_HEIGHT),
    "lines": (lines, LINES_HEIGHT),
    "stacks": (stacks, STACKS_HEIGHT),
    "tested": (tested, TESTED_HEIGHT),
    "quadrants": (quadrants, QUADRANTS_HEIGHT),
    "radar": (radar, RADAR_HEIGHT),
    "graded": (graded, GRADED_HEIGHT),
    "control": (control, CONTROL_HEIGHT),
    "parts": (parts, height(0)),
}


def figure(
    answer: Answer,
    chart: tuple[str, ...],
    lang: Lang,
    theme: Theme,
    words: Words,
    chosen: Chosen = None,
    notes: Sequence[NoteMark] = (),
) -> go.Figure:
    """The figure of a metric as its header says: chart = kind, then columns; notes are drawn on a chart over time.

    Shape:  every mark carries customdata, the values of cell_columns(answer, chart).
    Nulls:  an answer without rows is an empty figure of the same height that says so.
    Errors: KeyError for an unknown kind of chart: a bug in the metric's header.
    """
    draw, empty_height = KINDS[chart[0]]
    if answer.rows.empty:
        return _empty(empty_height, lang, theme)
    drawn = draw(answer, chart[1:], lang, theme, words, chosen)
    if chart[0] == "time" and notes:
        add_notes(drawn, answer, chart[1], notes, theme)
    return drawn


def sparkline(values: Iterable[Any]) -> list[float]:
    """The known values in order, for the small line on a KPI card; fewer than two make no line."""
    known = [x for x in map(as_float, values) if x is not None]
    return known if len(known) > 1 else []


def _empty(size: int, lang: Lang, theme: Theme) -> go.Figure:
    bare = base_figure(theme, size)
    bare.update_xaxes(visible=False)
    bare.update_yaxes(visible=False)
    bare.add_annotation(
        x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, text=t("figures.sentence.empty", lang),
        font={"color": PALETTES[theme].muted},
    )  # fmt: skip
    return bare

"""Ratios around one: bars to the right of the line are above the average, to the left below it.

The worse side has the colour of contrast: the right one where less is better.

The scale is that of logarithms: twice and half the average reach equally far.
"""

from math import log2
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.certainty import SMALL_PATTERN, small_words, sure_lines
from crm_core.figures.marks import (
    Chosen,
    Words,
    cell_columns,
    cells,
    compared_by_cell,
    is_chosen,
    label,
    measure,
    safe,
    shortened,
)
from crm_core.figures.ranked import BAR_WIDTH, height
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import estimate_of
from crm_core.metrics.registry import metrics
from crm_core.text import Lang, has, t
from crm_core.text.numbers import as_float

_LIFT = 0.08  # of the words above a bar, in rows
_LEAST_REACH = 0.3  # to both sides of the line, in doublings


def index(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = value, ratio, then what stands behind it in the hover; the first of those also above the bar.

    Nulls:  an unknown ratio, or one that is not above zero, has no bar.
    """
    code, value = columns[:2]
    palette, named = PALETTES[theme], cell_columns(answer, ("index", *columns))
    own, by = cells(answer.rows, named), measure(answer, value, lang, words)
    ratios = [as_float(v) for v in answer.rows[value]]
    behind = [measure(answer, c, lang, words) for c in columns[2:]]
    parts = [
        [
            label(words, c, v, lang) if m.kind == "code" else m.text(v)
            for c, m, v in zip(columns[2:], behind, row, strict=True)
        ]
        for row in zip(*(answer.rows[c] for c in columns[2:]), strict=True)
    ] or [[] for _ in ratios]
    small, sure = small_words(answer, value, lang), sure_lines(answer, value, by)
    labels = [label(words, code, each, lang) for each in answer.rows[code]]
    then = [compared_by_cell(answer, named, value).get(tuple(c)) for c in own]
    hover = [
        "<br>".join([f"<b>{safe(name)}</b>", f"{by.title}　{by.text(x)}", *lines,
                     *(f"{m.title}　{text}" for m, text in zip(behind, texts, strict=True)),
                     *([f"{t('figures.compared', lang)}　{by.text(was)}"] if answer.compared is not None else [])])
        for name, x, lines, texts, was in zip(labels, ratios, sure, parts, then, strict=True)
    ]  # fmt: skip
    known = metrics().get(answer.metric)
    is_less_better = known is not None and value in known.less
    colours = [palette.contrast if x is not None and x != 1 and (x < 1) != is_less_better else palette.accent
               for x in ratios]  # fmt: skip
    lit = [is_chosen(cell, named, chosen) for cell in own]
    whisker, reached = _whiskers(answer, value, palette.ink)
    figure = base_figure(theme, height(len(ratios)))
    figure.add_trace(go.Bar(
        x=list(map(_doublings, ratios)), y=list(range(len(ratios))), orientation="h",
        width=BAR_WIDTH, customdata=own, hovertext=hover, hoverinfo="text",
        error_x=whisker,
        marker={"color": [c if on else faded(c, theme) for c, on in zip(colours, lit, strict=True)], "cornerradius": 3,
                "pattern": {"shape": [SMALL_PATTERN if name else "" for name in small], "fgcolor": palette.card,
                            "size": 6, "solidity": 0.4} if any(small) else None},
    ))  # fmt: skip
    ends = [" · ".join(filter(None, (by.text(x), *texts[:1], few)))
            for x, texts, few in zip(ratios, parts, small, strict=True)]  # fmt: skip
    named_one = f"figures.index.{value}"
    one = t(named_one if has(named_one) else "figures.index.one", lang)
    _lay_out(figure, [*map(_doublings, ratios), *reached], (labels, ends), one, theme)
    return figure


def _doublings(ratio: float | None) -> float | None:
    return log2(ratio) if ratio is not None and ratio > 0 else None


def _whiskers(answer: Answer, column: str, colour: str) -> tuple[dict[str, Any] | None, list[float | None]]:
    """The error bars from each ratio to both ends of its interval, and those ends, in doublings."""
    made = estimate_of(answer, column)
    if made is None:
        return None, []
    at, low, high = ([_doublings(as_float(v)) for v in answer.rows[name]] for name in (column, made.low, made.high))
    up, down = (
        [None if x is None or end is None else abs(end - x) for x, end in zip(at, ends, strict=True)]
        for ends in (high, low)
    )
    bars = {"type": "data", "symmetric": False, "color": colour, "thickness": 1.2, "width": 3}
    return bars | {"array": up, "arrayminus": down}, [*low, *high]


def _lay_out(
    figure: go.Figure, reached: list[float | None], texts: tuple[list[str], list[str]], one: str, theme: Theme
) -> None:
    palette, (labels, ends) = PALETTES[theme], texts
    known = [x for x in reached if x is not None]
    span = [min([-_LEAST_REACH, *known]) * 1.02, max([_LEAST_REACH, *known]) * 1.02]
    rows = [row - BAR_WIDTH / 2 - _LIFT for row in range(len(labels))]
    figure.update_xaxes(visible=False, range=span)
    figure.update_yaxes(visible=False, range=[len(labels) - 0.5, -0.85])
    figure.add_trace(go.Scatter(
        x=[span[0]] * len(rows) + [span[1]] * len(rows), y=rows * 2, mode="text", hoverinfo="skip", cliponaxis=False,
        text=[safe(shortened(name)) for name in labels] + ends,
        textposition=["top right"] * len(rows) + ["top left"] * len(rows),
        textfont={"color": [palette.ink] * len(rows) + [palette.muted] * len(rows)},
        unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip
    marks = [y for row in range(len(labels)) for y in (row - BAR_WIDTH / 2, row + BAR_WIDTH / 2, None)]
    figure.add_trace(go.Scatter(  # beside the bars only: it must not run through the names
        x=[0, 0, None] * len(labels), y=marks, mode="lines", hoverinfo="skip",
        line={"color": palette.ink, "width": 1.5},
    ))  # fmt: skip
    figure.add_annotation(
        x=0, y=0, xref="x", yref="paper", yanchor="top", yshift=-2, showarrow=False, text=one,
        font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    figure.update_layout(margin_b=24)

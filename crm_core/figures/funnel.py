"""Means against how many values stand behind each, between the limits within which chance alone keeps them."""

from math import sqrt
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.certainty import SMALL_PATTERN, small_words, sure_lines
from crm_core.figures.marks import (
    Chosen,
    Words,
    cell_columns,
    cells,
    is_chosen,
    label,
    measure,
    room_for,
    safe,
    shortened,
    value_axis,
)
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 380
_NAME_WIDTH = 14
_MOST_NAMED = 8  # as many points have room for a name each
_STEPS = 40  # of the curves


def outside(answer: Answer, columns: tuple[str, ...]) -> list[int]:
    """Per row 1 above the upper limit, -1 below the lower, 0 within, without limits or too few to tell."""
    _, _, value, low, high = columns
    few = small_words(answer, value, "en")
    rows = zip(*(map(as_float, answer.rows[name]) for name in (value, low, high)), few, strict=True)
    return [
        0 if x is None or start is None or end is None or small else (x > end) - (x < start)
        for x, start, end, small in rows
    ]


def funnel(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = code, number of values, their mean, lower and upper limit; names where a point lies outside.

    Nulls:  a row without a mean has no point, one without limits takes no part in them.
    """
    code, count, value, low, high = columns
    palette, named = PALETTES[theme], cell_columns(answer, ("funnel", *columns))
    own, by, size = cells(answer.rows, named), measure(answer, value, lang, words), measure(answer, count, lang, words)
    values, counts = [as_float(v) for v in answer.rows[value]], [as_float(v) for v in answer.rows[count]]
    names, sides = [label(words, code, each, lang) for each in answer.rows[code]], outside(answer, columns)
    small = small_words(answer, value, lang)
    hover = [
        "<br>".join([f"<b>{safe(name)}</b>", f"{by.title}　{by.text(x)}", f"{size.title}　{size.text(n)}", *sure])
        for name, x, n, sure in zip(names, values, counts, sure_lines(answer, value, by), strict=True)
    ]
    tones = {0: palette.muted, 1: palette.accent, -1: palette.contrast}
    colours = [
        tones[side] if is_chosen(cell, named, chosen) else faded(tones[side], theme)
        for side, cell in zip(sides, own, strict=True)
    ]
    places = _named(values, sides)
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=counts, y=values, mode="markers+text", customdata=own, hovertext=hover, hoverinfo="text", cliponaxis=False,
        marker={"size": 12, "color": colours, "line": {"width": 1.5, "color": palette.card},
                "symbol": [f"{SMALL_PATTERN}-thin-open" if few else "circle" for few in small]},
        text=[safe(shortened(name, _NAME_WIDTH)) if place else "" for name, place in zip(names, places, strict=True)],
        textposition=[place or "top center" for place in places], textfont={"size": 12, "color": palette.ink},
        unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip
    reached = _add_limits(figure, answer, (count, low, high), theme)
    _lay_out(figure, [*values, *reached], counts, (by, size), lang, theme)
    return figure


def _add_limits(figure: go.Figure, answer: Answer, columns: tuple[str, str, str], theme: Theme) -> list[float]:
    """The two limits as curves through those of the rows; gives back the ends that the axis must reach."""
    rows = sorted(
        (n, start, end)
        for n, start, end in zip(*(map(as_float, answer.rows[name]) for name in columns), strict=True)
        if n and start is not None and end is not None
    )
    if not rows:
        return []
    # Limits reach as far as one over the root of the number of values: those of one row say all others.
    most, start, end = rows[-1]
    middle, reach = (start + end) / 2, (end - start) / 2 * sqrt(most)
    first = max(rows[len(rows) // 4][0] / 2, 1.0)
    xs = [first * (1.08 * most / first) ** (step / _STEPS) for step in range(_STEPS + 1)]
    for side in (-1, 1):
        figure.add_trace(go.Scatter(
            x=xs, y=[middle + side * reach / sqrt(x) for x in xs], mode="lines", hoverinfo="skip",
            line={"color": PALETTES[theme].muted, "width": 1.2, "dash": "dash"},
        ))  # fmt: skip
    return [middle - reach / sqrt(first), middle + reach / sqrt(first)]


def _named(values: list[float | None], sides: list[int]) -> list[str]:
    """Where the name of each point stands, '' for none: beside the points farthest out, in turn, and beside a few."""
    places = [""] * len(sides)
    for side, first in ((-1, "bottom center"), (1, "top center")):
        out = sorted((-side * (values[row] or 0.0), row) for row, each in enumerate(sides) if each == side)
        for (_, row), place in zip(out, (first, "middle left", "middle right"), strict=False):
            places[row] = place
    if len(sides) <= _MOST_NAMED:
        places = [place or "top center" for place in places]
    return places


def _lay_out(
    figure: go.Figure, values: list[float | None], counts: list[float | None], measures: Any, lang: Lang, theme: Theme
) -> None:
    by, size = measures
    muted = {"size": 12, "color": PALETTES[theme].muted}
    up = value_axis(values, by, from_zero=False)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    across, limits = value_axis(counts, size), t("figures.funnel.limits", lang)
    figure.update_xaxes(**across, showgrid=False, title={"text": size.title, "font": muted, "standoff": 6})
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False, align="left",
        text=f"{by.title}<br>{limits}", font=muted,
    )  # fmt: skip
    figure.update_layout(margin={"t": 48, "b": 44, "l": 14 + room_for(up["ticktext"]), "r": 24})

"""Single events over time: one mark per order at its amount, long gaps and the time since the last one shaded."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Words, cells, is_chosen, measure, plain, room_for, value_axis
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 300
_LABELS = 4  # dates side by side on a phone
_SEEN_SINCE = 14  # days since the last event from which on they are shaded


def timeline(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = day, amount, perhaps the days since the one before and whether they are long.

    The time from the last mark to answer.params["as_of"] is shaded and named.
    """
    on, value = columns[:2]
    palette, by = PALETTES[theme], measure(answer, value, lang, words)
    own = cells(answer.rows, (on,))
    days = [str(cell[0]) for cell in own]
    ys = [as_float(v) for v in answer.rows[value]]
    gaps = [as_float(v) for v in answer.rows[columns[2]]] if columns[2:] else [None] * len(days)
    long = [bool(v) if pd.notna(v) else False for v in answer.rows[columns[3]]] if columns[3:] else [False] * len(days)
    hover = [
        "<br>".join([f"<b>{day}</b>", f"{by.title}　{by.text(y)}",
                     *([t("figures.timeline.gap", lang, days=f"{gap:.0f}")] if gap is not None else [])])
        for day, y, gap in zip(days, ys, gaps, strict=True)
    ]  # fmt: skip
    lit = [is_chosen(cell, (on,), chosen) for cell in own]
    colours = [palette.accent if is_lit else faded(palette.accent, theme) for is_lit in lit]
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=days, y=ys, mode="markers", marker={"size": 8, "color": colours}, customdata=own, hovertext=hover,
        hoverinfo="text", cliponaxis=False,
        error_y={"type": "data", "symmetric": False, "array": [0] * len(ys), "arrayminus": [y or 0 for y in ys],
                 "color": palette.accent, "thickness": 1.2, "width": 0},
    ))  # fmt: skip
    as_of = plain(answer.params.get("as_of")) or days[-1]
    shades = [_shade(days[i - 1], days[i], palette.contrast) for i, is_long in enumerate(long) if is_long and i]
    since = (date.fromisoformat(as_of) - date.fromisoformat(days[-1])).days
    if since >= _SEEN_SINCE:
        shades.append(_shade(days[-1], as_of, palette.contrast))
    figure.update_layout(shapes=shades)
    _lay_out(figure, days[0], as_of, ys, answer, (value, lang, theme, words))
    return figure


def _shade(start: str, end: str, colour: str) -> dict[str, Any]:
    return {"type": "rect", "x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "fillcolor": colour,
            "opacity": 0.13, "line": {"width": 0}, "layer": "below"}  # fmt: skip


def _lay_out(
    figure: go.Figure, first: str, as_of: str, ys: list[float | None], answer: Answer,
    how: tuple[str, Lang, Theme, Words],
) -> None:  # fmt: skip
    value, lang, theme, words = how
    by, muted = measure(answer, value, lang, words), PALETTES[theme].muted
    low, high = date.fromisoformat(first), date.fromisoformat(as_of)
    span = max((high - low).days, 7)
    ticks = [(low + timedelta(days=round(span * i / (_LABELS - 1)))).isoformat() for i in range(_LABELS)]
    texts = [f"{tick[5:]}<br>{tick[:4]}" for tick in ticks]
    ends = [(low - timedelta(days=span * 0.03 + 1)).isoformat(), (low + timedelta(days=span * 1.03 + 1)).isoformat()]
    figure.update_xaxes(type="date", range=ends, showgrid=False, tickvals=ticks, ticktext=texts, tickangle=0)
    up = value_axis(ys, by)
    figure.update_yaxes(**up, ticklabelstandoff=4, zeroline=True, zerolinecolor=PALETTES[theme].line)
    figure.update_layout(margin={"t": 28, "b": 44, "l": 12 + room_for(up["ticktext"]), "r": 24})
    figure.add_annotation(
        x=1, y=1, xref="paper", yref="paper", xanchor="right", yanchor="bottom", yshift=6, showarrow=False,
        text=t("figures.timeline.shades", lang), font={"size": 12, "color": muted},
    )  # fmt: skip

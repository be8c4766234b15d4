"""One course beside another: bars for the one looked at, a line for those it is compared with."""

import pandas as pd
import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Measure, Words, cells, is_chosen, measure, room_for, value_axis
from crm_core.figures.periods import period_label
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 320
_MOST_LABELS = 5  # side by side on a phone


def versus(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = period, value, value compared with, perhaps whether the period is unfinished; both in one unit."""
    on, value, other = columns[:3]
    palette, grain = PALETTES[theme], str(answer.params.get("grain", "month"))
    xs = [period_label(day, grain, lang, on_axis=True) for day in answer.rows[on]]
    own, peers = ([as_float(v) for v in answer.rows[name]] for name in (value, other))
    open_ = [bool(v) if pd.notna(v) else False for v in answer.rows[columns[3]]] if columns[3:] else [False] * len(xs)
    by, beside = measure(answer, value, lang, words), measure(answer, other, lang, words)
    by = by if max(map(_size, own), default=0.0) >= max(map(_size, peers), default=0.0) else _named(beside, by)
    lit = [is_chosen(cell, (on,), chosen) for cell in cells(answer.rows, (on,))]
    figure = base_figure(theme, HEIGHT)
    names = [period_label(day, grain, lang) for day in answer.rows[on]]
    hover = [
        "<br>".join([f"<b>{_with(name, is_open, lang)}</b>", f"{by.title}　{by.text(y)}",
                     f"{beside.title}　{by.text(z)}"])
        for name, is_open, y, z in zip(names, open_, own, peers, strict=True)
    ]  # fmt: skip
    figure.add_trace(go.Bar(
        x=xs, y=own, customdata=cells(answer.rows, (on,)), hovertext=hover, hoverinfo="text",
        marker={"color": [palette.accent if on_ else faded(palette.accent, theme) for on_ in lit],
                "pattern": {"shape": ["/" if o else "" for o in open_], "fgcolor": palette.card, "size": 6,
                            "solidity": 0.4}},
    ))  # fmt: skip
    line = {"color": palette.contrast, "width": 2}
    figure.add_trace(go.Scatter(x=xs, y=peers, mode="lines", line=line, hoverinfo="skip"))
    _lay_out(figure, xs, [*own, *peers], by, beside.title, theme)
    return figure


def _size(value: float | None) -> float:
    return abs(value or 0.0)


def _named(unit_of: Measure, named: Measure) -> Measure:
    return Measure(named.title, named.kind, unit_of.unit, named.currency, named.lang)


def _with(name: str, is_open: bool, lang: Lang) -> str:
    return f"{name} · {t('figures.unfinished', lang)}" if is_open else name


def _lay_out(
    figure: go.Figure, xs: list[str], values: list[float | None], by: Measure, other: str, theme: Theme
) -> None:
    shown = xs[:: -(-len(xs) // _MOST_LABELS)] if xs else []
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=shown, ticktext=shown)
    up = value_axis(values, by)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    lines = max((label.count("<br>") for label in shown), default=0) + 1
    margin = {"t": 28, "b": 12 + 16 * lines, "l": 12 + room_for(up["ticktext"]), "r": 16}
    figure.update_layout(bargap=0.32, barcornerradius=3, margin=margin)
    palette = PALETTES[theme]
    for x, side, text, colour in ((0, "left", f"■ {by.title}", palette.accent), (1, "right", f"— {other}",
                                                                               palette.contrast)):  # fmt: skip
        figure.add_annotation(
            x=x, y=1, xref="paper", yref="paper", xanchor=side, yanchor="bottom", yshift=6, showarrow=False,
            text=text, font={"size": 12, "color": colour},
        )  # fmt: skip

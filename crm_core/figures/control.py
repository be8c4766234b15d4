"""A control chart: values over time within the limits of chance, those outside them marked."""

import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Words, cells, is_chosen, measure, room_for, safe, value_axis
from crm_core.figures.periods import period_label
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 340
_MOST_LABELS = 5


def control(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = day, value, its running mean, the two limits, and by how much the value lies outside them, if it does.

    Dots are the values, the line is their mean, the band what chance alone brings.
    """
    on, value, mean, low, high, alarm = columns
    palette, rows = PALETTES[theme], answer.rows
    by, own = measure(answer, value, lang, words), cells(rows, (on,))
    xs = [period_label(day, "day", lang, on_axis=True) for day in rows[on]]
    known = {column: [as_float(v) for v in rows[column]] for column in (value, mean, low, high)}
    is_out = [as_float(v) is not None for v in rows[alarm]]
    figure = base_figure(theme, HEIGHT)
    for place, end in enumerate((low, high)):
        figure.add_trace(go.Scatter(
            x=xs, y=known[end], mode="lines", line={"width": 0, "shape": "hvh"}, hoverinfo="skip",
            fill="tonexty" if place else None, fillcolor=palette.grid))  # fmt: skip
    limits = [f"{by.text(a)}–{by.text(b)}" for a, b in zip(known[low], known[high], strict=True)]
    hover = [
        "<br>".join([f"<b>{period_label(day, 'day', lang)}</b>", f"{by.title}　{by.text(x)}",
                     f"{t('figures.control.limits', lang)}　{span}",
                     *([t("figures.control.alarm", lang)] if out else [])])
        for day, x, span, out in zip(rows[on], known[value], limits, is_out, strict=True)
    ]  # fmt: skip
    lit = [is_chosen(cell, (on,), chosen) for cell in own]
    colours = [palette.contrast if out else faded(palette.accent, theme) for out in is_out]
    figure.add_trace(go.Scatter(
        x=xs, y=known[value], mode="markers", customdata=own, hovertext=hover, hoverinfo="text",
        marker={"size": [10 if out else 5 for out in is_out],
                "color": [c if on_ else faded(c, theme) for c, on_ in zip(colours, lit, strict=True)]}))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=xs, y=known[mean], mode="lines", line={"color": palette.accent, "width": 2.6}, hoverinfo="skip"))  # fmt: skip
    up = value_axis([*known[value], *known[high]], by)
    shown = xs[:: -(-len(xs) // _MOST_LABELS)]
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=shown, ticktext=shown)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    figure.update_layout(margin={"t": 30, "b": 46, "l": 12 + room_for(up["ticktext"]), "r": 16})
    parts = (
        ("●", faded(palette.accent, theme), by.title), ("—", palette.accent, words(mean, mean)),
        ("■", palette.grid, t("figures.control.limits", lang)),
        ("●", palette.contrast, t("figures.control.alarm", lang)),
    )  # fmt: skip
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False,
        text="　".join(f'<span style="color:{colour}">{sign}</span> {safe(text)}' for sign, colour, text in parts),
        font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    return figure

"""The concentration curve: how much of the revenue the best customers bring."""

from typing import Any

import plotly.graph_objects as go

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
    value_axis,
)
from crm_core.figures.theme import PALETTES, Theme, base_figure
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, number

HEIGHT = 320


def pareto(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Cumulative share over the customers, best first, from (0, 0); above 100 % when some customers cost money."""
    across, up, band = columns
    palette, named = PALETTES[theme], cell_columns(answer, ("pareto", *columns))
    own: list[list[Any]] = cells(answer.rows, named)
    xs, ys = [as_float(v) for v in answer.rows[across]], [as_float(v) for v in answer.rows[up]]
    names = [label(words, band, b, lang) for b in answer.rows[band]]
    hover = [_hover(*row, lang, words(up, up)) for row in zip(xs, ys, names, strict=True)]
    lit = [1.0 if chosen and is_chosen(cell, named, chosen) else 0.0 for cell in own]
    if not xs or xs[0] != 0:
        # The curve starts where no customer brings nothing; that point belongs to no band.
        xs, ys, own, hover, lit = [0.0, *xs], [0.0, *ys], [[None] * len(named), *own], ["", *hover], [0.0, *lit]
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=xs, y=ys, mode="lines+markers", fill="tozeroy", fillcolor=_veil(palette.accent), customdata=own,
        line={"color": palette.accent, "width": 2.5}, marker={
            "size": 9, "color": palette.contrast, "opacity": lit, "maxdisplayed": 0 if any(lit) else 1},  # unseen ones
        hovertext=hover, hoverinfo="text",
    ))  # fmt: skip
    _add_reference(figure, answer, lang, theme)
    _lay_out(figure, answer, columns, ys, (lang, theme, words))
    return figure


def _veil(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},.12)"


def _hover(x: float | None, y: float | None, name: str, lang: Lang, title: str) -> str:
    first = t("figures.pareto.hover", lang, customers=number(x, "share", lang))
    return f"<b>{first}</b><br>{title}　{number(y, 'share', lang)}<br>{safe(name)}"


def _add_reference(figure: go.Figure, answer: Answer, lang: Lang, theme: Theme) -> None:
    colour = PALETTES[theme].contrast
    words = t("figures.pareto.top", lang)
    if "top_20_share" in answer.rows and len(answer.rows):
        top = number(answer.rows["top_20_share"].iloc[0], "share", lang)
        words = t("figures.pareto.top_share", lang, share=top)
    figure.add_shape(
        type="line", x0=0.2, x1=0.2, y0=0, y1=1, yref="paper", line={"color": colour, "width": 1.5, "dash": "dot"}
    )
    figure.add_annotation(
        x=0.2, y=0.06, yref="paper", yanchor="bottom", xanchor="left", xshift=6, showarrow=False, text=words,
        font={"color": colour},
    )  # fmt: skip


def _lay_out(
    figure: go.Figure, answer: Answer, columns: tuple[str, ...], ys: list[float | None], how: tuple[Lang, Theme, Words]
) -> None:
    lang, theme, words = how
    muted = PALETTES[theme].muted
    steps = [i / 5 for i in range(6)]
    texts = [f"{s:.0%}" for s in steps]
    figure.update_xaxes(range=[0, 1.02], tickvals=steps, ticktext=texts, title={
        "text": words(columns[0], columns[0]), "font": {"size": 12, "color": muted}, "standoff": 6})  # fmt: skip
    up = value_axis([*ys, 1.0], measure(answer, columns[1], lang, words))
    high = max([1.0, *(y for y in ys if y is not None)])
    if high < 1.6:
        up |= {"tickvals": steps, "ticktext": texts}
    figure.update_yaxes(**up | {"range": [up["range"][0], high * 1.04]}, ticklabelstandoff=6)
    if high > 1:
        figure.add_shape(type="line", x0=0, x1=1.02, y0=1, y1=1, line={"color": muted, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", showarrow=False,
        text=words(columns[1], columns[1]), font={"size": 12, "color": muted}, yshift=4,
    )  # fmt: skip
    figure.update_layout(margin={"t": 28, "r": 24, "b": 46, "l": 14 + room_for(up["ticktext"])})

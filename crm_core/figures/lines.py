"""One line per group over a scale of numbers, with a band where the answer has its two ends."""

from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.marks import (
    Chosen,
    Measure,
    Words,
    cells,
    is_chosen,
    label,
    measure,
    plain,
    room_for,
    safe,
    shortened,
    value_axis,
)
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 340
_NAMES_A_LINE = 3
_NAME_WIDTH = 16


def steps(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Lines that fall only where something happened; columns = x, y, group, then the two ends of the band."""
    return _lines(answer, columns, (lang, theme, words, chosen), "hv")


def lines(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Lines from point to point; columns as for steps."""
    return _lines(answer, columns, (lang, theme, words, chosen), "linear")


def _lines(answer: Answer, columns: tuple[str, ...], how: tuple[Lang, Theme, Words, Chosen], shape: str) -> go.Figure:
    """The first group has the band and the strongest line: it is the one to compare with."""
    lang, theme, words, chosen = how
    across, up, group = columns[:3]
    by, palette = measure(answer, up, lang, words), PALETTES[theme]
    figure, names, reached = base_figure(theme, HEIGHT), [], []
    own = cells(answer.rows, (group,))
    rows = groupby(range(len(own)), key=lambda row: own[row][0])
    for place, (code, members) in enumerate(rows):
        part = answer.rows.iloc[list(members)]
        colour = palette.categorical[place % len(palette.categorical)]
        colour = colour if is_chosen([code], (group,), chosen) else faded(colour, theme)
        xs, ys = [plain(v) for v in part[across]], [as_float(v) for v in part[up]]
        name = label(words, group, code, lang)
        if place == 0 and columns[3:]:
            reached += _add_band(figure, part, columns, colour, shape)
        hover = [_hover(name, x, y, by, words(across, across)) for x, y in zip(xs, ys, strict=True)]
        figure.add_trace(go.Scatter(
            x=xs, y=ys, mode="lines+markers", line={"color": colour, "width": 3 if place == 0 else 1.8, "shape": shape},
            marker={"size": 7, "color": colour, "opacity": 1 if len(xs) == 1 else 0}, customdata=[[code]] * len(xs),
            hovertext=hover, hoverinfo="text"))  # fmt: skip
        names.append(f'<span style="color:{colour}">●</span> {safe(shortened(name, _NAME_WIDTH))}')
        reached += ys
    _lay_out(figure, by, reached, (words(across, across), names), theme)
    return figure


def _hover(name: str, x: Any, y: float | None, by: Measure, title: str) -> str:
    return f"<b>{safe(name)}</b><br>{title}　{x}<br>{by.title}　{by.text(y)}"


def _add_band(figure: go.Figure, part: Any, columns: tuple[str, ...], colour: str, shape: str) -> list[float | None]:
    """The band between both ends, as far as both are known; gives the ends back."""
    ends = [[as_float(v) for v in part[name]] for name in columns[3:5]]
    known = [row for row, pair in enumerate(zip(*ends, strict=True)) if None not in pair]
    xs = [plain(part[columns[0]].iloc[row]) for row in known]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    for place, end in enumerate(ends):
        figure.add_trace(go.Scatter(
            x=xs, y=[end[row] for row in known], mode="lines", line={"width": 0, "shape": shape}, hoverinfo="skip",
            fill="tonexty" if place else None, fillcolor=f"rgba({red},{green},{blue},.16)"))  # fmt: skip
    return [end[row] for end in ends for row in known]


def _lay_out(
    figure: go.Figure, by: Measure, values: list[float | None], told: tuple[str, list[str]], theme: Theme
) -> None:
    title, names = told
    muted = {"size": 12, "color": PALETTES[theme].muted}
    up = value_axis([*values, 1.0] if by.kind == "share" else values, by)
    if by.kind == "share":
        up |= {"range": [0, 1.04], "tickvals": [i / 5 for i in range(6)], "ticktext": [f"{i * 20}%" for i in range(6)]}
    figure.update_yaxes(**up, ticklabelstandoff=4)
    figure.update_xaxes(showgrid=False, title={"text": title, "font": muted, "standoff": 6}, rangemode="tozero")
    key = "<br>".join("　".join(names[i : i + _NAMES_A_LINE]) for i in range(0, len(names), _NAMES_A_LINE))
    lines_above = key.count("<br>") + 2
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False, align="left",
        text=f"{by.title}<br>{key}", font=muted,
    )  # fmt: skip
    figure.update_layout(
        margin={"t": 12 + 17 * lines_above, "b": 44, "l": 14 + room_for(up["ticktext"]), "r": 16},
        height=HEIGHT + 17 * (lines_above - 2),
    )

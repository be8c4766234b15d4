"""Four corners: what is important across how well it is done, parted by two lines."""

from typing import Any

import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Words, cells, is_chosen, label, measure, room_for, safe, value_axis
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 360
# What lies left and right of the line, above it and then below it, by the column that names the corner.
_CORNERS = {
    "quadrant": ("mend", "keep", "later", "enough"),
    "kano_class": ("one_dimensional", "attractive", "must_be", "indifferent"),
}
_FIRST = ("mend", "must_be")  # the corners that ask to be seen


def quadrants(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = code, value across, value up, corner, then where the two lines stand.

    Nulls:  a code without one of the two values has no mark.
    """
    code, across, up, corner = columns[:4]
    palette, own = PALETTES[theme], cells(answer.rows, (code,))
    by_x, by_y = measure(answer, across, lang, words), measure(answer, up, lang, words)
    xs, ys = ([as_float(v) for v in answer.rows[name]] for name in (across, up))
    names = [label(words, code, each, lang) for each in answer.rows[code]]
    corners = [label(words, corner, each, lang) for each in answer.rows[corner]]
    hover = [
        f"<b>{safe(name)}</b><br>{by_x.title}　{by_x.text(x)}<br>{by_y.title}　{by_y.text(y)}<br>{where}"
        for name, x, y, where in zip(names, xs, ys, corners, strict=True)
    ]
    colours = [palette.contrast if each in _FIRST else palette.accent for each in answer.rows[corner]]
    lit = [is_chosen(cell, (code,), chosen) for cell in own]
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=xs, y=ys, mode="markers+text", text=[safe(name) for name in names], textposition="top center",
        textfont={"color": palette.ink, "size": 12}, customdata=own, hovertext=hover, hoverinfo="text",
        cliponaxis=False,
        marker={"size": 13, "color": [c if on else faded(c, theme) for c, on in zip(colours, lit, strict=True)]},
        unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip
    x_axis, y_axis = (_roomy(value_axis(at, by, from_zero=False)) for at, by in ((xs, by_x), (ys, by_y)))
    figure.update_xaxes(
        **x_axis, title={"text": by_x.title, "font": {"size": 12, "color": palette.muted}, "standoff": 6}
    )
    figure.update_yaxes(**y_axis, ticklabelstandoff=4)
    line = {"color": palette.muted, "width": 1, "dash": "dash"}
    for name, side in ((columns[4], "x"), (columns[5], "y")):
        at = next((value for value in map(as_float, answer.rows[name]) if value is not None), None)
        if at is not None:
            other = "y" if side == "x" else "x"
            place = {f"{side}0": at, f"{side}1": at, f"{other}0": 0, f"{other}1": 1, f"{other}ref": "paper"}
            figure.add_shape(type="line", line=line, layer="below", **place)
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False,
        text=by_y.title, font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    _name_corners(figure, words, corner, theme)
    figure.update_layout(margin={"t": 30, "b": 46, "l": 14 + room_for(y_axis["ticktext"]), "r": 20})
    return figure


def _roomy(axis: dict[str, Any]) -> dict[str, Any]:
    """The axis with room on both sides for the names of the corners."""
    low, high = axis["range"]
    return axis | {"range": [low - (high - low) * 0.12, high + (high - low) * 0.12]}


def _name_corners(figure: go.Figure, words: Words, corner: str, theme: Theme) -> None:
    """What each corner asks for, in the corner itself."""
    for code, (x, y) in zip(_CORNERS.get(corner, _CORNERS["quadrant"]), ((0, 1), (1, 1), (0, 0), (1, 0)), strict=True):
        figure.add_annotation(
            x=x, y=y, xref="paper", yref="paper", xanchor="right" if x else "left", yanchor="top" if y else "bottom",
            showarrow=False, text=words(corner, code), font={"size": 12, "color": PALETTES[theme].muted},
        )  # fmt: skip

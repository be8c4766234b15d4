"""Two codes against each other: one colour scale for all cells, the value written in each."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.certainty import small_words, sure_lines
from crm_core.figures.marks import Chosen, Measure, Words, cells, is_chosen, label, measure, room_for, safe, shortened
from crm_core.figures.theme import PALETTES, Theme, base_figure, blend, faded, ink_on
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import small_samples
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 340
_LABEL_WIDTHS = (12, 16)  # below the columns, which are narrow on a phone, and before the rows
_MANY = 7  # names from which on they stand slanting under their columns
_HALF_PER_CENT = 0.005  # up to here a whole per cent is written 0%
_ROOM, _ROW = 76, 28  # of the titles, and of a row where there are many


def matrix(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """A square per row of the answer at (x, y); codes stand in the order in which the answer first names them."""
    figure = _squares(answer, columns, (lang, theme, words, chosen))
    _state_scale(figure, measure(answer, columns[2], lang, words), answer.rows[columns[2]], lang, theme)
    return figure


def moves(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Where the groups of the second column went: read row by row from the top, each row in a scale of its own."""
    figure = _squares(answer, columns, (lang, theme, words, chosen), by_row=True)
    figure.update_yaxes(range=figure.layout.yaxis.range[::-1])
    _state(figure, t("figures.moves.scale", lang), theme)
    return figure


def heat(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """As a matrix of rates or means; its colours reach from the lowest to the highest that can be relied on."""
    figure = _squares(answer, columns, (lang, theme, words, chosen), span=sure_span(answer, columns[2]))
    by, (low, high) = measure(answer, columns[2], lang, words), sure_span(answer, columns[2])
    _state(figure, t("figures.matrix.scale", lang, low=by.text(low), high=by.text(high)), theme)
    return figure


def sure_span(answer: Answer, column: str) -> tuple[float, float]:
    """The lowest and highest value of samples large enough, of all where none is; zeros where nothing is known."""
    values = [as_float(v) for v in answer.rows[column]]
    few = small_samples(answer, column)
    sure = [x for x, n in zip(values, few, strict=True) if x is not None and n is None]
    known = sure or [x for x in values if x is not None] or [0.0]
    return min(known), max(known)


def _squares(
    answer: Answer,
    columns: tuple[str, ...],
    how: tuple[Lang, Theme, Words, Chosen],
    by_row: bool = False,
    span: tuple[float, float] | None = None,
) -> go.Figure:
    """The squares with their values; by_row = the colours of a row tell its own lowest and highest value.

    span: what the colours reach over, where that is not from zero.

    A drawn heat map takes no click, so an unseen marker lies on every square; the value is written above it.
    """
    lang, theme, words, chosen = how
    across, up, value = columns
    by, own = measure(answer, value, lang, words), cells(answer.rows, (across, up))
    xs, ys = _places([c[0] for c in own]), _places([c[1] for c in own])
    values = [as_float(v) for v in answer.rows[value]]
    rows = [c[1] if by_row else None for c in own]
    fills = _fills(values, rows, [is_chosen(c, (across, up), chosen) for c in own], theme, span)
    squares = [_square(xs[c[0]], ys[c[1]], f, theme) for c, f in zip(own, fills, strict=True)]
    x_names, y_names = ([label(words, c, k, lang) for k in p] for c, p in ((across, xs), (up, ys)))
    titles = (words(across, across), words(up, up))
    hover = [
        "<br>".join([_hover(x_names[xs[c[0]]], y_names[ys[c[1]]], v, by, titles), *sure])
        for c, v, sure in zip(own, values, sure_lines(answer, value, by), strict=True)
    ]
    few = [(xs[c[0]], ys[c[1]]) for c, name in zip(own, small_words(answer, value, lang), strict=True) if name]
    squares += [_hatching(*place, theme) for place in few]
    figure = base_figure(theme, max(HEIGHT, _ROOM + _ROW * len(ys)))
    figure.add_trace(go.Scatter(
        x=[xs[c[0]] for c in own], y=[ys[c[1]] for c in own], mode="markers+text", marker={"size": 34, "opacity": 0},
        text=[_cell_text(v, by, len(xs) > _MANY) for v in values],
        textfont={"color": [ink_on(f) for f in fills], "size": 12 if len(xs) <= _MANY else 10},
        unselected={"textfont": {"color": PALETTES[theme].ink}}, customdata=own, hovertext=hover, hoverinfo="text",
    ))  # fmt: skip
    figure.update_layout(shapes=squares, hoverdistance=-1)
    _lay_out(figure, x_names, y_names, titles, theme)
    return figure


def _cell_text(value: float | None, by: Measure, is_narrow: bool) -> str:
    """A value as its square holds it: in narrow ones whole per cents, and what rounds to none as less than one."""
    if value is None or by.kind != "share" or not is_narrow:
        return by.text(value)
    return safe("<1%") if 0 < value <= _HALF_PER_CENT else f"{value:.0%}"


def _places(codes: list[Any]) -> dict[Any, int]:
    return {code: place for place, code in enumerate(dict.fromkeys(codes))}


def _fills(
    values: list[float | None],
    rows: list[Any],
    lit: list[bool],
    theme: Theme,
    span: tuple[float, float] | None = None,
) -> list[str]:
    palette = PALETTES[theme]
    spans = {row: _span(v for v, r in zip(values, rows, strict=True) if r == row) for row in dict.fromkeys(rows)}
    fills = []
    for value, row, on in zip(values, rows, lit, strict=True):
        low, high = span or spans[row]
        share = 0.0 if value is None else min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0)
        colour = palette.card if value is None else blend(*palette.sequence, share)
        fills.append(colour if on else faded(colour, theme))
    return fills


def _span(values: Iterable[float | None]) -> tuple[float, float]:
    """The lowest and the highest known value, with zero among them."""
    known = [0.0, *(v for v in values if v is not None)]
    return min(known), max(known)


def _square(x: int, y: int, fill: str, theme: Theme) -> dict[str, Any]:
    edge = {"color": PALETTES[theme].card, "width": 2}
    box = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
    return {"type": "rect", **box, "fillcolor": fill, "line": edge, "layer": "below"}


def _hatching(x: int, y: int, theme: Theme) -> dict[str, Any]:
    """Strokes across the square of a sample too small to rely on: a layer of shapes knows no patterns."""
    corner = (x - 0.5, y - 0.5)
    strokes = [((0, 1 - s), (s, 1)) for s in (0.25, 0.5, 0.75, 1)] + [((s, 0), (1, 1 - s)) for s in (0.25, 0.5, 0.75)]
    path = " ".join(
        f"M {corner[0] + a[0]},{corner[1] + a[1]} L {corner[0] + b[0]},{corner[1] + b[1]}" for a, b in strokes
    )
    return {"type": "path", "path": path, "line": {"color": PALETTES[theme].muted, "width": 1}, "layer": "below"}


def _hover(x: str, y: str, value: float | None, by: Measure, titles: tuple[str, str]) -> str:
    places = f"<b>{titles[0]} {safe(x)} · {titles[1]} {safe(y)}</b>"
    return f"{places}<br>{by.title}　{by.text(value)}"


def _lay_out(figure: go.Figure, x_names: list[str], y_names: list[str], titles: tuple[str, str], theme: Theme) -> None:
    muted = {"size": 12, "color": PALETTES[theme].muted}
    axes = (figure.layout.xaxis, figure.layout.yaxis)
    for axis, names, width in zip(axes, (x_names, y_names), _LABEL_WIDTHS, strict=True):
        texts = [safe(shortened(n, width)) for n in names]
        axis.update(showgrid=False, tickvals=list(range(len(names))), ticktext=texts, range=[-0.5, len(names) - 0.5])
    figure.update_xaxes(title={"text": titles[0], "font": muted, "standoff": 6}, tickangle=0)
    below = 46.0
    if len(x_names) > _MANY:
        figure.update_xaxes(tickangle=-60)
        below += 0.8 * room_for(figure.layout.xaxis.ticktext)
    left = room_for(figure.layout.yaxis.ticktext)
    figure.update_layout(margin={"t": 28, "b": below, "l": 14 + left})
    # Above the names, not above the squares: there the scale of the colours needs the room on a phone.
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", showarrow=False, text=titles[1],
        font=muted, yshift=6, xshift=-left,
    )  # fmt: skip


def _state_scale(figure: go.Figure, by: Measure, values: Iterable[Any], lang: Lang, theme: Theme) -> None:
    known = [v for v in map(as_float, values) if v is not None]
    if known:
        low, high = map(by.text, _span(known))
        _state(figure, t("figures.matrix.scale", lang, low=low, high=high), theme)


def _state(figure: go.Figure, text: str, theme: Theme) -> None:
    figure.add_annotation(
        x=1, y=1, xref="paper", yref="paper", xanchor="right", yanchor="bottom", showarrow=False, yshift=6, text=text,
        font={"size": 12, "color": PALETTES[theme].muted},
    )  # fmt: skip

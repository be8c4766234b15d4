"""From where to where: groups then at the left, groups now at the right, a ribbon for all who went the same way."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Measure, Words, cells, is_chosen, label, measure, safe, shortened
from crm_core.figures.theme import PALETTES, Theme, base_figure, blend, code_colour, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 420
_MANY, _ROW = 6, 50  # groups from which on names have one line, and the height that each then gets
_NODE = 0.02  # width of a group's bar, of the figure
_GAP = 0.05  # between the groups of one side, of the height of all bars
_LEAST_NAMED = 0.004  # of the larger side: a thinner bar has no room for its name
_LABEL_WIDTH, _CROWDED_WIDTH = 14, 11


def flow(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = group then, group now, amount then, amount now: a ribbon grows or shrinks on its way.

    Plotly's own Sankey takes no click, so ribbons are shapes and an unseen mark lies in the middle of each.
    Nulls: an unknown amount, and one below zero, has no width.
    """
    left, right, before, now = columns
    own = cells(answer.rows, (left, right))
    measures = measure(answer, before, lang, words), measure(answer, now, lang, words)
    amounts = [[as_float(v) for v in answer.rows[column]] for column in (before, now)]
    widths = [[max(0.0, v or 0.0) for v in side] for side in amounts]
    size = max(*map(sum, widths)) or 1.0
    sides = [_bars([cell[place] for cell in own], widths[place], size) for place in (0, 1)]
    ribbons = _ribbons(own, widths, [{code: low for code, (low, _) in side.items()} for side in sides])
    lit = [is_chosen(cell, (left, right), chosen) for cell in own]
    drawn = [place for place in range(len(own)) if widths[0][place] or widths[1][place]]
    colours = [_hue(cell, left, theme) for cell in own]
    figure = base_figure(theme, max(HEIGHT, _ROW * max(map(len, sides))))
    figure.update_layout(
        shapes=[_ribbon(ribbons[place], colours[place], lit[place], theme) for place in drawn]
        + [_bar(side, ends, code, (left, right)[side], theme) for side in (0, 1) for code, ends in sides[side].items()],
        hoverdistance=24, margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )  # fmt: skip
    hover = [_hover(own[place], [side[place] for side in amounts], columns, measures, words, lang) for place in drawn]
    marks = [_mark(ribbons[place], number) for number, place in enumerate(drawn)]
    figure.add_trace(go.Scatter(
        x=[x for x, _ in marks], y=[y for _, y in marks], mode="markers", marker={"size": 14, "opacity": 0},
        customdata=[own[place] for place in drawn], hovertext=hover, hoverinfo="text",
    ))  # fmt: skip
    for side, name in ((0, left), (1, right)):
        figure.add_trace(_names(sides[side], side, name, measures[side], size, (lang, theme, words)))
        _head(figure, side, words(name, name), theme)
    figure.update_xaxes(visible=False, range=[-0.34, 1.34])
    tallest = max((high for side in sides for _, high in side.values()), default=size)
    figure.update_yaxes(visible=False, range=[tallest * 1.01, -0.02 * tallest])
    return figure


def _hue(cell: list[Any], column: str, theme: Theme) -> str:
    """A ribbon has the colour of where it comes from; of those who were absent, of where they went."""
    code = cell[0] if cell[0] != "absent" else cell[1]
    return code_colour(column, str(code), theme)


def _bars(codes: Iterable[Any], widths: list[float], size: float) -> dict[Any, tuple[float, float]]:
    """The place of every group of one side from the top down, in the order in which the answer first names them."""
    sums: dict[Any, float] = {}
    for code, width in zip(codes, widths, strict=True):
        sums[code] = sums.get(code, 0.0) + width
    found, at = {}, 0.0
    for code, total in sums.items():
        found[code] = (at, at + total)
        at += total + _GAP * size
    return found


def _ribbons(
    own: list[list[Any]], widths: list[list[float]], starts: list[dict[Any, float]]
) -> list[tuple[float, float, float, float]]:
    """Per row where its ribbon leaves (from, to) and where it arrives (from, to)."""
    at = [dict(side) for side in starts]
    found = []
    for row, cell in enumerate(own):
        ends = []
        for side in (0, 1):
            low = at[side][cell[side]]
            at[side][cell[side]] = low + widths[side][row]
            ends += [low, at[side][cell[side]]]
        found.append((ends[0], ends[1], ends[2], ends[3]))
    return found


def _ribbon(ends: tuple[float, float, float, float], colour: str, on: bool, theme: Theme) -> dict[str, Any]:
    low, high, to_low, to_high = ends
    near, far = _NODE, 1 - _NODE
    path = f"M {near},{low} C 0.5,{low} 0.5,{to_low} {far},{to_low} L {far},{to_high} "
    path += f"C 0.5,{to_high} 0.5,{high} {near},{high} Z"
    fill = blend(colour, PALETTES[theme].card, 0.55) if on else faded(faded(colour, theme), theme)
    return {"type": "path", "path": path, "fillcolor": fill, "opacity": 0.7, "line": {"width": 0}, "layer": "below"}


def _bar(side: int, ends: tuple[float, float], code: Any, column: str, theme: Theme) -> dict[str, Any]:
    edges = (0.0, _NODE) if side == 0 else (1 - _NODE, 1.0)
    fill = PALETTES[theme].muted if code == "absent" else code_colour(column, str(code), theme)
    box = {"x0": edges[0], "x1": edges[1], "y0": ends[0], "y1": ends[1]}
    return {"type": "rect", **box, "fillcolor": fill, "line": {"width": 0}, "layer": "below"}


def _mark(ends: tuple[float, float, float, float], number: int) -> tuple[float, float]:
    """A place on the middle of a ribbon's curve; neighbours stand nearer to one end or the other, so none is hidden."""
    start, end, along = (ends[0] + ends[1]) / 2, (ends[2] + ends[3]) / 2, (0.3, 0.5, 0.7)[number % 3]
    # The share of a cubic curve's way with both middle points at half the width.
    back = 1 - along
    across = _NODE * back**3 + 1.5 * along * back + (1 - _NODE) * along**3
    return across, start + (end - start) * (3 * along**2 * back + along**3)


def _names(
    bars: dict[Any, tuple[float, float]], side: int, column: str, by: Measure, size: float,
    how: tuple[Lang, Theme, Words],
) -> go.Scatter:  # fmt: skip
    """Name and amount beside every bar that has room for them."""
    lang, theme, words = how
    shown = [(code, low, high) for code, (low, high) in bars.items() if high - low >= _LEAST_NAMED * size]
    is_crowded = len(bars) > _MANY  # then there is one line per group, and room on a phone for its name only
    width = _CROWDED_WIDTH if is_crowded else _LABEL_WIDTH
    names = [safe(shortened(label(words, column, code, lang), width)) for code, _, _ in shown]
    amounts = ["" if is_crowded else f"<br>{by.text(high - low)}" for _, low, high in shown]
    texts = [name + amount for name, amount in zip(names, amounts, strict=True)]
    ink = PALETTES[theme].ink
    return go.Scatter(
        x=[-0.015 if side == 0 else 1.015] * len(shown), y=[(low + high) / 2 for _, low, high in shown], text=texts,
        mode="text", textposition="middle left" if side == 0 else "middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": ink, "size": 12}, unselected={"textfont": {"color": ink}},
    )  # fmt: skip


def _head(figure: go.Figure, side: int, title: str, theme: Theme) -> None:
    figure.add_annotation(
        x=side, y=1, xref="x", yref="paper", xanchor="right" if side == 0 else "left", yanchor="bottom", yshift=4,
        showarrow=False, text=safe(title), font={"size": 12, "color": PALETTES[theme].muted},
    )  # fmt: skip


def _hover(
    cell: list[Any], values: list[float | None], columns: tuple[str, ...], measures: tuple[Measure, Measure],
    words: Words, lang: Lang,
) -> str:  # fmt: skip
    names = [safe(label(words, column, code, lang)) for column, code in zip(columns[:2], cell, strict=True)]
    lines = [f"{by.title}　{by.text(value)}" for by, value in zip(measures, values, strict=True)]
    return "<br>".join([f"<b>{names[0]} → {names[1]}</b>", *lines])

"""The provinces of China as equal squares, placed as on a map; places in none of them stand in a line below."""

import tomllib
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from crm_core.figures.certainty import sure_lines
from crm_core.figures.marks import Chosen, Words, cells, is_chosen, label, measure, safe, shortened
from crm_core.figures.theme import PALETTES, Theme, base_figure, blend, faded, ink_on
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 460
_NAME_WIDTH = 14
_SHORT = "province_short"  # the name that fits into a square
_SIDE = 0.46  # half a square, with the gap between two


@cache
def positions() -> dict[str, tuple[int, int]]:
    """Column from the west and row from the north of every province."""
    given = tomllib.loads(Path(__file__).with_name("tiles.toml").read_text("utf-8"))
    return {name: (place[0], place[1]) for name, place in given.items()}


def tiles(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = province, place outside, value that colours, perhaps one more for the hover.

    Nulls:  a province without a customer is an empty square; a row without a province is counted under the map.
    """
    code, place, value = columns[:3]
    palette, by = PALETTES[theme], measure(answer, value, lang, words)
    own = cells(answer.rows, (code, place))
    values = [as_float(v) for v in answer.rows[value]]
    known = [i for i, cell in enumerate(own) if cell[0] in positions()]
    most = max([values[i] or 0.0 for i in known], default=0.0) or 1.0
    fills = [_fill(values[i], most, is_chosen(own[i], (code, place), chosen), theme) for i in known]
    spots = [positions()[own[i][0]] for i in known]
    names = [label(words, code, own[i][0], lang) for i in known]
    more = [measure(answer, c, lang, words) for c in columns[2:]]
    sure = sure_lines(answer, value, by)
    hover = [
        "<br>".join([f"<b>{safe(name)}</b>", *(f"{m.title}　{m.text(answer.rows[c].iloc[i])}"
                                               for m, c in zip(more, columns[2:], strict=True)), *sure[i]])
        for i, name in zip(known, names, strict=True)
    ]  # fmt: skip
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=[x for x, _ in spots], y=[-y for _, y in spots], mode="markers+text", marker={"size": 34, "opacity": 0},
        text=[words(_SHORT, own[i][0]) + (f"<br>{by.text(values[i])}" if values[i] else "") for i in known],
        textfont={"size": 10, "color": [ink_on(fill) for fill in fills]}, customdata=[own[i] for i in known],
        hovertext=hover, hoverinfo="text", unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip
    squares = [
        {"type": "rect", "x0": x - _SIDE, "x1": x + _SIDE, "y0": -y - _SIDE, "y1": -y + _SIDE, "fillcolor": fill,
         "line": {"color": palette.line, "width": 1}, "layer": "below"}
        for (x, y), fill in zip(spots, fills, strict=True)
    ]  # fmt: skip
    figure.update_layout(shapes=squares, hoverdistance=-1, margin={"t": 28, "b": 30, "l": 4, "r": 4})
    figure.update_xaxes(visible=False, range=[-0.55, 7.55])
    figure.update_yaxes(visible=False, range=[-7.55, 0.55])
    scale = t("figures.matrix.scale", lang, low=by.text(0), high=by.text(most)) if known else ""
    outside = [i for i in range(len(own)) if i not in set(known)]
    _notes(figure, by.title, scale, _outside(answer, outside, columns, lang, words), theme)
    return figure


def _fill(value: float | None, most: float, lit: bool, theme: Theme) -> str:
    palette = PALETTES[theme]
    colour = blend(*palette.sequence, max(0.0, value or 0.0) / most) if value else palette.card
    return colour if lit else faded(colour, theme)


def _outside(answer: Answer, rows: list[int], columns: tuple[str, ...], lang: Lang, words: Words) -> str:
    """How many are in no province, and the names of the first three places."""
    counted = [(as_float(answer.rows[columns[2]].iloc[i]) or 0.0, i) for i in rows]
    if not counted:
        return ""
    by = measure(answer, columns[2], lang, words)
    first = [label(words, columns[1], answer.rows[columns[1]].iloc[i], lang) for _, i in sorted(counted, reverse=True)]
    names = t("figures.tiles.list", lang).join(safe(shortened(name, _NAME_WIDTH)) for name in first[:3])
    return t("figures.tiles.outside", lang, value=by.text(sum(v for v, _ in counted)), count=len(rows), names=names)


def _notes(figure: go.Figure, title: str, scale: str, outside: str, theme: Theme) -> None:
    muted = {"size": 12, "color": PALETTES[theme].muted}
    for x, y, side, at, text in (
        (0, 1, "left", "bottom", title), (1, 1, "right", "bottom", scale), (0, 0, "left", "top", outside),
    ):  # fmt: skip
        if text:
            figure.add_annotation(
                x=x, y=y, xref="paper", yref="paper", xanchor=side, yanchor=at, showarrow=False, text=text, font=muted,
                yshift=6 if at == "bottom" else -4,
            )  # fmt: skip

"""What was expected against what happened: bars with marks by group, two lines over time with the days held out."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from crm_core.figures.certainty import interval_ends, sure_lines, whiskers
from crm_core.figures.marks import (
    Chosen,
    Words,
    cells,
    is_chosen,
    kind_of,
    label,
    measure,
    room_for,
    safe,
    value_axis,
)
from crm_core.figures.periods import period_label
from crm_core.figures.theme import PALETTES, Palette, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 320
_ROOM = 270  # pixels of all names of series that stand in one line on a phone, beside their marks
_LINE = 18
_MOST_LABELS = 5  # side by side on a phone
_MOST_LETTERS = 40  # of all labels, each as wide as the longest, that stand side by side


def tested(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """columns: what the rows are, what happened, what was expected one way or more, and which rows were held out."""
    on, actual = columns[:2]
    values = [c for c in columns[1:] if kind_of(answer, c) != "boolean"]
    held = next((c for c in columns[2:] if kind_of(answer, c) == "boolean"), None)
    over_time = kind_of(answer, on) == "date"
    own, by = cells(answer.rows, (on,)), measure(answer, actual, lang, words)
    names = [period_label(v, "day", lang) if over_time else label(words, on, v, lang) for v in answer.rows[on]]
    xs = [period_label(v, "day", lang, on_axis=True) for v in answer.rows[on]] if over_time else names
    ys = {c: [as_float(v) for v in answer.rows[c]] for c in values}
    titles = {c: words(c, c) for c in values}
    sure = sure_lines(answer, actual, by)
    hover = [
        "<br>".join([f"<b>{safe(name)}</b>", *(f"{titles[c]}　{by.text(ys[c][row])}" for c in values), *sure[row]])
        for row, name in enumerate(names)
    ]
    figure, palette = base_figure(theme, HEIGHT), PALETTES[theme]
    marks = {"x": xs, "y": ys[actual], "customdata": own, "hovertext": hover, "hoverinfo": "text"}
    if over_time:
        figure.add_trace(go.Scatter(**marks, mode="lines", line={"color": palette.accent, "width": 2.4}))
    else:
        lit = [palette.accent if is_chosen(c, (on,), chosen) else faded(palette.accent, theme) for c in own]
        bars = whiskers(answer, actual, palette.muted)
        figure.add_trace(go.Bar(**marks, marker={"color": lit, "cornerradius": 3}, error_y=bars))
    for place, column in enumerate(values[1:]):
        figure.add_trace(_expected(xs, ys[column], place, palette, over_time))
    if held is not None:
        _shade(figure, answer.rows[held], palette)
    texts = _legend([titles[c] for c in values], palette, over_time)
    everything = [y for c in values for y in ys[c]] + interval_ends(answer, actual)
    up = value_axis(everything, by)
    is_long = over_time or len(names) * max(map(len, names), default=0) > _MOST_LETTERS
    shown = xs[:: -(-len(xs) // _MOST_LABELS)] if is_long else xs
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=shown, ticktext=shown)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    sides = {"b": 46 if over_time else 30, "l": 12 + room_for(up["ticktext"]), "r": 16}
    figure.update_layout(bargap=0.35, margin={"t": 28 + _LINE * texts.count("<br>")} | sides)
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False,
        text=texts, align="left", font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    return figure


def _expected(xs: list[str], ys: list[float | None], place: int, palette: Palette, over_time: bool) -> go.Scatter:
    """The first way to expect in the contrast colour, a second one in ink."""
    colour = (palette.contrast, palette.ink)[min(place, 1)]
    how: dict[str, Any] = {"mode": "lines", "line": {"color": colour, "width": 2, "dash": "dash"}}
    if not over_time:
        symbol = ("diamond", "line-ew-open")[min(place, 1)]
        how = {"mode": "markers", "marker": {"symbol": symbol, "size": 12, "color": colour, "line": {"width": 2}}}
    return go.Scatter(x=xs, y=ys, hoverinfo="skip", cliponaxis=False, **how)


def _shade(figure: go.Figure, held: pd.Series, palette: Palette) -> None:
    """The days that the model had not seen, on a light ground."""
    rows = [row for row, is_held in enumerate(held) if is_held]
    if rows:
        figure.add_shape(
            type="rect", x0=rows[0] - 0.5, x1=rows[-1] + 0.5, y0=0, y1=1, yref="paper", layer="below",
            fillcolor=palette.grid, line={"width": 0},
        )  # fmt: skip


def _legend(titles: list[str], palette: Palette, over_time: bool) -> str:
    """The series by name, each behind its own mark, in one line where that fits a phone."""
    marks = ("—", "╌", "╌") if over_time else ("■", "◆", "—")
    signs = zip(marks, (palette.accent, palette.contrast, palette.ink), titles, strict=False)
    apart = "　" if sum(room_for([title]) for title in titles) < _ROOM else "<br>"
    return apart.join(f'<span style="color:{colour}">{sign}</span> {safe(title)}' for sign, colour, title in signs)

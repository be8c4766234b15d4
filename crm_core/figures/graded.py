"""A rate by score, with its intervals, against the straight line that people expect."""

import plotly.graph_objects as go

from crm_core.figures.certainty import interval_ends, small_words, sure_lines, whiskers
from crm_core.figures.marks import Chosen, Words, cells, is_chosen, label, measure, room_for, value_axis
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 360
_ROOM_FOR_FIRST = 0.7  # of a step, left of the first score: its rate stands there, not on the axis


def graded(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = score, rate, the straight line's rate; no mark where nobody gave it, hollow where few did."""
    code, value, straight = columns
    palette, own, by = PALETTES[theme], cells(answer.rows, (code,)), measure(answer, value, lang, words)
    names = [label(words, code, each, lang) for each in answer.rows[code]]
    ys, line = ([as_float(v) for v in answer.rows[name]] for name in (value, straight))
    small = small_words(answer, value, lang)
    title = words(code, code)
    hover = [
        "<br>".join([f"<b>{title}　{name}</b>", f"{by.title}　{by.text(y)}", *sure])
        for name, y, sure in zip(names, ys, sure_lines(answer, value, by), strict=True)
    ]
    lit = [palette.accent if is_chosen(cell, (code,), chosen) else faded(palette.accent, theme) for cell in own]
    figure = base_figure(theme, HEIGHT)
    figure.add_trace(go.Scatter(
        x=names, y=ys, mode="lines+markers+text", text=["" if y is None else by.text(y) for y in ys],
        textposition="top left", textfont={"color": palette.ink}, unselected={"textfont": {"color": palette.ink}},
        customdata=own, hovertext=hover, hoverinfo="text", cliponaxis=False,
        line={"color": palette.accent, "width": 2.5}, error_y=whiskers(answer, value, palette.ink),
        marker={"size": 12, "color": [palette.card if few else c for few, c in zip(small, lit, strict=True)],
                "line": {"color": lit, "width": 2}},
    ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=names, y=line, mode="lines", hoverinfo="skip", line={"color": palette.contrast, "width": 1.5, "dash": "dash"},
    ))  # fmt: skip
    up = value_axis([*ys, *line, *interval_ends(answer, value)], by)
    muted = {"size": 12, "color": palette.muted}
    figure.update_yaxes(**up, ticklabelstandoff=4)
    figure.update_xaxes(
        type="category", showgrid=False, range=[-_ROOM_FOR_FIRST, len(names) - 0.6],
        title={"text": title, "font": muted, "standoff": 6},
    )  # fmt: skip
    names_above = (
        (0, "left", f"● {by.title}", palette.accent),
        (1, "right", f"┄ {words(straight, straight)}", palette.contrast),
    )
    for x, side, text, colour in names_above:
        figure.add_annotation(
            x=x, y=1, xref="paper", yref="paper", xanchor=side, yanchor="bottom", yshift=6, showarrow=False,
            text=text, font={"size": 12, "color": colour},
        )  # fmt: skip
    figure.update_layout(margin={"t": 30, "b": 46, "l": 14 + room_for(up["ticktext"]), "r": 20})
    return figure

"""What customers got against what they expected, around a circle: the wider the gap between the lines, the worse.

Drawn on plain axes: polar charts cannot be clicked on the page.
"""

from dataclasses import replace
from math import cos, pi, sin

import plotly.graph_objects as go

from crm_core.figures.certainty import small_words, sure_lines
from crm_core.figures.marks import (
    Chosen,
    Words,
    cells,
    compared_by_cell,
    compared_name,
    is_chosen,
    label,
    measure,
    safe,
)
from crm_core.figures.ranked import bars
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 400
LOW, HIGH = 1.0, 5.0  # of the scale: the centre and the outer ring
GATE = "reliability"  # what the other four stand on
_FEWEST, _MOST = 3, 10  # corners that make a figure one can read
_OVER = 0.32  # of words at the edge, over or under their corner
_ACROSS, _UP = (-1.45, 1.45), (-1.3, 1.4)
Points = list[tuple[float | None, float | None]]


def radar(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = code, gap, what was met, what was expected; the gate stands on top, its level is a ring of dots.

    Nulls:  an unknown score breaks the line. Fewer than three codes, or more than ten, are bars of the gap.
    """
    if not _FEWEST <= len(answer.rows) <= _MOST:
        drawn = bars(answer, columns, lang, theme, words, chosen)
        return drawn.update_layout(height=max(HEIGHT, drawn.layout.height))
    code, _, met, expected = columns[:4]
    rows = answer.rows.sort_values(code, key=lambda names: names != GATE, kind="stable")
    table = replace(answer, rows=rows.reset_index(drop=True))
    scores = [as_float(v) for v in table.rows[met]]
    figure = base_figure(theme, HEIGHT)
    _add_web(figure, len(scores), theme)
    palette = PALETTES[theme]
    _add_ring(figure, _corners([as_float(v) for v in table.rows[expected]]), palette.muted, "dash")
    is_gated = str(table.rows[code].iloc[0]) == GATE
    if is_gated:
        _add_ring(figure, _corners([scores[0]] * len(scores)), palette.contrast, "dot")
    _add_ring(figure, _corners(scores), palette.accent, "solid")
    _add_marks(figure, table, columns, (lang, theme, words, chosen))
    named = [("accent", "━", words(met, met)), ("muted", "╍", words(expected, expected))]
    named += [("contrast", "┅", t("figures.radar.gate", lang, label=words(code, GATE)))] if is_gated else []
    legend = "　".join(f'<span style="color:{getattr(palette, hue)}">{line}</span> {name}' for hue, line, name in named)
    figure.add_annotation(
        x=0.5, y=0, xref="paper", yref="paper", yanchor="top", yshift=-4, showarrow=False, text=legend,
        font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=_ACROSS, constrain="domain")
    figure.update_yaxes(visible=False, range=_UP, scaleanchor="x", constrain="domain")
    figure.update_layout(margin_b=28)
    return figure


def _at(place: int, count: int, reach: float) -> tuple[float, float]:
    """A point on the spoke of a place, clockwise from the top."""
    angle = 2 * pi * place / count
    return reach * sin(angle), reach * cos(angle)


def _corners(scores: list[float | None]) -> Points:
    """The points of scores on their spokes."""
    return [
        (None, None) if score is None else _at(place, len(scores), (score - LOW) / (HIGH - LOW))
        for place, score in enumerate(scores)
    ]


def _add_ring(figure: go.Figure, corners: Points, colour: str, dash: str) -> None:
    """A closed line through corners, broken where one is unknown."""
    xs, ys = zip(*[*corners, corners[0]], strict=True)
    line = {"color": colour, "width": 2 if dash == "solid" else 1.5, "dash": dash}
    figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", connectgaps=False))


def _add_web(figure: go.Figure, count: int, theme: Theme) -> None:
    """Rings of whole scores, named on the first spoke, and the spokes."""
    palette, whole = PALETTES[theme], range(int(LOW) + 1, int(HIGH) + 1)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for score in whole:
        for place in range(count + 1):
            x, y = _at(place, count, (score - LOW) / (HIGH - LOW))
            xs, ys = [*xs, x], [*ys, y]
        xs, ys = [*xs, None], [*ys, None]
    for place in range(count):
        x, y = _at(place, count, 1)
        xs, ys = [*xs, 0.0, x, None], [*ys, 0.0, y, None]
    line = {"color": palette.line, "width": 1}
    figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", connectgaps=False))
    figure.add_trace(go.Scatter(
        x=[0.03] * len(whole), y=[(score - LOW) / (HIGH - LOW) - 0.05 for score in whole], mode="text",
        text=[str(score) for score in whole], textposition="middle right", hoverinfo="skip",
        textfont={"size": 11, "color": palette.muted},
    ))  # fmt: skip


def _add_marks(
    figure: go.Figure, answer: Answer, columns: tuple[str, ...], how: tuple[Lang, Theme, Words, Chosen]
) -> None:
    """A mark per code that can be clicked, and its name with score and gap outside the web."""
    lang, theme, words, chosen = how
    code, gap, met, expected = columns[:4]
    palette, own = PALETTES[theme], cells(answer.rows, (code,))
    by = {name: measure(answer, name, lang, words) for name in (gap, met, expected)}
    names = [label(words, code, each, lang) for each in answer.rows[code]]
    lines = [
        [f"{by[name].title}　{by[name].text(row)}" for name, row in zip((met, expected, gap), values, strict=True)]
        for values in zip(answer.rows[met], answer.rows[expected], answer.rows[gap], strict=True)
    ]
    sure, small = sure_lines(answer, gap, by[gap]), small_words(answer, gap, lang)
    was = compared_by_cell(answer, (code,), gap)
    then = [[f"{compared_name(answer, lang)}　{by[gap].text(was[tuple(c)])}"] if tuple(c) in was else [] for c in own]
    hover = ["<br>".join([f"<b>{safe(name)}</b>", *told, *ends, *before])
             for name, told, ends, before in zip(names, lines, sure, then, strict=True)]  # fmt: skip
    behind = [(as_float(v) or 0) < 0 for v in answer.rows[gap]]
    colours = [palette.contrast if is_behind else palette.accent for is_behind in behind]
    colours = [
        hue if is_chosen(cell, (code,), chosen) else faded(hue, theme) for hue, cell in zip(colours, own, strict=True)
    ]
    xs, ys = zip(*_corners([as_float(v) for v in answer.rows[met]]), strict=True)
    figure.add_trace(go.Scatter(
        x=xs, y=ys, mode="markers", customdata=own, hovertext=hover, hoverinfo="text", cliponaxis=False,
        marker={"size": 11, "symbol": ["circle-open" if few else "circle" for few in small], "color": colours,
                "line": {"width": 2, "color": colours}},
    ))  # fmt: skip
    places = [_beside(*_at(place, len(names), 1)) for place in range(len(names))]
    figure.add_trace(go.Scatter(
        x=[x for x, _, _ in places], y=[y for _, y, _ in places], textposition=[side for _, _, side in places],
        text=[f"{safe(name)}<br>{by[met].text(score)} · {by[gap].text(apart)}"
              for name, score, apart in zip(names, answer.rows[met], answer.rows[gap], strict=True)],
        mode="text", hoverinfo="skip", cliponaxis=False, textfont={"size": 12, "color": palette.ink},
        unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip


def _beside(x: float, y: float) -> tuple[float, float, str]:
    """Where the words of a corner stand: over the top, under the bottom, else at the edge, so that a phone has room."""
    if abs(x) < 0.2:
        return x, y * 1.06, "top center" if y > 0 else "bottom center"
    upwards = _OVER if y > -0.01 else -_OVER
    return _ACROSS[1 if x > 0 else 0], y + upwards, "middle left" if x > 0 else "middle right"

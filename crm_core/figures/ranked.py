"""Horizontal bars with name and value above each bar: nothing is cut on a phone, long names have room."""

from typing import Any

import plotly.graph_objects as go

from crm_core.figures.certainty import SMALL_PATTERN, interval_ends, small_words, sure_lines, whiskers
from crm_core.figures.marks import (
    Chosen,
    Measure,
    Words,
    cell_columns,
    cells,
    compared_by_cell,
    compared_name,
    is_chosen,
    label,
    measure,
    safe,
    shortened_parts,
)
from crm_core.figures.theme import PALETTES, Theme, base_figure, code_colour, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

_ROOM = 320
_ROW = 38
BAR_WIDTH = 0.42
_LIFT = 0.08  # of the words above a bar, in rows


def height(rows: int) -> int:
    """The figure's height: one height up to eight rows, then a fixed room per row."""
    return max(_ROOM, 24 + _ROW * rows)


def pyramid(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Tiers from the top down: bar = share, label = share and customers, steps of one hue."""
    code, customers, share = columns
    shares, counts = measure(answer, share, lang, words), measure(answer, customers, lang, words)
    ends = [
        t("figures.pyramid.label", lang, share=shares.text(s), customers=counts.text(c))
        for s, c in zip(answer.rows[share], answer.rows[customers], strict=True)
    ]
    colours = [code_colour(code, str(c), theme) for c in answer.rows[code]]
    return _ranked(answer, ("pyramid", *columns), share, ends, colours, (lang, theme, words, chosen))


def bars(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Ranked bars of any dimension in the order of the answer; a loss goes left in the contrast colour."""
    palette, value = PALETTES[theme], columns[1]
    numbers = map(as_float, answer.rows[value])
    colours = [palette.contrast if x is not None and x < 0 else palette.accent for x in numbers]
    ends = _ends(answer, columns, lang, words)
    return _ranked(answer, ("bars", *columns), value, ends, colours, (lang, theme, words, chosen))


def tree(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Segments as proportional bars, each in its colour of every page (a drawn treemap takes no click)."""
    code, value = columns[:2]
    colours = [code_colour(code, str(c), theme) for c in answer.rows[code]]
    ends = _ends(answer, columns, lang, words)
    return _ranked(answer, ("tree", *columns), value, ends, colours, (lang, theme, words, chosen))


def _ends(answer: Answer, columns: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The values of the next two columns; where there are more, all but the first by name, as far as they are known.

    A column of which no row knows a value is left out.
    """
    texts = []
    told = [columns[1], *(c for c in columns[2:] if answer.rows[c].notna().any())]
    first, *others = [measure(answer, c, lang, words) for c in told]
    are_named = len(columns) > 3
    for value, *values in zip(*(answer.rows[c] for c in told), strict=True):
        parts = [first.text(value)]
        for by, each in zip(others, values, strict=True):
            if not are_named:
                parts.append(by.text(each))
            elif as_float(each):
                parts.append(f"{by.title} {by.text(each)}")
        texts.append(" · ".join(parts))
    return texts


def _ranked(
    answer: Answer,
    chart: tuple[str, ...],
    value: str,
    ends: list[str],
    colours: list[str],
    how: tuple[Lang, Theme, Words, Chosen],
) -> go.Figure:
    lang, theme, words, chosen = how
    named = cell_columns(answer, chart)
    own = cells(answer.rows, named)
    by = measure(answer, value, lang, words)
    labels = [label(words, chart[1], c, lang) for c in answer.rows[chart[1]]]
    values = [as_float(v) for v in answer.rows[value]]
    then = [compared_by_cell(answer, named, value).get(tuple(c)) for c in own]
    fill = [c if is_chosen(cell, named, chosen) else faded(c, theme) for c, cell in zip(colours, own, strict=True)]
    sure = sure_lines(answer, value, by)
    small = small_words(answer, value, lang)
    hover = [_hover(*row, by, answer, lang) for row in zip(labels, ends, then, sure, strict=True)]
    ends = [" · ".join(filter(None, pair)) for pair in zip(ends, small, strict=True)]
    bar = go.Bar(
        x=values, y=list(range(len(values))), orientation="h", width=BAR_WIDTH, customdata=own,
        marker={"color": fill, "cornerradius": 3, "pattern": _pattern(small, theme)},
        error_x=whiskers(answer, value, PALETTES[theme].ink), hovertext=hover, hoverinfo="text",
    )  # fmt: skip
    figure = base_figure(theme, height(len(values)))
    figure.add_trace(bar)
    _add_comparison(figure, then, answer, lang, theme)
    reached = [0.0, *_known(values, then, interval_ends(answer, value))]
    low, high = min(reached), max(reached)
    figure.update_xaxes(visible=False, range=[low * 1.01, high * 1.01 or 1.0])
    figure.update_yaxes(visible=False, range=[len(values) - 0.5, -0.85])
    figure.add_trace(_texts(labels, ends, figure.layout.xaxis.range, theme))
    return figure


def _pattern(small: list[str], theme: Theme) -> dict[str, Any] | None:
    """Small samples hatched; a chart without any is drawn as ever."""
    if not any(small):
        return None
    shapes = [SMALL_PATTERN if name else "" for name in small]
    return {"shape": shapes, "fgcolor": PALETTES[theme].card, "size": 6, "solidity": 0.4}


def _known(*lists: list[float | None]) -> list[float]:
    return [x for values in lists for x in values if x is not None]


def _texts(labels: list[str], ends: list[str], span: tuple[float, float], theme: Theme) -> go.Scatter:
    """Name at the left and value at the right above every bar, as one trace: drawn faster than a note each."""
    palette, rows = PALETTES[theme], [row - BAR_WIDTH / 2 - _LIFT for row in range(len(labels))]
    return go.Scatter(
        x=[span[0]] * len(rows) + [span[1]] * len(rows), y=rows * 2, mode="text", hoverinfo="skip", cliponaxis=False,
        text=[safe(shortened_parts(name)) for name in labels] + ends,
        textposition=["top right"] * len(rows) + ["top left"] * len(rows),
        textfont={"color": [palette.ink] * len(rows) + [palette.muted] * len(rows)},
        unselected={"textfont": {"color": palette.ink}},
    )  # fmt: skip


def _hover(name: str, end: str, then: float | None, sure: list[str], by: Measure, answer: Answer, lang: Lang) -> str:
    lines = [f"<b>{safe(name)}</b>", f"{by.title}　{end}", *sure]
    if answer.compared is not None:
        lines.append(f"{safe(compared_name(answer, lang))}　{by.text(then)}")
    return "<br>".join(lines)


def _add_comparison(figure: go.Figure, then: list[float | None], answer: Answer, lang: Lang, theme: Theme) -> None:
    """A mark per row where the comparison stood, explained once under the bars; nothing where none stood."""
    if answer.compared is None or all(x is None for x in then):
        return
    palette = PALETTES[theme]
    # The outline keeps the mark visible on any bar.
    marker = {"symbol": "diamond-tall", "size": 12, "color": palette.ink, "line": {"width": 1.5, "color": palette.card}}
    figure.add_trace(go.Scatter(
        x=then, y=list(range(len(then))), mode="markers", marker=marker, hoverinfo="skip", cliponaxis=False,
        unselected={"marker": {"opacity": 1}}))  # fmt: skip
    name, days = safe(compared_name(answer, lang)), answer.compare_period
    words = t("figures.compared_group", lang, name=name)
    if days is not None and answer.compare_group is None:
        words = t("figures.compared_mark", lang, name=name, start=days[0], end=days[1])
    figure.add_annotation(
        x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-2, showarrow=False, text=words,
        font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    figure.update_layout(margin_b=24)

"""Cohorts of new customers down, the periods since their first across: one colour scale, the value in each cell."""

from typing import Any

import plotly.graph_objects as go

from crm_core.figures.certainty import sure_lines
from crm_core.figures.marks import Chosen, Measure, Words, cells, is_chosen, measure, room_for
from crm_core.figures.periods import period_label
from crm_core.figures.theme import PALETTES, Theme, base_figure, blend, ink_on
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

_ROW = 26
_ROOM = 320
_OVERHEAD = 84
_MOST_TICKS = 14
_BASES, _WAYS = ("customers", "revenue"), ("absolute", "share", "relative")


def shown_column(answer: Answer, chart: tuple[str, ...]) -> str:
    """The column that the reader's parameters choose from those that the chart names after its kind and axes."""
    basis, way = answer.params.get("basis", "customers"), answer.params.get("shown", "share")
    place = _BASES.index(basis) * len(_WAYS) + _WAYS.index(way)
    return chart[4:][place] if len(chart) > 4 + place else chart[4]


def height(rows: int) -> int:
    """The figure's height: as many rows as cohorts."""
    return max(_ROOM, _OVERHEAD + _ROW * rows)


def cohorts(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """A heat map with a row per cohort, the oldest on top, and the row of means under all.

    The first period takes no part in the scale: everybody bought in it. A cell that is not over has no colour, so that
    it is not read as a fall. A drawn heat map takes no click, so an unseen marker lies on every cell.
    """
    across, down, unfinished = columns[:3]
    value = shown_column(answer, ("cohorts", *columns))
    by, own = measure(answer, value, lang, words), cells(answer.rows, (across, down))
    rows = list(dict.fromkeys(cell[1] for cell in own))
    places = {on: place for place, on in enumerate(rows)}
    open_ = [bool(flag) for flag in answer.rows[unfinished]]
    values = [as_float(v) for v in answer.rows[value]]
    coloured = [None if o or not c[0] else v for o, c, v in zip(open_, own, values, strict=True)]
    names = [_row_name(on, answer, lang) for on in rows]
    told = zip(own, values, open_, sure_lines(answer, value, by), strict=True)
    hover = [_hover(names[places[c[1]]], c[0], v, by, (o, sure, lang)) for c, v, o, sure in told]
    lit = [is_chosen(c, (across, down), chosen) for c in own]
    figure = base_figure(theme, height(len(rows)))
    spots = {"x": [c[0] for c in own], "y": [places[c[1]] for c in own]}
    figure.add_trace(go.Scatter(
        **spots, mode="markers", marker={"size": 24, "symbol": "square", "opacity": 0}, customdata=own,
        hovertext=hover, hoverinfo="text"))  # fmt: skip
    figure.add_trace(_heat(spots, coloured, lit, theme))
    figure.add_trace(_texts(spots, values, coloured, open_, (by, theme)))
    _lay_out(figure, names, max(spots["x"]), words(across, across), theme)
    _say(figure, by, coloured, any(open_), (lang, theme))
    return figure


def _row_name(on: str | None, answer: Answer, lang: Lang) -> str:
    if on is None:
        return t("figures.cohorts.mean", lang)
    return period_label(on, str(answer.params.get("grain", "month")), lang, on_axis=False)


def _span(values: list[float | None]) -> tuple[float, float]:
    known = [v for v in values if v is not None]
    return min([0.0, *known]), max(known, default=0.0) or 1.0


def _heat(spots: dict[str, Any], values: list[float | None], lit: list[bool], theme: Theme) -> go.Heatmap:
    low, high = _span(values)
    shown = [v if on else None for v, on in zip(values, lit, strict=True)]
    scale = [[place, colour] for place, colour in enumerate(PALETTES[theme].sequence)]
    return go.Heatmap(
        **spots, z=shown, zmin=low, zmax=high, colorscale=scale, showscale=False, xgap=2, ygap=2, hoverinfo="skip",
    )  # fmt: skip


def _texts(
    spots: dict[str, Any], values: list[float | None], coloured: list[float | None], open_: list[bool],
    how: tuple[Measure, Theme],
) -> go.Scatter:  # fmt: skip
    """The values written in the cells, without the unit that the figure names once."""
    by, theme = how
    low, high = _span(coloured)
    palette = PALETTES[theme]
    inks = [
        palette.muted if o else palette.ink if v is None else ink_on(_colour(v, low, high, theme))
        for v, o in zip(coloured, open_, strict=True)
    ]
    return go.Scatter(
        **spots, mode="text", text=["" if v is None else _short(v, by) for v in values], hoverinfo="skip",
        textfont={"size": _size(values, by, max(spots["x"])), "color": inks},
        unselected={"textfont": {"color": palette.ink}},
    )  # fmt: skip


def _colour(value: float, low: float, high: float, theme: Theme) -> str:
    return blend(*PALETTES[theme].sequence, (value - low) / ((high - low) or 1.0))


def _short(value: float, by: Measure) -> str:
    return f"{value * 100:.0f}" if by.kind == "share" else by.text(value)


def _size(values: list[float | None], by: Measure, last: int) -> int:
    """The size of the words in the cells: what a phone's cells have room for, down to nothing readable."""
    widest = max((len(_short(v, by)) for v in values if v is not None), default=1)
    return max(6, min(12, int(420 / ((last + 1) * widest))))


def _hover(row: str, age: int, value: float | None, by: Measure, how: tuple[bool, list[str], Lang]) -> str:
    is_open, sure, lang = how
    first = t("figures.cohorts.cell", lang, cohort=row, age=age)
    first = f"{first} · {t('figures.unfinished', lang)}" if is_open else first
    return "<br>".join([f"<b>{first}</b>", f"{by.title}　{by.text(value)}", *sure])


def _lay_out(figure: go.Figure, names: list[str], last: int, title: str, theme: Theme) -> None:
    muted = {"size": 12, "color": PALETTES[theme].muted}
    ticks = list(range(0, last + 1, -(-(last + 1) // _MOST_TICKS)))
    figure.update_xaxes(
        showgrid=False, tickvals=ticks, ticktext=[str(tick) for tick in ticks], range=[-0.5, last + 0.5],
        title={"text": title, "font": muted, "standoff": 6}, tickangle=0)  # fmt: skip
    figure.update_yaxes(
        showgrid=False, tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.5, -0.5])  # fmt: skip
    figure.update_layout(margin={"t": 48, "b": 44, "l": 14 + room_for(names)}, hoverdistance=-1)


def _say(figure: go.Figure, by: Measure, values: list[float | None], has_open: bool, how: tuple[Lang, Theme]) -> None:
    """What is drawn, in which unit and on which scale; and what the pale numbers are."""
    lang, theme = how
    low, high = _span(values)
    unit = t("figures.cohorts.percent", lang) if by.kind == "share" else ""
    lines = [by.title + unit + " · " + t("figures.cohorts.scale", lang, low=by.text(low), high=by.text(high))]
    lines += [t("figures.cohorts.open", lang)] if has_open else []
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False,
        text="<br>".join(lines), align="left", xshift=-figure.layout.margin.l + 8,
        font={"size": 12, "color": PALETTES[theme].muted},
    )  # fmt: skip

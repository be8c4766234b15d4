"""A value over time: bars for amounts, a line for rates; the unfinished period hatched and named."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from crm_core.figures.certainty import SMALL_PATTERN, interval_ends, small_words, sure_lines, whiskers
from crm_core.figures.marks import (
    Chosen,
    Measure,
    Words,
    cells,
    compared_name,
    is_chosen,
    measure,
    room_for,
    safe,
    value_axis,
)
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float

HEIGHT = 320
_MOST_BARS = 60
# As many as stand side by side on a phone; the figure does not know its width.
_MOST_LABELS = 5
_AMOUNTS = ("count", "money")


def period_label(on: Any, grain: str, lang: Lang, on_axis: bool = False) -> str:
    """A period by its first day: 2025-03, 2025 Q1, a week by its first day; in two short lines on an axis."""
    if pd.isna(on):
        return t("figures.na", lang)
    day = date.fromisoformat(str(on)[:10])
    if grain == "month":
        return f"{day:%Y-%m}"
    if grain == "quarter":
        name = t("figures.quarter_names", lang)[(day.month - 1) // 3]
        return t("figures.quarter_axis" if on_axis else "figures.quarter", lang, year=day.year, name=name)
    if on_axis:
        return f"{day:%m-%d}<br>{day:%Y}"
    return t("figures.week", lang, date=day.isoformat()) if grain == "week" else day.isoformat()


def time(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """A value per period in the order of the answer; the comparison, row by row, is a thin grey line."""
    on, value = columns[:2]
    grain = str(answer.params.get("grain", "month"))
    by, own = measure(answer, value, lang, words), cells(answer.rows, (on,))
    xs = [period_label(d, grain, lang, on_axis=True) for d in answer.rows[on]]
    open_ = [bool(u) if pd.notna(u) else False for u in answer.rows[columns[2]]] if columns[2:] else [False] * len(xs)
    ys = [as_float(v) for v in answer.rows[value]]
    then = [as_float(v) for v in answer.compared[value]][: len(xs)] if answer.compared is not None else []
    told = zip(answer.rows[on], ys, open_, _padded(then, xs), sure_lines(answer, value, by), strict=True)
    against = safe(compared_name(answer, lang))
    hover = [_hover(*row, by, against, grain) for row in told]
    lit = [is_chosen(cell, (on,), chosen) for cell in own]
    figure = base_figure(theme, HEIGHT)
    marks = {"x": xs, "y": ys, "customdata": own, "hovertext": hover, "hoverinfo": "text",
             "error_y": whiskers(answer, value, PALETTES[theme].muted)}  # fmt: skip
    small = [bool(name) for name in small_words(answer, value, lang)]
    if by.kind in _AMOUNTS and len(xs) <= _MOST_BARS:
        figure.add_trace(go.Bar(**marks, marker=_bar_marker(lit, open_, small, theme)))
    else:
        _add_line(figure, marks, lit, open_, small, theme)
    _add_comparison(figure, xs, then, t("figures.compared_line", lang, name=against), theme)
    _name_unfinished(figure, xs, ys, open_, (lang, theme))
    _lay_out(figure, by, xs, [*ys, *then, *interval_ends(answer, value)], theme)
    return figure


def _lay_out(figure: go.Figure, by: Measure, xs: list[str], values: list[float | None], theme: Theme) -> None:
    shown = xs[:: -(-len(xs) // _MOST_LABELS)]
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=shown, ticktext=shown)
    up = value_axis(values, by, from_zero=by.kind in _AMOUNTS)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    lines = max((label.count("<br>") for label in shown), default=0) + 1
    margin = {"t": 28, "b": 12 + 16 * lines, "l": 12 + room_for(up["ticktext"]), "r": 16}
    figure.update_layout(bargap=0.32, barcornerradius=3, margin=margin)
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False,
        text=by.title, font={"size": 12, "color": PALETTES[theme].muted},
    )  # fmt: skip


def _padded(values: list[float | None], like: list[str]) -> list[float | None]:
    return values + [None] * (len(like) - len(values))


def _hover(
    on: Any, y: float | None, is_open: bool, then: float | None, sure: list[str], by: Measure, against: str, grain: str
) -> str:
    lang = by.lang
    name = period_label(on, grain, lang)
    first = f"{name} · {t('figures.unfinished', lang)}" if is_open else name
    lines = [f"<b>{first}</b>", f"{by.title}　{by.text(y)}", *sure]
    if then is not None:
        lines.append(f"{against}　{by.text(then)}")
    return "<br>".join(lines)


def _bar_marker(lit: list[bool], open_: list[bool], small: list[bool], theme: Theme) -> dict[str, Any]:
    accent = PALETTES[theme].accent
    colours = [accent if on else faded(accent, theme) for on in lit]
    shapes = [SMALL_PATTERN if s else "/" if o else "" for o, s in zip(open_, small, strict=True)]
    pattern = {"shape": shapes, "fgcolor": PALETTES[theme].card, "size": 6, "solidity": 0.4}
    return {"color": colours, "pattern": pattern}


def _add_line(
    figure: go.Figure, marks: dict[str, Any], lit: list[bool], open_: list[bool], small: list[bool], theme: Theme
) -> None:
    accent, count = PALETTES[theme].accent, len(open_)
    ended = count - 1 if count and open_[-1] else count
    colours = [accent if on else faded(accent, theme) for on in lit]
    hollow = [PALETTES[theme].card if o else c for o, c in zip(open_, colours, strict=True)]
    # A small sample has a shape of its own: hatching would not be seen on so small a mark.
    symbols = ["x-thin-open" if s else "circle" for s in small] if any(small) else "circle"
    seen = [1.0 if count <= _MOST_BARS or (on and not all(lit)) else 0.0 for on in lit]
    marker = {"size": 7, "color": hollow, "line": {"color": colours, "width": 1.5}, "opacity": seen, "symbol": symbols}
    finished = [y if i < ended else None for i, y in enumerate(marks["y"])]
    figure.add_trace(go.Scatter(
        x=marks["x"], y=finished, mode="lines", line={"color": accent, "width": 2.2}, hoverinfo="skip"))  # fmt: skip
    if 0 < ended < count:
        figure.add_trace(go.Scatter(
            x=marks["x"][ended - 1 :], y=marks["y"][ended - 1 :], mode="lines", hoverinfo="skip",
            line={"color": accent, "width": 2, "dash": "dot"}))  # fmt: skip
    figure.add_trace(go.Scatter(**marks, mode="markers", marker=marker))


def _add_comparison(figure: go.Figure, xs: list[str], then: list[float | None], name: str, theme: Theme) -> None:
    if all(y is None for y in then):
        return
    palette = PALETTES[theme]
    figure.add_trace(go.Scatter(
        x=xs[: len(then)], y=then, mode="lines", line={"color": palette.muted, "width": 1.5}, hoverinfo="skip",
    ))  # fmt: skip
    figure.add_annotation(
        x=1, y=1, xref="paper", yref="paper", xanchor="right", yanchor="bottom", yshift=6, showarrow=False,
        text=name, font={"size": 12, "color": palette.muted},
    )  # fmt: skip


def _name_unfinished(
    figure: go.Figure, xs: list[str], ys: list[float | None], open_: list[bool], how: tuple[Lang, Theme]
) -> None:
    lang, theme = how
    for x, y, is_open in zip(xs, ys, open_, strict=True):
        if is_open and y is not None:
            figure.add_annotation(
                x=x, y=max(y, 0.0), text=t("figures.unfinished", lang), showarrow=False, yanchor="bottom", yshift=4,
                font={"size": 12, "color": PALETTES[theme].muted}, bgcolor=PALETTES[theme].card, borderpad=1,
            )  # fmt: skip

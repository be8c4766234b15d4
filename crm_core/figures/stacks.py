"""How a whole is made up at the end of every period: standing bars, one part above the other."""

from typing import Any

import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Measure, Words, cells, is_chosen, label, measure, room_for, safe, value_axis
from crm_core.figures.periods import period_label
from crm_core.figures.theme import PALETTES, Theme, base_figure, code_colour, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

HEIGHT = 340
_MOST_LABELS = 5
_NAMES_A_LINE = 3


def stacks(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """A bar per period, its parts in the order of the answer from below; columns = period, code, value, unfinished."""
    on, code, value = columns[:3]
    grain = str(answer.params.get("grain", "month"))
    by, own = measure(answer, value, lang, words), cells(answer.rows, (on, code))
    xs = [period_label(cell[0], grain, lang, on_axis=True) for cell in own]
    values = [as_float(v) for v in answer.rows[value]]
    open_ = [bool(flag) for flag in answer.rows[columns[3]]] if columns[3:] else [False] * len(own)
    totals: dict[str, float] = {}
    for x, y in zip(xs, values, strict=True):
        totals[x] = totals.get(x, 0.0) + (y or 0.0)
    figure, names = base_figure(theme, HEIGHT), []
    for part in dict.fromkeys(cell[1] for cell in own):
        rows = [row for row, cell in enumerate(own) if cell[1] == part]
        colour, name = code_colour(code, str(part), theme), label(words, code, part, lang)
        lit = [is_chosen(own[row], (on, code), chosen) for row in rows]
        figure.add_trace(go.Bar(
            x=[xs[row] for row in rows], y=[values[row] for row in rows], customdata=[own[row] for row in rows],
            marker={"color": [colour if on_ else faded(colour, theme) for on_ in lit],
                    "pattern": {"shape": ["/" if open_[row] else "" for row in rows],
                                "fgcolor": PALETTES[theme].card, "size": 6, "solidity": 0.2}},
            hovertext=[_hover(xs[row], name, values[row], totals[xs[row]], by) for row in rows], hoverinfo="text",
        ))  # fmt: skip
        names.append(f'<span style="color:{colour}">■</span> {safe(name)}')
    _lay_out(figure, list(dict.fromkeys(xs)), by, (list(totals.values()), names), theme)
    return figure


def _hover(x: str, name: str, value: float | None, total: float, by: Measure) -> str:
    share = f" · {value / total:.1%}" if value is not None and total else ""
    return f"<b>{x.replace('<br>', ' ')}</b><br>{safe(name)}　{by.text(value)}{share}"


def _lay_out(figure: go.Figure, xs: list[str], by: Measure, told: tuple[list[float], list[str]], theme: Theme) -> None:
    totals, names = told
    shown: list[Any] = xs[:: -(-len(xs) // _MOST_LABELS)]
    up = value_axis(totals, by)
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=shown, ticktext=shown)
    figure.update_yaxes(**up, ticklabelstandoff=4)
    # The uppermost part stands first.
    names = names[::-1]
    key = "<br>".join("　".join(names[i : i + _NAMES_A_LINE]) for i in range(0, len(names), _NAMES_A_LINE))
    lines_above = key.count("<br>") + 2
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False, align="left",
        text=f"{by.title}<br>{key}", font={"size": 12, "color": PALETTES[theme].muted},
    )  # fmt: skip
    top = 12 + 17 * lines_above
    figure.update_layout(
        barmode="stack", bargap=0.28, height=HEIGHT,
        margin={"t": top, "b": 28, "l": 12 + room_for(up["ticktext"]), "r": 16},
    )  # fmt: skip

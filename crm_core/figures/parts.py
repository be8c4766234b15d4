"""What each of several wholes is made of: lying bars of one length, the same part in the same colour.

Wholes of very different size are compared by their parts; how large each is stands above it.
"""

from typing import Any

import plotly.graph_objects as go

from crm_core.figures.marks import Chosen, Words, cells, is_chosen, label, measure, safe, shortened
from crm_core.figures.ranked import BAR_WIDTH, height
from crm_core.figures.theme import PALETTES, Theme, base_figure, faded
from crm_core.metrics.answer import Answer
from crm_core.text import Lang
from crm_core.text.numbers import as_float

_LIFT = 0.08  # of the words above a bar, in rows
_KEY_LINE = 18  # pixels of a line of the key
_NAMES_A_LINE = 4
_UNKNOWN = (None, "not_known")
_KEY_ROWS = 2  # the room of the key, in rows


def parts(
    answer: Answer, columns: tuple[str, ...], lang: Lang, theme: Theme, words: Words, chosen: Chosen = None
) -> go.Figure:
    """Columns = bar, part, value; bars and parts in the order of the answer, the total above each bar.

    Nulls:  a part without a name is unknown and grey.
    """
    bar, part, value = columns[:3]
    by, own = measure(answer, value, lang, words), cells(answer.rows, (bar, part))
    values = [as_float(v) or 0.0 for v in answer.rows[value]]
    bars = list(dict.fromkeys(cell[0] for cell in own))
    totals = {name: sum(v for cell, v in zip(own, values, strict=True) if cell[0] == name) for name in bars}
    shares = [v / (totals[cell[0]] or 1.0) for cell, v in zip(own, values, strict=True)]
    names = sorted(dict.fromkeys(cell[1] for cell in own), key=lambda code: _first_place(own, code))
    figure, key = base_figure(theme, height(len(bars) + _KEY_ROWS)), []
    for place, code in enumerate(names):
        rows = [row for row, cell in enumerate(own) if cell[1] == code]
        colour, name = _colour(place, code, theme), label(words, part, code, lang)
        lit = [is_chosen(own[row], (bar, part), chosen) for row in rows]
        figure.add_trace(go.Bar(
            x=[shares[row] for row in rows], y=[bars.index(own[row][0]) for row in rows], orientation="h",
            width=BAR_WIDTH, customdata=[own[row] for row in rows], hoverinfo="text",
            marker={"color": [colour if on else faded(colour, theme) for on in lit]},
            hovertext=[_hover(label(words, bar, own[row][0], lang), name, by.text(values[row]), shares[row])
                       for row in rows],
        ))  # fmt: skip
        key.append(f'<span style="color:{colour}">■</span> {safe(shortened(name, 16))}')
    heads = [(shortened(label(words, bar, name, lang)), by.text(totals[name])) for name in bars]
    _lay_out(figure, heads, (by.title, key), theme)
    return figure


def _first_place(own: list[list[Any]], code: Any) -> tuple[int, int]:
    """A part stands where it stands within its bars: behind all that come before it somewhere."""
    before = 0
    for name in dict.fromkeys(cell[0] for cell in own):
        inside = [cell[1] for cell in own if cell[0] == name]
        before = max(before, inside.index(code) if code in inside else 0)
    return before, [cell[1] for cell in own].index(code)


def _colour(place: int, code: Any, theme: Theme) -> str:
    palette = PALETTES[theme]
    if code in _UNKNOWN:
        return palette.muted
    if code == "…":
        return palette.tiers["small"]
    return palette.categorical[place % len(palette.categorical)]


def _hover(bar: str, part: str, text: str, share: float) -> str:
    return f"<b>{safe(bar)}</b><br>{safe(part)}　{text} · {share:.1%}"


def _lay_out(figure: go.Figure, heads: list[tuple[str, str]], told: tuple[str, list[str]], theme: Theme) -> None:
    palette, (title, key) = PALETTES[theme], told
    rows = [row - BAR_WIDTH / 2 - _LIFT for row in range(len(heads))]
    figure.add_trace(go.Scatter(
        x=[0.0] * len(rows) + [1.0] * len(rows), y=rows * 2, mode="text", hoverinfo="skip", cliponaxis=False,
        text=[safe(name) for name, _ in heads] + [text for _, text in heads],
        textposition=["top right"] * len(rows) + ["top left"] * len(rows),
        textfont={"color": [palette.ink] * len(rows) + [palette.muted] * len(rows)},
        unselected={"textfont": {"color": palette.ink}},
    ))  # fmt: skip
    lines = ["　".join(key[i : i + _NAMES_A_LINE]) for i in range(0, len(key), _NAMES_A_LINE)]
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, showarrow=False, align="left",
        text="<br>".join([title, *lines]), font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    top = 12 + _KEY_LINE * (len(lines) + 1)
    figure.update_xaxes(visible=False, range=[0, 1.0])
    figure.update_yaxes(visible=False, range=[len(heads) - 0.5, -0.85])
    figure.update_layout(barmode="stack", margin_t=top)

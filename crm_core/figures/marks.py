"""What every figure reads from an answer: labels, cells, values, the chosen marks, the axis of values."""

import html
import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from crm_core.metrics.answer import Answer
from crm_core.metrics.words import JOINT
from crm_core.text import Lang, t
from crm_core.text.numbers import Unit, as_float, number, unit_for

Words = Callable[[str, str], str]
Chosen = dict[str, Any] | None

_CELL_KINDS = ("code", "name", "text", "date")
_CHANGES = ("change", "change_rate", "rank_change", "gap", "difference")
_WHOLE_COUNTS = 1_000_000
LABEL_WIDTH = 26
_PART_WIDTH = 17  # of each of two values; beside them stand no more than two numbers
_LEAST_WIDTH = 4  # of each of many
_CAPITAL = 1.3  # half-width characters that a Latin capital takes
_LABEL_PIXELS = 6.8  # of half a Chinese character at the size of axis labels


@dataclass(frozen=True)
class Measure:
    """One column of numbers with its title and the one unit of the chart; a change has its sign, also above zero."""

    title: str
    kind: str
    unit: Unit
    currency: str | None
    lang: Lang
    is_change: bool = False

    def text(self, value: Any) -> str:
        """A value in the chart's unit; unknown is n/a."""
        sign = "+" if self.is_change and (as_float(value) or 0) > 0 else ""
        return sign + number(value, self.kind, self.lang, self.unit, self.currency)


def kind_of(answer: Answer, column: str) -> str:
    """The kind that the metric's header gives to a column."""
    return next(c.kind for c in answer.columns if c.name == column)


def measure(answer: Answer, column: str, lang: Lang, words: Words) -> Measure:
    """A column's measure; its unit comes from the largest value of now and of the comparison together.

    Counts below a million stay whole: 214 of 17,130 customers must not read 0.02万.
    """
    kind, currency = next((c.kind, c.unit) for c in answer.columns if c.name == column)
    values = [*answer.rows[column], *(answer.compared[column] if answer.compared is not None else ())]
    is_whole = kind == "count" and max((abs(as_float(v) or 0) for v in values), default=0) < _WHOLE_COUNTS
    unit = Unit() if is_whole else unit_for(values, kind, lang)
    return Measure(words(column, column), kind, unit, currency, lang, is_change=column in _CHANGES)


def cell_columns(answer: Answer, chart: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a click on a mark fixes, in the order of customdata; chart = kind, then columns."""
    if chart[0] in ("matrix", "heat", "moves", "cohorts"):  # both axes, whatever their kind
        return chart[1:3]
    if chart[0] == "quadrants":  # the corner follows from where the mark lies
        return chart[1:2]
    if chart[0] in ("steps", "lines"):  # a whole line
        return chart[3:4]
    named = tuple(c for c in chart[1:] if kind_of(answer, c) in _CELL_KINDS)
    return named or chart[1:2]


def plain(value: Any) -> Any:
    """A cell's value as it travels through a click: ISO date, Python number, text, None for unknown."""
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def cells(frame: pd.DataFrame, columns: Sequence[str]) -> list[list[Any]]:
    """One list of cell values per row."""
    return [[plain(v) for v in row] for row in zip(*(frame[c] for c in columns), strict=True)]


def is_chosen(cell: list[Any], columns: Sequence[str], chosen: Chosen) -> bool:
    """Whether a mark keeps its full colour: always, unless a cell is chosen and this is another one.

    Values are compared as text: a choice may come from the address of the page.
    """
    asked = {c: str(plain(v)) for c, v in (chosen or {}).items() if c in columns}
    return all(str(cell[columns.index(c)]) == v for c, v in asked.items())


def safe(text: str) -> str:
    """Text from a file as text: Plotly reads tags and entities in labels."""
    return html.escape(text, quote=False)


def label(words: Words, column: str, code: Any, lang: Lang) -> str:
    """The visible label of a code; an unknown one has a word of its own."""
    value = plain(code)
    return t("codes.unknown", lang) if value is None else words(column, str(value))


def _half_widths(text: str) -> float:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else _CAPITAL if char.isupper() else 1 for char in text)


def shortened(text: str, width: int = LABEL_WIDTH) -> str:
    """Text cut to a width in half-width characters (a Chinese character counts two)."""
    used = 0.0
    for place, char in enumerate(text):
        used += _half_widths(char)
        if used > width:
            return text[: place - 1] + "…"
    return text


def shortened_parts(text: str) -> str:
    """A label cut to its width; of values joined by a plus each is cut, so that all can be told.

    A short value leaves its room to the others.
    """
    parts = text.split(JOINT)
    if len(parts) == 1:
        return shortened(text)
    left: float = 2 * _PART_WIDTH - len(JOINT) * (len(parts) - 2)
    cut: dict[int, str] = {}
    for place in sorted(range(len(parts)), key=lambda place: _half_widths(parts[place])):
        room = max(math.floor(left / (len(parts) - len(cut))), _LEAST_WIDTH)
        cut[place] = shortened(parts[place], room)
        left -= _half_widths(cut[place])
    return JOINT.join(cut[place] for place in range(len(parts)))


def compared_name(answer: Answer, lang: Lang) -> str:
    """What an answer is compared with: other days, the customers not chosen, or a saved segment by its title."""
    if answer.compare_group is None:
        return t("figures.compared", lang)
    return shortened(answer.compare_group) or t("figures.others", lang)


def compared_by_cell(answer: Answer, columns: Sequence[str], value: str) -> dict[tuple[Any, ...], float | None]:
    """The comparison's value of each cell; empty without a comparison."""
    if answer.compared is None:
        return {}
    keys = map(tuple, cells(answer.compared, columns))
    return dict(zip(keys, map(as_float, answer.compared[value]), strict=True))


def room_for(texts: Iterable[str]) -> float:
    """Pixels that the widest of some axis labels takes; a label may have several lines."""
    lines = [line for text in texts for line in text.split("<br>")]
    return _LABEL_PIXELS * max(map(_half_widths, lines), default=0)


def value_axis(values: Iterable[Any], by: Measure, from_zero: bool = True) -> dict[str, Any]:
    """Range, ticks and tick texts of a value axis in the chart's unit; bars need it to start at zero."""
    known = [x for x in map(as_float, values) if x is not None] + ([0.0] if from_zero else [])
    low, high = min(known, default=0.0), max(known, default=1.0)
    span = (high - low) or abs(high) or 1.0
    raw = span / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    if by.kind == "count":
        step = max(1.0, step)
    ticks = [i * step for i in range(math.floor(low / step), math.ceil(high / step) + 1)]
    bottom = low if from_zero and low == 0 else low - span * 0.12
    texts = [by.text(x).replace(".0%", "%") for x in ticks]
    return {"range": [bottom, high + span * 0.12], "tickmode": "array", "tickvals": ticks, "ticktext": texts}

"""How sure a value is, in words and marks: its interval, a sample too small to rely on."""

from typing import Any

from crm_core.figures.marks import Measure, kind_of
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import estimate_of, is_clear_change, small_samples
from crm_core.text import Lang, t
from crm_core.text.numbers import Delta, as_float, delta

SMALL_PATTERN = "x"  # of a bar; an unfinished period has strokes one way


def interval_words(answer: Answer, column: str, by: Measure) -> list[str]:
    """Per row the 95 % interval of a rate or mean in words; empty where there is none."""
    made = estimate_of(answer, column)
    if made is None:
        return [""] * len(answer.rows)
    ends = zip(map(as_float, answer.rows[made.low]), map(as_float, answer.rows[made.high]), strict=True)
    return [
        "" if low is None or high is None else t("figures.interval", by.lang, low=by.text(low), high=by.text(high))
        for low, high in ends
    ]


def small_words(answer: Answer, column: str, lang: Lang) -> list[str]:
    """Per row the name of a sample too small to rely on; empty elsewhere."""
    return ["" if n is None else t("figures.small_sample", lang, n=n) for n in small_samples(answer, column)]


def sure_lines(answer: Answer, column: str, by: Measure) -> list[list[str]]:
    """Per row the lines that a hover adds to a value: its interval, and whether the sample is small."""
    pairs = zip(interval_words(answer, column, by), small_words(answer, column, by.lang), strict=True)
    return [[line for line in pair if line] for pair in pairs]


def whiskers(answer: Answer, column: str, colour: str) -> dict[str, Any] | None:
    """The error bars of a rate or mean, from its value to both ends of the interval; None for other columns."""
    made = estimate_of(answer, column)
    if made is None:
        return None
    values, low, high = (list(map(as_float, answer.rows[name])) for name in (column, made.low, made.high))
    return {
        "type": "data", "symmetric": False, "color": colour, "thickness": 1.2, "width": 3,
        "array": [_reach(end, value) for end, value in zip(high, values, strict=True)],
        "arrayminus": [_reach(value, end) for end, value in zip(low, values, strict=True)],
    }  # fmt: skip


def _reach(upper: float | None, lower: float | None) -> float | None:
    return None if upper is None or lower is None else max(0.0, upper - lower)


def interval_ends(answer: Answer, column: str) -> list[float | None]:
    """All ends of a column's intervals: what an axis must leave room for."""
    made = estimate_of(answer, column)
    return [] if made is None else [as_float(v) for name in (made.low, made.high) for v in answer.rows[name]]


def sure_change(answer: Answer, column: str, before: Any, lang: Lang) -> Delta:
    """The change of an answer of one row; a rate or mean goes up or down only where that is more than chance."""
    moved = delta(answer.rows[column].iloc[0], before, kind_of(answer, column), lang)
    if moved.direction not in ("up", "down") or estimate_of(answer, column) is None:
        return moved
    is_clear = is_clear_change(answer, column)
    if is_clear:
        return moved
    text = moved.text if is_clear is None else t("figures.delta.not_significant", lang, change=moved.text)
    return Delta(text, "flat")

"""How sure the rates and means of an answer are: the ends of their intervals, small samples, clear changes."""

from collections.abc import Iterable, Sequence
from math import sqrt

import pandas as pd

from crm_core.metrics.answer import Answer, Estimate
from crm_core.statistics import SMALL_SAMPLE, Interval
from crm_core.statistics.means import difference_of_means, mean_interval, t_quantile
from crm_core.statistics.rates import difference_of_rates, wilson
from crm_core.statistics.ratios import log_variance, ratio_interval, ratio_of_ratios
from crm_core.text.numbers import as_float

_VARIANCE = "_variance"  # ends the column of SQL that the interval of a mean needs and no reader sees
# The engine's threads add squares in any order; at the four decimals of amounts the same data give the same ends.
_PLACES = 4


def with_intervals(frame: pd.DataFrame, estimates: Sequence[Estimate]) -> pd.DataFrame:
    """An answer's rows with the ends of the 95 % interval of every rate and mean.

    Shape:  two more columns per estimate, <name>_low and <name>_high; a mean takes <name>_variance from the rows, a
            ratio the variance of its logarithm under that name.
    Nulls:  no interval where nothing was observed, and none of a mean of one value.
    """
    found = frame.copy(deep=False)
    for each in estimates:
        if each.of is None:
            continue
        if each.hits is not None:
            ends = [_rate_ends(*row) for row in _numbers(frame, each.name, each.hits, each.of)]
        else:
            find = _ratio_ends if each.is_ratio else _mean_ends
            ends = [find(*row) for row in _numbers(frame, each.name, each.name + _VARIANCE, each.of)]
        for place, name in enumerate((each.low, each.high)):
            found[name] = pd.Series([end[place] if end else None for end in ends], index=frame.index, dtype="float64")
    return found


def _numbers(frame: pd.DataFrame, *columns: str) -> Iterable[tuple[float | None, ...]]:
    return zip(*(map(as_float, frame[column]) for column in columns), strict=True)


def _rate_ends(rate: float | None, hits: float | None, n: float | None) -> Interval | None:
    return None if rate is None or hits is None or n is None else wilson(hits, n)


def _mean_ends(mean: float | None, variance: float | None, n: float | None) -> Interval | None:
    if mean is None or variance is None or n is None:
        return None
    ends = mean_interval(mean, variance, n)
    return ends and (round(ends[0], _PLACES), round(ends[1], _PLACES))


def _ratio_ends(ratio: float | None, variance: float | None, n: float | None) -> Interval | None:
    if ratio is None or variance is None or n is None or n < 2:
        return None
    ends = ratio_interval(ratio, variance)
    return ends and (round(ends[0], _PLACES), round(ends[1], _PLACES))


def estimate_of(answer: Answer, column: str) -> Estimate | None:
    """How a column of an answer is made, if it is a rate or a mean."""
    return next((each for each in answer.estimates if each.name == column), None)


def small_samples(answer: Answer, column: str) -> list[int | None]:
    """Per row the number behind a rate or mean where that is too small to be relied on, else None.

    Nulls:  None for every row of a column that is no rate or mean, and where there is no value.
    """
    made = estimate_of(answer, column)
    if made is None or made.of is None:
        return [None] * len(answer.rows)
    rows = _numbers(answer.rows, column, made.of)
    return [int(n) if value is not None and n is not None and n < SMALL_SAMPLE else None for value, n in rows]


def is_clear_change(answer: Answer, column: str, row: int = 0, before: int | None = None) -> bool | None:
    """Whether a rate or mean differs from the comparison by more than chance: the interval of the change leaves out 0.

    before: the row of the comparison; by default the same.
    Nulls:  None where the column is no rate or mean, or where one of the two sides has no interval.
    """
    made = estimate_of(answer, column)
    then = row if before is None else before
    if made is None or made.of is None or answer.compared is None or then >= len(answer.compared):
        return None
    sides = [answer.rows.iloc[[row]], answer.compared.iloc[[then]]]
    if made.is_ratio:
        change = _ratio_change(sides, made)
        return None if change is None else not change[0] <= 1 <= change[1]
    change = _rate_change(sides, made) if made.hits is not None else _mean_change(sides, made)
    return None if change is None else not change[0] <= 0 <= change[1]


def _rate_change(sides: list[pd.DataFrame], made: Estimate) -> Interval | None:
    counts = [next(iter(_numbers(side, made.hits or "", made.of or ""))) for side in sides]
    known = [(hits, n) for hits, n in counts if hits is not None and n is not None]
    return difference_of_rates(known[0], known[1]) if len(known) == 2 else None


def _mean_change(sides: list[pd.DataFrame], made: Estimate) -> Interval | None:
    known = []
    for side in sides:
        mean, high, n = next(iter(_numbers(side, made.name, made.high, made.of or "")))
        if mean is None or high is None or n is None:
            return None
        # The variance again, out of the interval that was made from it.
        known.append((mean, ((high - mean) / t_quantile(int(n) - 1) * sqrt(n)) ** 2, n))
    return difference_of_means(known[0], known[1])


def _ratio_change(sides: list[pd.DataFrame], made: Estimate) -> Interval | None:
    known = []
    for side in sides:
        ratio, high = next(iter(_numbers(side, made.name, made.high)))
        if ratio is None or high is None:
            return None
        known.append((ratio, log_variance(ratio, high)))
    return ratio_of_ratios(known[0], known[1])

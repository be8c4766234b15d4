"""What every answer carries: the rows, and everything needed to trust and repeat them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class AnswerColumn:
    """A column of an answer. kind: code, name, text, count, money, share, score, days, date, number, boolean."""

    name: str
    kind: str
    unit: str | None = None


@dataclass(frozen=True)
class Estimate:
    """A column that says what customers tend to do, from those observed: a rate, a mean, a ratio of means, or what a
    model expects.

    of: the column that counts them; None where a model's own SQL gives the ends of the interval.
    hits: of a rate, the column that counts those to whom it happened; else None.
    """

    name: str
    of: str | None = None
    hits: str | None = None
    is_ratio: bool = False

    @property
    def low(self) -> str:
        """The column of the interval's lower end."""
        return f"{self.name}_low"

    @property
    def high(self) -> str:
        """The column of the interval's upper end."""
        return f"{self.name}_high"


@dataclass(frozen=True)
class LeftOut:
    """Rows that the answer does not count, with the reason (a key of the catalogue under left_out).

    amount, names: their money in the data's currency and what they are called, where that is told.
    """

    reason: str
    rows: int
    amount: Decimal | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer of one metric.

    Shape: rows has exactly the columns named in columns, in the metric's own order.
    Units:  money in the data's currency (unit of the column), shares 0..1, days as numbers.
    Nulls:  NaN/None = unknown or an empty denominator; shown as n/a.
    compared: the same rows for the comparison, or None where none is chosen.
    compare_group: None = other days are compared; else other customers on the same days: a segment's title, '' = all
    who are not chosen.
    estimates: the rates and means among the columns; each has its interval in two columns beside it.
    """

    metric: str
    version: int
    as_of: date
    period: tuple[date, date]
    compare_period: tuple[date, date] | None
    filters: dict[str, tuple[str, ...]]
    params: dict[str, Any]
    n: int | None
    left_out: tuple[LeftOut, ...]
    columns: tuple[AnswerColumn, ...]
    rows: pd.DataFrame
    compared: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    is_sample: bool = False
    sql: str = field(default="", repr=False)
    estimates: tuple[Estimate, ...] = ()
    compare_group: str | None = None

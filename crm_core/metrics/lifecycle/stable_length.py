"""How long relations stay stable, by month, out of counts per day: spells that are open still are censored."""

from typing import Any

import pandas as pd

from crm_core.metrics.lifecycle import survival

_NAMES = {
    "months": "stable_months", "survival": "stable_share", "survival_low": "stable_share_low",
    "survival_high": "stable_share_high", "lost_customers": "ended_spells",
}  # fmt: skip


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of lifecycle.stable_length: those of a survival curve of all customers.

    Shape:  frame has value, life_days, ended, censored.
    Units:  months of 365.25 / 12 days; shares 0..1.
    Nulls:  no median where more than half last beyond the data.
    """
    named = survival.curves(frame).rename(columns=_NAMES)
    return named[[column.name for column in question.metric.columns]]

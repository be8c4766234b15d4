"""How long customers stay after a complaint, by its cause: the curves of lifecycle.survival."""

from typing import Any

import pandas as pd

from crm_core.metrics.lifecycle.survival import curves


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of complaints.survival.

    Shape:  frame has value, life_days, ended, censored; out comes one row per cause and whole month, all who
            complained first.
    Nulls:  as of curves().
    """
    named = curves(frame).rename(columns={"months": "complaint_months"})
    return named[[column.name for column in question.metric.columns]]

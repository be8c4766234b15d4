"""The headline numbers of complaints: how long half of them and nine tenths of them take, open ones included."""

from typing import Any

import pandas as pd

from crm_core.metrics.complaints.times import told_times


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's one row.

    Shape:  frame has one row per measure and number of minutes with how many ended then and how many lasted longer,
            and the other numbers in every row.
    Units and nulls: as of told_times().
    """
    found = frame.iloc[[0]].copy()
    for name, time in told_times(frame).items():
        found[name] = pd.Series([time], index=found.index, dtype="float64")
    return found

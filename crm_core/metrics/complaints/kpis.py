"""The headline numbers of complaints: how long half of them and nine tenths of them take, open ones included."""

from typing import Any

import pandas as pd

from crm_core.statistics.survival import kaplan_meier

_MINUTES = {"response": ("response_hours", 60.0), "resolution": ("resolution_days", 1440.0)}


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's one row.

    Shape:  frame has one row per measure and number of minutes with how many ended then and how many lasted longer,
            and the other numbers in every row.
    Units:  hours to the first answer, days to the end.
    Nulls:  no median where more than half last beyond what is known; an open complaint counts with its time so far
            (Kaplan-Meier): the mean of those that ended would look the better the more are left lying.
    """
    found = frame.iloc[[0]].copy()
    for measure, (name, unit) in _MINUTES.items():
        part = frame[frame["measure"] == measure]
        curve = kaplan_meier(part["minutes"], part["ended"], part["censored"]) if len(part) else None
        for ending, left in (("median", 0.5), ("p90", 0.1)):
            minutes = curve.reaches(left) if curve else None
            found[f"{name}_{ending}"] = pd.Series([minutes and minutes / unit], index=found.index, dtype="float64")
    return found

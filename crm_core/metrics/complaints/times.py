"""How long complaints of each cause take, open ones included, and how sure the middle is."""

from typing import Any

import pandas as pd

from crm_core.statistics.survival import kaplan_meier

# A measure's columns and the minutes of their unit.
UNITS = {"response": ("response_hours", 60.0), "resolution": ("resolution_days", 1440.0)}


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of complaints.times.

    Shape:  frame has one row per value, measure and number of minutes with how many ended then and how many lasted
            longer, and the counts in every row; out comes one row per value, the slowest to be resolved first.
    Units:  hours to the first answer, days to the end; <x>_low and <x>_high of a median by Brookmeyer and Crowley.
    Nulls:  as of told_times(); what is not known stands last.
    """
    names = [column.name for column in question.metric.columns]
    found = [
        part.iloc[0][["value", "timed_cases", "unresolved_cases", "customers"]].to_dict() | told_times(part)
        for _, part in frame.groupby("value", sort=False, dropna=False)
    ]
    made = pd.DataFrame(found, columns=names)
    measured = [name for name in names if name.startswith(("response", "resolution"))]
    made = made.astype(dict.fromkeys(measured, "float64"))
    by = ["resolution_days_median", "value"]
    return made.sort_values(by, ascending=[False, True], na_position="last").reset_index(drop=True)


def told_times(part: pd.DataFrame) -> dict[str, float | None]:
    """Median with its interval and 90th percentile of both measures.

    Nulls:  no median where more than half last beyond what is known; an open complaint counts with its time so far
            (Kaplan-Meier): the mean of those that ended would look the better the more are left lying. No interval
            where one of its ends is not known.
    """
    told: dict[str, float | None] = {}
    for measure, (name, unit) in UNITS.items():
        of = part[part["measure"] == measure]
        curve = kaplan_meier(of["minutes"], of["ended"], of["censored"]) if len(of) else None
        median, p90 = (curve.reaches(0.5), curve.reaches(0.1)) if curve else (None, None)
        ends = curve.reach_interval(0.5) if curve else (None, None)
        low, high = (None, None) if None in ends else ends
        reached = {"median": median, "median_low": low, "median_high": high, "p90": p90}
        told |= {f"{name}_{ending}": time and time / unit for ending, time in reached.items()}
    return told

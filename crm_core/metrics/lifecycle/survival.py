"""Survival curves by month out of counts per day of life, and the log-rank test between their groups."""

from typing import Any

import numpy as np
import pandas as pd

from crm_core.models import sbg
from crm_core.statistics.survival import Curve, LogRank, kaplan_meier, log_rank

ALL = "*"
DAYS_A_MONTH = 365.25 / 12
FEWEST_LOST = 100
MONTHS_BEYOND = 12
_COLUMNS = [
    "value", "months", "survival", "survival_low", "survival_high", "at_risk", "median_months", "customers",
    "lost_customers", "too_new", "chi_squared", "p_value",
]  # fmt: skip
_LEAST = 10  # at risk: beyond that a curve says more about single customers than about the rest


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of lifecycle.survival.

    Shape:  frame has value, life_days, ended, censored; out comes one row per value and whole month, all customers
            first, then the values by how many they are, others last.
    Units:  months of 365.25 / 12 days; shares 0..1.
    Nulls:  no projection where silence tells of losses; no median where more than half last beyond the data; no
            test where there is one group only. A life below zero is one too new to tell: it is counted as such and
            takes no part.
    """
    found = curves(frame)
    is_contract = question.params["loss"] == "contract"
    told = {_plain(value): part for value, part in frame.groupby("value", dropna=False)} if is_contract else {}
    lasts = {_plain(value): part.iloc[-1] for value, part in found.groupby("value", dropna=False)}
    unknown = (None, None, None)
    shares = {
        value: _projected(told[value], last) or unknown if is_contract else unknown for value, last in lasts.items()
    }
    for place, name in enumerate(("projected_share", "projected_share_low", "projected_share_high")):
        found[name] = pd.array([shares[_plain(value)][place] for value in found["value"]], dtype="Float64")
    return found[[column.name for column in question.metric.columns]]


def _projected(part: pd.DataFrame, last_seen: pd.Series) -> tuple[float, float, float] | None:
    """The share of a group's contracts expected to last a year longer than any was observed, by sBG in months.

    last_seen is the last row of the group's curve.

    Shape:  the share and the ends of its interval, which holds the uncertainty of the parameters only.
    Nulls:  None where fewer than 100 were lost, where the data do not tell the model's parameters, or where the model
            misses what was observed last: it would only carry the error on.
    Source: Fader, Hardie (2007); who is lost is lost at the end of the month.
    """
    known = part[part["life_days"] >= 0]
    months = (known["life_days"] / DAYS_A_MONTH).astype(int).to_numpy()
    ended, there = (known[name].to_numpy(float) for name in ("ended", "censored"))
    if ended.sum() < FEWEST_LOST:
        return None
    last = int(months.max()) + 1
    lost = np.bincount(months, ended, last).astype(float)
    left = np.bincount(months, there, last + 1)[1:].astype(float)
    model, fit = sbg.fit(lost, left)
    if not (fit.is_identified and fit.is_converged):
        return None
    at_end = model.survival(np.array([last_seen["months"]], float))[0]
    if not last_seen["survival_low"] <= at_end <= last_seen["survival_high"]:
        return None
    return model.projected(last + MONTHS_BEYOND, fit.covariance)


def curves(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the curves of all groups, with all that can be said of each."""
    found: dict[Any, Curve] = {}
    new: dict[Any, int] = {}
    for value, part in frame.groupby("value", dropna=False, sort=False):
        known = part[part["life_days"] >= 0]
        if len(known):
            found[_plain(value)] = kaplan_meier(known["life_days"], known["ended"], known["censored"])
        new[_plain(value)] = int(part.loc[part["life_days"] < 0, "censored"].sum())
    order = sorted(found, key=lambda value: (value != ALL, value == "…", -found[value].at_risk[0], value or ""))
    test = log_rank([found[value] for value in order if value != ALL])
    return pd.DataFrame(
        [row for value in order for row in _of_group(value, found[value], new[value], test)],
        columns=_COLUMNS,
    )


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def _of_group(value: Any, curve: Curve, too_new: int, test: LogRank | None) -> list[tuple[Any, ...]]:
    enough = curve.times[curve.at_risk >= min(_LEAST, curve.at_risk[0])]
    median = curve.median()
    same = (
        None if median is None else median / DAYS_A_MONTH, int(curve.at_risk[0]), int(curve.ended.sum()), too_new,
        test and test.chi_squared, test and test.p_value,
    )  # fmt: skip
    found = []
    for month in range(int(enough[-1] / DAYS_A_MONTH) + 1):
        day = month * DAYS_A_MONTH
        low, high = curve.interval(day) or (None, None)
        left = curve.at_risk[curve.place(day) + 1 :]
        found.append((value, month, curve.at(day), low, high, int(left[0]) if len(left) else 0, *same))
    return found

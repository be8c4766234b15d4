"""What a course did: change of the trained beside that of those who were not, employee by employee."""

from collections.abc import Iterator
from statistics import mean, variance
from typing import Any

import pandas as pd

from crm_core.statistics.means import difference_of_means, mean_interval

_PLACES = 4  # the engine's threads add scores in any order


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of people.training.

    Shape:  frame has one row per session and employee with scores on both sides: course, attended_employees,
            is_trained, before_score, after_score, customers; out comes one row per course, the largest effect first.
    Units:  scores; a change is the mean after minus the mean before of one employee, each employee counting once.
    Nulls:  no interval where a side has fewer than two employees, no effect where one has none.
    """
    found = [_of_course(course, part) for course, part in frame.groupby("course", sort=True)]
    names = [column.name for column in question.metric.columns]
    made = pd.DataFrame(found, columns=names)
    return made.sort_values("effect_score", ascending=False, kind="stable", na_position="last", ignore_index=True)


def _of_course(course: Any, part: pd.DataFrame) -> dict[str, Any]:
    known = part[part["is_trained"].notna()]
    sides = {flag: known[known["is_trained"] == flag] for flag in (1, 0)}
    trained, untrained = (list(_changes(sides[flag])) for flag in (1, 0))
    change = mean(trained) if trained else None
    other = mean(untrained) if untrained else None
    effect = None if change is None or other is None else change - other
    own = mean_interval(change, variance(trained), len(trained)) if change is not None and len(trained) > 1 else None
    ends = None
    if min(len(trained), len(untrained)) > 1:
        ends = difference_of_means(
            (mean(trained), variance(trained), len(trained)), (mean(untrained), variance(untrained), len(untrained))
        )
    before, after = (sides[1][name].mean() if trained else None for name in ("before_score", "after_score"))
    first = part.iloc[0]
    return {
        "course": course, "attended_employees": int(first["attended_employees"]), "trained_employees": len(trained),
        "untrained_employees": len(untrained), "before_score": before, "after_score": after, "trained_change": change,
        "trained_change_low": _end(own, 0), "trained_change_high": _end(own, 1), "untrained_change": other,
        "effect_score": effect, "effect_score_low": _end(ends, 0), "effect_score_high": _end(ends, 1),
        "customers": int(first["customers"]),
    }  # fmt: skip


def _changes(side: pd.DataFrame) -> Iterator[float]:
    return (float(change) for change in side["after_score"] - side["before_score"])


def _end(interval: tuple[float, float] | None, place: int) -> float | None:
    return None if interval is None else round(interval[place], _PLACES)

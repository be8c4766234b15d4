"""Periods and the days they are compared with. An unfinished period meets the same number of days."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, get_args

from crm_core.selection.festival import Days as Days
from crm_core.selection.festival import aligned

Period = Literal["last_30_days", "this_month", "this_quarter", "this_year", "last_12_months", "all", "custom"]
PERIODS: tuple[Period, ...] = get_args(Period)
# Up to how many days are cut into each grain: a month and a half, 26 weeks, five years.
MOST_DAYS = {"day": 45, "week": 182, "month": 1827, "quarter": 1 << 31}
MONTHS_OF = {"this_month": 1, "this_quarter": 3, "this_year": 12}


def months_later(day: date, months: int) -> date:
    """The same day of another month; the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_of(period: Period, custom: Days | None, first_on: date, as_of: date) -> Days:
    """The first and last day of a period that ends on the as-of day.

    A custom period that is reversed is turned round; one that was not given is everything.
    """
    if period == "custom" and custom is not None:
        return min(custom), max(custom)
    if period == "last_30_days":
        return as_of - timedelta(days=29), as_of
    if period == "last_12_months":
        return months_later(as_of, -12) + timedelta(days=1), as_of
    if period in MONTHS_OF:
        months = MONTHS_OF[period]
        return date(as_of.year, (as_of.month - 1) // months * months + 1, 1), as_of
    return min(first_on, as_of), as_of


def grain_of(days: Days, grains: Iterable[str]) -> str:
    """The finest of these grains that cuts the days into no more periods than a reader can tell apart."""
    offered = set(grains)
    fitting = (grain for grain in MOST_DAYS if grain in offered and is_cut(grain, days))
    return next(fitting, [grain for grain in MOST_DAYS if grain in offered][-1])


def is_cut(grain: str, days: Days) -> bool:
    """Whether a grain cuts the days into no more periods than a reader can tell apart."""
    return (days[1] - days[0]).days < MOST_DAYS[grain]


def last_day_of(grain: str, first: date) -> date:
    """The last day of the day, week, month or quarter that begins on a day."""
    if grain in ("day", "week"):
        return first + timedelta(days=6 if grain == "week" else 0)
    return months_later(first, 3 if grain == "quarter" else 1) - timedelta(days=1)


def comparison(compare: str, period: Period, days: Days) -> Days | None:
    """The days to compare with, or None.

    previous: the same number of days just before; for a calendar period that is not over,
    the same number of days from the start of the one before. last_year: the same days a year earlier.
    festival: the days of last year that stand as far from its festival, else the same days of last year.
    """
    first, last = days
    if compare == "festival" and (by_festival := aligned(days)):
        return by_festival
    if compare in ("last_year", "festival"):
        return months_later(first, -12), months_later(last, -12)
    if compare != "previous":
        return None
    length = last - first
    if period in MONTHS_OF:
        start = months_later(first, -MONTHS_OF[period])
        return start, min(start + length, first - timedelta(days=1))
    return first - length - timedelta(days=1), first - timedelta(days=1)

"""Days of a period and the days it is compared with: tables of cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.selection.period import PERIODS, comparison, days_of, grain_of, months_later

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
FIRST = date(2023, 1, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-05-31", -3, "2024-02-29"),
        ("2024-08-31", 0, "2024-08-31"),
    ],
)
def test_months_later(day, months, expected):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("period", "as_of", "expected"),
    [
        ("last_30_days", "2024-03-01", ("2024-02-01", "2024-03-01")),
        ("this_month", "2024-02-29", ("2024-02-01", "2024-02-29")),
        ("this_quarter", "2024-06-30", ("2024-04-01", "2024-06-30")),
        ("this_quarter", "2024-01-01", ("2024-01-01", "2024-01-01")),
        ("this_year", "2024-11-05", ("2024-01-01", "2024-11-05")),
        ("last_12_months", "2024-02-29", ("2023-03-01", "2024-02-29")),
        ("last_12_months", "2024-12-31", ("2024-01-01", "2024-12-31")),
        ("all", "2024-05-05", ("2023-01-01", "2024-05-05")),
        ("all", "2022-05-05", ("2022-05-05", "2022-05-05")),  # as of a day before the data
    ],
)
def test_days_of_a_period(period, as_of, expected):
    found = days_of(period, None, FIRST, date.fromisoformat(as_of))
    assert found == tuple(map(date.fromisoformat, expected))


def test_reversed_custom_days_are_turned_round():
    late, early = date(2024, 5, 1), date(2024, 4, 1)
    assert days_of("custom", (late, early), FIRST, late) == (early, late)
    assert days_of("custom", None, FIRST, late) == (FIRST, late)


@pytest.mark.parametrize(
    ("compare", "period", "days", "expected"),
    [
        ("none", "this_month", ("2024-03-01", "2024-03-10"), None),
        ("previous", "this_month", ("2024-03-01", "2024-03-10"), ("2024-02-01", "2024-02-10")),
        # A longer month against a shorter one: at most the whole month before.
        ("previous", "this_month", ("2024-03-01", "2024-03-31"), ("2024-02-01", "2024-02-29")),
        ("previous", "this_month", ("2023-03-01", "2023-03-30"), ("2023-02-01", "2023-02-28")),
        ("previous", "this_quarter", ("2024-04-01", "2024-04-20"), ("2024-01-01", "2024-01-20")),
        ("previous", "this_year", ("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")),
        ("previous", "last_30_days", ("2024-03-02", "2024-03-31"), ("2024-02-01", "2024-03-01")),
        ("previous", "custom", ("2024-03-05", "2024-03-05"), ("2024-03-04", "2024-03-04")),
        ("last_year", "this_month", ("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        ("last_year", "last_12_months", ("2024-03-01", "2025-02-28"), ("2023-03-01", "2024-02-28")),
    ],
)
def test_days_to_compare_with(compare, period, days, expected):
    found = comparison(compare, period, tuple(map(date.fromisoformat, days)))
    assert found == (expected and tuple(map(date.fromisoformat, expected)))


@given(day=DAYS, months=st.integers(-600, 600))
def test_months_later_keeps_the_day_or_ends_the_month(day, months):
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(period=st.sampled_from(PERIODS), first=DAYS, as_of=DAYS, custom=st.none() | st.tuples(DAYS, DAYS))
def test_a_period_never_ends_before_it_begins(period, first, as_of, custom):
    begins, ends = days_of(period, custom, first, as_of)
    assert begins <= ends
    assert ends == as_of or (period == "custom" and custom is not None)


@given(period=st.sampled_from(PERIODS), as_of=DAYS)
def test_previous_days_come_before_and_are_not_more(period, as_of):
    days = days_of(period, None, date(2000, 1, 1), as_of)
    earlier = comparison("previous", period, days)
    assert earlier is not None
    assert earlier[0] <= earlier[1] < days[0]
    assert earlier[1] - earlier[0] <= days[1] - days[0]


GRAINS = ("day", "week", "month", "quarter")


@pytest.mark.parametrize(
    ("count", "grains", "expected"),
    [
        (1, GRAINS, "day"),
        (45, GRAINS, "day"),
        (46, GRAINS, "week"),
        (182, GRAINS, "week"),
        (183, GRAINS, "month"),
        (365 * 3, GRAINS, "month"),
        (365 * 5 + 2, GRAINS, "month"),
        (365 * 5 + 3, GRAINS, "quarter"),
        (365 * 90, GRAINS, "quarter"),
        (30, ("week", "month", "quarter"), "week"),
        (30, ("month", "quarter"), "month"),
        (365 * 9, ("week", "month"), "month"),
    ],
)
def test_the_grain_follows_the_number_of_days(count, grains, expected):
    assert grain_of((FIRST, FIRST + timedelta(days=count - 1)), grains) == expected

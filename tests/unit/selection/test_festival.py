"""Days compared by festival: the same distance from last year's, stated with both days."""

from datetime import date, timedelta

import pytest

from crm_core.selection.festival import Festival, _known, aligned, festival_of
from crm_core.selection.period import comparison


def days(first, last):
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (days("2026-02-01", "2026-02-28"), days("2025-01-13", "2025-02-09")),  # spring 2026-02-17 and 2025-01-29
        (days("2025-01-01", "2025-01-20"), days("2024-01-13", "2024-02-01")),  # just before the festival
        (days("2025-11-01", "2025-11-30"), days("2024-11-01", "2024-11-30")),
        (days("2024-06-01", "2024-06-20"), days("2023-06-01", "2023-06-20")),
    ],
)
def test_days_as_far_from_the_festival(chosen, expected):
    assert aligned(chosen) == expected
    assert comparison("festival", "custom", chosen) == expected


def test_the_festival_among_the_days_comes_before_one_that_is_near():
    assert festival_of(days("2026-01-20", "2026-02-10")) == Festival("spring", date(2026, 2, 17), date(2025, 1, 29))
    assert festival_of(days("2025-06-18", "2025-06-18")).name == "mid_year"
    assert festival_of(days("2025-04-01", "2025-04-30")) is None


def test_far_from_festivals_and_long_periods_meet_the_same_days_of_last_year():
    for chosen in (days("2025-04-01", "2025-04-30"), days("2024-11-01", "2025-10-31")):
        assert aligned(chosen) is None
        assert comparison("festival", "custom", chosen) == comparison("last_year", "custom", chosen)


def test_every_spring_festival_is_a_new_moon_between_21_january_and_20_february():
    # A new moon: whole lunations of 29.530588 days from that of 2000-02-05 13:03 UTC, at Beijing's time.
    known = _known()["spring"]
    assert [day.year for day in known] == list(range(2000, 2041))
    for day in known:
        assert date(day.year, 1, 21) <= day <= date(day.year, 2, 20)
        months = (day - date(2000, 2, 5)) / timedelta(days=29.530588)
        assert abs(months - round(months)) * 29.53 < 1.3

from datetime import date
from types import SimpleNamespace

from crm_core.selection import Selection
from crm_core.selection.default import default_selection


def data_from(first, last):
    return SimpleNamespace(facts={"first_on": first}, first_on=first, last_on=last)


def test_two_years_of_data_are_compared_with_the_year_before():
    found = default_selection(data_from(date(2024, 1, 1), date(2025, 12, 31)))
    assert found == Selection(period="last_12_months", compare="last_year")


def test_one_day_less_than_two_years_shows_everything():
    assert default_selection(data_from(date(2024, 1, 2), date(2025, 12, 31))) == Selection()


def test_data_without_orders_show_everything():
    assert default_selection(data_from(None, date.min)) == Selection()

"""A card opens with the first choice that the data can answer; what the reader states stands."""

import pandas as pd
import pytest

from crm_core.metrics.defaults import default_choices
from crm_core.metrics.registry import metric_of, metrics
from crm_core.metrics.runner import answer
from crm_core.schema import tables
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

ORDERS = pd.DataFrame([{"order_id": "1", "customer_id": "c1", "order_at": "2024-01-05", "amount": "1"}])
SURVEY = {"response_id": "1", "customer_id": "c1", "surveyed_on": "2024-01-05", "quality": "4"}
CONTACT = {"interaction_id": "1", "customer_id": "c1", "started_at": "2024-01-05 09:00", "touchpoint": "hotline"}
CASE = {"case_id": "1", "customer_id": "c1", "opened_at": "2024-01-05 09:00"}


@pytest.fixture
def reader(tmp_path):
    return lambda **given: GivenCompanies(tmp_path).add({"transactions": ORDERS} | given)


@pytest.mark.parametrize(
    ("said", "customers", "by"),
    [
        ({"store_id": "s1", "wave": "w1"}, {}, "store"),
        ({"wave": "w1"}, {}, "wave"),
        ({"store_id": "s1"}, {"region": "north"}, "region"),
        ({}, {}, "tier"),  # customers have orders, so they have tiers
    ],
)
def test_satisfaction_opens_with_the_first_break_down_that_is_filled(reader, said, customers, by):
    known = pd.DataFrame([{"customer_id": "c1"} | customers])
    found = reader(survey_responses=pd.DataFrame([SURVEY | said]), customers=known)
    asked = answer(found, "satisfaction.by_dimension", Selection(period="all"))
    assert asked.params["by"] == by
    stated = answer(found, "satisfaction.by_dimension", Selection(period="all"), (("by", "channel"),))
    assert (stated.params["by"], stated.rows["value"].isna().tolist()) == ("channel", [True])


def test_a_card_without_an_owner_s_choice_follows_the_owner(reader):
    cases = pd.DataFrame([CASE | {"channel": "phone", "resolved_at": "2024-01-06 09:00"}])
    found = reader(cases=cases)
    for metric in ("complaints.causes", "complaints.times"):
        assert answer(found, metric, Selection(period="all")).params["by"] == "channel"


@pytest.mark.parametrize(
    ("said", "measure"), [({"duration_s": "60"}, "handle"), ({"wait_seconds": "6"}, "wait"), ({}, "wait")]
)
def test_what_is_required_is_asked_too_and_without_any_the_first_says_what_to_bring(reader, said, measure):
    found = reader(interactions=pd.DataFrame([CONTACT | said]))
    assert default_choices(metric_of("contact.lengths"), found)["measure"] == measure


def test_contacts_without_touchpoints_are_told_by_channel(reader):
    rows = [CONTACT | {"interaction_id": str(n), "touchpoint": None, "channel": "电话"} for n in range(3)]
    found = reader(interactions=pd.DataFrame(rows))
    for metric in ("contact.touchpoints", "contact.volume"):
        assert answer(found, metric, Selection(period="all")).rows["touchpoint"].tolist() == ["phone"]


def test_what_is_filled_is_a_column_and_what_it_is_for_a_choice():
    stated = [(metric, *pair) for metric in metrics().values() for pair in metric.filled]
    for metric, columns, condition in stated:
        name, _, value = (part.strip() for part in condition.partition("="))
        assert value in next(param.choices for param in metric.params if param.name == name)
        for column in columns.split(","):
            table, _, own = column.strip().partition(".")
            assert own in tables()[table].columns
    assert stated


@pytest.mark.parametrize("metric", ["value.need_value", "value.offer_budget"])
def test_without_costs_value_is_revenue_and_the_card_answers(reader, metric):
    assert answer(reader(), metric, Selection(period="all")).params["basis"] == "revenue"

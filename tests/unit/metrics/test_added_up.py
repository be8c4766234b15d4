"""What customers bought in all days is added up in the mart, and anew for other days: both ways say the same."""

import pandas as pd
import pytest

from crm_core.metrics.registry import all_needs, metrics
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.selection.tables import ADDED_UP
from tests.sql.given import GivenCompanies
from tests.unit.metrics.test_next_purchase import random_orders

CHANNELS = ("shop", "web", None)
EVERY_LINE = (("transactions.channel", ("", "shop", "web")),)  # a filter that lets every line pass
TWO_REGIONS = (("customers.region", ("", "north")),)
OF_CUSTOMERS = [
    name
    for name, metric in metrics().items()
    if set(ADDED_UP) & all_needs(metric.needs)
    and metric.against is None
    and {required for required, _ in metric.requires}
    <= {"orders", "customer_id", "one_currency", "costs", "customer_costs", "products", "quantities"}
]


@pytest.fixture(scope="module", params=[7, 8])
def reader(request, tmp_path_factory):
    """Orders with returns, unpaid goods and unknown costs; costs of customers before, in and after the days."""
    lines = random_orders(request.param).astype(str).astype(object)
    numbers = range(len(lines))
    lines["channel"] = [CHANNELS[number % 3] for number in numbers]
    lines["order_status"] = ["cancelled" if number % 17 == 0 else None for number in numbers]
    lines["cost_amount"] = [None if number % 23 == 0 else str(number % 40) for number in numbers]
    ids = sorted(set(lines["customer_id"]))
    customers = pd.DataFrame({"customer_id": ids, "region": [("north", "south", None)[n % 3] for n in range(len(ids))]})
    costs = pd.DataFrame(
        [
            (f"k{number}", None if number % 9 == 0 else ids[number % 31], on, "service", str(number))
            for number, on in enumerate(("2023-12-31", "2024-01-20", "2024-06-05", "2024-12-20", "2026-01-01") * 20)
        ],
        columns=["cost_id", "customer_id", "incurred_on", "cost_kind", "cost_amount"],
    )
    given = {"transactions": lines, "customers": customers, "customer_costs": costs}
    return GivenCompanies(tmp_path_factory.mktemp("added")).add({name: f.astype(object) for name, f in given.items()})


def same(found, expected):
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-9)


@pytest.mark.parametrize("chosen", [(), TWO_REGIONS], ids=["everybody", "two_regions"])
@pytest.mark.parametrize("metric_id", OF_CUSTOMERS)
def test_both_ways_say_the_same(reader, metric_id, chosen):
    compare = {"compare": "previous"} if metrics()[metric_id].is_of_change else {}
    added, anew = Selection(filters=chosen, **compare), Selection(filters=(*chosen, *EVERY_LINE), **compare)
    params = (("basis", "commercial_value"),) if "basis" in {p.name for p in metrics()[metric_id].params} else ()
    expected, found = answer(reader, metric_id, anew, params).rows, answer(reader, metric_id, added, params).rows
    assert len(expected) > 0
    same(found, expected)
    same(members(reader, metric_id, added, params), members(reader, metric_id, anew, params))


def test_the_sums_of_all_days_are_those_of_the_lines(reader):
    lines = reader.query("from mart.transactions").df()
    sold = lines[lines["kind"] == "sale"].groupby("customer_key")
    totals = reader.query("from mart.customer_totals where order_count > 0").df().set_index("customer_key")
    assert totals["order_count"].to_dict() == sold["order_key"].nunique().to_dict()
    assert totals["line_count"].to_dict() == sold.size().to_dict()
    assert totals["revenue"].to_dict() == sold["amount"].sum().to_dict()
    unknown = sold["cost_amount"].apply(lambda costs: costs.isna().any())
    assert totals["goods_cost"].isna().to_dict() == unknown.to_dict()
    assert 0 < unknown.sum() < len(unknown)

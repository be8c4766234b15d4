"""A customer's sales are numbered once in the mart, and anew where lines are chosen: both ways say the same."""

from datetime import date

import pandas as pd
import pytest

from crm_core.metrics.registry import all_needs, metrics
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.selection.tables import OF_SALES
from tests.sql.given import GivenCompanies
from tests.unit.metrics.test_next_purchase import random_orders

# The days end before the data do, so that later orders must not be known.
END = date(2024, 11, 15)
WHOLE = {"period": "custom", "custom": (date(2024, 1, 1), END), "as_of": END}
LATE = {"period": "custom", "custom": (date(2024, 8, 1), END), "as_of": END, "compare": "previous"}
OF_ORDERS = [
    name
    for name, metric in metrics().items()
    if set(OF_SALES) & all_needs(metric.needs)
    and {required for required, _ in metric.requires}
    <= {"orders", "customer_id", "one_currency", "losses", "costs", "products", "quantities"}
]


CHANNELS = ("shop", "web", None)
EVERY_LINE = (("transactions.channel", ("", "shop", "web")),)  # a filter that lets every line pass


@pytest.fixture(scope="module", params=[5, 6])
def reader(request, tmp_path_factory):
    lines = random_orders(request.param).astype(str).astype(object)
    lines["channel"] = [CHANNELS[number % 3] for number in range(len(lines))]
    return GivenCompanies(tmp_path_factory.mktemp("numbered")).add({"transactions": lines})


def same(found, expected):
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-9)


@pytest.mark.parametrize("metric_id", OF_ORDERS)
def test_both_ways_say_the_same(reader, metric_id):
    days = LATE if metrics()[metric_id].is_of_change else WHOLE
    plain, chosen = Selection(**days), Selection(**days, filters=EVERY_LINE)
    expected, found = answer(reader, metric_id, plain).rows, answer(reader, metric_id, chosen).rows
    assert len(expected) > 0
    same(found, expected)
    same(members(reader, metric_id, chosen), members(reader, metric_id, plain))

"""Commercial value: what customers cost is taken off once and whole, whatever key shares it, whoever is shown."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies
from tests.unit.metrics import second

KEYS = ("by_revenue", "by_profit", "by_orders", "by_heads")
DAYS = (date(2024, 1, 20), date(2024, 3, 10))
YEAR = Selection(period="last_12_months")
# Parts are rounded to the fourth decimal, one per customer.
ROUNDING = 0.5e-4


def params(key):
    return (("basis", "commercial_value"), ("shared_by", key))


def random_costs(seed):
    dice = np.random.default_rng(seed)
    owner, day = dice.integers(0, 15, 60), dice.integers(0, 120, 60)
    return pd.DataFrame(
        {
            "cost_id": [f"k{number}" for number in range(60)],
            "customer_id": [f"c{number:03}" if number else None for number in owner],
            "incurred_on": pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D"),
            "cost_amount": dice.integers(1, 90, 60),
        }
    )


@pytest.fixture(scope="module", params=[5, 6])
def costly(request, tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("costly"))
    lines, costs = second.random_lines(request.param), random_costs(request.param)
    given = {"transactions": lines.drop(columns="kind_expected").astype(object), "customer_costs": costs.astype(object)}
    yield lines, costs, made.add(given)


def second_value(lines, costs, rule, key):
    days = (pd.Timestamp(DAYS[0]), pd.Timestamp(DAYS[1]))
    values = second.customer_values(lines, rule, days)
    chosen = costs[costs["incurred_on"].between(*days)]
    own = chosen.groupby("customer_id")["cost_amount"].sum().reindex(values.index).fillna(0)
    weights = {
        "by_revenue": values["revenue"].clip(lower=0),
        "by_profit": values["profit"].clip(lower=0),
        "by_orders": values["orders"],
        "by_heads": values["orders"] * 0 + 1,
    }[key]
    shared = chosen.loc[chosen["customer_id"].isna(), "cost_amount"].sum()
    # Where the share of the common costs is not known, the value is not.
    return (values["revenue"] - own - shared * weights / weights.sum()).round(4).dropna()


@pytest.mark.parametrize("rule", ["sales", "net"])
@pytest.mark.parametrize("key", KEYS)
def test_a_second_computation_finds_the_same_values(costly, rule, key):
    lines, costs, reader = costly
    selection = Selection(period="custom", custom=DAYS, rule=rule)
    listed = members(reader, "value.tiers", selection, params(key)).set_index("customer_id")["commercial_value"]
    expected = second_value(lines, costs, rule, key)
    assert expected.lt(0).any() and expected.gt(0).any()
    pd.testing.assert_series_equal(
        listed.astype(float).sort_index(), expected.sort_index(), check_names=False, check_dtype=False, rtol=0,
        atol=1.5e-4,
    )  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_cost_is_taken_off_once(sample_reader, key):
    listed = members(sample_reader, "value.tiers", YEAR, params(key))
    first, last = answer(sample_reader, "value.tiers", YEAR).period
    sql = "select customer_key, cost_amount from mart.customer_costs where incurred_on between $first and $last"
    costs = sample_reader.query(sql, {"first": first, "last": last}).df()
    borne = costs[costs["customer_key"].isna() | costs["customer_key"].isin(listed["customer_key"])]
    expected = float(listed["revenue"].sum()) - float(borne["cost_amount"].sum())
    assert float(listed["commercial_value"].sum()) == pytest.approx(expected, abs=ROUNDING * len(listed))
    left = {item.reason: item.rows for item in answer(sample_reader, "value.tiers", YEAR, params(key)).left_out}
    assert left.get("cost_without_order", 0) == len(costs) - len(borne)


def test_whom_one_looks_at_does_not_change_what_they_bear(sample_reader):
    filtered = Selection(period="last_12_months", filters=(("customers.relation_role", ("retailer",)),))
    everybody = members(sample_reader, "value.abc", YEAR, params("by_orders")).set_index("customer_id")
    some = members(sample_reader, "value.abc", filtered, params("by_orders")).set_index("customer_id")
    assert 0 < len(some) < len(everybody)
    assert some["commercial_value"].to_dict() == everybody.loc[some.index, "commercial_value"].to_dict()


def test_the_curve_of_commercial_value_falls_where_customers_cost_more_than_they_bring(sample_reader):
    rows = answer(sample_reader, "value.pareto", YEAR, params("by_heads")).rows
    assert rows["value_share"].max() > 1
    assert rows["value_share"].iloc[-1] == pytest.approx(1, abs=1e-9)
    assert rows["customers_not_positive"].iloc[0] > 0

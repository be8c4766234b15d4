"""Resources against value: shares are of one whole, lists are as long as said, a second computation agrees."""

import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

YEAR = Selection(period="last_12_months")
NET = Selection(period="this_year", rule="net", filters=(("customers.relation_role", ("retailer",)),))


@pytest.mark.parametrize("selection", [YEAR, NET])
def test_tiers_of_resources_are_those_of_the_pyramid(sample_reader, selection):
    tiers = answer(sample_reader, "value.tiers", selection).rows.set_index("tier")
    rows = answer(sample_reader, "value.resources", selection).rows.set_index("tier")
    fit = answer(sample_reader, "value.service_fit", selection).rows.groupby("tier")[["customers"]].sum()
    assert rows["customers"].to_dict() == tiers["customers"].to_dict() == fit["customers"].to_dict()
    assert rows["revenue"].astype(float).to_dict() == pytest.approx(tiers["revenue"].astype(float).to_dict())
    for share in ("revenue_share", "own_cost_share", "budget_share"):
        assert rows[share].sum() == pytest.approx(1, abs=1e-9)


def test_a_second_computation_finds_the_same_service(sample_reader):
    listed = members(sample_reader, "value.service_fit", YEAR).set_index("customer_id")
    revenue, cost = listed["revenue"].astype(float), listed["own_cost"].astype(float)
    times = (cost / revenue) / (cost.sum() / revenue.sum())
    expected = pd.Series("usual", index=listed.index)
    expected[times >= 2] = "over"
    expected[times <= 0.5] = "under"
    assert listed["service"].to_dict() == expected.to_dict()
    index = answer(sample_reader, "value.resources", YEAR).rows.set_index("tier")["cost_index"]
    by_tier = listed.assign(cost=cost, revenue=revenue).groupby("tier")[["cost", "revenue"]].sum()
    assert index.to_dict() == pytest.approx(
        (by_tier["cost"] / by_tier["revenue"] * revenue.sum() / cost.sum()).to_dict()
    )


def test_signals_are_about_the_small_customers_only(sample_reader):
    rows = answer(sample_reader, "value.small_customer_signals", YEAR).rows.set_index("signal")
    small = members(sample_reader, "value.tiers", YEAR, (), (("tier", "small"),)).set_index("customer_id")
    assert rows["measured"]["occasional"] == len(small)
    assert (rows["customers"].dropna() <= rows["measured"][rows["customers"].notna()]).all()
    once = members(sample_reader, "value.small_customer_signals", YEAR, (), (("signal", "occasional"),))
    assert set(once["customer_id"]) == set(small.index[small["order_count"] <= 1])
    quiet = members(sample_reader, "value.small_customer_signals", YEAR, (), (("signal", "quiet"),))
    age = (pd.Timestamp(sample_reader.last_on) - pd.to_datetime(small["last_order_on"])).dt.days
    assert set(quiet["customer_id"]) == set(small.index[(age > 90) | age.isna()])
    loss = members(sample_reader, "value.small_customer_signals", YEAR, (), (("signal", "profitless"),))
    assert set(loss["customer_id"]) == set(small.index[small["profit"].notna() & (small["profit"].astype(float) <= 0)])
    assert rows["measured"]["profitless"] == small["profit"].notna().sum()

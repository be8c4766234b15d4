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


def test_need_and_value_from_the_list_of_customers(sample_reader):
    listed = members(sample_reader, "value.need_value", YEAR)
    count, worth = len(listed), listed["commercial_value"].astype(float)
    orders, lines = (listed[name].rank(method="min") - 1 for name in ("order_count", "order_lines"))
    need = (orders + lines) / (2 * (count - 1))
    assert listed["need"].to_list() == pytest.approx(need.to_list())
    is_needing = need.rank(method="min", ascending=False) - 1 < 0.3 * count
    is_worth = (worth.rank(method="min", ascending=False) - 1 < 0.3 * count) & (worth > 0)
    assert (listed["need_level"] == "high").to_list() == is_needing.to_list()
    assert (listed["value_level"] == "high").to_list() == is_worth.to_list()
    rows = answer(sample_reader, "value.need_value", YEAR).rows
    assert rows["customers"].sum() == count
    assert float(rows["worth"].sum()) == pytest.approx(worth.sum())


def test_the_offers_of_all_customers_are_the_budget(sample_reader):
    params = (("budget", "250000"),)
    rows = answer(sample_reader, "value.offer_budget", YEAR, params).rows.set_index("tier")
    listed = members(sample_reader, "value.offer_budget", YEAR, params)
    gain = listed["commercial_value"].astype(float).clip(lower=0)
    expected = 250_000 * gain / gain.sum()
    assert listed["offer"].astype(float).to_list() == pytest.approx(expected.to_list(), abs=5e-5)
    assert rows["offer"].astype(float).sum() == pytest.approx(250_000, abs=1e-3)
    by_tier = expected.groupby(listed["tier"]).sum()
    assert rows["offer"].astype(float).to_dict() == pytest.approx(by_tier.to_dict(), abs=1e-4)

"""One customer's numbers beside those of its tier, by hand and against the metrics of everybody."""

from datetime import date

import pandas as pd
import pytest

from crm_core.customer import find
from crm_core.customer.standing import course_of, orders_of, rhythm, standing
from crm_core.lake import Workspace
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

ALL = Selection()


def test_own_numbers_place_and_share_by_hand(shop):
    # A 70 in 7 orders, B 60 in 2, C 60 in 1: B and C share the second place.
    found = {name: standing(shop, ALL, find(shop, name)) for name in ("A", "B", "13700137000")}
    assert [each.place for each in found.values()] == [1, 2, 2]
    assert {each.customers for each in found.values()} == {3}
    assert found["A"].revenue_share == pytest.approx(70 / 190, abs=1e-12)
    # 2024-01-01 to 03-01 are 60 days over six steps; the as-of day is the last of the data, 03-31.
    assert found["A"].own == {
        "customers": 1, "revenue": 70, "orders": 7, "order_value": 10, "interval_days": 10, "recency_days": 30,
    }  # fmt: skip
    assert found["13700137000"].own["interval_days"] is None


def test_the_middle_of_a_tier_by_hand(shop):
    # One of three is VIP by 1 %; the others' places 2 and 2 are beyond 20 % of three.
    low = standing(shop, ALL, find(shop, "B"))
    assert (low.tier, low.tier_customers) == ("small", 2)
    assert low.middle == {
        "revenue": 60, "orders": 1.5, "order_value": 45, "interval_days": 21, "recency_days": 55,
    }  # fmt: skip


def test_who_bought_nothing_has_no_place(shop):
    found = standing(shop, ALL, find(shop, "li@shop.cn"))
    assert (found.place, found.tier, found.own["revenue"], found.own["orders"]) == (None, None, 0, 0)


def test_filters_do_not_change_whom_one_is_compared_with(shop):
    filtered = Selection(filters=(("customers.region", ("south",)),))
    assert standing(shop, filtered, find(shop, "A")) == standing(shop, ALL, find(shop, "A"))


def test_orders_with_their_gaps_and_the_rhythm_by_hand(shop):
    found = orders_of(shop, ALL, find(shop, "A"))
    assert [None if pd.isna(gap) else int(gap) for gap in found.rows["gap_days"]] == [None, 7, 7, 0, 7, 7, 32]
    beat = rhythm(found.rows, date(2024, 3, 31))
    # Gaps above zero: 7, 7, 7, 7, 32; nine tenths of the way lie at 7 + 0.6 · 25.
    assert (beat.gaps, beat.usual, beat.long, beat.since, beat.is_overdue) == (5, 7, pytest.approx(22), 30, True)
    assert list(found.rows["is_long_gap"]) == [False] * 6 + [True]


def test_few_orders_have_no_rhythm(shop):
    beat = rhythm(orders_of(shop, ALL, find(shop, "B")).rows, date(2024, 3, 31))
    assert (beat.gaps, beat.usual, beat.long, beat.is_overdue) == (1, None, None, False)
    assert rhythm(orders_of(shop, ALL, find(shop, "li@shop.cn")).rows, date(2024, 3, 31)).since is None


def test_the_orders_end_on_the_as_of_day(shop):
    early = Selection(as_of=date(2024, 1, 20))
    assert len(orders_of(shop, early, find(shop, "A")).rows) == 4


def test_the_course_beside_the_mean_of_the_tier_by_hand(shop):
    days = Selection(period="custom", custom=(date(2023, 9, 1), date(2024, 3, 31)))
    rows = course_of(shop, days, find(shop, "B"), "small").rows
    assert list(rows["revenue"].astype(float))[-3:] == [60, 0, 0]
    assert list(rows["peer_revenue"].astype(float))[-3:] == [30, 30, 0]
    assert course_of(shop, days, find(shop, "B"), None).rows["peer_revenue"].isna().all()


def test_tier_place_and_numbers_are_those_of_the_metrics(sample_workspace):
    reader = Workspace(sample_workspace).reader()
    selection = Selection(period="last_12_months")
    listed = members(reader, "value.tiers", selection)
    for tier in ("vip", "major", "ordinary", "small"):
        those = listed[listed["tier"] == tier]
        one = those.sort_values("revenue").iloc[len(those) // 2]
        found = standing(reader, selection, find(reader, one["customer_id"]))
        assert (found.tier, found.tier_customers, found.customers) == (tier, len(those), len(listed))
        assert found.place == 1 + (listed["revenue"] > one["revenue"]).sum()
        assert found.own["revenue"] == pytest.approx(float(one["revenue"]), abs=1e-6)
        assert found.own["orders"] == one["order_count"]
        assert found.middle["revenue"] == pytest.approx(float(those["revenue"].astype(float).median()), abs=1e-6)
    whole = answer(reader, "overview.kpis", selection).rows["revenue_per_customer"].iloc[0]
    assert listed["revenue"].astype(float).sum() / len(listed) == pytest.approx(whole, rel=1e-9)

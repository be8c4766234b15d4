"""Answers that keep to the customers behind a mark, or to a list."""

from dataclasses import replace

import pytest
from pandas import isna

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, ListedCustomers, Selection

YEAR = Selection(period="last_12_months", compare="last_year")
VIP = CellCustomers("value.tiers", YEAR, cell=(("tier", "vip"),))


def total(reader, selection, name="revenue"):
    return answer(reader, "overview.kpis", selection).rows[name].iloc[0]


def test_the_customers_of_a_mark_hold_what_the_mark_says(sample_reader):
    tiers = answer(sample_reader, "value.tiers", YEAR).rows.set_index("tier")
    for tier, row in tiers.iterrows():
        kept = replace(YEAR, among=(replace(VIP, cell=(("tier", tier),)),))
        assert total(sample_reader, kept, "active_customers") == row["customers"]
        assert float(total(sample_reader, kept)) == pytest.approx(float(row["revenue"]))


def test_the_marks_of_a_metric_share_out_every_other_number(sample_reader):
    everybody = answer(sample_reader, "value.tiers", YEAR).rows["tier"]
    parts = [total(sample_reader, replace(YEAR, among=(replace(VIP, cell=(("tier", tier),)),))) for tier in everybody]
    named = answer(sample_reader, "value.tiers", YEAR).rows["revenue"].sum()
    assert sum(map(float, parts)) == pytest.approx(float(named))


def test_the_days_compared_with_are_those_of_the_same_customers(sample_reader):
    kept = replace(YEAR, among=(VIP,))
    ids = tuple(members(sample_reader, "value.tiers", YEAR, cell=VIP.cell)["customer_id"])
    listed = replace(YEAR, among=(ListedCustomers(ids),))
    for metric_id in ("overview.kpis", "value.rfm_segments", "overview.revenue_by_period"):
        by_mark, by_list = (answer(sample_reader, metric_id, each) for each in (kept, listed))
        assert by_mark.rows.equals(by_list.rows)
        assert by_mark.compared.equals(by_list.compared)


def test_two_sets_are_kept_to_at_once(sample_reader):
    new = CellCustomers("overview.kpis", YEAR, cell=(("is_new", "true"),))
    small = CellCustomers("value.tiers", YEAR, cell=(("tier", "small"),))
    ids = set(members(sample_reader, "value.tiers", YEAR, cell=small.cell)["customer_id"])
    ids &= set(members(sample_reader, "overview.kpis", YEAR, cell=new.cell)["customer_id"])
    assert total(sample_reader, replace(YEAR, among=(small, new)), "active_customers") == len(ids) > 0


def test_a_set_within_a_set(sample_reader):
    new = CellCustomers("overview.kpis", YEAR, cell=(("is_new", "true"),))
    within = CellCustomers("value.tiers", replace(YEAR, among=(new,)), cell=(("tier", "vip"),))
    listed = members(sample_reader, "value.tiers", within.selection, cell=within.cell)
    assert 0 < len(listed) == total(sample_reader, replace(YEAR, among=(within,)), "active_customers")


def test_a_list_of_nobody_is_nobody(sample_reader):
    for nobody in ((), ("no such customer",)):
        assert isna(total(sample_reader, replace(YEAR, among=(ListedCustomers(nobody),)), "active_customers"))


def test_lines_left_out_are_those_of_the_set(sample_reader):
    everything = answer(sample_reader, "value.tiers", YEAR).left_out
    of_vip = answer(sample_reader, "value.tiers", replace(YEAR, among=(VIP,))).left_out
    assert {left.reason for left in of_vip} <= {left.reason for left in everything} - {"no_customer"}
    assert sum(left.rows for left in of_vip) < sum(left.rows for left in everything)


def test_an_unknown_cell_is_refused(sample_reader):
    with pytest.raises(Refused):
        answer(sample_reader, "overview.kpis", replace(YEAR, among=(replace(VIP, cell=(("shoe_size", "43"),)),)))


@pytest.mark.parametrize("metric_id", [key for key in metrics() if not key.startswith("quality.")])
def test_members_of_every_metric_can_be_kept_to(sample_reader, metric_id):
    metric = metrics()[metric_id]
    listed = members(sample_reader, metric_id, YEAR)
    if "customer_id" not in listed:
        return
    kept = replace(YEAR, among=(CellCustomers(metric.id, YEAR),))
    found = members(sample_reader, "overview.kpis", kept)
    assert set(found["customer_id"]) == set(listed["customer_id"])


def test_a_record_of_customers_chosen_by_what_they_did_since_says_that_it_looks_better_than_it_was(sample_reader):
    noted = {metric_id for metric_id, metric in metrics().items() if metric.is_record}
    assert noted == {
        "lifecycle.warning_record", "next.list_record", "next.list_spend", "prediction.backtest", "prediction.tracking",
    }  # fmt: skip
    kept = replace(YEAR, among=(VIP,))
    of_vips = answer(sample_reader, "lifecycle.warning_record", kept)
    assert "chosen_since" in of_vips.notes
    assert of_vips.rows["left_customers"].sum() == 0  # whoever left is no VIP today
    assert "chosen_since" not in answer(sample_reader, "lifecycle.warning_record", YEAR).notes
    assert "chosen_since" not in answer(sample_reader, "lifecycle.at_risk", kept).notes

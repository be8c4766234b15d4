"""UCI "Online Retail": the numbers of the published filter (customer present, quantity > 0, price > 0)."""

from dataclasses import replace
from datetime import date

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import CellCustomers, Selection

pytestmark = pytest.mark.datasets
ALL = Selection(as_of=date(2011, 12, 10))


@pytest.fixture(scope="module")
def reader(online_retail):
    return online_retail[0].reader()


def test_every_row_is_accounted_for(online_retail):
    files = online_retail[1].files
    assert len(files) == 305
    assert sum(file.rows_read for file in files) == 541_909
    assert all(
        file.rows_read == file.rows_loaded + file.rows_rejected + file.rows_blank + file.rows_totals for file in files
    )
    assert sum(file.rows_loaded for file in files) == 541_909
    assert {file.rows_replaced for file in files} == {0}


def test_what_the_data_hold(reader):
    assert reader.version == 1
    assert reader.facts["order_count"] == 25_900
    assert reader.facts["customer_count"] == 4_372
    assert reader.facts["line_count_without_customer"] == 135_080
    assert (reader.first_on, reader.last_on) == (date(2010, 12, 1), date(2011, 12, 9))


def test_sale_lines_with_a_customer(reader):
    kinds = answer(reader, "overview.line_kinds", ALL).rows.set_index("kind")
    assert kinds["lines"].sum() == 541_909
    assert kinds["lines_without_customer"].sum() == 135_080
    assert kinds["lines"]["sale"] - kinds["lines_without_customer"]["sale"] == 397_884
    # C-invoices are cancellations; the other lines with a negative quantity are corrections at price 0.
    assert kinds["lines"]["cancelled"] == 9_288


def test_lines_left_out_are_named(reader):
    left = {item.reason: item.rows for item in answer(reader, "value.tiers", ALL).left_out}
    assert 541_909 - sum(left.values()) == 397_884


def test_customers_orders_and_revenue(reader):
    tiers = answer(reader, "value.tiers", ALL).rows
    assert tiers["customers"].sum() == 4_338
    assert tiers["orders"].sum() == 18_532
    assert tiers["revenue"].sum() == pytest.approx(8_911_407.904, abs=1e-6)
    kpis = answer(reader, "overview.kpis", ALL).rows.iloc[0]
    assert kpis["active_customers"] == 4_338
    assert kpis["customers"] == 4_372


def test_concentration(reader):
    head = answer(reader, "value.pareto", ALL).rows.iloc[0]
    assert round(head["gini"], 5) == 0.71514
    assert [round(head[f"top_{n}_share"], 3) for n in (1, 10, 20)] == [0.320, 0.614, 0.746]


def test_rfm_scores(reader):
    scores = answer(reader, "value.rfm_scores", ALL).rows
    by_frequency = scores.groupby("f_score")["customers"].sum()
    by_money = scores.groupby("m_score")["customers"].sum()
    by_recency = scores.groupby("r_score")["customers"].sum()
    assert list(by_frequency) == [1493, 835, 508, 802, 700]
    assert list(by_money) == [868, 867, 868, 867, 868]
    assert list(by_recency) == [869, 889, 866, 846, 868]
    coded = scores.set_index(["r_score", "f_score", "m_score"])["customers"]
    assert (coded[5, 5, 5], coded[1, 1, 1]) == (324, 334)


def test_rfm_values(reader):
    listed = members(reader, "value.rfm_scores", ALL)
    assert round(listed["recency_days"].mean(), 2) == 93.06
    assert round(listed["order_count"].mean(), 3) == 4.272
    assert round(float(listed["revenue"].mean()), 2) == 2054.27
    assert (listed["order_count"] == 1).sum() == 1493


def test_abc_classes(reader):
    assert list(answer(reader, "value.abc", ALL).rows["customers"]) == [1133, 1469, 1736]


def test_all_batches_of_the_import_stand(online_retail):
    workspace, account = online_retail
    assert workspace.batches_of(account.version) == [file.batch_id for file in account.files]


def test_concentration_by_country_and_by_customer(reader):
    # The published filter: lines with a customer.
    named = replace(ALL, among=(CellCustomers("value.tiers", ALL),))
    countries = answer(reader, "partners.concentration", named).rows
    assert countries["value"].iloc[0] == "United Kingdom"
    assert round(countries["hhi"].iloc[0], 1) == 6761.6
    assert round(countries["top_1_share"].iloc[0], 3) == round(countries["revenue_share"].iloc[0], 3) == 0.820
    assert round(answer(reader, "value.pareto", ALL).rows["hhi"].iloc[0], 1) == 46.4


def test_abc_classes_of_products(reader):
    named = replace(ALL, among=(CellCustomers("value.tiers", ALL),))
    rows = answer(reader, "value.abc_products", named).rows
    assert list(rows["products"]) == [777, 922, 1966]
    assert rows["products"].sum() == 3_665


def test_monthly_cohorts(reader):
    rows = answer(reader, "lifecycle.cohorts", ALL).rows
    by_cohort = {str(on)[:7]: list(part["customers"]) for on, part in rows.groupby("cohort_on")}
    assert by_cohort["2010-12"] == [885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235]
    assert by_cohort["2011-01"] == [417, 92, 111, 96, 134, 120, 103, 101, 125, 136, 152, 49]
    assert by_cohort["2011-02"][:4] == [380, 71, 71, 108]
    # The common tutorial leaves cancellations in.
    every = answer(reader, "lifecycle.cohorts", ALL, (("counted", "every_line"),)).rows
    with_them = {str(on)[:7]: list(part["customers"]) for on, part in every.groupby("cohort_on")}
    assert with_them["2010-12"][:4] == [948, 362, 317, 367]
    assert (with_them["2011-01"][:2], with_them["2011-02"][:2]) == ([421, 101], [380, 94])
    # The last month ends on the 9th: no cell of it is a fall.
    assert set(rows[rows["is_unfinished"]].groupby("cohort_on")["age"].max()) == set(range(13))
    assert rows[rows["is_unfinished"]].groupby("cohort_on").size().eq(1).all()

"""SQL against the second computation, on seeded random companies, both rules, a whole and a part period."""

from datetime import date
from itertools import product

import pandas as pd
import pytest

from crm_core.metrics.registry import metric_of, steps
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.unit.metrics import second

PERIODS = {"all": (date(2024, 1, 1), date(2024, 12, 31)), "part": (date(2024, 1, 20), date(2024, 3, 10))}


@pytest.fixture(params=["all", "part"])
def days(request):
    return PERIODS[request.param]


@pytest.fixture(params=["sales", "net"])
def rule(request):
    return request.param


@pytest.fixture
def asked(company, days, rule):
    """The reader, the selection, the counted lines and the customers' values of the second computation."""
    lines, reader = company
    stamps = (pd.Timestamp(days[0]), pd.Timestamp(days[1]))
    selection = Selection(period="custom", custom=days, rule=rule)
    return reader, selection, second.counted(lines, rule, stamps), second.customer_values(lines, rule, stamps)


def test_key_figures(company, asked, days):
    reader, selection, chosen, values = asked
    row = answer(reader, "overview.kpis", selection).rows.iloc[0]
    sales = company[0].query("kind_expected == 'sale'").groupby("customer_id")["order_at"].min()
    active = values[values["orders"] > 0]
    first_known = company[0].groupby("customer_id")["order_at"].min()
    assert row["customers"] == (first_known <= pd.Timestamp(days[1])).sum()
    assert row["active_customers"] == len(active)
    assert row["orders"] == chosen[chosen["is_sale"]]["order_id"].nunique()
    assert row["revenue"] == pytest.approx(chosen["amount"].sum(), abs=1e-9)
    assert row["repeat_rate"] == pytest.approx((active["orders"] > 1).mean(), abs=1e-12)
    assert row["new_customers"] == (sales.reindex(active.index) >= pd.Timestamp(days[0])).sum()
    # Money that goes back to a customer who bought nothing in the period counts too: customers × this = their revenue.
    assert row["revenue_per_customer"] == pytest.approx(values["revenue"].sum() / len(active), abs=1e-9)


@pytest.mark.parametrize("basis", ["revenue", "profit"])
def test_concentration(asked, basis):
    reader, selection, _, values = asked
    head = answer(reader, "value.pareto", selection, (("basis", basis),)).rows.iloc[0]
    of = values[basis].dropna()
    assert head["customers"] == len(of)
    assert head["gini"] == pytest.approx(second.gini(of), abs=1e-9)
    assert head["customers_not_positive"] == (of <= 0).sum()
    for share in ("0.01", "0.05", "0.10", "0.20"):
        found = head[f"top_{int(float(share) * 100)}_share"]
        assert found == pytest.approx(second.top_share(of, share), abs=1e-9), share
    assert head["customers_for_80_share"] == pytest.approx(second.customers_for(of, "0.8"), abs=1e-12)


@pytest.mark.parametrize("basis", ["revenue", "profit"])
@pytest.mark.parametrize("cuts", [("0.01", "0.05", "0.2"), ("0.1", "0.3", "0.5")])
def test_tiers(asked, basis, cuts):
    reader, selection, _, values = asked
    params = (("basis", basis), ("cuts", ",".join(cuts)))
    listed = members(reader, "value.tiers", selection, params).set_index("customer_id")
    of = values[basis].dropna()
    assert listed["tier"].to_dict() == second.tiers(of, cuts).to_dict()
    assert listed["revenue"].to_dict() == pytest.approx(values["revenue"].reindex(of.index).to_dict())
    rows = answer(reader, "value.tiers", selection, params).rows.set_index("tier")
    assert rows["orders"].sum() == values["orders"].reindex(of.index).sum()


@pytest.mark.parametrize("basis", ["revenue", "profit"])
def test_abc(asked, basis):
    reader, selection, _, values = asked
    listed = members(reader, "value.abc", selection, (("basis", basis),)).set_index("customer_id")
    assert listed["abc_class"].to_dict() == second.abc(values[basis].dropna()).to_dict()


def test_rfm(asked):
    reader, selection, _, values = asked
    buyers = values[values["orders"] > 0]
    listed = members(reader, "value.rfm_segments", selection).set_index("customer_id").sort_index()
    assert list(listed["r_score"]) == list(second.score(buyers["last"].map(pd.Timestamp.toordinal)))
    assert list(listed["f_score"]) == list(second.score(buyers["orders"]))
    assert list(listed["m_score"]) == list(second.score(buyers["revenue"]))
    codes = zip(listed["r_score"], listed["f_score"], listed["m_score"], strict=True)
    assert list(listed["segment"]) == [second.segment_of(*code) for code in codes]
    assert set(listed["recency_days"]) == {(reader.last_on - last.date()).days for last in buyers["last"]}


def test_every_rfm_code_lands_in_the_rule_that_fits_first(sample_reader):
    metric = metric_of("value.rfm_segments")
    scores = ", ".join(f"({r}, {f}, {m})" for r, f, m in product(range(1, 6), repeat=3))
    coded = metric.steps.partition("members as (")[0].rstrip().rstrip(",")
    rfm = f"select *, 1 as revenue, 1 as recency_days from (values {scores}) as t (r_score, f_score, m_score)"
    sql = f"with segment_rules as ({steps()['segment_rules'].sql}), rfm as ({rfm}), {coded}"
    sql += " select r_score, f_score, m_score, segment from coded join segments using (segment_order)"
    found = {tuple(code): segment for *code, segment in sample_reader.query(sql).fetchall()}
    assert found == {code: second.segment_of(*code) for code in product(range(1, 6), repeat=3)}
    assert len(found) == 125


def test_published_gini_of_five_numbers():
    assert second.gini(pd.Series([1, 2, 3, 4, 10])) == pytest.approx(0.4, abs=1e-12)

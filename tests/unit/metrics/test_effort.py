"""Effort against value: a second computation, and what both ways of cutting the customers must agree on."""

import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

YEAR = Selection(period="last_12_months")
KINDS = {"cost": "own_cost", "discount": "discount", "contacts": "contacts"}
SPENT = {
    "cost": "select customer_key, sum(cost_amount) from mart.customer_costs"
    " where incurred_on between $a and $b group by 1",
    "discount": "select customer_key, sum(discount_amount) from mart.transactions"
    " where kind = 'sale' and order_on between $a and $b group by 1",
    "contacts": "select customer_key, count(*) from mart.interactions where started_on between $a and $b group by 1",
}


@pytest.mark.parametrize("spent", KINDS)
def test_tenths_and_tiers_share_out_the_same_effort_and_revenue(sample_reader, spent):
    tenths = answer(sample_reader, "value.effort", YEAR, (("spent", spent),)).rows
    tiers = answer(sample_reader, "value.resources", YEAR).rows
    assert tenths["customers"].sum() == tiers["customers"].sum()
    assert tenths["customers"].max() - tenths["customers"].min() <= 1
    assert float(tenths["effort_amount"].sum()) == pytest.approx(float(tiers[KINDS[spent]].sum()))
    assert float(tenths["revenue"].sum()) == pytest.approx(float(tiers["revenue"].sum()))
    assert tenths["effort_share"].sum() == pytest.approx(1)
    assert tenths["effort_so_far"].to_list() == pytest.approx(tenths["effort_share"].cumsum().to_list())
    assert tenths["revenue_so_far"].to_list() == pytest.approx(tenths["revenue_share"].cumsum().to_list())


@pytest.mark.parametrize("spent", KINDS)
def test_a_second_computation_finds_the_same_shares(sample_reader, spent):
    found = answer(sample_reader, "value.effort", YEAR, (("spent", spent),))
    days = dict(zip(("a", "b"), found.period, strict=True))
    own = {key: float(value) for key, value in sample_reader.query(SPENT[spent], days).fetchall() if value is not None}
    value = members(sample_reader, "value.tiers", YEAR).set_index("customer_key")["revenue"].astype(float)
    best = value.sort_index().sort_values(ascending=False, kind="stable")
    tenth = pd.Series([10 * place // len(best) + 1 for place in range(len(best))], index=best.index)
    effort = pd.Series([own.get(key, 0.0) for key in best.index], index=best.index)
    share = (effort.groupby(tenth).sum() / effort.sum()).to_list()
    assert found.rows["effort_share"].to_list() == pytest.approx(share)
    index = effort.groupby(tenth).sum() / effort.sum() / (best.groupby(tenth).sum() / best.sum())
    assert found.rows["effort_index"].to_list() == pytest.approx(index.to_list())

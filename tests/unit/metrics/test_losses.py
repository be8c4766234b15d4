"""Who loses money: the same customers as the pyramid by profit has below zero, each under one source."""

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection


@pytest.mark.parametrize("rule", ["sales", "net"])
def test_they_are_those_with_a_profit_below_zero_and_their_loss_is_its_sum(sample_reader, rule):
    of_year = Selection(period="last_12_months", rule=rule)
    tiers = members(sample_reader, "value.tiers", of_year, (("basis", "profit"),))
    below = tiers[tiers["profit"].astype(float) < 0]
    found = answer(sample_reader, "value.losses", of_year)
    listed = members(sample_reader, "value.losses", of_year)
    assert set(listed["customer_id"]) == set(below["customer_id"])
    assert found.rows["customers"].sum() == len(below) > 0
    assert float(found.rows["loss_amount"].sum()) == pytest.approx(-below["profit"].astype(float).sum())
    assert found.n == tiers["profit"].notna().sum()
    gross, own = (listed[name].astype(float) for name in ("gross_profit", "own_cost"))
    assert (gross - own).to_list() == pytest.approx(listed["profit"].astype(float).to_list())
    of_service = listed["loss_source"] == "own_cost"
    assert (gross[of_service] >= 0).all() and (gross[~of_service] <= 0).all()

"""Beside every list stands where each relation is: by hand, and as the metric of stages tells it."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

from crm_core.customer.relation import with_relation
from crm_core.lake import Workspace
from crm_core.metrics.runner import members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

FEBRUARY = Selection(as_of=date(2024, 2, 1))


@cache
def keys(reader):
    return dict(reader.query("select customer_id, customer_key from mart.customers").fetchall())


def listed(reader, *ids):
    return pd.DataFrame({"customer_id": ids, "customer_key": [keys(reader)[each] for each in ids]})


def test_stage_step_and_last_order_by_hand(shop):
    # A's last three of six are as large as those before; B has two orders; the third has not ordered by then.
    found = with_relation(listed(shop, "B", "li@shop.cn", "A"), shop, FEBRUARY)
    assert found["stage"].tolist() == ["exploration", "none", "stability"]
    assert found["stage_step"].tolist() == found["stage"].tolist()
    days = [None if pd.isna(day) else day.date() for day in found["last_order_on"]]
    assert days == [date(2024, 1, 31), None, date(2024, 1, 29)]
    # Two months later all have been silent for more than twice and less than four times their usual gap.
    assert set(with_relation(listed(shop, "A", "B"), shop, Selection())["stage"]) == {"degeneration"}


def test_what_a_list_has_of_its_own_stays(shop):
    own = listed(shop, "A").assign(stage="lost", last_order_on=date(2020, 1, 1), next_step="silent")
    assert with_relation(own, shop, FEBRUARY).equals(own)
    without = pd.DataFrame({"product_id": ["p"]})
    assert with_relation(without, shop, FEBRUARY) is without
    unknown = pd.DataFrame({"case_id": ["k"], "customer_key": [None]})
    assert with_relation(unknown, shop, FEBRUARY) is unknown


@pytest.mark.parametrize("period", ["all", "this_month"])
def test_everybody_stands_where_the_metric_says(sample_workspace, period):
    reader, asked = Workspace(sample_workspace).reader(), Selection(period=period)
    stages = members(reader, "lifecycle.stages", asked).set_index("customer_key")
    filtered = Selection(period=period, filters=(("transactions.channel", ("store",)),))
    found = with_relation(stages[["customer_id"]].reset_index(), reader, filtered)
    assert found.set_index("customer_key")["stage"].to_dict() == stages["stage"].to_dict()
    assert (found["last_order_on"].to_numpy() == stages["last_order_on"].to_numpy()).all()


def test_in_two_currencies_a_list_has_no_stage(tmp_path):
    lines = [("1", "A", "2024-01-01", "5", "CNY"), ("2", "A", "2024-01-02", "5", "USD")]
    names = ["order_id", "customer_id", "order_at", "amount", "currency"]
    reader = GivenCompanies(tmp_path).add({"transactions": pd.DataFrame(lines, columns=names).astype(object)})
    assert "stage" not in with_relation(listed(reader, "A"), reader, Selection())


@pytest.mark.parametrize("own", [{"call_step": "overdue"}, {"case_count": 2}, {"visit_state": "owed"}])
def test_who_complained_is_not_told_to_be_asked_for_a_recommendation(shop, own):
    found = with_relation(listed(shop, "A").assign(**own), shop, FEBRUARY)
    assert found["stage"].tolist() == ["stability"]
    assert "stage_step" not in found

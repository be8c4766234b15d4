"""Dependence on partners: the answer adds up, and a second computation finds the same hands and the same risk."""

import pytest

from crm_core.metrics.breakdown import breakdown_of
from crm_core.metrics.registry import as_text, metric_of
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

YEAR = Selection(period="last_12_months")


@pytest.mark.parametrize("column", ["partner_id", "store_id", "ship_region"])
def test_a_second_computation_finds_the_same_concentration(sample_reader, column):
    found = answer(sample_reader, "partners.concentration", YEAR, (("dimension", column),))
    lines = sample_reader.query(
        f"select customer_key, cast({column} as varchar) as hand, amount, order_on "
        "from mart.transactions where kind = 'sale'"
    ).df()
    days = lines["order_on"].dt.date
    lines = lines[(days >= found.period[0]) & (days <= found.period[1])].assign(amount=lines["amount"].astype(float))
    by_hand = lines.groupby("hand", dropna=True)["amount"].sum().sort_values(ascending=False)
    shares = by_hand[by_hand > 0] / by_hand[by_hand > 0].sum()
    first = found.rows.iloc[0]
    assert first["hhi"] == pytest.approx(10_000 * (shares**2).sum(), rel=1e-9)
    assert first["top_3_share"] == pytest.approx(shares.head(3).sum(), rel=1e-9)
    known = lines.dropna(subset="customer_key").fillna({"hand": "nobody"})
    hands = known.groupby("customer_key")["hand"].nunique()
    single = known[known["customer_key"].map(hands) == 1]
    assert found.rows["single_customers"].sum() == (hands == 1).sum()
    assert float(found.rows["single_revenue"].sum()) == pytest.approx(single["amount"].sum(), abs=1e-3)
    assert float(found.rows["revenue"].sum()) == pytest.approx(lines["amount"].sum(), abs=1e-3)
    assert found.n == len(lines)


def test_the_single_line_list_is_as_long_as_the_row_says(sample_reader):
    rows = answer(sample_reader, "partners.concentration", YEAR, (("dimension", "store_id"),)).rows
    for row in rows.head(3).to_dict("records"):
        cell = (("value", as_text(row["value"])), ("is_single", "true"))
        listed = members(sample_reader, "partners.concentration", YEAR, (("dimension", "store_id"),), cell)
        assert len(listed) == row["single_customers"]
        assert float(listed["revenue"].sum()) == pytest.approx(float(row["single_revenue"]), abs=1e-6)


def test_the_first_break_down_is_by_a_partner_where_there_is_one(sample_reader):
    favoured = metric_of("partners.concentration").params[0].choices
    assert breakdown_of(sample_reader, None, favoured) == "transactions.partner_id"
    assert breakdown_of(sample_reader) == "transactions.channel"

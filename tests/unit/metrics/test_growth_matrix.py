"""The growth matrix parts revenue by who and what is new, and nothing is lost or counted twice."""

from decimal import Decimal

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

YEAR = Selection(period="last_12_months", compare="last_year")
NET = Selection(period="this_quarter", rule="net", filters=(("transactions.channel", ("online", "store")),))


@pytest.mark.parametrize("selection", [YEAR, NET])
def test_the_parts_are_the_revenue(sample_reader, selection):
    found = answer(sample_reader, "value.growth_matrix", selection)
    whole = answer(sample_reader, "overview.kpis", selection)
    assert sum(Decimal(str(value)) for value in found.rows["revenue"]) == Decimal(str(whole.rows["revenue"].iloc[0]))
    if found.compared is not None:
        before = sum(Decimal(str(value)) for value in found.compared["revenue"])
        assert before == Decimal(str(whole.compared["revenue"].iloc[0]))


def test_new_customers_are_those_of_the_key_figures(sample_reader):
    listed = members(sample_reader, "value.growth_matrix", YEAR)
    row = answer(sample_reader, "overview.kpis", YEAR).rows.iloc[0]
    new = listed[listed["customer_age"] == "new"]
    assert new["customer_key"].nunique() == row["new_customers"]
    assert listed["customer_key"].nunique() == row["active_customers"]


def test_a_second_computation_parts_the_sample_s_lines_the_same_way(sample_reader):
    found = answer(sample_reader, "value.growth_matrix", YEAR)
    lines = sample_reader.query(
        "select customer_key, product_id, order_on, amount from mart.transactions where kind = 'sale'"
    ).df()
    first, last = found.period
    lines["day"] = lines["order_on"].dt.date
    born = {name: lines.groupby(name, observed=True)["day"].min() for name in ("customer_key", "product_id")}
    chosen = lines[(lines["day"] >= first) & (lines["day"] <= last)]
    for row in found.rows.dropna().to_dict("records"):
        of = [
            chosen[name].map(born[name].map(lambda day: "new" if day >= first else "existing")) == row[age]
            for name, age in (("customer_key", "customer_age"), ("product_id", "product_age"))
        ]
        part = chosen[of[0] & of[1]]
        assert row["lines"] == len(part)
        assert row["customers"] == part["customer_key"].nunique()
        assert float(row["revenue"]) == pytest.approx(part["amount"].astype(float).sum(), abs=1e-3)


def test_the_list_behind_every_part_is_as_long_as_the_part_says(sample_reader):
    for row in answer(sample_reader, "value.growth_matrix", YEAR).rows.dropna().to_dict("records"):
        cell = tuple((name, row[name]) for name in ("product_age", "customer_age"))
        assert len(members(sample_reader, "value.growth_matrix", YEAR, (), cell)) == row["customers"]

"""What-ifs a second time in plain Python on random companies, and the multiples as published."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_ind

from crm_core.metrics.runner import answer
from crm_core.selection import Selection

END = date(2024, 4, 10)
ALL = Selection(period="custom", custom=(date(2024, 1, 1), END), as_of=END)
STEPS = (("loyalty", "0.03"), ("losses", "0.01"), ("margin", "0.4"), ("price", "0.02"), ("referrals", "0.1"))
# Gupta and Lehmann, Managing Customers as Investments (2005): r / (1 + i - r) for r = 60, 70, 80, 90 %.
MULTIPLES = {
    "0.1": (1.2, 1.75, 2.667, 4.5), "0.12": (1.154, 1.667, 2.5, 4.091), "0.14": (1.111, 1.591, 2.353, 3.75),
    "0.16": (1.071, 1.522, 2.222, 3.462),
}  # fmt: skip


@pytest.fixture
def spent(company):
    """The reader, and of every customer the number of sales and what was spent."""
    lines, reader = company
    sold = lines[(lines["kind_expected"] == "sale") & lines["customer_id"].notna()]
    orders, money = defaultdict(set), defaultdict(float)
    for row in sold.itertuples():
        if row.order_at.date() <= END:
            orders[row.customer_id].add(row.order_id)
            money[row.customer_id] += float(row.amount)
    return reader, {customer: (len(numbers), money[customer]) for customer, numbers in orders.items()}


def test_levers_are_worth_the_same_computed_again(spent):
    reader, known = spent
    rows = answer(reader, "whatif.levers", ALL, STEPS).rows.set_index("lever")
    once, again = (np.array([m for n, m in known.values() if (n > 1) is more]) for more in (False, True))
    assert rows["customers"].to_dict() == {"loyalty": len(once), "losses": 0, "price": len(known), "referrals": 0}
    moved = min(0.03 * len(known), len(once))
    margin = rows["margin"].iloc[0]  # the random companies know the costs of some orders
    found = rows.loc["loyalty", ["profit_gain", "profit_gain_low", "profit_gain_high"]].astype(float)
    assert found.iloc[0] == pytest.approx(moved * margin * (again.mean() - once.mean()), rel=1e-9)
    test = ttest_ind(again, once, equal_var=False)
    low, high = test.confidence_interval(0.95)
    reach = student.ppf(0.975, max(1, int(test.df))) / student.ppf(0.975, test.df)  # whole degrees of freedom
    middle = again.mean() - once.mean()
    expected = [moved * margin * (middle + (end - middle) * reach) for end in (low, high)]
    assert list(found.iloc[1:]) == pytest.approx(expected, abs=1e-4)
    everyone = np.concatenate([once, again])
    assert rows.loc["price", "profit_gain"] == pytest.approx(0.02 * everyone.sum(), rel=1e-9)
    assert rows.loc["price", "year_profit"] == pytest.approx(margin * everyone.sum(), rel=1e-9)


def test_a_lever_moved_twice_as_far_brings_twice_as_much(sample_reader):
    one, two = (
        answer(sample_reader, "whatif.levers", Selection(), (("losses", step), ("referrals", step))).rows
        for step in ("0.01", "0.02")
    )
    for row in (1, 3):
        assert two["profit_gain"].iloc[row] == pytest.approx(2 * one["profit_gain"].iloc[row], rel=1e-9)
        assert one["profit_gain_low"].iloc[row] < one["profit_gain"].iloc[row] < one["profit_gain_high"].iloc[row]


@pytest.mark.parametrize("discount", MULTIPLES)
def test_multiples_as_published(sample_reader, discount):
    rows = answer(sample_reader, "whatif.clv_by_retention", Selection(), (("discount", discount),)).rows
    found = rows[rows["retention_step"] != "own"].head(4)
    assert found["clv_multiple"].to_list() == pytest.approx(MULTIPLES[discount], abs=5e-4)
    assert (found["clv_each"] / found["profit_each"]).to_list() == pytest.approx(MULTIPLES[discount], abs=5e-4)


def test_what_is_spent_to_win_and_to_keep_is_all_that_was_spent_on_both(sample_reader):
    rows = answer(sample_reader, "whatif.cost_ratio", Selection()).rows
    buyers = answer(sample_reader, "whatif.levers", Selection()).rows["buyers"].iloc[0]
    assert rows["customers"].sum() == buyers
    each = rows["cost_amount"].astype(float) / rows["customers"]
    assert rows["cost_ratio"].to_list() == pytest.approx([each[0] / each[1]] * 2)

"""Cohorts, stages and lives a second time in plain Python on random companies, and what must add up."""

from collections import Counter, defaultdict
from datetime import date
from math import ceil
from statistics import median

import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

DAYS = (date(2024, 1, 1), date(2024, 4, 10))
ALL = Selection(period="custom", custom=DAYS, as_of=DAYS[1])
MONTHLY = ("grain", "month")
LAST_YEAR = Selection(period="last_12_months", compare="last_year")


@pytest.fixture
def histories(company):
    """The reader, and the days and amounts of every customer's sales in their order."""
    lines, reader = company
    sold = lines[(lines["kind_expected"] == "sale") & lines["customer_id"].notna()]
    orders = sold.groupby(["customer_id", "order_id", "order_at"])["amount"].sum().reset_index()
    found = defaultdict(list)
    for row in orders.itertuples():
        if row.order_at.date() <= DAYS[1]:
            found[row.customer_id].append((row.order_at.date(), float(row.amount)))
    return reader, {customer: sorted(rows) for customer, rows in found.items()}


def typical_gap(histories):
    """The middle one of the mean gaps of all customers with two orders or more."""
    spans = [((rows[-1][0] - rows[0][0]).days, len(rows)) for rows in histories.values()]
    return median(days / (count - 1) for days, count in spans if count > 1)


@pytest.mark.parametrize("seen", ["in_period", "on_or_after", "rolling"])
def test_cohorts_are_counted_the_same(histories, seen):
    reader, known = histories
    counts = Counter()
    for rows in known.values():
        first = rows[0][0].month
        ages = {day.month - first for day, _ in rows}
        for age in range(DAYS[1].month - first + 1):
            near = {"in_period": {age}, "on_or_after": set(range(age, 5)), "rolling": {age, age - 1, age - 2}}[seen]
            counts[first, age] += bool(ages & near)
    params = (("seen", seen), MONTHLY)
    rows = answer(reader, "lifecycle.cohorts", ALL, params).rows
    found = {(on.month, age): n for on, age, n in zip(rows["cohort_on"], rows["age"], rows["customers"], strict=True)
             if pd.notna(on)}  # fmt: skip
    assert found == dict(counts)
    listed = members(reader, "lifecycle.cohorts", ALL, params)
    of_cells = listed[listed["cohort_on"].notna()].groupby(["cohort_on", "age"])["customer_id"].nunique()
    assert {(on.month, age): n for (on, age), n in of_cells.items()} == {k: n for k, n in counts.items() if n}
    means = rows[rows["cohort_on"].isna()].set_index("age")["customers"]
    of_means = listed[listed["cohort_on"].isna()].groupby("age").size().reindex(means.index, fill_value=0)
    assert list(of_means) == list(means)


def stage_of(rows, typical, on):
    """The stage on a day, from the rules alone; order by order, as the day itself would have seen it."""
    rows = [row for row in rows if row[0] <= on]
    amounts, n = [amount for _, amount in rows], len(rows)
    usual = ((rows[-1][0] - rows[0][0]).days + typical) / n
    silence = (on - rows[-1][0]).days
    if silence >= ceil(4 * usual):
        return "lost"
    if silence >= ceil(2 * usual):
        return "degeneration"
    if n <= 5:
        return "exploration" if n <= 2 else "formation"
    recent, earlier = sum(amounts[-3:]) / 3, sum(amounts[:-3]) / (n - 3)
    if recent < 0.5 * earlier:
        return "degeneration"
    return "formation" if earlier < 0.8 * recent else "stability"


def is_told_apart(rows):
    """Whether the rules need no order among the orders of one day: those are stored by a key without meaning."""
    return len({day for day, _ in rows}) == len(rows)


def test_stages_are_the_same_at_the_end_and_at_every_month_s_end(histories):
    reader, known = histories
    typical = typical_gap(known)
    clear = {customer for customer, rows in known.items() if is_told_apart(rows)}
    listed = members(reader, "lifecycle.stages", ALL).set_index("customer_id")["stage"]
    assert {c: s for c, s in listed.items() if c in clear} == {c: stage_of(known[c], typical, DAYS[1]) for c in clear}
    monthly = members(reader, "lifecycle.stage_months", ALL)
    ends = {1: date(2024, 1, 31), 2: date(2024, 2, 29), 3: date(2024, 3, 31), 4: DAYS[1]}
    for month, end in ends.items():
        found = monthly[monthly["period_on"].dt.month == month].set_index("customer_id")["stage"]
        expected = {c: stage_of(known[c], typical, end) for c in clear if known[c][0][0] <= end}
        assert {c: s for c, s in found.items() if c in clear} == expected


def test_stages_add_up_to_all_buyers_and_to_the_last_month(sample_reader):
    stages = answer(sample_reader, "lifecycle.stages", LAST_YEAR)
    months = answer(sample_reader, "lifecycle.stage_months", LAST_YEAR).rows
    buyers = answer(sample_reader, "lifecycle.order_ladder", LAST_YEAR).rows["buyers"].iloc[0]
    assert stages.n == buyers
    assert list(months["customers"].tail(5)) == list(stages.rows["customers"])
    revenue = answer(sample_reader, "value.tiers", LAST_YEAR).rows["revenue"].sum()
    assert float(stages.rows["revenue"].sum()) == pytest.approx(float(revenue), abs=1e-6)


def test_a_flow_adds_up_to_the_stages_of_both_days(sample_reader):
    flow = answer(sample_reader, "lifecycle.stage_flow", LAST_YEAR).rows
    stages = answer(sample_reader, "lifecycle.stages", LAST_YEAR).rows.set_index("stage")["customers"]
    assert flow.groupby("stage")["customers"].sum().to_dict() == stages.to_dict()
    assert flow["customers"].sum() == stages.sum()
    assert (flow["revenue"] - flow["revenue_before"] - flow["change"]).abs().max() < 1e-6


@pytest.mark.parametrize(
    ("metric_id", "column"),
    [("stages", "stage"), ("at_risk", "reason"), ("win_back", "silence_band"), ("order_ladder", "step_number")],
)
def test_a_list_is_as_long_as_its_number(sample_reader, metric_id, column):
    rows = answer(sample_reader, f"lifecycle.{metric_id}", LAST_YEAR).rows
    listed = members(sample_reader, f"lifecycle.{metric_id}", LAST_YEAR)
    counted = listed[column].map(str).value_counts().to_dict()
    assert {code: n for code, n in zip(rows[column], rows["customers"], strict=True) if n} == counted


def test_who_is_there_at_a_month_s_start_is_who_is_not_lost(sample_reader):
    loss = answer(sample_reader, "lifecycle.loss", LAST_YEAR).rows
    months = answer(sample_reader, "lifecycle.stage_months", LAST_YEAR).rows
    there = months[months["stage"] != "lost"].groupby("period_on")["customers"].sum()
    # At the start of a month as many are there as at the end of the one before.
    assert list(loss["customers_at_start"].iloc[1:]) == list(there.iloc[:-1])


def test_with_cancellations_in_any_line_is_a_visit(company):
    lines, reader = company
    named = lines[lines["customer_id"].notna() & (lines["order_at"].dt.date <= DAYS[1])]
    visits = named.assign(month=named["order_at"].dt.month).groupby("customer_id")["month"].agg(set)
    counts = Counter((min(months), month - min(months)) for months in visits for month in months)
    rows = answer(reader, "lifecycle.cohorts", ALL, (("counted", "every_line"), MONTHLY)).rows
    cells = rows[rows["cohort_on"].notna()]
    found = {
        (on.month, age): n for on, age, n in zip(cells["cohort_on"], cells["age"], cells["customers"], strict=True)
    }
    assert {cell: n for cell, n in found.items() if n} == dict(counts)
    sales = answer(reader, "lifecycle.cohorts", ALL, (MONTHLY,)).rows
    assert sales["customers"].sum() <= rows["customers"].sum()
    assert rows["new_customers"].iloc[0] == len(visits)
    listed = members(reader, "lifecycle.cohorts", ALL, (("counted", "every_line"), MONTHLY))
    of_cells = listed[listed["cohort_on"].notna()].groupby(["cohort_on", "age"]).size()
    assert {(on.month, age): n for (on, age), n in of_cells.items()} == dict(counts)

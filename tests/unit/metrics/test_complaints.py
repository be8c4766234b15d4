"""Complaints a second time in plain Python, and what must add up."""

import math

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

FIRST, LAST = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31")
LAST_MINUTE = LAST + pd.Timedelta(days=1)


def random_company(seed):
    """Orders and cases with equal times, unknown customers, open cases and cases that end before they began."""
    dice = np.random.default_rng(seed)
    orders = pd.DataFrame({"order_id": [f"o{n}" for n in range(600)]})
    orders["customer_id"] = [f"c{n}" if n else None for n in dice.integers(0, 80, 600)]
    orders["day"] = FIRST + pd.to_timedelta(dice.integers(0, 366, 600), unit="D")
    orders.loc[0, "day"], orders.loc[1, "day"] = FIRST, LAST
    orders["amount"] = dice.integers(1, 40, 600) * 5
    cases = pd.DataFrame({"case_id": [f"k{n:03}" for n in range(240)]})
    cases["customer_id"] = [f"c{n}" if n else None for n in dice.integers(0, 90, 240)]
    cases["opened_at"] = FIRST + pd.to_timedelta(dice.integers(0, 366 * 24, 240), unit="h")
    lasts = pd.Series(pd.to_timedelta(dice.integers(-60, 900, 240) // (1 + dice.integers(0, 9, 240)), unit="h"))
    cases["resolved_at"] = (cases["opened_at"] + lasts).where(dice.random(240) < 0.95)
    cases["verdict"] = pd.Series(dice.choice(["full", "partial", "none"], 240)).where(dice.random(240) < 0.9)
    cases["root_cause"] = pd.Series(dice.choice(["late", "broken", "rude"], 240)).where(dice.random(240) < 0.9)
    return orders, cases


def as_text(frame):
    return frame.astype(str).where(frame.notna(), None).replace({"NaT": None, "nan": None})


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("complaints"))
    orders, cases = random_company(4)
    lines = orders.rename(columns={"day": "order_at"})
    yield orders, cases, made.add({"transactions": as_text(lines), "cases": as_text(cases)})


def ask(reader, metric, **params):
    return answer(reader, metric, Selection(), tuple(params.items())).rows


def half_and_ninety(spans):
    """The times by which half and nine tenths have ended: (hours, has ended) pairs, Kaplan-Meier by hand."""
    left, found = 1.0, {}
    for time in sorted({hours for hours, _ in spans}):
        at_risk = sum(hours >= time for hours, _ in spans)
        left *= 1 - sum(hours == time and ended for hours, ended in spans) / at_risk
        for share in (0.5, 0.1):
            if left <= share + 1e-12:
                found.setdefault(share, time)
    return found.get(0.5), found.get(0.1)


def test_the_headline_numbers(company):
    orders, cases, reader = company
    row = ask(reader, "complaints.kpis").iloc[0]
    buyers = set(orders["customer_id"].dropna())
    complaining = set(cases["customer_id"].dropna())
    assert (row["cases"], row["complaining_customers"]) == (240, len(complaining))
    assert row["complaint_rate"] == pytest.approx(len(buyers & complaining) / len(buyers))
    is_misdated = cases["resolved_at"].dt.normalize() < cases["opened_at"].dt.normalize()
    is_open = cases["resolved_at"].isna() | (cases["resolved_at"] >= LAST_MINUTE)
    assert (row["misdated_cases"], row["open_cases"]) == (is_misdated.sum(), is_open.sum())
    spans = [
        ((min(end, LAST_MINUTE) if pd.notna(end) else LAST_MINUTE) - start, pd.notna(end) and end < LAST_MINUTE)
        for start, end in zip(cases["opened_at"][~is_misdated], cases["resolved_at"][~is_misdated], strict=True)
    ]
    median, ninety = half_and_ninety([(max(0.0, span.total_seconds()) / 86400, ended) for span, ended in spans])
    assert row["resolution_days_median"] == pytest.approx(median)
    assert row["resolution_days_p90"] == pytest.approx(ninety)


def poisson_up_to(count, expected):
    return sum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def test_every_day_has_its_own_limits(company):
    _, cases, reader = company
    found = ask(reader, "complaints.daily")
    assert found["cases"].sum() == 240 and found["orders"].sum() == 600
    came = cases["opened_at"].dt.normalize().value_counts()
    assert found["cases"].tolist() == [int(came.get(day, 0)) for day in pd.to_datetime(found["day"])]
    for row in found[found["orders"] > 0].itertuples():
        expected = row.orders * 240 / 600
        assert row.expected_cases == pytest.approx(expected)
        assert 1 - poisson_up_to(int(row.most_cases), expected) < 0.00135
        assert row.most_cases == 0 or 1 - poisson_up_to(int(row.most_cases) - 1, expected) >= 0.00134
        assert (row.excess_cases == row.excess_cases) == (row.cases > row.most_cases)


def window(orders, customer, day):
    own = orders[(orders["customer_id"] == customer) & (abs((orders["day"] - day).dt.days) <= 90)]
    before = own[(own["day"] <= day) & (own["day"] > day - pd.Timedelta(days=90))]
    return before, own[own["day"] > day]


def test_who_stayed_after_which_outcome(company):
    orders, cases, reader = company
    expected = {}
    known = cases.dropna(subset="customer_id").sort_values(["opened_at", "case_id"])
    for case in known.drop_duplicates("customer_id").itertuples():
        day = case.opened_at.normalize()
        before, after = window(orders, case.customer_id, day)
        if day > LAST - pd.Timedelta(days=90) or before.empty:
            continue
        is_open = pd.isna(case.resolved_at) or case.resolved_at >= LAST_MINUTE
        outcome = "open" if is_open else case.verdict if isinstance(case.verdict, str) else "not_asked"
        expected.setdefault(outcome, []).append((len(after) > 0, after["amount"].sum() - before["amount"].sum()))
    found = ask(reader, "complaints.recovery").set_index("outcome")
    for outcome, looks in expected.items():
        assert found.loc[outcome, "customers"] == len(looks), outcome
        assert found.loc[outcome, "retained_customers"] == sum(stays for stays, _ in looks)
        assert found.loc[outcome, "spend_change"] == pytest.approx(np.mean([change for _, change in looks]))
    assert found.drop("no_complaint")["customers"].sum() == sum(map(len, expected.values()))


def test_parts_add_up_to_all(company):
    _, _, reader = company
    row = ask(reader, "complaints.kpis").iloc[0]
    causes = ask(reader, "complaints.causes")
    assert causes["cases"].sum() == row["cases"] and causes["open_cases"].sum() == row["open_cases"]
    assert causes["cumulative_share"].iloc[-1] == pytest.approx(1)
    overdue = ask(reader, "complaints.overdue").set_index("level")["cases"]
    assert overdue.sum() == row["open_cases"]
    assert overdue.sum() - overdue["in_time"] == row["overdue_cases"]
    stake = ask(reader, "stake.kpis").iloc[0]
    for by in ("tier", "stage"):
        groups = ask(reader, "stake.groups", by=by)
        assert groups["revenue"].sum() == stake["unhappy_revenue"]
        assert groups["customers"].sum() == stake["unhappy_customers"]
    calls = members(reader, "stake.calls", Selection())
    assert calls["customer_key"].is_unique
    assert len(calls) == ask(reader, "stake.calls")["customers"].sum()

"""The three steps by group, and who pays, decides and uses: counted again in plain Python on random rows."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

FIRST, WEEK = datetime(2024, 1, 1, 8), 7 * 86400
ROLES = ("payer", "decider", "beneficiary", "adviser", "opposer", "driver", None)
CUTS = (("cuts", "0.1,0.3,0.6"),)


@pytest.fixture(scope="module")
def drawn():
    """Thirty customers with an order each, no two of one amount, their contacts, needs and people."""
    dice = np.random.default_rng(9)

    def whom():
        return f"c{dice.integers(36)}" if dice.random() < 0.9 else None

    orders = [(f"o{n}", f"c{n}", FIRST + timedelta(days=3 * n), 100 + 7 * n) for n in range(30)]
    contacts = [
        (f"i{n}", whom(), FIRST + timedelta(hours=int(dice.integers(0, 24 * 90))), ("in", "in", "out")[n % 3],
         ("enquiry", "sale")[dice.integers(2)], ("true", "false", None)[dice.integers(3)],
         (0, 0, 1, None)[dice.integers(4)])
        for n in range(400)
    ]  # fmt: skip
    needs = [(f"r{n}", whom() or "c0", "stated", "x", ("true", "false")[dice.integers(2)]) for n in range(90)]
    people = [(f"p{n}", f"c{dice.integers(30)}", ROLES[dice.integers(len(ROLES))]) for n in range(120)]
    return orders, contacts, needs, people


@pytest.fixture(scope="module")
def reader(drawn, tmp_path_factory):
    names = {
        "transactions": ["order_id", "customer_id", "order_at", "amount"],
        "interactions": [
            "interaction_id", "customer_id", "started_at", "direction", "purpose", "answered", "transfers",
        ],
        "requirements": ["requirement_id", "customer_id", "need_kind", "requirement", "is_met"],
        "contacts": ["contact_id", "customer_id", "contact_role"],
    }  # fmt: skip
    given = {}
    for (table, columns), rows in zip(names.items(), drawn, strict=True):
        texts = [[None if each is None else str(each) for each in row] for row in rows]
        given[table] = pd.DataFrame(texts, columns=columns, dtype=object)
    return GivenCompanies(tmp_path_factory.mktemp("process")).add(given)


def tiers(orders):
    """The tier of every buyer, the largest first."""
    ranked = [customer for _, customer, _, _ in sorted(orders, key=lambda each: -each[3])]
    edges = (("vip", 0.1), ("major", 0.3), ("ordinary", 0.6), ("small", 1))
    return {
        customer: next(tier for tier, edge in edges if place < edge * len(ranked))
        for place, customer in enumerate(ranked)
    }


def smooth(contacts, last):
    """Of each customer how many contacts can be judged, and how many of them were smooth."""
    known = sorted((at, name, *rest) for name, *rest, at in ((c[0], c[1], *c[3:], c[2]) for c in contacts))
    counts = {}
    for place, (at, _, customer, direction, purpose, answered, transfers) in enumerate(known):
        if direction != "in" or customer is None or (last - at).total_seconds() < WEEK:
            continue
        later = (each for each in known[place + 1 :] if each[2:5] == (customer, "in", purpose))
        again = next(((each[0] - at).total_seconds() for each in later), None)
        is_smooth = answered != "false" and not transfers and (again is None or again > WEEK)
        judged, done = counts.get(customer, (0, 0))
        counts[customer] = (judged + 1, done + is_smooth)
    return counts


def met(needs):
    counts = {}
    for _, customer, _, _, told in needs:
        known, done = counts.get(customer, (0, 0))
        counts[customer] = (known + 1, done + (told == "true"))
    return counts


@pytest.mark.parametrize("step", ["interaction", "adjustment"])
def test_each_group_is_counted_again(reader, drawn, step):
    orders, contacts, needs, _ = drawn
    counts = smooth(contacts, max(each[2] for each in contacts)) if step == "interaction" else met(needs)
    of_tier = tiers(orders)
    params = (("process_step", step), *CUTS)
    everything = Selection(period="all")
    for row in answer(reader, "value.relation_process", everything, params).rows.to_dict("records"):
        own = [customer for customer, tier in of_tier.items() if tier == row["customer_group"]]
        known, done = (sum(counts.get(customer, (0, 0))[at] for customer in own) for at in (0, 1))
        assert (row["group_customers"], row["step_known"], row["step_done"]) == (len(own), known, done)
        assert row["reached_customers"] == sum(customer in counts for customer in own)
        assert row["done_share"] == pytest.approx(done / known)
        left = {customer for customer in own if len({*counts.get(customer, (0, 0))}) > 1}
        cell = (("customer_group", row["customer_group"]),)
        listed = members(reader, "value.relation_process", everything, params, cell)
        assert set(listed["customer_id"]) == left and len(listed) == row["customers"] > 0


def test_people_per_payer_are_counted_again(reader, drawn):
    of_role = {}
    for _, customer, role in drawn[3]:
        held = of_role.setdefault(role if role in ROLES[:5] else None, {})
        held[customer] = held.get(customer, 0) + 1
    rows = answer(reader, "accounts.roles", Selection(period="all")).rows
    assert rows["people"].sum() == len(drawn[3])
    for row in rows.to_dict("records"):
        role = None if pd.isna(row["contact_role"]) else row["contact_role"]
        held, payers = of_role[role], of_role["payer"]
        assert (row["people"], row["customers"]) == (sum(held.values()), len(held)), role
        both = held.keys() & payers.keys()
        if role is None:
            assert pd.isna(row["per_payer"]) and pd.isna(row["measured"])
            continue
        assert row["measured"] == len(both) > 0
        assert row["per_payer"] == pytest.approx(sum(held[c] for c in both) / sum(payers[c] for c in both))
        listed = members(reader, "accounts.roles", Selection(period="all"), (), (("contact_role", role),))
        assert dict(zip(listed["customer_id"], listed["contact_person_count"], strict=True)) == held


def test_conduct_by_tier_adds_up_to_what_other_cards_say(sample_reader):
    year = Selection(period="last_12_months")
    tiers = members(sample_reader, "value.tiers", year).set_index("customer_id")
    again = answer(sample_reader, "value.conduct", year).rows.set_index("customer_group")
    assert again["group_customers"].to_dict() == tiers.groupby("tier").size().to_dict()
    assert (
        again["conduct_count"].to_dict() == tiers.groupby("tier")["order_count"].agg(lambda n: (n >= 2).sum()).to_dict()
    )
    late = answer(sample_reader, "value.conduct", year, (("conduct", "late"),)).rows.set_index("customer_group")
    states = answer(sample_reader, "accounts.payments", year).rows.set_index("payment_state")["payments"]
    of_buyers = sample_reader.query(
        "select customer_id from mart.payments join mart.customers using (customer_key)"
        " where counted_on between $a and $b and due_on is not null and (paid_on is not null or due_on < $b)",
        {"a": pd.Timestamp("2025-10-19").date(), "b": sample_reader.last_on},
    ).df()["customer_id"]
    counts = of_buyers[of_buyers.isin(tiers.index)].map(tiers["tier"]).value_counts()
    assert late["conduct_known"].to_dict() == {tier: counts.get(tier, 0) for tier in late.index}
    told = states.drop(["not_due", "no_due_day"], errors="ignore")
    assert 0 < late["conduct_count"].sum() <= told.drop("in_time").sum() and late["conduct_known"].sum() <= told.sum()
    for conduct in ("unpaid", "complaining"):
        for row in answer(sample_reader, "value.conduct", year, (("conduct", conduct),)).rows.to_dict("records"):
            cell = (("customer_group", row["customer_group"]),)
            listed = members(sample_reader, "value.conduct", year, (("conduct", conduct),), cell)
            assert len(listed) == row["customers"] and listed["conduct_count"].sum() == row["conduct_count"]

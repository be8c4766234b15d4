"""Needs of customers: counted again in plain Python on random rows; the list is as long as said."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

CODES = {"显性": "stated", "真正的需求": "real", "隐性": "unstated", "delight": "delight", "秘密": "secret", "?": None}
FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)


@pytest.fixture(scope="module")
def drawn():
    """Random needs of twelve customers; some without days, some met, or told, or both, after the last day."""
    dice, rows = np.random.default_rng(28), []

    def some_day(share):
        return FIRST + timedelta(days=int(dice.integers(0, 240))) if dice.random() < share else None

    for number in range(300):
        told = (None, "true", "false")[dice.choice(3, p=[0.7, 0.1, 0.2])]
        kind = list(CODES)[dice.integers(len(CODES))]
        rows.append((f"r{number}", f"c{dice.integers(12)}", kind, some_day(0.8), some_day(0.7), some_day(0.4), told))
    names = ["requirement_id", "customer_id", "need_kind", "noted_on", "due_on", "met_on", "is_met"]
    return pd.DataFrame(rows, columns=names, dtype=object)


@pytest.fixture(scope="module")
def reader(drawn, tmp_path_factory):
    days = {name: [day and day.isoformat() for day in drawn[name]] for name in ("noted_on", "due_on", "met_on")}
    lines = pd.DataFrame({"order_id": ["1", "2"], "customer_id": ["c0", "c1"], "amount": ["9", "8"],
                          "order_at": [FIRST.isoformat(), LAST.isoformat()]}, dtype=object)  # fmt: skip
    made = GivenCompanies(tmp_path_factory.mktemp("needs"))
    return made.add({"transactions": lines, "requirements": drawn.assign(**days)})


def open_needs(drawn):
    """Every need known by the last day: its kind, customer, due day, and whether it is met by then."""
    for row in drawn.itertuples():
        if row.noted_on is None or row.noted_on <= LAST:
            is_met = row.met_on <= LAST if row.met_on else row.is_met == "true"
            yield CODES[row.need_kind], row.customer_id, row.due_on, is_met


def test_counts_are_those_of_a_second_computation(reader, drawn):
    needs = list(open_needs(drawn))
    for row in answer(reader, "accounts.needs", Selection()).rows.to_dict("records"):
        kind = None if pd.isna(row["need_kind"]) else row["need_kind"]
        own = [need for need in needs if need[0] == kind]
        unmet = [need for need in own if not need[3]]
        assert (row["needs"], row["told_needs"], row["met_needs"]) == (len(own), len(own), len(own) - len(unmet)), kind
        assert row["overdue_needs"] == sum(need[2] is not None and need[2] < LAST for need in unmet), kind
        assert row["customers"] == len({need[1] for need in unmet}), kind


def test_the_list_behind_a_kind_names_its_customers_and_sums_to_its_open_needs(reader):
    for row in answer(reader, "accounts.needs", Selection()).rows.dropna(subset="need_kind").to_dict("records"):
        listed = members(reader, "accounts.needs", Selection(), (), (("need_kind", row["need_kind"]),))
        assert len(listed) == listed["customer_id"].nunique() == row["customers"]
        assert listed["unmet_needs"].sum() == row["needs"] - row["met_needs"]
        assert listed["overdue_needs"].sum() == row["overdue_needs"]

"""Key accounts: parts add up to wholes, lists are as long as said, a second computation agrees."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies
from tests.unit.metrics.second import customer_values

YEAR = Selection(period="last_12_months")
ASKED = [metric_id for metric_id in metrics() if metric_id.startswith("accounts.")]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Random demand: long rows with many zeros and equals, and wide rows of other customers."""
    dice, made = np.random.default_rng(5), GivenCompanies(tmp_path_factory.mktemp("drawn"))
    rows = []
    for number in range(60):
        segment = f"s{dice.integers(3)}"
        if number % 4 == 0:
            total = int(dice.integers(1, 20))
            rows.append((f"c{number:02}", segment, None, None, None, None, total, int(dice.integers(0, total + 1))))
            continue
        for supplier in dice.choice(["us", "K", "L", "own"], dice.integers(1, 4), replace=False):
            is_own = supplier == "own"
            rows.append(
                (f"c{number:02}", segment, supplier, int(dice.integers(0, 8)), supplier == "us", is_own, None, None)
            )
    names = "customer_id segment supplier supplier_units is_self is_self_made total_units our_units".split()
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    yield frame, made.add({"account_demand": frame})


def needs(frame):
    """Customer → total, ours, self-made, from the rows as they were written."""
    found = {}
    for row in frame.to_dict("records"):
        total, ours, own = found.setdefault(row["customer_id"], (0, 0, 0))
        if row["supplier"] is None:
            found[row["customer_id"]] = (row["total_units"], row["our_units"], 0)
        else:
            units = row["supplier_units"]
            found[row["customer_id"]] = (
                total + units, ours + units * row["is_self"], own + units * row["is_self_made"],
            )  # fmt: skip
    return found


def band(total, ours, own):
    if not total:
        return None
    if not ours:
        return "self_made" if own else "zero"
    share = Fraction(ours, total)
    return "below_30" if share < Fraction(3, 10) else "below_50" if share < Fraction(1, 2) else "from_50"


def test_a_second_computation_finds_the_same_bands(drawn):
    frame, reader = drawn
    expected = {name: band(*each) for name, each in needs(frame).items()}
    listed = members(reader, "accounts.share", Selection()).set_index("customer_id")["share_band"]
    assert {name: None if pd.isna(code) else code for name, code in listed.items()} == expected
    rows = answer(reader, "accounts.share", Selection()).rows
    assert rows["total_units"].sum() == sum(total for total, *_ in needs(frame).values())
    assert rows["headroom_units"].sum() == sum(total - ours for total, ours, _ in needs(frame).values())


def test_suppliers_and_segments_add_up_to_the_needs(drawn):
    frame, reader = drawn
    total, ours = (sum(each[place] for each in needs(frame).values()) for place in (0, 1))
    suppliers = answer(reader, "accounts.suppliers", Selection()).rows
    assert suppliers["units"].sum() == total
    assert suppliers.loc[suppliers["supplier"] == "@self", "units"].sum() == ours
    assert suppliers["account"].nunique() == 8 and suppliers["account"].iloc[-1] == "…"
    assert suppliers.groupby("account")["supplier_share"].sum().to_list() == pytest.approx([1] * 8)
    segments = answer(reader, "accounts.segments", Selection()).rows
    assert (segments["market_units"].sum(), segments["our_units"].sum()) == (total, ours)


@pytest.mark.parametrize("top", [0.05, 0.6])
@pytest.mark.parametrize("rule", ["sales", "net"])
def test_a_second_computation_finds_the_same_major_customers(company, top, rule):
    lines, reader = company
    days = (lines["order_at"].min(), lines["order_at"].max())
    values = customer_values(lines, rule, days)
    places = {name: values[name].rank(ascending=False, method="min") - 1 for name in ("orders", "revenue", "profit")}
    known = values["profit"].notna()
    meets = pd.DataFrame({
        "orders": places["orders"] < top * len(values),
        "revenue": (places["revenue"] < top * len(values)) & (values["revenue"] > 0),
        "profit": (places["profit"] < top * known.sum()) & (values["profit"] > 0) & known,
    })  # fmt: skip
    count, most = meets.sum(axis=1), np.where(known, 3, 2)
    expected = np.where(count == most, "all", np.array(["none", "one", "two", "all"])[count])
    found = members(reader, "accounts.major", Selection(rule=rule), (("top", str(top)),)).set_index("customer_id")
    assert found["met"].to_dict() == dict(zip(values.index, expected, strict=True))


@pytest.mark.parametrize("metric_id", ASKED)
def test_every_list_is_as_long_as_its_mark_says(sample_reader, metric_id):
    rows = answer(sample_reader, metric_id, YEAR).rows
    pairs = {"accounts.suppliers": ("account", "supplier"), "accounts.success": ("success_sentence", "success_state")}
    named = pairs.get(metric_id, rows.columns[:1])
    listed = members(sample_reader, metric_id, YEAR)[list(named)].astype(object)
    listed = listed.where(listed.notna(), "").groupby(list(named)).size()
    for row in rows.to_dict("records"):
        cell = tuple("" if pd.isna(row[name]) else row[name] for name in named)
        assert listed.get(cell if len(cell) > 1 else cell[0], 0) == row["customers"], cell


@pytest.mark.parametrize("metric_id", ["accounts.major", "accounts.ladder", "accounts.plans"])
def test_shares_are_of_one_whole(sample_reader, metric_id):
    rows = answer(sample_reader, metric_id, YEAR).rows
    for share in ("customer_share", "revenue_share"):
        assert rows[share].sum() == pytest.approx(1, abs=1e-9)


def test_payments_are_counted_once_and_add_up(sample_reader):
    rows = answer(sample_reader, "accounts.payments", YEAR).rows
    count, due = sample_reader.query(
        "select count(*), sum(amount_due) from mart.payments where counted_on between $first and $last",
        {"first": answer(sample_reader, "accounts.payments", YEAR).period[0], "last": sample_reader.last_on},
    ).fetchone()
    assert (rows["payments"].sum(), float(rows["amount_due"].sum())) == (count, pytest.approx(float(due)))


def test_key_accounts_that_the_file_names_take_the_place_of_those_found(tmp_path):
    made = GivenCompanies(tmp_path)
    lines = pd.DataFrame({"order_id": ["1", "2"], "customer_id": ["A", "B"], "order_at": "2024-01-01",
                          "amount": ["9", "1"]}, dtype=object)  # fmt: skip
    people = pd.DataFrame({"customer_id": ["A", "B"], "is_key_account": [None, "true"]}, dtype=object)
    plans = pd.DataFrame({"customer_id": ["B"], "goal": ["g"], "due_on": ["2024-02-20"]}, dtype=object)
    reader = made.add({"transactions": lines, "customers": people, "account_plans": plans})
    listed = members(reader, "accounts.plans", Selection())
    assert list(zip(listed["customer_id"], listed["plan_state"], strict=True)) == [("B", "no_step")]


def test_without_a_word_on_who_is_us_our_share_is_unknown_not_none(tmp_path):
    made = GivenCompanies(tmp_path)
    needed = pd.DataFrame({"customer_id": ["A"], "supplier": ["K"], "supplier_units": ["5"]}, dtype=object)
    rows = answer(made.add({"account_demand": needed}), "accounts.share", Selection()).rows
    last = rows.iloc[-1]
    assert pd.isna(last["share_band"]) and last["customers"] == 1 and last["total_units"] == 5
    assert pd.isna(last["our_units"]) and pd.isna(last["our_share"]) and pd.isna(last["headroom_units"])


def test_every_key_account_stands_once_in_each_sentence(sample_reader):
    rows = answer(sample_reader, "accounts.success", YEAR).rows
    accounts = answer(sample_reader, "accounts.contacts", YEAR).n
    assert set(rows["accounts"]) == {accounts}
    assert rows.groupby("success_sentence")["customers"].sum().to_list() == [accounts] * 5
    assert rows.loc[rows["success_state"] != "not_known", "needed_file"].isna().all()

"""Programmes and features: second computations on random and on invented data, what must add up."""

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.statistics.rates import wilson
from tests.sql.given import GivenCompanies

EVERYTHING = Selection()
CLASSES = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")
# Functional answers down, dysfunctional ones across: like, must be, neutral, live with, dislike.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


@pytest.fixture(scope="module")
def asked():
    """Random answers, as numbers from 5 (like) down to 1."""
    dice, count = np.random.default_rng(5), 900
    frame = pd.DataFrame({"response_id": [f"r{n}" for n in range(count)], "surveyed_on": "2024-01-02"})
    frame["feature"] = dice.choice(["a", "b", "c", "d"], count)
    frame["functional"], frame["dysfunctional"] = (dice.integers(1, 6, count).astype(str) for _ in range(2))
    return frame.astype(object)


@pytest.fixture(scope="module")
def of_features(asked, tmp_path_factory):
    companies = GivenCompanies(tmp_path_factory.mktemp("features"))
    order = pd.DataFrame({"order_id": ["1"], "customer_id": ["A"], "order_at": ["2024-01-02"], "amount": ["10"]})
    reader = companies.add({"transactions": order.astype(object), "kano_answers": asked})
    return answer(reader, "drivers.kano", EVERYTHING, ()).rows


def test_every_answer_has_the_class_of_the_table(asked, of_features):
    letters = [TABLE[5 - int(a)][5 - int(b)] for a, b in zip(asked["functional"], asked["dysfunctional"], strict=True)]
    for row in of_features.to_dict("records"):
        own = [letter for letter, feature in zip(letters, asked["feature"], strict=True) if feature == row["feature"]]
        counts = {name: own.count(letter) for name, letter in zip(CLASSES, "MOAIRQ", strict=True)}
        assert {name: row[f"{name}_answers"] for name in CLASSES} == counts
        assert row["kano_class"] == max(counts, key=counts.get)  # of equal ones the first
        known = sum(counts[name] for name in CLASSES[:4])
        assert row["better"] == pytest.approx((counts["attractive"] + counts["one_dimensional"]) / known)
        assert row["worse"] == pytest.approx(-(counts["must_be"] + counts["one_dimensional"]) / known)


def test_the_classes_are_all_answers(of_features):
    assert (of_features[[f"{name}_answers" for name in CLASSES]].sum(axis=1) == of_features["responses"]).all()
    assert of_features["responses"].sum() == 900


def test_the_interval_of_what_is_missed_is_wilsons(of_features):
    for row in of_features.to_dict("records"):
        low, high = wilson(-row["worse"] * row["classified"], row["classified"])
        assert (row["worse_low"], row["worse_high"]) == pytest.approx((-high, -low))


@pytest.fixture(scope="module")
def told(sample_reader):
    return answer(sample_reader, "loyalty.programme_effect", EVERYTHING, ())


@pytest.fixture(scope="module")
def effects(told):
    return told.rows.set_index("programme")


def test_joined_are_compared_or_counted_apart(sample_reader, effects):
    assert (effects["joined_customers"] == effects["customers"] + effects["not_compared"]).all()
    for programme, row in effects.iterrows():
        listed = members(sample_reader, "loyalty.programme_effect", EVERYTHING, (), (("programme", programme),))
        assert len(listed) == row["customers"] == listed["customer_id"].nunique()
        assert listed["before_amount"].astype(float).mean() == pytest.approx(row["before_amount"], abs=1e-4)
        change = listed["change_amount"].astype(float).mean()
        assert change - listed["others_change_amount"].mean() == pytest.approx(row["effect_amount"], abs=1e-4)


def test_the_effect_is_that_of_plain_python(sample_reader, told, effects):
    """Customer by customer, from the orders: groups by step of earlier spend and quarter, members against the rest."""
    joined = sample_reader.query("select programme, customer_key, enrolled_on from mart.programme_members", {}).df()
    sql = "select customer_key, order_on, sale_amount as amount from mart.orders where customer_key is not null"
    orders = sample_reader.query(sql, {}).df()
    roles = sample_reader.query("select customer_key, relation_role from mart.customers", {}).df()
    role_of = dict(zip(roles["customer_key"], roles["relation_role"].fillna(""), strict=True))
    keys = sorted(sample_reader.query("select customer_key from mart.customers", {}).df()["customer_key"])
    orders["order_on"] = pd.to_datetime(orders["order_on"])
    last = pd.Timestamp(told.period[1])
    rows_of = dict(tuple(orders.groupby("customer_key")))
    for programme, part in joined.groupby("programme"):
        part = part.assign(enrolled_on=pd.to_datetime(part["enrolled_on"]))
        part = part[part["enrolled_on"] <= last - pd.Timedelta(days=90)].sort_values(["enrolled_on", "customer_key"])
        days = list(part["enrolled_on"])
        outside = [key for key in keys if key not in set(joined["customer_key"])]
        looks = [(key, day, True) for key, day in zip(part["customer_key"], days, strict=True)]
        looks += [(key, days[place % len(days)], False) for place, key in enumerate(outside, 1)]
        groups = {}
        for key, day, is_member in looks:
            if key not in rows_of:
                continue
            apart = (rows_of[key]["order_on"] - day).dt.days
            amount = rows_of[key]["amount"].astype(float)
            before, after = amount[(apart > -90) & (apart <= 0)].sum(), amount[(apart > 0) & (apart <= 90)].sum()
            if before > 0:
                group = (role_of[key], int(np.floor(2 * np.log2(before))), pd.Timestamp(day).to_period("Q"))
                groups.setdefault(group, ([], []))[is_member].append(after - before)
        pairs = [(own, other) for other, own in groups.values() if own and len(other) >= 2]
        gaps = [change - np.mean(other) for own, other in pairs for change in own]
        spread = np.var(gaps, ddof=1) / len(gaps)
        spread += sum(len(own) ** 2 * np.var(other, ddof=1) / len(other) for own, other in pairs) / len(gaps) ** 2
        row = effects.loc[programme]
        assert row["customers"] == len(gaps)
        assert row["effect_amount"] == pytest.approx(np.mean(gaps), abs=1e-3)
        half = (row["effect_amount_high"] - row["effect_amount_low"]) / 2
        assert half == pytest.approx(1.96 * np.sqrt(spread), rel=0.05)
    assert len(effects) == joined["programme"].nunique()

"""Loyalty, drivers and sets of attributes: published checks, second computations, what must add up."""

import itertools
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.statistics.drivers import lmg
from crm_core.statistics.means import t_quantile
from tests.sql.given import GivenCompanies
from tests.unit.metrics.test_satisfaction import DAYS, as_text

EVERYTHING = Selection()
IMPROVEMENTS = [("i1", "lobby", "2024-03-01"), ("i2", "parking", "2024-07-15"), ("i3", "desk", "2024-12-20")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    companies = GivenCompanies(tmp_path_factory.mktemp("opinions"))
    yield companies


def rows(reader, metric_id, **params):
    return answer(reader, metric_id, EVERYTHING, tuple(params.items())).rows


def test_the_index_is_that_of_the_published_check(made):
    """Means 8, 7 and 7.5 on 1 … 10 with weights 0.4, 0.3 and 0.3: 72.7778, also once carried over to 1 … 5."""
    scores = {"quality": (8, 8), "price": (6, 8), "service": (7, 8)}
    carried = {name: [str(1 + (score - 1) * 4 / 9) for score in pair] for name, pair in scores.items()}
    asked = pd.DataFrame({"response_id": ["a", "b"], "customer_id": "c0", "surveyed_on": "2024-06-01", **carried})
    weights = pd.DataFrame({"attribute": list(scores), "weight": ["0.4", "0.3", "0.3"]})
    reader = made.add({"transactions": DAYS, "survey_responses": asked.astype(object), "survey_weights": weights})
    # Scores are kept to four decimals.
    assert rows(reader, "satisfaction.kpis")["acsi_index"].iloc[0] == pytest.approx(72.7778, abs=2e-3)


@pytest.fixture(scope="module")
def asked(made):
    """Random responses with attributes of two sets, and orders before and after them."""
    dice, count = np.random.default_rng(8), 600
    owner = [f"c{n}" if n else None for n in dice.integers(0, 90, count)]
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(dice.integers(0, 366, count), unit="D")
    frame = pd.DataFrame({"response_id": [f"r{n}" for n in range(count)], "customer_id": owner, "surveyed_on": day})
    common = dice.normal(size=count)
    for name in ("quality", "price", "service", "reliability", "empathy"):
        frame[name] = np.clip(np.rint(3.5 + 0.6 * common + dice.normal(size=count)), 1, 5)
    whole = 0.6 * frame["service"] + 0.3 * frame["quality"] + dice.normal(0, 0.5, count) + 0.4
    frame["overall"] = np.clip(np.rint(whole), 1, 5)
    frame.loc[dice.random(count) < 0.1, "price"] = np.nan
    frame.loc[dice.random(count) < 0.5, ["reliability", "empathy"]] = np.nan
    orders = pd.DataFrame(
        {
            "order_id": [str(n) for n in range(500)],
            "customer_id": [f"c{n}" for n in dice.integers(1, 90, 500)],
            "order_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(dice.integers(0, 366, 500), unit="D"),
            "amount": dice.integers(10, 200, 500),
        }
    )
    text = {
        "improvements": pd.DataFrame(IMPROVEMENTS, columns=["improvement_id", "topic", "done_on"]),
        "survey_responses": as_text(frame.assign(surveyed_on=frame["surveyed_on"].dt.strftime("%Y-%m-%d"))),
        "transactions": orders.assign(order_at=orders["order_at"].dt.strftime("%Y-%m-%d")).astype(str).astype(object),
    }
    return frame, orders, made.add(text)


@pytest.mark.parametrize(("within", "days"), [("d30", 30), ("d90", 90), ("d180", 180)])
def test_the_curve_is_that_of_a_second_computation(asked, within, days):
    frame, orders, reader = asked
    last = orders["order_at"].max()
    known = frame[
        frame["customer_id"].notna() & (frame["surveyed_on"] <= last - pd.Timedelta(days=days))
        & (frame["surveyed_on"] >= orders["order_at"].min())
    ]  # fmt: skip
    back = [
        any(0 < (on - day).days <= days for on in orders.loc[orders["customer_id"] == customer, "order_at"])
        for customer, day in zip(known["customer_id"], known["surveyed_on"], strict=True)
    ]
    expected = pd.Series(back).groupby(known["overall"].to_numpy()).agg(["count", "sum"])
    found = rows(reader, "loyalty.curve", within=within).set_index("grade")
    for grade, (count, hits) in expected.iterrows():
        assert (found["known_responses"][grade], found["returned"][grade]) == (count, hits)
    slope, start = np.polyfit(known["overall"], np.array(back, dtype=float), 1)
    assert found["straight_rate"].to_numpy() == pytest.approx(start + slope * np.arange(1, 6))
    rises = {}
    for low, high in itertools.pairwise(expected.index):
        (n_low, hits_low), (n_high, hits_high) = expected.loc[low], expected.loc[high]
        both = (hits_low + hits_high) / (n_low + n_high)
        error = np.sqrt(both * (1 - both) * (1 / n_low + 1 / n_high))
        chance = NormalDist().inv_cdf(1 - 0.05 / 4 / 2) * error if min(n_low, n_high) >= 30 else None
        told = found["chance_jump"][high]
        assert pd.isna(told) if chance is None else told == pytest.approx(chance, rel=1e-4)
        jump = hits_high / n_high - hits_low / n_low
        if chance is not None and jump > chance:
            rises[high] = jump
    turning = max(rises, key=rises.get) if rises else None
    assert [None if pd.isna(each) else each for each in found["turning_grade"]] == [turning] * 5
    whole = rows(reader, "loyalty.kpis", within=within).iloc[0]
    assert whole["known_responses"] == len(known)
    assert whole["fours_gain_low"] < whole["fours_gain"] < whole["fours_gain_high"]
    assert whole["ratio_5_4"] == pytest.approx(found["repurchase_rate"][5] / found["repurchase_rate"][4])
    assert whole["ratio_5_4_low"] < whole["ratio_5_4"] < whole["ratio_5_4_high"]
    assert whole["fours_gain"] == found["lift_gain"][4]


@pytest.mark.parametrize(("window", "days"), [("d30", 30), ("d90", 90)])
def test_change_after_an_improvement_is_that_of_a_second_computation(asked, window, days):
    frame, _, reader = asked
    found = rows(reader, "satisfaction.improvements", window=window, question="quality").set_index("topic")
    for _, topic, done in IMPROVEMENTS:
        apart = (frame["surveyed_on"] - pd.Timestamp(done)).dt.days
        within = frame["surveyed_on"].dt.date <= reader.last_on
        before = frame.loc[within & apart.between(-days, -1), "quality"]
        after = frame.loc[within & apart.between(0, days - 1), "quality"]
        few = min(len(before), len(after))
        change = after.mean() - before.mean()
        half = t_quantile(few - 1) * np.sqrt(before.var() / len(before) + after.var() / len(after))
        told = found.loc[topic]
        assert (told["answers_before"], told["answers_after"]) == (len(before), len(after))
        assert told["score_change"] == pytest.approx(change)
        assert [told["score_change_low"], told["score_change_high"]] == pytest.approx(
            [change - half, change + half], abs=1e-4
        )
    assert found["score_change"].is_monotonic_decreasing


def test_importance_is_that_of_complete_responses(asked):
    frame, _, reader = asked
    names = ["price", "quality", "service"]
    inside = frame[(frame["surveyed_on"] >= "2024-01-01")]
    days = reader.first_on, reader.last_on
    inside = inside[inside["surveyed_on"].dt.date.between(*days)].dropna(subset=names)
    expected = dict(zip(names, lmg(np.cov(inside[[*names, "overall"]].T)), strict=True))
    found = rows(reader, "drivers.importance").set_index("attribute")
    assert found["responses"].tolist() == [len(inside)] * 3
    assert found["explained"].to_dict() == pytest.approx(expected)
    assert found["explained"].sum() == pytest.approx(found["r_squared"].iloc[0])
    assert found["importance_share"].sum() == pytest.approx(1)
    assert found["importance_rank"]["service"] == 1
    derived = rows(reader, "drivers.quadrants").set_index("attribute")["importance_share"]
    assert derived.to_dict() == pytest.approx(found["importance_share"].to_dict())


def test_a_set_is_its_own_attributes_and_the_most_answered_set_comes_first(asked):
    _, _, reader = asked
    assert set(rows(reader, "satisfaction.attributes")["attribute"]) == {"quality", "price", "service"}
    assert set(rows(reader, "satisfaction.attributes", set="rater")["attribute"]) == {"reliability", "empathy"}
    assert rows(reader, "satisfaction.attributes", set="hearts").empty


def test_weights_of_the_link_take_the_place_of_the_file_s_and_add_up(asked):
    _, _, reader = asked
    found = rows(reader, "satisfaction.attributes", weights="quality:30,service:10,price:-5").set_index("attribute")
    assert found["weight_share"].dropna().to_dict() == {"quality": 0.75, "service": 0.25}
    assert pd.isna(found["gap_contribution"]["price"]) and pd.isna(found["gap_rank"]["price"])
    whole = rows(reader, "satisfaction.kpis", weights="quality:30,service:10,price:-5").iloc[0]
    scores = found["attribute_score"]
    assert whole["weighted_score"] == pytest.approx(0.75 * scores["quality"] + 0.25 * scores["service"])
    assert rows(reader, "satisfaction.kpis", weights="price:0")["weighted_score"].isna().all()


def test_the_sample_company_turns_from_four_to_five(sample_reader):
    found = rows(sample_reader, "loyalty.curve").set_index("grade")
    assert found["turning_grade"].tolist() == [5] * 5
    listed = members(sample_reader, "loyalty.kpis", EVERYTHING, cell=(("is_four", "true"),))
    whole = rows(sample_reader, "loyalty.kpis").iloc[0]
    assert len(listed) == whole["satisfied_fours"] == found["customers"][4]
    assert listed["revenue"].sum() == whole["fours_revenue"]


def test_service_moves_the_sample_company_most_and_asks_to_be_mended(sample_reader):
    first = rows(sample_reader, "drivers.importance").iloc[0]
    assert (first["attribute"], first["importance_rank"]) == ("service", 1)
    corners = rows(sample_reader, "drivers.quadrants").set_index("attribute")["quadrant"]
    assert corners["service"] == "mend"


def test_reasons_and_topics_add_up(sample_reader):
    reasons = rows(sample_reader, "drivers.reasons")
    assert reasons["answer_share"].sum() == pytest.approx(1) == reasons["cumulative_share"].iloc[-1]
    topics = rows(sample_reader, "drivers.topics")
    assert topics["answers"].max() <= topics["comments"].iloc[0] <= topics["answers"].sum()
    assert topics["topic"].iloc[-1] == "none"

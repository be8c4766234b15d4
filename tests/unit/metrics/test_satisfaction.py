"""Satisfaction against published margins, a second computation in plain Python, and what must add up."""

from collections import defaultdict
from math import sqrt
from statistics import mean, variance

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.statistics.means import t_quantile
from tests.sql.given import GivenCompanies

DAYS = pd.DataFrame(
    {
        "order_id": ["1", "2"],
        "customer_id": ["c0", "c1"],
        "order_at": ["2024-01-01", "2024-12-31"],
        "amount": ["1", "1"],
    }
)
ATTRIBUTES = ("quality", "price", "service")
WEIGHTS = {"quality": 0.5, "price": 0.2, "service": 0.3}


def random_survey(seed):
    """Whole scores, some not given, some without a customer; several responses of one customer."""
    dice, count = np.random.default_rng(seed), 400
    rows = pd.DataFrame({"response_id": [f"r{n}" for n in range(count)]})
    owner = dice.integers(0, 120, count)
    rows["customer_id"] = [f"c{n}" if n else None for n in owner]
    rows["surveyed_on"] = (
        pd.Timestamp("2024-01-01") + pd.to_timedelta(dice.integers(0, 366, count), unit="D")
    ).strftime("%Y-%m-%d")
    for name, low, high in (
        ("overall", 1, 5),
        ("quality", 1, 5),
        ("price", 1, 5),
        ("service", 1, 5),
        ("recommend", 0, 10),
    ):
        scores = dice.integers(low, high + 1, count).astype(float)
        rows[name] = np.where(dice.random(count) < 0.2, np.nan, scores)
    return rows


def as_text(frame):
    """Every cell as a file has it."""
    return frame.astype(object).where(frame.notna(), None)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("surveys"))
    rows = random_survey(5)
    weights = pd.DataFrame({"attribute": list(WEIGHTS), "weight": [str(w) for w in WEIGHTS.values()]})
    yield rows, made.add({"transactions": DAYS, "survey_responses": as_text(rows), "survey_weights": weights}), made


def kpis(reader, selection=Selection()):  # noqa: B008 - frozen
    return answer(reader, "satisfaction.kpis", selection).rows.iloc[0]


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "nps", "error", "half"),
    [(162, 108, 54, 100 / 3, 4.14, None), (400, 400, 200, 20, 2.366, 4.64)],
)
def test_the_margin_of_the_net_promoter_score_is_the_published_one(
    company, promoters, passives, detractors, nps, error, half
):
    scores = [9] * promoters + [8] * passives + [0] * detractors
    asked = pd.DataFrame({"response_id": range(len(scores)), "surveyed_on": "2024-06-01", "recommend": scores})
    row = kpis(company[2].add({"transactions": DAYS, "survey_responses": as_text(asked.astype(str))}))
    assert row["nps"] == pytest.approx(nps)
    assert row["nps_error"] == pytest.approx(error, abs=0.005)
    if half is not None:
        assert row["nps_high"] - row["nps"] == pytest.approx(half, abs=0.005)
    assert pd.isna(row["overall_score"]) and pd.isna(row["simple_score"])


def test_the_two_scores_and_their_intervals(company):
    """Each score is a sum over attributes; its variance is that of what each response adds to it."""
    rows, reader, _ = company
    found = kpis(reader)
    of = {name: rows[name].dropna().tolist() for name in ATTRIBUTES}
    for name, shares in (("simple_score", dict.fromkeys(ATTRIBUTES, 1 / 3)), ("weighted_score", WEIGHTS)):
        expected = sum(share * mean(of[attribute]) for attribute, share in shares.items())
        parts = defaultdict(float)
        for attribute, share in shares.items():
            for response, score in rows.set_index("response_id")[attribute].dropna().items():
                parts[response] += share * (score - mean(of[attribute])) / len(of[attribute])
        n = len(parts)
        half = t_quantile(n - 1) * sqrt(sum(part**2 for part in parts.values()) * n / (n - 1))
        assert found["attribute_responses"] == n
        assert found[name] == pytest.approx(expected, abs=1e-9)
        assert found[f"{name}_high"] == pytest.approx(expected + half, abs=1e-4)


def test_where_everybody_answers_everything_the_interval_is_that_of_the_responses_own_means(company):
    rows = random_survey(6).fillna({name: 3 for name in ATTRIBUTES})
    reader = company[2].add({"transactions": DAYS, "survey_responses": as_text(rows)})
    own = rows[list(ATTRIBUTES)].mean(axis=1)
    found = kpis(reader)
    assert found["simple_score"] == pytest.approx(own.mean())
    assert found["simple_score_high"] - own.mean() == pytest.approx(
        t_quantile(len(own) - 1) * sqrt(variance(own) / len(own)), abs=1e-4
    )
    assert pd.isna(found["weighted_score"])  # no weights, no weighted score


def test_attributes_add_up_to_the_weighted_score_and_the_spread_to_the_answers(company):
    _, reader, _ = company
    attributes = answer(reader, "satisfaction.attributes", Selection()).rows
    assert attributes["weight_share"].sum() == pytest.approx(1)
    assert 5 - attributes["gap_contribution"].sum() == pytest.approx(kpis(reader)["weighted_score"])
    spread = answer(reader, "satisfaction.distribution", Selection()).rows
    assert (spread.groupby("attribute")["answer_share"].sum() - 1).abs().max() < 1e-12
    counted = spread[spread["attribute"].isin(ATTRIBUTES)].groupby("attribute")["answers"].sum()
    assert counted.to_dict() == dict(zip(attributes["attribute"], attributes["answers"], strict=True))


def test_periods_and_regions_add_up_to_all(sample_reader):
    whole = kpis(sample_reader, Selection())
    course = answer(sample_reader, "satisfaction.over_time", Selection()).rows
    assert course["answers"].sum() == whole["overall_answers"]
    assert course["top_boxes"].sum() == whole["top_boxes"]
    for by in ("region", "channel", "store"):
        parts = answer(sample_reader, "satisfaction.by_dimension", Selection(), (("by", by),)).rows
        assert parts["responses"].sum() == whole["attribute_responses"]


def test_the_dissatisfied_are_as_many_as_their_list(sample_reader):
    found = kpis(sample_reader)
    listed = members(sample_reader, "satisfaction.kpis", Selection(), cell=(("is_dissatisfied", "true"),))
    assert len(listed) == found["dissatisfied_customers"] > 0


def test_a_filter_leaves_out_responses_without_a_customer_and_says_so(sample_reader):
    everything = answer(sample_reader, "satisfaction.kpis", Selection())
    assert everything.left_out == ()
    narrowed = answer(sample_reader, "satisfaction.kpis", Selection(filters=(("transactions.channel", ("online",)),)))
    assert [(left.reason, left.rows) for left in narrowed.left_out] == [
        ("anonymous_response", everything.rows["anonymous_responses"].iloc[0])
    ]
    assert narrowed.rows["anonymous_responses"].iloc[0] == 0


def test_a_row_per_answer_gives_the_same_as_a_column_per_question(company):
    rows, reader, made = company
    long = rows.melt(["response_id", "customer_id", "surveyed_on"], ["overall", *ATTRIBUTES], "attribute", "score")
    other = made.add({"transactions": DAYS, "survey_responses": as_text(long.dropna(subset="score"))})
    for metric in ("attributes", "distribution", "over_time"):
        first = answer(reader, f"satisfaction.{metric}", Selection()).rows
        again = answer(other, f"satisfaction.{metric}", Selection()).rows
        same = [name for name in first if not name.startswith(("weight", "gap"))]
        pd.testing.assert_frame_equal(first[same], again[same])
    of_all = ["responses", "overall_score", "simple_score", "simple_score_high", "dissatisfied_customers"]
    # Those who were asked about recommending only are no response of the long file.
    silent = rows[["overall", *ATTRIBUTES]].isna().all(axis=1) & rows["recommend"].notna()
    assert kpis(reader)[of_all[0]] - silent.sum() == kpis(other)[of_all[0]]
    assert list(kpis(reader)[of_all[1:]]) == pytest.approx(list(kpis(other)[of_all[1:]]))


def test_a_response_that_names_an_order_belongs_to_its_customer(company):
    asked = pd.DataFrame(
        {"response_id": ["a", "b"], "order_id": ["2", "9"], "surveyed_on": "2024-06-01", "overall": ["4", "5"]}
    )
    reader = company[2].add({"transactions": DAYS, "survey_responses": asked})
    assert list(kpis(reader)[["responses", "respondents", "anonymous_responses"]]) == [2, 1, 1]

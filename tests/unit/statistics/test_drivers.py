"""Importance of attributes: numbers of the literature, a second computation, and what must add up."""

import csv
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from crm_core.statistics.drivers import apart_from_all, drivers, importance, johnson, lmg, r_squared

SWISS = Path(__file__).parents[4] / "shared" / "datasets" / "swiss" / "swiss.csv"
# Agriculture, Examination, Education, Catholic, Infant.Mortality on Fertility; relaimpo's own example.
LMG = [0.057091, 0.171173, 0.260135, 0.105570, 0.112766]
JOHNSON = [0.048417, 0.154708, 0.271964, 0.114680, 0.116966]


@pytest.fixture(scope="module")
def swiss():
    if not SWISS.exists():
        pytest.skip(f"published numbers need {SWISS}, which is not on this machine")
    with SWISS.open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility")
    return np.array([[float(row[name]) for name in names] for row in rows])


def test_shares_of_the_swiss_data_are_the_published_ones(swiss):
    covariance = np.cov(swiss.T)
    assert r_squared(covariance)[-1] == pytest.approx(0.706735, abs=1e-6)
    assert lmg(covariance) == pytest.approx(LMG, abs=1e-6)
    assert johnson(covariance) == pytest.approx(JOHNSON, abs=1e-6)


def test_drivers_of_single_rows_are_those_of_the_covariance(swiss):
    found = drivers(swiss, np.ones(len(swiss)))
    assert found.lmg == pytest.approx(LMG, abs=1e-6)
    assert found.r_squared == pytest.approx(found.lmg.sum()) == pytest.approx(found.johnson.sum())
    assert all(found.low < found.lmg) and all(found.lmg < found.high)


def explained(x, y):
    """R² by least squares."""
    fitted = np.column_stack([np.ones(len(x)), x])
    rest = y - fitted @ np.linalg.lstsq(fitted, y, rcond=None)[0]
    return 1 - rest @ rest / ((y - y.mean()) @ (y - y.mean()))


def random_scores(seed, count, attributes):
    dice = np.random.default_rng(seed)
    common = dice.normal(size=count)
    x = np.clip(np.rint(3.5 + 0.5 * common[:, None] + dice.normal(size=(count, attributes))), 1, 5)
    weights = np.linspace(0.1, 0.5, attributes)
    y = np.clip(np.rint(x @ weights / weights.sum() + dice.normal(0, 0.6, count)), 1, 5)
    return np.column_stack([x, y])


def test_shares_are_the_mean_gain_over_all_orders_of_entry():
    scores = random_scores(1, 300, 4)
    x, y = scores[:, :-1], scores[:, -1]
    gains = np.zeros(4)
    for order in permutations(range(4)):
        for place, attribute in enumerate(order):
            before = explained(x[:, order[:place]], y) if place else 0.0
            gains[attribute] += explained(x[:, order[: place + 1]], y) - before
    assert lmg(np.cov(scores.T)) == pytest.approx(gains / 24, abs=1e-9)


def test_every_set_of_attributes_has_its_own_r_squared():
    scores = [random_scores(seed, 200, 3) for seed in (8, 9)]
    found = r_squared(np.array([np.cov(each.T) for each in scores]))
    assert found.shape == (2, 8)
    for each, told in zip(scores, found, strict=True):
        for place, r2 in enumerate(told):
            taking_part = [attribute for attribute in range(3) if place >> attribute & 1]
            expected = explained(each[:, taking_part], each[:, -1]) if taking_part else 0.0
            assert r2 == pytest.approx(expected, abs=1e-9)


def test_uncorrelated_attributes_share_by_their_squared_effects():
    cells = np.array([(q, s, 3 + 1.5 * (q - 3) + 0.5 * (s - 3)) for q, s in product((2, 4), (2, 4))])
    covariance = np.cov(np.repeat(cells, 26, axis=0).T)
    assert lmg(covariance) == pytest.approx([0.9, 0.1])
    assert johnson(covariance) == pytest.approx([0.9, 0.1])


def test_intervals_are_those_of_a_bootstrap_of_responses():
    scores = random_scores(2, 1200, 3)
    found = drivers(scores, np.ones(len(scores)))
    dice = np.random.default_rng(3)
    drawn = [lmg(np.cov(scores[dice.integers(0, len(scores), len(scores))].T)) for _ in range(800)]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    assert found.high - found.low == pytest.approx(high - low, rel=0.15)
    assert found.low == pytest.approx(low, abs=0.012)


def test_patterns_counted_are_the_responses_themselves():
    scores = random_scores(4, 500, 3)
    patterns, counts = np.unique(scores, axis=0, return_counts=True)
    whole, counted = drivers(scores, np.ones(len(scores))), drivers(patterns, counts.astype(float))
    assert counted.lmg == pytest.approx(whole.lmg)
    assert counted.r_squared == pytest.approx(whole.r_squared)


def test_intervals_do_not_depend_on_how_many_patterns_are_held_at_once():
    scores = random_scores(4, 500, 3)
    apart, counted = drivers(np.repeat(scores, 10, axis=0), np.ones(5000)), drivers(scores, np.full(500, 10.0))
    assert apart.low == pytest.approx(counted.low)
    assert apart.high == pytest.approx(counted.high)


@pytest.mark.parametrize("attributes", [3, 13])
def test_importance_alone_is_that_with_intervals(attributes):
    scores, counts = random_scores(5, 2000, attributes), np.ones(2000)
    found = drivers(scores, counts)
    shares = found.johnson if attributes > 12 else found.lmg
    assert importance(scores, counts) == pytest.approx(shares / found.r_squared)
    assert importance(scores[:, [0, 0, -1]], counts) is None


def test_above_twelve_attributes_only_johnson_is_known():
    found = drivers(random_scores(5, 2000, 13), np.ones(2000))
    assert np.isnan(found.lmg).all()
    assert found.johnson.sum() == pytest.approx(found.r_squared)


@pytest.mark.parametrize("constant", [0, 1])
def test_what_does_not_vary_has_no_importance(constant):
    scores = random_scores(6, 200, 2)
    scores[:, constant] = 3
    assert drivers(scores, np.ones(200)) is None


def test_attributes_that_say_the_same_have_no_shares_of_their_own():
    scores = random_scores(7, 200, 2)
    scores[:, 1] = scores[:, 0]
    assert drivers(scores, np.ones(200)) is None


def test_only_intervals_apart_from_all_others_have_a_place():
    low, high = np.array([0.5, 0.2, 0.25, 0.0]), np.array([0.6, 0.3, 0.4, 0.1])
    assert apart_from_all(low, high) == [True, False, False, True]

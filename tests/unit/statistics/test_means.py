"""Intervals of means: published tables and samples, a second computation, coverage by simulation."""

from math import gamma, pi, sqrt
from statistics import mean, variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.statistics.means import difference_of_means, mean_interval, t_quantile

# Hours of sleep gained with two drugs: Student, Biometrika 6 (1908) 1-25; the data set "sleep" of R.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
SAMPLES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


def summary(values):
    return mean(values), variance(values), len(values)


@pytest.mark.parametrize(
    ("freedom", "confidence", "published"),
    # Any printed table of Student's t, two-sided.
    [
        (1, 0.95, 12.706), (2, 0.95, 4.303), (3, 0.95, 3.182), (5, 0.95, 2.571), (10, 0.95, 2.228), (20, 0.95, 2.086),
        (30, 0.95, 2.042), (60, 0.95, 2.000), (120, 0.95, 1.980), (10**9, 0.95, 1.960),
        (1, 0.99, 63.657), (10, 0.99, 3.169), (120, 0.99, 2.617),
    ],
)  # fmt: skip
def test_published_quantiles(freedom, confidence, published):
    assert t_quantile(freedom, confidence) == pytest.approx(published, abs=5.01e-4)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 8, 29, 30, 59, 60, 61, 62, 90, 250])
def test_between_both_quantiles_lie_95_of_100(freedom):
    places, weights = np.polynomial.legendre.leggauss(200)
    # The density of t under x = sqrt(freedom) tan(angle), so that the heavy tails are finite.
    top = np.arctan(t_quantile(freedom) / sqrt(freedom))
    half = np.sum(weights * np.cos((places + 1) / 2 * top) ** (freedom - 1)) * top / 2
    ratio = gamma((freedom + 1) / 2) / gamma(freedom / 2) / sqrt(pi)
    assert 2 * half * ratio == pytest.approx(0.95, abs=1e-9)


def test_published_interval_of_a_mean():
    gained = [second - first for first, second in zip(FIRST, SECOND, strict=True)]
    # R: t.test(extra ~ group, data = sleep, paired = TRUE).
    assert mean_interval(*summary(gained)) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_published_difference_of_means():
    low, high = difference_of_means(summary(FIRST), summary(SECOND))
    # R: t.test(extra ~ group, data = sleep), 17.776 degrees of freedom; ours are rounded down to 17.
    assert low < -3.3654832 and 0.2054832 < high
    assert (low, high) == pytest.approx((-3.3654832, 0.2054832), abs=0.012)
    assert (low + high) / 2 == pytest.approx(-1.58, abs=1e-12)


@given(SAMPLES)
def test_an_interval_lies_around_its_mean_and_shrinks_with_more_of_the_same(values):
    low, high = mean_interval(*summary(values))
    assert low <= mean(values) <= high
    more = mean_interval(*summary(values * 3))
    assert more[1] - more[0] <= high - low


@given(SAMPLES, SAMPLES)
def test_a_difference_turned_round_is_its_mirror(now, before):
    low, high = difference_of_means(summary(now), summary(before))
    assert difference_of_means(summary(before), summary(now)) == pytest.approx((-high, -low))


@pytest.mark.parametrize(
    ("draw", "n", "at_least", "at_most"),
    [
        ("normal", 8, 0.94, 0.96),
        ("lognormal", 30, 0.87, 0.95),  # what the threshold of a small sample rests on
        ("lognormal", 300, 0.92, 0.96),
    ],
)
def test_how_often_the_true_mean_is_held(draw, n, at_least, at_most):
    dice, truth = np.random.default_rng(7), {"normal": 0.0, "lognormal": np.exp(0.5)}[draw]
    samples = getattr(dice, draw)(0, 1, (8000, n))
    half = t_quantile(n - 1) * samples.std(axis=1, ddof=1) / sqrt(n)
    held = np.mean(np.abs(samples.mean(axis=1) - truth) <= half)
    assert at_least <= held <= at_most


def test_one_value_says_nothing_about_a_mean():
    assert mean_interval(5.0, 0.0, 1) is None
    assert difference_of_means((5.0, 1.0, 10), (5.0, 0.0, 1)) is None


def test_values_that_do_not_vary_have_a_sure_difference():
    assert difference_of_means((5.0, 0.0, 10), (3.0, 0.0, 10)) == (2.0, 2.0)

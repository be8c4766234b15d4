import math

import numpy as np
import pytest

from crm_core.statistics.ratios import log_variance, ratio_interval, ratio_of_ratios


def test_the_interval_by_hand():
    # z = 1.959963985; e to the ± z · 0.1
    assert ratio_interval(2, 0.01) == pytest.approx((2 * math.exp(-0.1959963985), 2 * math.exp(0.1959963985)), abs=1e-9)
    assert ratio_interval(1, 0) == (1, 1)


@pytest.mark.parametrize("ratio", [0, -1.5])
def test_a_ratio_not_above_zero_has_no_interval(ratio):
    assert ratio_interval(ratio, 0.1) is None
    assert ratio_of_ratios((ratio, 0.1), (1, 0.1)) is None


def test_the_variance_comes_back_out_of_the_interval():
    low, high = ratio_interval(0.7, 0.04)
    assert low < 0.7 < high
    assert log_variance(0.7, high) == pytest.approx(0.04, abs=1e-12)


def test_two_ratios_are_as_sure_as_both_together():
    assert ratio_of_ratios((3, 0.01), (2, 0.03)) == ratio_interval(1.5, 0.04)


def test_nineteen_of_twenty_intervals_hold_the_true_index():
    """A group of 30 % that spends 1.5 times the rest's mean: index 1.5 / 1.15, skewed amounts, 2,000 customers."""
    dice, hits, rounds = np.random.default_rng(7), 0, 1000
    for _ in range(rounds):
        is_in = dice.random(2000) < 0.3
        spent = dice.lognormal(0, 1, 2000) * np.where(is_in, 1.5, 1)
        group, count, whole = spent[is_in].sum(), is_in.sum(), spent.sum()
        parts = is_in * (spent / group - 1 / count) - spent / whole + 1 / 2000
        low, high = ratio_interval(group / whole / (count / 2000), float((parts**2).sum()))
        hits += low <= 1.5 / 1.15 <= high
    assert 0.93 <= hits / rounds <= 0.97

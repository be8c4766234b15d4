"""Survival curves against worked examples, and the log-rank test against its own arithmetic."""

import math

import numpy as np
import pytest

from crm_core.statistics.survival import chi_squared_above, kaplan_meier, log_rank

# Remission in weeks under 6-MP and placebo: Freireich et al., Blood 21 (1963); (weeks, ended, censored).
TREATED = [
    (6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1), (20, 0, 1),
    (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1),
]  # fmt: skip
PLACEBO = [
    (1, 2, 0), (2, 2, 0), (3, 1, 0), (4, 2, 0), (5, 2, 0), (8, 4, 0), (11, 2, 0), (12, 2, 0), (15, 1, 0), (17, 1, 0),
    (22, 1, 0), (23, 1, 0),
]  # fmt: skip


def curve(rows):
    return kaplan_meier(*zip(*rows, strict=True))


def test_the_published_curve_of_6_mp():
    found = curve(TREATED)
    shares = [round(found.at(week), 4) for week in (6, 7, 10, 13, 16, 22, 23)]
    assert shares == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found.median() == 23
    assert math.sqrt(found.variance_sum[found.place(10)]) * found.at(10) == pytest.approx(0.0963, abs=5e-5)


def test_the_published_log_rank_of_6_mp():
    found = log_rank([curve(TREATED), curve(PLACEBO)])
    assert (round(found.chi_squared, 2), found.freedom) == (16.79, 1)


def test_all_ended_is_the_share_that_lasts_longer():
    found = kaplan_meier([3, 1, 2, 2], [1, 1, 1, 1], [0, 0, 0, 0])
    assert [found.at(time) for time in (0, 1, 2, 3)] == pytest.approx([1, 0.75, 0.25, 0])
    assert found.interval(0) is None
    assert found.interval(3) is None


def test_counts_say_the_same_as_single_lives_in_any_order():
    dice = np.random.default_rng(7)
    times, ended = dice.integers(0, 20, 300), dice.integers(0, 2, 300)
    single = kaplan_meier(times, ended, 1 - ended)
    counts = [(t, ended[times == t].sum(), (1 - ended)[times == t].sum()) for t in range(19, -1, -1)]
    grouped = curve(counts)
    assert np.allclose(single.survival, grouped.survival, rtol=0, atol=1e-12)
    by_hand = 1.0
    for time in range(11):
        at_risk = (times >= time).sum()
        by_hand *= 1 - ended[times == time].sum() / at_risk
    assert single.at(10) == pytest.approx(by_hand, abs=1e-12)
    low, high = single.interval(10)
    assert 0 < low < single.at(10) < high < 1


def test_groups_without_an_end_or_alone_are_not_tested():
    alive = kaplan_meier([5, 9], [0, 0], [1, 1])
    assert log_rank([alive]) is None
    assert log_rank([alive, alive]) is None


@pytest.mark.parametrize(
    ("value", "freedom", "chance"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (7.814728, 3, 0.05), (9.487729, 4, 0.05), (15.08627, 5, 0.01),
     (0, 3, 1.0)],
)  # fmt: skip
def test_chi_squared_as_in_the_tables(value, freedom, chance):
    assert chi_squared_above(value, freedom) == pytest.approx(chance, abs=1e-6)


def test_the_interval_of_a_median_by_hand():
    # Three lives: ends at 1 and 4, one known to last longer. log(-log S) at 1: 0.054..0.945, at 4: 0.009..0.774.
    assert curve([(1, 1, 0), (4, 1, 0), (9, 0, 1)]).reach_interval(0.5) == (1.0, None)
    assert curve([(2, 1, 0)]).reach_interval(0.5) == (None, None)


def test_the_interval_of_a_median_holds_it_nineteen_times_in_twenty():
    dice, held = np.random.default_rng(7), 0
    for _ in range(1000):
        lasts, seen = dice.exponential(1 / np.log(2), 60), dice.exponential(4, 60)
        low, high = kaplan_meier(
            np.minimum(lasts, seen), lasts <= seen, lasts > seen
        ).reach_interval(0.5)  # fmt: skip
        held += (low or 0) <= 1 <= (np.inf if high is None else high)
    assert 930 <= held <= 970


def test_the_ends_of_a_median_are_those_of_the_single_intervals():
    dice = np.random.default_rng(11)
    times = dice.integers(1, 40, 200)
    curve = kaplan_meier(times, dice.integers(0, 3, 200), dice.integers(0, 2, 200))
    intervals = [curve.interval(time) for time in curve.times]
    for side, found in enumerate(curve.reach_interval(0.5)):
        below = [t for t, ends in zip(curve.times, intervals, strict=True) if ends and ends[side] <= 0.5 + 1e-12]
        assert found == below[0]

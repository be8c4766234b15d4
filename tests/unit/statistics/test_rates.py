"""Intervals of rates: published tables, and what must hold for any counts."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.statistics.rates import difference_of_rates, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_rates(hits, n, low, high):
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    # Newcombe, Stat. Med. 17 (1998) 873-890, table II, method 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_published_differences(now, before, low, high):
    assert difference_of_rates(now, before) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS)
def test_an_interval_holds_its_rate_and_stays_a_share(counts):
    hits, n = counts
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(COUNTS, st.integers(2, 50))
def test_an_interval_shrinks_with_more_of_the_same(counts, times):
    hits, n = counts
    few, many = wilson(hits, n), wilson(hits * times, n * times)
    assert many[1] - many[0] < few[1] - few[0]


@given(COUNTS, COUNTS)
def test_a_difference_turned_round_is_its_mirror(now, before):
    low, high = difference_of_rates(now, before)
    assert -1 - 1e-12 <= low <= now[0] / now[1] - before[0] / before[1] <= high <= 1 + 1e-12
    assert difference_of_rates(before, now) == pytest.approx((-high, -low), abs=1e-12)


@given(COUNTS)
def test_equal_rates_are_never_a_clear_change(counts):
    low, high = difference_of_rates(counts, counts)
    assert low <= 0 <= high


@pytest.mark.parametrize("n", [30, 100])
def test_the_interval_holds_the_true_rate_in_95_of_100_samples_on_average(n):
    ends = [wilson(hits, n) for hits in range(n + 1)]
    held = []
    for truth in (i / 100 for i in range(5, 96)):
        chance = (comb(n, k) * truth**k * (1 - truth) ** (n - k) for k in range(n + 1))
        held.append(sum(p for p, (low, high) in zip(chance, ends, strict=True) if low <= truth <= high))
    assert sum(held) / len(held) == pytest.approx(0.95, abs=0.006)
    assert min(held) > 0.91


def test_nothing_observed_has_no_interval():
    assert wilson(0, 0) is None
    assert difference_of_rates((1, 2), (0, 0)) is None


@pytest.mark.parametrize(("hits", "n"), [(3, 2), (-1, 2)])
def test_counts_that_are_no_part_of_a_whole_are_refused(hits, n):
    with pytest.raises(ValueError, match="is no rate"):
        wilson(hits, n)

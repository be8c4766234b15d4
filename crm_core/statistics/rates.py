"""Intervals of a rate and of the difference of two rates."""

from math import sqrt
from statistics import NormalDist

from crm_core.statistics import Interval

CONFIDENCE = 0.95


def wilson(successes: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The score interval of a rate; it stays within 0..1 and says something also at 0 and at n.

    Units:  counts in, shares 0..1 out.
    Nulls:  None where n is 0: nothing was observed.
    Errors: ValueError where the counts are no part of a whole.
    Source: Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; method 3 of Newcombe, Stat. Med. 17 (1998) 857-872.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no rate")
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (successes + z * z / 2) / (n + z * z)
    half = z * sqrt(successes * (n - successes) / n + z * z / 4) / (n + z * z)
    # Exact at the ends, where the arithmetic leaves a trace of rounding.
    return 0.0 if successes == 0 else max(0.0, middle - half), 1.0 if successes == n else min(1.0, middle + half)


def difference_of_rates(
    now: tuple[float, float], before: tuple[float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of one rate minus another, each as (successes, n); of independent groups.

    Where the same customers stand in both, as in two periods, it is rather too wide than too narrow.

    Units:  a difference of shares, -1..1.
    Nulls:  None where one of the two has nothing observed.
    Errors: ValueError as in wilson.
    Source: Newcombe, Stat. Med. 17 (1998) 873-890, method 10.
    """
    first, second = wilson(*now, confidence), wilson(*before, confidence)
    if first is None or second is None:
        return None
    p, q = now[0] / now[1], before[0] / before[1]
    down = sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2)
    up = sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return p - q - down, p - q + up

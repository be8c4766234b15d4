"""Intervals of a mean and of the difference of two means, from Student's t.

The t interval and not a bootstrap: it needs the variance of the customers only, which the engine adds up in the same
pass as their sum, while a bootstrap draws from every customer again and again. For skewed amounts the percentile
bootstrap has the same first-order error as t and is narrower at small n, where both cover too little; such means are
named as small samples instead.
"""

from functools import cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

from crm_core.statistics import Interval
from crm_core.statistics.rates import CONFIDENCE

_EXACT_UP_TO = 60  # degrees of freedom; from here on the expansion is right to nine digits


@cache
def t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """How many standard errors a two-sided interval reaches to each side.

    Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4 (exact, whole degrees of freedom), 26.7.5 (expansion).
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    if freedom > _EXACT_UP_TO:
        return _expanded(z, freedom)
    low, high = 0.0, 1.0
    while _within(high, freedom) < confidence:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < confidence else (low, middle)
    return (low + high) / 2


def _expanded(z: float, freedom: int) -> float:
    steps = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    reach: float = z + sum(step / freedom**power for power, step in enumerate(steps, 1))
    return reach


def _within(t: float, freedom: int) -> float:
    """The probability of lying between -t and t."""
    angle = atan(t / sqrt(freedom))
    is_odd = freedom % 2 == 1
    term = cos(angle) if is_odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(3 if is_odd else 2, freedom - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        total += term
    return 2 / pi * (angle + sin(angle) * total) if is_odd else sin(angle) * total


def mean_interval(mean: float, variance: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of a mean of n values with this sample variance (divided by n - 1).

    Units:  those of the mean.
    Nulls:  None below two values: one value says nothing about how far apart they lie.
    Source: Student, Biometrika 6 (1908) 1-25.
    """
    if n < 2:
        return None
    half = t_quantile(int(n) - 1, confidence) * sqrt(max(0.0, variance) / n)
    return mean - half, mean + half


def difference_of_means(
    now: tuple[float, float, float], before: tuple[float, float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of one mean minus another, each as (mean, variance, n); variances need not be equal.

    The degrees of freedom are rounded down, which makes the interval wider. As with rates, the groups count as
    independent.

    Nulls:  None where one of the two has fewer than two values.
    Source: Welch, Biometrika 34 (1947) 28-35; degrees of freedom of Satterthwaite, Biometrics Bull. 2 (1946) 110-114.
    """
    if min(now[2], before[2]) < 2:
        return None
    first, second = now[1] / now[2], before[1] / before[2]
    apart = now[0] - before[0]
    if first + second == 0:
        return apart, apart
    part = first / (first + second)
    freedom = 1 / (part**2 / (now[2] - 1) + (1 - part) ** 2 / (before[2] - 1))
    # Rounded first: a whole number that comes out a trifle too small would lose one, on one side of the mirror only.
    half = t_quantile(max(1, int(round(freedom, 9))), confidence) * sqrt(first + second)
    return apart - half, apart + half

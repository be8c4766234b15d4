"""Intervals of a ratio of two means, and of one such ratio against another, on the scale of logarithms."""

from math import exp, log, sqrt
from statistics import NormalDist

from crm_core.statistics import Interval
from crm_core.statistics.rates import CONFIDENCE


def ratio_interval(ratio: float, log_variance: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of a ratio, from the variance of its logarithm.

    The delta method and not a bootstrap: it needs sums of squares from the pass that adds up the revenue, while a
    bootstrap draws half a million customers again and again. On the scale of logarithms both ends stay above zero.

    Nulls:  None for a ratio that is not above zero: it has no logarithm.
    Source: Cochran, Sampling Techniques, 3rd ed. (1977), 6.4 (variance of a ratio) and 2.11 (subpopulations).
    """
    if ratio <= 0:
        return None
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(max(0.0, log_variance))
    return ratio * exp(-reach), ratio * exp(reach)


def ratio_of_ratios(
    now: tuple[float, float], before: tuple[float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of one ratio divided by another, each as (ratio, variance of its logarithm).

    As with rates, the groups count as independent.

    Nulls:  None where one of the two is not above zero.
    """
    if min(now[0], before[0]) <= 0:
        return None
    return ratio_interval(now[0] / before[0], now[1] + before[1], confidence)


def log_variance(ratio: float, high: float, confidence: float = CONFIDENCE) -> float:
    """The variance of the logarithm again, out of the interval that was made from it."""
    return float((log(high / ratio) / NormalDist().inv_cdf((1 + confidence) / 2)) ** 2)

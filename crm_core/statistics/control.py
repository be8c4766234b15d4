"""Control charts: which values lie outside what chance alone brings. Arrays in, arrays out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrik, pdtr, pdtrik

Values = NDArray[np.float64]
_SIGMAS = 3.0
TAIL = erfc(_SIGMAS / sqrt(2)) / 2  # beyond three standard deviations, on one side
_FEW = 5.0  # expected hits: below this a share is not nearly normal


@dataclass(frozen=True)
class Chart:
    """Values with the limits that hold for each of them, and whether a value lies outside.

    middle: what is expected of each value.
    """

    values: Values
    middle: Values
    low: Values
    high: Values

    @property
    def alarms(self) -> NDArray[np.bool_]:
        """The values outside their limits."""
        return (self.values > self.high) | (self.values < self.low)


def p_chart(hits: Sequence[float], n: Sequence[float]) -> Chart:
    """Shares of hits among n, around the share of all together; limits of three standard deviations for each n.

    Where fewer than five hits are expected the limits are those of the binomial distribution itself.

    Units:  shares 0..1.
    Nulls:  NaN for a value with n = 0, which raises no alarm.
    Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control, 7.2.
    """
    found, of = np.asarray(hits, dtype=float), np.asarray(n, dtype=float)
    share = float(found.sum() / of.sum()) if of.sum() else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = _SIGMAS * np.sqrt(share * (1 - share) / of)
        values = found / of
    low, high = np.maximum(share - reach, 0.0), np.minimum(share + reach, 1.0)
    for place in np.flatnonzero((of > 0) & (of * share < _FEW)):
        ends = binomial_limits(int(of[place]), share)
        low[place], high[place] = ends[0] / of[place], ends[1] / of[place]
    return Chart(values, np.full(len(of), share), low, high)


def count_chart(counts: Sequence[float], exposure: Sequence[float]) -> Chart:
    """Counts against what their exposure (orders of the day) lets expect, with exact limits of the Poisson law.

    Units:  counts.
    Nulls:  a day without exposure expects nothing: any count is outside.
    Source: Montgomery, 7.3 (chart for nonconformities with unequal units); exact tails instead of three standard
            deviations, since a day has few cases.
    """
    found, units = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    rate = float(found.sum() / units.sum()) if units.sum() else 0.0
    ends = [poisson_limits(float(expected)) for expected in rate * units]
    return Chart(found, rate * units, np.array([e[0] for e in ends]), np.array([e[1] for e in ends]))


def poisson_limits(expected: float) -> tuple[float, float]:
    """The least and the largest count that are not yet rare: each tail beyond them has less than TAIL."""
    if expected <= 0:
        return 0.0, 0.0
    low = 0.0 if pdtr(0, expected) >= TAIL else ceil(pdtrik(TAIL, expected))
    high = 0.0 if pdtr(0, expected) >= 1 - TAIL else ceil(pdtrik(1 - TAIL, expected))
    return float(low), float(high)


def binomial_limits(n: int, share: float) -> tuple[float, float]:
    """The same for hits among n."""
    if not 0 < share < 1:
        return (0.0, 0.0) if share <= 0 else (float(n), float(n))
    low = 0.0 if bdtr(0, n, share) >= TAIL else ceil(bdtrik(TAIL, n, share))
    high = 0.0 if bdtr(0, n, share) >= 1 - TAIL else ceil(bdtrik(1 - TAIL, n, share))
    return float(low), float(high)


@dataclass(frozen=True)
class Cusum:
    """The two sums of a CUSUM chart, and which values raise an alarm."""

    high: Values
    low: Values
    alarms: NDArray[np.bool_]


def cusum(values: Sequence[float], middle: float, sigma: float, slack: float = 0.5, limit: float = 5.0) -> Cusum:
    """Sums of what lies beyond the middle by more than the slack; slack and limit in standard deviations.

    Source: Page, Biometrika 41 (1954) 100-115; Montgomery, 9.1.
    """
    high, low = [0.0], [0.0]
    for value in values:
        high.append(max(0.0, value - (middle + slack * sigma) + high[-1]))
        low.append(max(0.0, (middle - slack * sigma) - value + low[-1]))
    up, down = np.array(high[1:]), np.array(low[1:])
    return Cusum(up, down, (up > limit * sigma) | (down > limit * sigma))


def ewma(values: Sequence[float], middle: float, sigma: float, weight: float = 0.1, reach: float = 2.7) -> Chart:
    """Exponentially weighted means with their limits, which widen from the first value on.

    Source: Roberts, Technometrics 1 (1959) 239-250; Montgomery, 9.2.
    """
    means, last = [], middle
    for value in values:
        last = weight * value + (1 - weight) * last
        means.append(last)
    ages = np.arange(1, len(means) + 1)
    half = reach * sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * ages)))
    return Chart(np.array(means), np.full(len(means), middle), middle - half, middle + half)

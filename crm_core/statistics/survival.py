"""How long something lasts when part of it has not ended yet: Kaplan-Meier and the log-rank test, from counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from crm_core.statistics import Interval
from crm_core.statistics.rates import CONFIDENCE

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A survival curve, one entry per time with an end or a censoring, in rising order.

    times: those times. at_risk: observed just before. ended: ends at that time. survival: share that lasts longer.
    variance_sum: the running sum of Greenwood's formula; the variance of survival is its square times this.
    """

    times: Counts
    at_risk: Counts
    ended: Counts
    survival: Counts
    variance_sum: Counts

    def place(self, time: float) -> int:
        """The last entry up to a time; -1 before the first."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def at(self, time: float) -> float:
        """The share that lasts longer than a time; 1 before the first end."""
        place = self.place(time)
        return float(self.survival[place]) if place >= 0 else 1.0

    def interval(self, time: float, confidence: float = CONFIDENCE) -> Interval | None:
        """The interval of the share at a time, on the scale of log(-log S), so that it stays within 0..1.

        Nulls:  None where nothing has ended yet or nothing is left: there the formula says nothing.
        Source: Kalbfleisch and Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.
        """
        place, share = self.place(time), self.at(time)
        if place < 0 or not 0 < share < 1:
            return None
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        reach = z * sqrt(float(self.variance_sum[place])) / abs(log(share))
        return share ** exp(reach), share ** exp(-reach)

    def median(self) -> float | None:
        """The first time by which half has ended; None where more than half lasts beyond all times observed."""
        return self.reaches(0.5)

    def reaches(self, left: float) -> float | None:
        """The first time by which no more than a share is left; None where more lasts beyond all times observed."""
        return self._first_below(self.survival, left)

    def reach_interval(self, left: float, confidence: float = CONFIDENCE) -> tuple[float | None, float | None]:
        """Between which times no more than a share is left: all times whose own interval holds that share.

        Nulls:  an end where the limits of the curve do not come down to the share within the times observed.
        Source: Brookmeyer and Crowley, Biometrics 38 (1982) 29-41, on the scale of log(-log S).
        """
        # The intervals of all times at once; one by one a file of many times would take longer than its question.
        z, is_told = NormalDist().inv_cdf((1 + confidence) / 2), (self.survival > 0) & (self.survival < 1)
        share = np.where(is_told, self.survival, np.nan)
        with np.errstate(over="ignore"):
            reach = z * np.sqrt(self.variance_sum) / np.abs(np.log(share))
            low, high = (self._first_below(share ** np.exp(side * reach), left) for side in (1, -1))
        return low, high

    def _first_below(self, shares: Counts, left: float) -> float | None:
        reached = np.flatnonzero(shares <= left + 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(times: Sequence[float], ended: Sequence[float], censored: Sequence[float]) -> Curve:
    """The survival curve of counts per time: how many ended then, and of how many no more is known.

    Shape:  times in any order and repeated; what is censored at a time is at risk at that time.
    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; variance of Greenwood (1926).
    """
    when, place = np.unique(np.asarray(times, dtype=float), return_inverse=True)
    ends = np.bincount(place, np.asarray(ended, dtype=float), len(when)).astype(float)
    leaves = ends + np.bincount(place, np.asarray(censored, dtype=float), len(when)).astype(float)
    risk = np.cumsum(leaves[::-1])[::-1]
    stays = risk - ends
    # Where nobody is left the curve is 0 and its variance is not defined; the interval leaves that out.
    parts = np.divide(ends, risk * stays, out=np.zeros_like(ends), where=stays > 0)
    shares = np.divide(stays, risk, out=np.ones_like(ends), where=risk > 0)
    return Curve(when, risk, ends, np.cumprod(shares), np.cumsum(parts))


@dataclass(frozen=True)
class LogRank:
    """The test whether groups last equally long: chi-squared, its degrees of freedom, the chance of so much or more."""

    chi_squared: float
    freedom: int
    p_value: float


def log_rank(groups: Sequence[Curve]) -> LogRank | None:
    """The log-rank test between survival curves.

    Nulls:  None for fewer than two groups, or where nothing ended while two groups were at risk.
    Source: Mantel, Cancer Chemother. Rep. 50 (1966) 163-170; Peto and Peto, J. R. Stat. Soc. A 135 (1972) 185-207.
    """
    if len(groups) < 2:
        return None
    times = np.unique(np.concatenate([group.times[group.ended > 0] for group in groups]))
    risk = np.array([_at_risk(group, times) for group in groups])
    ended = np.array([_ended(group, times) for group in groups])
    all_risk, all_ended = risk.sum(axis=0), ended.sum(axis=0)
    shares = risk / all_risk
    apart = (ended - shares * all_ended).sum(axis=1)
    spread = np.divide(
        all_ended * (all_risk - all_ended), all_risk - 1, out=np.zeros_like(all_risk), where=all_risk > 1
    )
    covariance = -(shares * spread) @ shares.T
    covariance[np.diag_indices(len(groups))] += (shares * spread).sum(axis=1)
    rank = int(np.linalg.matrix_rank(covariance))
    if rank == 0:
        return None
    chi_squared = float(apart @ np.linalg.pinv(covariance) @ apart)
    return LogRank(chi_squared, rank, chi_squared_above(chi_squared, rank))


def _at_risk(group: Curve, times: Counts) -> Counts:
    places = np.searchsorted(group.times, times)
    return np.append(group.at_risk, 0.0)[places]


def _ended(group: Curve, times: Counts) -> Counts:
    places = np.searchsorted(group.times, times)
    known = np.append(group.times, np.inf)[places] == times
    return np.where(known, np.append(group.ended, 0.0)[places], 0.0)


def chi_squared_above(value: float, freedom: int) -> float:
    """The chance that a chi-squared variable of whole degrees of freedom exceeds a value.

    Source: Abramowitz and Stegun (1964), 26.4.4 and 26.4.5.
    """
    if value <= 0:
        return 1.0
    is_odd = freedom % 2 == 1
    root = sqrt(value)
    tail = 2 * (1 - NormalDist().cdf(root)) if is_odd else exp(-value / 2)
    term = 2 * NormalDist().pdf(root) * root if is_odd else exp(-value / 2) * value / 2
    for step in range(1, (freedom - 1) // 2 + 1):
        tail += term
        term *= value / (2 * step + (1 if is_odd else 2))
    return min(1.0, tail)

"""BG/NBD: customers buy at random at a rate of their own, and may leave for good after any repeat purchase.

Rates are Gamma(r, α) over the customers, the chance to leave after a purchase Beta(a, b).
One-time buyers never had a chance to leave: all of them count as alive. Where that matters take MBG/NBD.
Source: Fader, Hardie, Lee (2005), Marketing Science 24(2); stable forms of their notes 004 and 027.
"""

from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import digamma, expit, gammaln, hyp2f1

from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, Histories, total

START = np.array([1.0, 10.0, 1.0, 2.0])
_NEAR_ONE = 1e-6


@dataclass(frozen=True)
class BgNbd:
    """The parameters; alpha in weeks."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, of: Histories) -> Floats:
        """The probability that a customer with each history still buys, 0..1; 1 for one-time buyers."""
        again = of.x > 0
        waited = np.log((self.alpha + of.end) / (self.alpha + of.t_x))
        left = np.log(self.a) - np.log(np.where(again, self.b + of.x - 1, 1.0)) + (self.r + of.x) * waited
        return np.where(again, expit(-left), 1.0)

    def expected_if_alive(self, x: Floats, end: Floats, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation, of customers who are still alive."""
        return future_purchases(self.r + x, self.alpha + end, self.a, self.b + x, weeks)

    def expected(self, of: Histories, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation (their equation 10)."""
        return self.expected_if_alive(of.x, of.end, weeks) * self.alive(of)

    def purchases(self, weeks: Floats) -> Floats:
        """Repeat purchases expected of a new customer in its first weeks (their equation 9)."""
        return future_purchases(self.r, self.alpha, self.a, self.b, np.asarray(weeks, float))


def future_purchases(
    shape: Floats | float, rate: Floats | float, a: float, stayed: Floats | float, weeks: Floats | float
) -> Floats:
    """Purchases in some weeks at a rate Gamma(shape, rate), with a chance to leave Beta(a, stayed) after each.

    The paper's C/(a−1)·[1 − (1−z)^shape · 2F1(shape, stayed; C; z)], C = a + stayed − 1, after Euler's transformation:
    no power of it overflows, however often a customer bought.
    """
    a = a if abs(a - 1) > _NEAR_ONE else 1 + _NEAR_ONE
    whole = a + np.asarray(stayed, float) - 1
    z = np.asarray(weeks / (rate + weeks), float)
    return np.asarray(whole / (a - 1) * (1 - (1 - z) ** (a - 1) * hyp2f1(whole - shape, a - 1, whole, z)))


def score(values: Floats, of: Histories) -> tuple[float, Floats]:
    """The log-likelihood of all customers, and its slope by the logarithm of each parameter."""
    r, alpha, a, b = values
    x, n = of.x, of.n
    again = x > 0
    bought = r + x
    base = of.by_x(lambda x: gammaln(r + x)) - gammaln(r) + r * np.log(alpha)
    stayed = of.by_x(lambda x: gammaln(b + x) - gammaln(a + b + x)) + gammaln(a + b) - gammaln(b)
    end, last = np.log(alpha + of.end), np.log(alpha + of.t_x)
    left = np.where(again, np.log(a) - of.by_x(lambda x: np.log(np.where(x > 0, b + x - 1, 1.0))), -np.inf)
    left += bought * (end - last)
    value = total(n, base + stayed - bought * end + np.logaddexp(0.0, left))
    gone = expit(left)  # the probability of having left
    by_r = of.by_x(lambda x: digamma(r + x)) - digamma(r) + np.log(alpha) - end + gone * (end - last)
    by_alpha = r / alpha - bought * ((1 - gone) / (alpha + of.end) + gone / (alpha + of.t_x))
    both = digamma(a + b) - of.by_x(lambda x: digamma(a + b + x))
    by_b = both + of.by_x(lambda x: digamma(b + x)) - digamma(b) - gone / np.where(again, b + x - 1, 1.0)
    slopes = np.array([total(n, each) for each in (by_r, by_alpha, both + gone / a, by_b)])
    return value, slopes * values


def fit(of: Histories, start: Floats = START) -> tuple[BgNbd, Fit]:
    """The parameters that make the histories most likely."""
    found = maximum(lambda values: score(values, of), start, of.customers)
    return BgNbd(*map(float, found.values)), found


def log_likelihood(model: BgNbd, of: Histories) -> float:
    """Of all customers together."""
    return score(np.array(astuple(model)), of)[0]

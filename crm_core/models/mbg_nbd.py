"""MBG/NBD: like BG/NBD, but a customer may also leave right after the first purchase.

So a one-time buyer is not taken for alive as a matter of course.
Source: Batislam, Denizel, Filiztekin (2007), IJRM 24(3); Hoppe, Wagner (2007), Marketing JRM 2.
"""

from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import digamma, expit, gammaln

from crm_core.models.bg_nbd import future_purchases
from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, Histories, total

START = np.array([1.0, 10.0, 1.0, 2.0])


@dataclass(frozen=True)
class MbgNbd:
    """The parameters; alpha in weeks."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, of: Histories) -> Floats:
        """The probability that a customer with each history still buys, 0..1."""
        waited = np.log((self.alpha + of.end) / (self.alpha + of.t_x))
        return np.asarray(expit(-(np.log(self.a) - np.log(self.b + of.x) + (self.r + of.x) * waited)))

    def expected_if_alive(self, x: Floats, end: Floats, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation, of customers who are still alive."""
        return future_purchases(self.r + x, self.alpha + end, self.a, self.b + x + 1, weeks)

    def expected(self, of: Histories, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation."""
        return self.expected_if_alive(of.x, of.end, weeks) * self.alive(of)

    def purchases(self, weeks: Floats) -> Floats:
        """Repeat purchases expected of a new customer in its first weeks."""
        stays = self.b / (self.a + self.b)  # after the first purchase
        return stays * future_purchases(self.r, self.alpha, self.a, self.b + 1, np.asarray(weeks, float))


def score(values: Floats, of: Histories) -> tuple[float, Floats]:
    """The log-likelihood of all customers, and its slope by the logarithm of each parameter."""
    r, alpha, a, b = values
    x, n = of.x, of.n
    bought = r + x
    end, last = np.log(alpha + of.end), np.log(alpha + of.t_x)
    base = of.by_x(lambda x: gammaln(r + x)) - gammaln(r) + r * np.log(alpha)
    chance = of.by_x(lambda x: gammaln(b + x + 1) - gammaln(a + b + x + 1)) + gammaln(a + b) - gammaln(b)
    left = np.log(a) - of.by_x(lambda x: np.log(b + x)) + bought * (end - last)
    value = total(n, base + chance - bought * end + np.logaddexp(0.0, left))
    gone = expit(left)  # the probability of having left
    by_r = of.by_x(lambda x: digamma(r + x)) - digamma(r) + np.log(alpha) - end + gone * (end - last)
    by_alpha = r / alpha - bought * ((1 - gone) / (alpha + of.end) + gone / (alpha + of.t_x))
    both = digamma(a + b) - of.by_x(lambda x: digamma(a + b + x + 1))
    by_b = both + of.by_x(lambda x: digamma(b + x + 1)) - digamma(b) - gone / (b + x)
    slopes = np.array([total(n, each) for each in (by_r, by_alpha, both + gone / a, by_b)])
    return value, slopes * values


def fit(of: Histories, start: Floats = START) -> tuple[MbgNbd, Fit]:
    """The parameters that make the histories most likely."""
    found = maximum(lambda values: score(values, of), start, of.customers)
    return MbgNbd(*map(float, found.values)), found


def log_likelihood(model: MbgNbd, of: Histories) -> float:
    """Of all customers together."""
    return score(np.array(astuple(model)), of)[0]

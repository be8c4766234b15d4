"""Gamma-Gamma: what customers spend per purchase differs between them, and varies around each one's own mean.

Source: Fader, Hardie (2013), "The Gamma-Gamma Model of Monetary Value".
"""

from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import digamma, gammaln

from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, total

START = np.array([2.0, 3.0, 10.0])


@dataclass(frozen=True, eq=False)
class Spending:
    """What repeat buyers spend: x purchases after the first at a mean of m each, by n customers.

    log_m is the mean of ln m: where customers of one x and almost one m are counted together, m and log_m are their
    means, and the likelihood loses next to nothing.
    """

    x: Floats
    m: Floats
    log_m: Floats
    n: Floats

    @property
    def correlation(self) -> float | None:
        """Of x and m over the customers; None where one of them does not vary. The model takes it to be near 0."""
        whole = self.n.sum()
        x, m = (values - total(self.n, values) / whole for values in (self.x, self.m))
        spread = float(np.sqrt(total(self.n, x**2) * total(self.n, m**2)))
        return total(self.n, x * m) / spread if spread > 0 else None


@dataclass(frozen=True)
class GammaGamma:
    """The parameters; v in money. A mean exists only where q > 1."""

    p: float
    q: float
    v: float

    def mean(self) -> float:
        """Spending per purchase over the population."""
        return self.p * self.v / (self.q - 1)

    def expected(self, x: Floats, m: Floats) -> Floats:
        """Spending per purchase expected after x purchases at a mean of m; the population's mean for x = 0."""
        return np.asarray(self.p * (self.v + x * m) / (self.p * x + self.q - 1))


def score(values: Floats, of: Spending) -> tuple[float, Floats]:
    """The log-likelihood of all customers, and its slope by the logarithm of each parameter."""
    p, q, v = values
    px, whole = p * of.x, v + of.x * of.m
    log_whole, log_x = np.log(whole), np.log(of.x)
    each = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(v)
    each += (px - 1) * of.log_m + px * log_x - (px + q) * log_whole
    by_p = of.x * (digamma(px + q) - digamma(px) + log_x + of.log_m - log_whole)
    by_q = digamma(px + q) - digamma(q) + np.log(v) - log_whole
    by_v = q / v - (px + q) / whole
    return total(of.n, each), np.array([total(of.n, slope) for slope in (by_p, by_q, by_v)]) * values


def fit(of: Spending, start: Floats = START) -> tuple[GammaGamma, Fit]:
    """The parameters that make the spending most likely."""
    # In units of the mean spending, so that no currency is far from the start.
    unit = total(of.n, of.m) / float(of.n.sum())
    scaled = Spending(of.x, of.m / unit, of.log_m - np.log(unit), of.n)
    found = maximum(lambda values: score(values, scaled), start / np.array([1.0, 1.0, 10.0]), float(of.n.sum()))
    values = found.values * np.array([1.0, 1.0, unit])
    told = Fit(values, found.covariance, score(values, of)[0], found.is_converged)
    return GammaGamma(*map(float, values)), told


def log_likelihood(model: GammaGamma, of: Spending) -> float:
    """Of all customers together."""
    return score(np.array(astuple(model)), of)[0]

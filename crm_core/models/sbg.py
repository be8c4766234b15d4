"""sBG: how many customers under contract renew, time after time, when each has a loss probability of its own.

Source: Fader, Hardie (2007), How to Project Customer Retention, J. Interactive Marketing 21(1).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma

from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, total

START = np.array([1.0, 1.0])


@dataclass(frozen=True)
class Sbg:
    """The parameters of the beta distribution of loss probabilities."""

    alpha: float
    beta: float

    def survival(self, renewals: Floats) -> Floats:
        """The share of customers left after so many chances to renew; 1 after none."""
        t = np.asarray(renewals, float)
        return np.asarray(np.exp(betaln(self.alpha, self.beta + t) - betaln(self.alpha, self.beta)))

    def projected(self, renewals: int, covariance: Floats) -> tuple[float, float, float]:
        """The share left after so many chances, with the ends of its 95 % interval.

        covariance: of the logarithms of the parameters. By the delta method on the scale of logits, so that both ends
        are shares; it holds what is not known of the parameters, not the chance in who renews.
        """
        a, b, t = self.alpha, self.beta, float(renewals)
        share = float(self.survival(np.array([t]))[0])
        # Slopes of the logarithm of the share by the logarithm of each parameter.
        by_a = a * (digamma(a + b) - digamma(a + b + t))
        by_b = b * (digamma(b + t) - digamma(b) + digamma(a + b) - digamma(a + b + t))
        slope = np.array([by_a, by_b])
        reach = 1.96 * float(np.sqrt(slope @ covariance @ slope)) / (1 - share)
        odds = share / (1 - share)
        low, high = odds * np.exp(-reach), odds * np.exp(reach)
        return share, float(low / (1 + low)), float(high / (1 + high))

    def retention(self, renewal: Floats) -> Floats:
        """The share that renews at the first, second … chance, of those who are there."""
        t = np.asarray(renewal, float)
        return np.asarray((self.beta + t - 1) / (self.alpha + self.beta + t - 1))


def score(values: Floats, lost: Floats, left: Floats) -> tuple[float, Floats]:
    """The log-likelihood, and its slope by the logarithm of each parameter.

    lost: customers lost at the first, second … chance. left: customers there after as many, of whom no more is known.
    """
    a, b = values
    t = np.arange(1, len(lost) + 1, dtype=float)
    n, both, end = float(lost.sum() + left.sum()), digamma(a + b), digamma(a + b + t)
    # Lost at t: B(a + 1, b + t - 1) / B(a, b); there after t: B(a, b + t) / B(a, b).
    value = total(lost, betaln(a + 1, b + t - 1)) + total(left, betaln(a, b + t)) - n * betaln(a, b)
    by_a = total(lost, digamma(a + 1) - end) + total(left, digamma(a) - end) - n * (digamma(a) - both)
    by_b = total(lost, digamma(b + t - 1) - end) + total(left, digamma(b + t) - end) - n * (digamma(b) - both)
    return value, np.array([by_a, by_b]) * values


def fit(lost: Floats, left: Floats, start: Floats = START) -> tuple[Sbg, Fit]:
    """The parameters that make these losses most likely."""
    found = maximum(lambda values: score(values, lost, left), start, float(lost.sum() + left.sum()))
    return Sbg(*map(float, found.values)), found

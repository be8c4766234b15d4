"""BG/BB: who still buys at opportunities that come at fixed times, where each is either taken or let pass.

Every customer takes an opportunity with a probability of its own while it is with us, and before each leaves for good
with a probability of its own; both vary between customers as beta distributions.

Source: Fader, Hardie, Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing
Science 29(6). Of histories, end counts the opportunities, x those taken, t_x which was the last one taken (0: none).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, gammaln

from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, Histories, total

START = np.array([1.0, 1.0, 1.0, 1.0])


@dataclass(frozen=True)
class BgBb:
    """The parameters of the beta distributions: of taking an opportunity (alpha, beta), of leaving (gamma, delta)."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    def alive(self, of: Histories) -> Floats:
        """The probability of being with us at the next opportunity, for each history."""
        return np.asarray(np.exp(self._with_us(of, of.x, self.gamma, self.delta + of.end + 1) - self._likelihoods(of)))

    def expected(self, of: Histories, opportunities: float) -> Floats:
        """How many of the next opportunities each history lets expect to be taken. Needs gamma other than 1."""
        g, d = self.gamma, self.delta
        after, until = of.end, of.end + opportunities
        left = np.exp(gammaln(1 + d + after) - gammaln(g + d + after))
        left = left - np.exp(gammaln(1 + d + until) - gammaln(g + d + until))
        taking = betaln(self.alpha + of.x + 1, self.beta + of.end - of.x) - betaln(self.alpha, self.beta)
        scale = np.exp(taking - self._likelihoods(of) + gammaln(g + d) - gammaln(1 + d))
        return np.asarray(scale * d / (g - 1) * left)

    def taken(self, opportunities: int) -> Floats:
        """The shares of new customers who take none, one … all of so many opportunities."""
        n, x = float(opportunities), np.arange(opportunities + 1, dtype=float)
        at = np.arange(opportunities + 1, dtype=float)  # how many opportunities a customer was with us for
        ways = gammaln(at[None, :] + 1) - gammaln(x[:, None] + 1) - gammaln(np.maximum(at - x[:, None], 0) + 1)
        takes = betaln(self.alpha + x[:, None], self.beta + np.maximum(at - x[:, None], 0))
        stays = betaln(self.gamma + (at < n), self.delta + at)
        logs = ways + takes + stays - betaln(self.alpha, self.beta) - betaln(self.gamma, self.delta)
        return np.asarray(np.where(at[None, :] >= x[:, None], np.exp(logs), 0.0).sum(axis=1))

    def _with_us(self, of: Histories, x: Floats, gamma: float, delta: Floats) -> Floats:
        base = betaln(self.alpha, self.beta) + betaln(self.gamma, self.delta)
        return np.asarray(betaln(self.alpha + x, self.beta + of.end - of.x) + betaln(gamma, delta) - base)

    def _likelihoods(self, of: Histories) -> Floats:
        return _told(np.array([self.alpha, self.beta, self.gamma, self.delta]), of)[0]


def _told(values: Floats, of: Histories) -> tuple[Floats, Floats, Floats, Floats]:
    """The log-likelihood of each history and what it adds up from: one term per time of leaving, the last for staying.

    The weights of the terms, and for how many opportunities each has the customer with us, and whether it then left.
    """
    a, b, g, d = values
    trials = of.t_x[:, None] + np.arange(float((of.end - of.t_x).max(initial=0.0)) + 1)
    is_possible, trials = trials <= of.end[:, None], np.minimum(trials, of.end[:, None])
    left = (trials < of.end[:, None]).astype(float)
    logs = betaln(a + of.x[:, None], b + trials - of.x[:, None]) + betaln(g + left, d + trials)
    logs = np.where(is_possible, logs, -np.inf)
    top = logs.max(axis=1)
    terms = np.exp(logs - top[:, None])
    whole = terms.sum(axis=1)
    return top + np.log(whole) - betaln(a, b) - betaln(g, d), terms / whole[:, None], trials, left


def score(values: Floats, of: Histories) -> tuple[float, Floats]:
    """The log-likelihood, and its slope by the logarithm of each parameter."""
    a, b, g, d = values
    likelihoods, weights, trials, left = _told(values, of)
    took, leaves = digamma(a + b + trials), digamma(g + d + trials + left)
    slopes = (
        digamma(a + of.x[:, None]) - took - digamma(a) + digamma(a + b),
        digamma(b + trials - of.x[:, None]) - took - digamma(b) + digamma(a + b),
        digamma(g + left) - leaves - digamma(g) + digamma(g + d),
        digamma(d + trials) - leaves - digamma(d) + digamma(g + d),
    )
    return total(of.n, likelihoods), np.array([total(of.n, (weights * each).sum(axis=1)) for each in slopes]) * values


def fit(of: Histories, start: Floats = START) -> tuple[BgBb, Fit]:
    """The parameters that make these histories most likely."""
    found = maximum(lambda values: score(values, of), start, float(of.n.sum()))
    return BgBb(*map(float, found.values)), found

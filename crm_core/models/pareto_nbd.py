"""Pareto/NBD: customers buy at random at a rate of their own, and leave for good at any moment.

Buying rates are Gamma(r, α) over the customers, leaving rates Gamma(s, β).
Its likelihood needs 2F1 for every history and has no closed slope: some hundred times slower to fit than MBG/NBD, so
the page of forecasts does not offer it; it is the yardstick beside the two that it does.
Source: Schmittlein, Morrison, Colombo (1987), Management Science 33(1); forms of Fader and Hardie (2005).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, hyp2f1

from crm_core.models.fitting import Fit, maximum
from crm_core.models.histories import Floats, Histories, total

START = np.array([1.0, 10.0, 1.0, 10.0])
_NEAR_ONE = 1e-6
_STEP = 1e-5  # of the differences that give the slope: 2F1 has no closed derivative by its parameters


@dataclass(frozen=True)
class ParetoNbd:
    """The parameters; alpha and beta in weeks."""

    r: float
    alpha: float
    s: float
    beta: float

    def alive(self, of: Histories) -> Floats:
        """The probability that a customer with each history still buys, 0..1."""
        return np.asarray(expit(-_left(self, of)))

    def expected_if_alive(self, x: Floats, end: Floats, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation, of customers who are still alive."""
        rate = (self.r + x) / (self.alpha + end)
        return rate * self._lived(self.beta + end, weeks)

    def expected(self, of: Histories, weeks: float) -> Floats:
        """Purchases expected in the weeks after the end of observation."""
        return self.expected_if_alive(of.x, of.end, weeks) * self.alive(of)

    def purchases(self, weeks: Floats) -> Floats:
        """Repeat purchases expected of a new customer in its first weeks."""
        return self.r / self.alpha * self._lived(self.beta, np.asarray(weeks, float))

    def _lived(self, rate: Floats | float, weeks: Floats | float) -> Floats:
        """Weeks expected to be lived of the next ones, at a leaving rate Gamma(s, rate)."""
        s = self.s if abs(self.s - 1) > _NEAR_ONE else 1 + _NEAR_ONE
        return np.asarray(-rate / (s - 1) * np.expm1((s - 1) * np.log(rate / (rate + weeks))))


def _left(model: ParetoNbd, of: Histories) -> Floats:
    """The logarithm of the odds that a customer has left."""
    bought = model.r + of.x
    end = bought * np.log(model.alpha + of.end) + model.s * np.log(model.beta + of.end)
    last, now = _mass(model, bought, of.t_x) + end, _mass(model, bought, of.end) + end
    with np.errstate(divide="ignore"):  # a customer who bought on the last day has had no time to leave: odds 0
        between = last + np.log(-np.expm1(np.minimum(now - last, 0.0)))
    return np.asarray(np.log(model.s) - np.log(bought + model.s) + between)


def _mass(model: ParetoNbd, bought: Floats, weeks: Floats) -> Floats:
    """The logarithm of their A0's term at a time, after Euler's transformation of 2F1."""
    alpha, s, beta = model.alpha, model.s, model.beta
    of_alpha, of_beta = np.log(alpha + weeks), np.log(beta + weeks)
    if alpha >= beta:
        z = (alpha - beta) / (alpha + weeks)
        return np.asarray(np.log(hyp2f1(1.0, bought, bought + s + 1, z)) - bought * of_alpha - s * of_beta)
    z = (beta - alpha) / (beta + weeks)
    return np.asarray(np.log(hyp2f1(1.0, s + 1, bought + s + 1, z)) - (bought - 1) * of_alpha - (s + 1) * of_beta)


def log_likelihood(model: ParetoNbd, of: Histories) -> float:
    """Of all customers together."""
    bought = model.r + of.x
    base = gammaln(bought) - gammaln(model.r) + model.r * np.log(model.alpha) + model.s * np.log(model.beta)
    still = -bought * np.log(model.alpha + of.end) - model.s * np.log(model.beta + of.end)
    return total(of.n, base + still + np.logaddexp(0.0, _left(model, of)))


def score(values: Floats, of: Histories) -> tuple[float, Floats]:
    """The log-likelihood of all customers, and its slope by the logarithm of each parameter, by differences."""

    def at(logs: Floats) -> float:
        return log_likelihood(ParetoNbd(*np.exp(logs)), of)

    logs, steps = np.log(values), np.eye(4) * _STEP
    slopes = [(at(logs + step) - at(logs - step)) / (2 * _STEP) for step in steps]
    return at(logs), np.array(slopes)


def fit(of: Histories, start: Floats = START) -> tuple[ParetoNbd, Fit]:
    """The parameters that make the histories most likely."""
    found = maximum(lambda values: score(values, of), start, of.customers)
    return ParetoNbd(*map(float, found.values)), found

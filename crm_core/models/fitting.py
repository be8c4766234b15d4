"""Maximum likelihood over positive parameters, with the uncertainty of what was found."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from crm_core.models.histories import Floats

Score = Callable[[Floats], tuple[float, Floats]]

# Parameters are searched as logarithms between these bounds: beyond them a model has lost one of its parts.
BOUND = 11.5
_NEWTON_STEPS = 20
_STEP = 1e-4  # of the differences that give the second derivatives
_STILL = 1e-7  # the largest slope per customer that counts as the top
_WORST = 1e12  # stands for a likelihood that cannot be computed; a line search must not meet NaN
# A parameter is known when its 95 % interval is within a factor of ten either way.
MOST_ERROR = float(np.log(10) / 1.96)


@dataclass(frozen=True, eq=False)
class Fit:
    """Parameters at the top of a likelihood.

    values: the parameters, all positive. covariance: of their logarithms, from the inverse Hessian; NaN where the
    likelihood has no top in some direction. log_likelihood: of all customers together.
    """

    values: Floats
    covariance: Floats
    log_likelihood: float
    is_converged: bool

    @property
    def errors(self) -> Floats:
        """The standard errors of the parameters; NaN where there is none."""
        diagonal = np.diag(self.covariance)
        return self.values * np.sqrt(np.where(diagonal >= 0, diagonal, np.nan))

    @property
    def is_identified(self) -> bool:
        """Whether the data say where every parameter lies: none at a bound, each known within a factor of ten."""
        relative = self.errors / self.values
        return bool(np.all(np.abs(np.log(self.values)) < BOUND - 0.1) and np.all(relative < MOST_ERROR))


def maximum(score: Score, start: Floats, customers: float) -> Fit:
    """The parameters that make the data most likely.

    score:  parameters → log-likelihood and its slope by each parameter's logarithm.
    start:  parameters to begin with.
    Errors: none; a search that ends nowhere is told by is_converged and is_identified.
    """

    def lost(at: Floats) -> tuple[float, Floats]:
        value, slope = score(np.exp(at))
        if not (np.isfinite(value) and np.all(np.isfinite(slope))):
            return _WORST, np.zeros_like(at)
        return -value / customers, -slope / customers

    bounds = [(-BOUND, BOUND)] * len(start)
    found = minimize(lost, np.log(start), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    at, curve = _climbed(lost, np.asarray(found.x))
    is_inside = bool(np.all(np.abs(at) < BOUND - 1e-6))
    is_still = is_inside and float(np.abs(lost(at)[1]).max()) < _STILL
    has_top = bool(np.all(np.isfinite(curve)) and np.all(np.linalg.eigvalsh(curve) > 0))
    covariance = np.asarray(np.linalg.inv(curve) / customers if has_top else np.full_like(curve, np.nan), np.float64)
    return Fit(np.exp(at), covariance, -lost(at)[0] * customers, is_still)


def _climbed(lost: Score, at: Floats) -> tuple[Floats, Floats]:
    """The last steps by Newton's rule, as far as they gain; the place, and the second derivatives there."""
    curve = _curvature(lost, at)
    for _ in range(_NEWTON_STEPS):
        value, slope = lost(at)
        if np.abs(slope).max() < _STILL / 10 or not np.all(np.isfinite(curve)):
            break
        if np.linalg.eigvalsh(curve).min() <= 0:
            break
        further = at - np.linalg.solve(curve, slope)
        if np.abs(further).max() >= BOUND or lost(further)[0] > value:
            break
        at, curve = further, _curvature(lost, further)
    return at, curve


def _curvature(lost: Score, at: Floats) -> Floats:
    """Second derivatives by central differences of the slope."""
    steps = np.eye(len(at)) * _STEP
    rows = [(lost(at + step)[1] - lost(at - step)[1]) / (2 * _STEP) for step in steps]
    curve = np.array(rows)
    return (curve + curve.T) / 2

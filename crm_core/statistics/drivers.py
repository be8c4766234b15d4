"""Which attributes move satisfaction as a whole: shares of the explained variance, and how sure they are.

Everything rests on covariance matrices with the whole in the last place, any number of them at once: those of a
thousand redraws cost little more than one. Redraws are not of responses but of their moments: means and products of n
responses lie around the observed ones as a normal distribution does (central limit theorem), with the covariance that
the responses themselves show. For large n this is what a bootstrap of responses gives, at a cost that does not grow
with n.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_EXACT = 12  # attributes: 4,096 regressions; beyond it only Johnson's weights
DRAWS = 1000
_SEED = 7
_CHUNK = 16  # redraws held at once: what fits into the processor's own memory is done in half the time
_BLOCK = 2048  # patterns held at once, for the same reason


@dataclass(frozen=True)
class Drivers:
    """Shares of the variance of the whole, one entry per attribute, with 95 % intervals; both kinds add up to R².

    Nulls: lmg is all nan above MOST_EXACT attributes; its interval then is that of Johnson's weights.
    """

    r_squared: float
    r_squared_ends: tuple[float, float]
    lmg: Array
    johnson: Array
    low: Array
    high: Array


def r_squared(covariance: Array) -> Array:
    """R² of the whole on every set of attributes.

    Shape: (…, k + 1, k + 1) in; (…, 2^k) out, at the place whose bit j (from the lowest) says whether j takes part.
    """
    width = covariance.shape[-1]
    above = np.triu_indices(width)
    # Matrices are symmetric: what lies above the diagonal is all. Redraws lie last, side by side in memory.
    left = covariance.reshape(-1, width, width).transpose(1, 2, 0)[above][:, None, :]
    whole = left[-1, 0]
    for size in range(width, 1, -1):
        left = _swept(left, size)
    return np.asarray((1 - left[0] / whole).T).reshape(*covariance.shape[:-2], -1)


def _swept(left: Array, size: int) -> Array:
    """What is left of the variables after the first, without and with the first among those that explain.

    Shape: the rows above the diagonal of a matrix of this size, sets and redraws in; one row less, twice the sets out.
    """
    first, rest = left[:size], left[size:]
    sets = left.shape[1]
    both = np.empty((len(rest), 2 * sets, left.shape[2]))
    both[:, :sets] = rest
    ratio = first[1:] / first[0]
    start = 0
    for row in range(1, size):
        rows = slice(start, start + size - row)
        taken = both[rows, sets:]
        np.multiply(ratio[row - 1 :], first[row], out=taken)
        np.subtract(rest[rows], taken, out=taken)
        start = rows.stop
    return both


def lmg(covariance: Array) -> Array:
    """Each attribute's share of R², averaged over all orders in which attributes can enter (Shapley).

    Shape:  (…, k + 1, k + 1) in, (…, k) out.
    Source: Lindeman, Merenda and Gold (1980); Grömping, J. Stat. Software 17 (2006) 1.
    """
    count = covariance.shape[-1] - 1
    found = r_squared(covariance)
    sets = np.arange(2**count)
    size = np.array([int(each).bit_count() for each in sets])
    weight = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    # A set that has the attribute adds by the order in which it came in, a set without it takes away.
    has = (sets[:, None] >> np.arange(count)) & 1 == 1
    signed = np.where(has, weight[size - 1, None], -weight[np.minimum(size, count - 1), None])
    return np.asarray(found @ signed)


def johnson(covariance: Array) -> Array:
    """Relative weights: each attribute's share of R² by way of the nearest uncorrelated variables.

    Shape:  (…, k + 1, k + 1) in, (…, k) out.
    Source: Johnson, Multivariate Behavioral Research 35 (2000) 1-19.
    """
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    correlation = covariance / (spread[..., :, None] * spread[..., None, :])
    values, vectors = np.linalg.eigh(correlation[..., :-1, :-1])
    root = (vectors * np.sqrt(np.maximum(values, 0))[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    beta = np.linalg.solve(root, correlation[..., :-1, -1:])
    return np.asarray((root**2 @ beta**2)[..., 0])


def _covariance(scores: Array, counts: Array) -> tuple[Array, Array] | None:
    """Scores less their means, and their covariance; None where no share is defined."""
    n = counts.sum()
    centred = scores - counts @ scores / n
    covariance = (centred * counts[:, None]).T @ centred / (n - 1)
    return None if np.linalg.matrix_rank(covariance) < len(covariance) else (centred, covariance)


def importance(scores: Array, counts: Array) -> Array | None:
    """Each attribute's share of what all explain, 0..1, without intervals.

    Shape:  as of drivers().
    Nulls:  as of drivers(); above MOST_EXACT attributes by Johnson's weights.
    """
    found = _covariance(scores, counts)
    if found is None:
        return None
    weights = johnson(found[1])
    return (lmg(found[1]) if len(weights) <= MOST_EXACT else weights) / float(weights.sum())


def drivers(scores: Array, counts: Array) -> Drivers | None:
    """The importance of attributes out of answers that are alike, counted.

    Shape:  scores has one row per pattern of answers, the whole in the last column; counts says how many gave it.
    Nulls:  None where an attribute or the whole does not vary, or where attributes say the same: no share is defined.
    """
    found = _covariance(scores, counts)
    if found is None:
        return None
    centred, covariance = found
    is_exact = len(covariance) - 1 <= MOST_EXACT
    drawn = _redrawn(centred, counts)
    share = lmg if is_exact else johnson
    parts = np.concatenate([share(part) for part in np.array_split(drawn, max(1, DRAWS // _CHUNK))])
    low, high = np.quantile(parts, (0.025, 0.975), axis=0)
    of_whole = np.quantile(parts.sum(axis=1), (0.025, 0.975))
    weights = johnson(covariance)
    exact = lmg(covariance) if is_exact else np.full(len(weights), np.nan)
    ends = float(of_whole[0]), float(of_whole[1])
    return Drivers(float(weights.sum()), ends, exact, weights, low, high)


def _redrawn(centred: Array, counts: Array) -> Array:
    """Covariance matrices as they might have come out."""
    n, width = counts.sum(), centred.shape[1]
    above = np.triu_indices(width)
    columns = np.ascontiguousarray(centred.T)
    mean = np.concatenate([columns @ counts, ((columns * counts) @ centred)[above]]) / n
    spread = np.zeros((len(mean), len(mean)))
    for start in range(0, len(counts), _BLOCK):
        part = columns[:, start : start + _BLOCK]
        moments = np.concatenate([part, part[above[0]] * part[above[1]]]) - mean[:, None]
        spread += (moments * counts[start : start + _BLOCK]) @ moments.T
    spread /= n**2
    values, vectors = np.linalg.eigh(spread)
    normal = np.random.default_rng(_SEED).standard_normal((DRAWS, len(mean)))
    drawn = mean + (normal * np.sqrt(np.maximum(values, 0))) @ vectors.T
    found = np.empty((DRAWS, width, width))
    found[:, above[0], above[1]] = found[:, above[1], above[0]] = drawn[:, width:]
    means = drawn[:, :width]
    return np.asarray(found - means[:, :, None] * means[:, None, :])


def apart_from_all(low: Array, high: Array) -> list[bool]:
    """Which intervals overlap with no other one: only those have a place in a ranking."""
    return [all(high[i] < low[j] or low[i] > high[j] for j in range(len(low)) if j != i) for i in range(len(low))]

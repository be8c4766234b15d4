"""Weighted picks for whole arrays at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Floats = NDArray[np.floating]
Weights = Sequence[float] | Floats


def pick(rng: np.random.Generator, weights: Weights, count: int) -> Ints:
    """Positions in weights, each drawn with its weight."""
    return pick_by(rng, np.asarray([weights], dtype=float), np.zeros(count, dtype=np.int64))


def pick_by(rng: np.random.Generator, table: Floats, row: Ints) -> Ints:
    """For each entry of row a position in that row of the weight table.

    Shape: as row; 0 … columns of the table - 1.
    """
    columns = table.shape[1]
    cumulative = np.cumsum(table, axis=1)
    flat = (cumulative / cumulative[:, -1:] + np.arange(len(table))[:, None]).ravel()
    found = np.searchsorted(flat, row + rng.random(len(row)), side="right") - row * columns
    return np.clip(found, 0, columns - 1).astype(np.int16)


def lognormal(rng: np.random.Generator, sigma: Floats | float, count: int) -> Floats:
    """Factors around 1 (the median) that spread by sigma on the log scale."""
    return np.exp(sigma * rng.standard_normal(count))

"""What the models of buying are fitted on: how often each sufficient statistic of a purchase history occurs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Histories:
    """Purchase histories, each different one once.

    Shape:  four arrays of one length.
    x:      days with a purchase after the first one; several purchases of a day are one.
    t_x:    weeks from the first purchase to the last, 0 where there is but one.
    end:    weeks from the first purchase to the end of observation (T in the papers).
    n:      customers with this history.
    Units:  weeks = days / 7, not rounded.
    """

    x: Floats
    t_x: Floats
    end: Floats
    n: Floats

    @property
    def customers(self) -> float:
        """All customers."""
        return float(self.n.sum())

    @cached_property
    def _places(self) -> tuple[Floats, NDArray[np.intp]]:
        values, places = np.unique(self.x, return_inverse=True)
        return values, places

    def by_x(self, function: Callable[[Floats], Floats]) -> Floats:
        """A function of x for every history, computed once for each different x: there are few of them."""
        values, places = self._places
        return np.asarray(function(values))[places]

    @property
    def repeaters(self) -> float:
        """Customers who bought on a second day."""
        return float(self.n[self.x > 0].sum())


def histories(x: Floats, t_x: Floats, end: Floats, n: Floats | None = None) -> Histories:
    """Histories from one row per customer, or per group of n customers: equal ones are counted together."""
    rows = np.column_stack([x, t_x, end]).astype(float)
    counts = np.ones(len(rows)) if n is None else np.asarray(n, float)
    unique, places = np.unique(rows, axis=0, return_inverse=True)
    summed = np.asarray(np.bincount(places.ravel(), weights=counts, minlength=len(unique)), np.float64)
    return Histories(unique[:, 0], unique[:, 1], unique[:, 2], summed)


def total(n: Floats, each: Floats) -> float:
    """The sum over all customers of a value of each history.

    Not a dot product: that wakes threads of the linear algebra library, which cost more than the sum on a busy machine.
    """
    return float((n * each).sum())

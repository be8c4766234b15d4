"""Pairs of customers that may be one and the same, each with its score and the reason."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from crm_core.quality.keys import NameKey

MOST_SHARING = 20  # customers with one phone, address or name: more, and it tells nobody apart
ALIKE = 92.0  # of 100: the least likeness of two names
WINDOW = 8  # a name is compared with as many neighbours in the order of names, read forwards and backwards
AT_ONCE = 200_000  # pairs of names compared in one go, which bounds the memory
SCORES = {"phone": 100.0, "email": 100.0, "name": 98.0, "name_birth": 97.0, "name_address": 97.0}


@dataclass(frozen=True, order=True)
class Edge:
    """Two customers by their place in the list; rank sorts the surest first, and equal ones by place."""

    rank: float
    first: int
    second: int
    reason: str

    @property
    def score(self) -> float:
        """0..100; 100 = a phone or an e-mail address in common."""
        return -self.rank


@dataclass(frozen=True)
class CommonKey:
    """A phone or e-mail address that so many customers share that it is no sign of one customer."""

    kind: str
    key: str
    customers: int


def key_edges(reason: str, keys: Sequence[Hashable | None]) -> tuple[list[Edge], list[CommonKey]]:
    """Customers that share a key, linked one to the next; keys of too many customers are listed instead."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key is not None:
            sharing[key].append(place)
    edges: list[Edge] = []
    common: list[CommonKey] = []
    for key, places in sharing.items():
        if len(places) > MOST_SHARING:
            common.append(CommonKey(reason, str(key), len(places)))
        else:
            edges += [Edge(-SCORES[reason], a, b, reason) for a, b in pairwise(places)]
    return edges, common


def all_pairs(reason: str, keys: Sequence[Hashable | None]) -> list[Edge]:
    """Every pair of customers that share a key: where a pair may be refused for itself, a chain would miss others."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key is not None:
            sharing[key].append(place)
    groups = (places for places in sharing.values() if 1 < len(places) <= MOST_SHARING)
    return [Edge(-SCORES[reason], a, b, reason) for places in groups for a, b in combinations(places, 2)]


def similar_names(names: Sequence[NameKey | None]) -> list[Edge]:
    """Organisations whose names are nearly the same; numbers in them must be the same, since branches are numbered."""
    holders: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, tuple[str, ...]] = {}
    for place, name in enumerate(names):
        if name is not None and name.is_organisation:
            holders[name.text].append(place)
            numbers[name.text] = name.numbers
    distinct = sorted(text for text, places in holders.items() if len(places) <= MOST_SHARING)
    edges = []
    for first, second, score in _near(distinct):
        if numbers[first] == numbers[second]:
            edges += [
                Edge(-round(score, 1), min(a, b), max(a, b), "similar_name")
                for a in holders[first]
                for b in holders[second]
            ]
    return edges


def _near(distinct: list[str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of neighbouring names that are alike, each once."""
    count = len(distinct)
    forwards = np.arange(count)
    backwards = np.array(sorted(range(count), key=lambda place: distinct[place][::-1]), dtype=np.int64)
    pairs = np.unique(np.concatenate([_neighbours(order) for order in (forwards, backwards)]))
    for at in range(0, len(pairs), AT_ONCE):
        firsts, seconds = np.divmod(pairs[at : at + AT_ONCE], max(count, 1))
        left, right = [distinct[place] for place in firsts], [distinct[place] for place in seconds]
        scores = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
        for place in np.flatnonzero(scores >= ALIKE):
            yield left[place], right[place], float(scores[place])


def _neighbours(order: "np.ndarray[Any, np.dtype[np.int64]]") -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Every pair within the window as one number: smaller place x count + larger place."""
    found = [np.empty(0, dtype=np.int64)]
    for distance in range(1, min(WINDOW, len(order) - 1) + 1):
        a, b = order[:-distance], order[distance:]
        found.append(np.minimum(a, b) * len(order) + np.maximum(a, b))
    return np.concatenate(found)

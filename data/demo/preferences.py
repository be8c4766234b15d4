"""The dice for what is noted about customers' wishes."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import Company
from data.demo.dice import Ints, pick, pick_by
from data.demo.people import People


@dataclass(frozen=True)
class Preferences:
    """One entry per wish in order of customer and kind; kind and word are places in wish_words()."""

    customer: Ints
    word: Ints
    day: Ints
    is_special: np.ndarray


def wish_words(company: Company) -> list[tuple[str, str]]:
    """Every kind and word; the special needs last."""
    facts = company["preferences"]
    told = [(kind, word) for kind, entry in facts["kind"].items() for word in entry["words"]]
    return told + [(facts["special"]["kind"], word) for word in facts["special"]["words"]]


def draw_preferences(company: Company, people: People, rng: np.random.Generator) -> Preferences:
    """All wishes. Tastes go with age: the planted truth is that those over 50 want less sugar and a telephone call."""
    facts = company["preferences"]
    is_noted = ~people.is_potential & (rng.random(len(people)) < np.array(facts["noted_share"])[people.role])
    noted = np.flatnonzero(is_noted)
    customers, words, start = [], [], 0
    for entry in facts["kind"].values():
        own = noted[rng.random(len(noted)) < facts["kind_share"]]
        customers.append(own)
        words.append(start + pick_by(rng, np.array(entry["likes"], dtype=float), people.persona[own]))
        start += len(entry["words"])
    special = noted[rng.random(len(noted)) < facts["special_share"]]
    customers.append(special)
    words.append(start + pick(rng, facts["special"]["weights"], len(special)))
    customer, word = np.concatenate(customers), np.concatenate(words)
    first = np.maximum(people.first_day[customer], 0)
    day = first + np.floor(rng.random(len(customer)) * (company.day_count - first))
    order = np.lexsort((word, customer))
    return Preferences(
        customer[order].astype(np.int32), word[order].astype(np.int16), day[order].astype(np.int32),
        (word >= start)[order],
    )  # fmt: skip

"""The dice for what is recorded of lost trade customers; consumers slip away without a word."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import CONSUMER, ROLES, Company
from data.demo.dice import Ints, pick_by
from data.demo.people import UNKNOWN, People


@dataclass(frozen=True)
class Losses:
    """One entry per customer. Nulls: UNKNOWN in day and reason where no loss, or no reason, is recorded."""

    day: Ints
    reason: Ints


def draw_losses(company: Company, people: People, rng: np.random.Generator) -> Losses:
    """Who was written off, some weeks after the last order could be, and why. Planted: competitors lead at retailers,
    price at dealers.
    """
    facts, count = company["losses"], len(people)
    day = people.last_day + facts["days_until_recorded"]
    is_recorded = (people.role != CONSUMER) & ~people.is_potential & (day < company.day_count)
    is_recorded &= rng.random(count) < facts["recorded_share"]
    weights = np.array([list(facts["reason"].values())] * len(ROLES), dtype=float)
    weights[ROLES.index("dealer")] = facts["dealer_weights"]
    has_reason = is_recorded & (rng.random(count) < facts["reason_share"])
    reason = np.where(has_reason, pick_by(rng, weights, people.role), UNKNOWN)
    return Losses(np.where(is_recorded, day, UNKNOWN), reason)

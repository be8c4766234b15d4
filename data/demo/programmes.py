"""The dice for programmes of loyalty: who joins which one, on which day, and who leaves again."""

import numpy as np
import pyarrow as pa

from data.demo.company import CONSUMER, Company
from data.demo.dice import Floats, Ints
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN, People


def _spent(orders: Orders, look: Ints, window: int) -> tuple[Floats, Floats]:
    """What each customer spends in the days up to a day of its own, and in as many days after it."""
    known = orders.customer != UNKNOWN
    customer = orders.customer[known]
    after = orders.minute[known] // MINUTES_A_DAY - look[customer]
    yuan = np.where(orders.is_cancelled, 0.0, orders.line_yuan * orders.line_count)[known]
    sides = ((after > -window) & (after <= 0), (after > 0) & (after <= window))
    before, then = (np.bincount(customer[side], yuan[side], len(look)) for side in sides)
    return before, then


def programme_members_table(company: Company, people: People, orders: Orders, rng: np.random.Generator) -> pa.Table:
    """One row per member. Of one programme those join more often who will spend more: the planted effect."""
    facts = company["programmes"]
    names, first = list(facts["named"]), company.day(facts["from"])
    look = first + rng.integers(0, company.day(facts["to"]) - first, len(people))
    before, after = _spent(orders, look, facts["window_days"])
    # Each customer is asked for one programme only, so that the members of one say nothing about the other.
    asked = rng.integers(0, len(names), len(people))
    share, more = (np.array([facts["named"][name][key] for name in names]) for key in ("join_share", "more_if_more"))
    chance = share[asked] * np.where(after > before, 1 + more[asked], 1.0)
    may_join = ~people.is_potential & (people.role == CONSUMER) & (before > 0)
    member = np.flatnonzero(may_join & (rng.random(len(people)) < chance))
    leaves = look[member] + rng.integers(60, 400, len(member))
    has_left = (rng.random(len(member)) < facts["left_share"]) & (leaves < company.day_count)
    midnight = np.datetime64(company.first_on, "D").astype(int)
    return pa.table(
        {
            "programme": pa.DictionaryArray.from_arrays(pa.array(asked[member].astype(np.int16)), names),
            "customer_no": pa.array(member.astype(np.int32) + 1),
            "enrolled_on": pa.array((look[member] + midnight).astype(np.int32)).cast(pa.date32()),
            "left_on": pa.array((leaves + midnight).astype(np.int32), mask=~has_left).cast(pa.date32()),
        }
    )

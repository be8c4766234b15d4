"""Targets: what a measure is to reach over some days, and what that means for the days that are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm_core.notebook import Entry, Notebook

# Headline numbers that add up over days, so that a target over a year has a part in a month.
MEASURES = ("revenue", "orders", "new_customers")


@dataclass(frozen=True)
class Target:
    """An amount for a measure over days, both included."""

    measure: str
    first_on: date
    last_on: date
    amount: Decimal
    entry_id: int = 0


def targets(notebook: Notebook) -> tuple[Target, ...]:
    """All targets that stand, by measure and first day."""
    found = map(_target, notebook.entries("target"))
    return tuple(sorted(found, key=lambda target: (target.measure, target.first_on, target.entry_id)))


def _target(entry: Entry) -> Target:
    body = entry.body
    first, last = (date.fromisoformat(body[name]) for name in ("first_on", "last_on"))
    return Target(body["measure"], first, last, Decimal(body["amount"]), entry.entry_id)


def write(notebook: Notebook, target: Target, by: str = "") -> int:
    """Write a target down; one for the same measure and days takes the place of the former.

    Errors: ValueError for a measure that does not add up, days in the wrong order, or an amount that is not above zero.
    """
    if target.measure not in MEASURES or target.first_on > target.last_on or target.amount <= 0:
        raise ValueError(f"not a target: {target}")
    for other in targets(notebook):
        if (other.measure, other.first_on, other.last_on) == (target.measure, target.first_on, target.last_on):
            notebook.remove(other.entry_id)
    title = f"{target.measure} {target.first_on} {target.last_on}"
    days = {"first_on": target.first_on.isoformat(), "last_on": target.last_on.isoformat()}
    return notebook.add("target", title, {"measure": target.measure, "amount": str(target.amount), **days}, by=by)


def target_for(known: Sequence[Target], measure: str, days: tuple[date, date]) -> Decimal | None:
    """The target of a measure for the chosen days: of each day the share of the shortest target that covers it.

    Nulls: None when a day has no target, so that a part is never compared with the whole.
    """
    covering = sorted(
        (target for target in known if target.measure == measure), key=lambda target: target.last_on - target.first_on
    )
    total, day = Decimal(0), days[0]
    while day <= days[1]:
        target = next((each for each in covering if each.first_on <= day <= each.last_on), None)
        if target is None:
            return None
        total += target.amount / ((target.last_on - target.first_on).days + 1)
        day += timedelta(days=1)
    return total

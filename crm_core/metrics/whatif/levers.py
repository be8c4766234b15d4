"""What each lever would have been worth over the last year, out of counts, means and variances of groups of customers.

All are what the last year's customers tended to do, moved by as much as the reader chose: no forecast of how many can
be won, and nothing taken from elsewhere.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from crm_core.statistics import SMALL_SAMPLE, Interval
from crm_core.statistics.means import difference_of_means, mean_interval

_PLACES = 6  # the engine's threads add squares in any order: the same data give the same ends
Mean = tuple[float, float, float]  # value, variance, number: what an interval needs


@dataclass(frozen=True)
class Effect:
    """One lever moved: how many customers it concerns, what each of them is worth in money, and how sure that is."""

    customers: float
    each: float | None
    ends: Interval | None


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of whatif.levers.

    Shape:  frame has one row per group of customers (part); out comes one row per lever in fixed order.
    Units:  money of one year; shares 0..1.
    Nulls:  no effect where a group that it needs has nobody, no interval where it has one customer only; a lever that
            could not be moved so far (fewer were lost, or bought once) is moved as far as there are customers.
    """
    parts = _Parts(frame)
    found = [_told(name, parts, question.params[name][0]) for name in ("loyalty", "losses", "price", "referrals")]
    names = [column.name for column in question.metric.columns if not column.name.startswith("own_share_")]
    return pd.DataFrame(found, columns=names)


class _Parts:
    """The groups of customers by name."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._rows = {row.part: row for row in frame.itertuples()}
        self.facts: Any = next(iter(self._rows.values()), None)

    def count(self, part: str) -> int:
        return int(self._rows[part].customers) if part in self._rows else 0

    def mean(self, part: str) -> Mean | None:
        """Revenue of a customer of a group; unknown where one of them has an unknown amount."""
        row = self._rows.get(part)
        if row is None or pd.isna(row.mean):
            return None
        return float(row.mean), float("nan") if pd.isna(row.variance) else float(row.variance), float(row.customers)

    def fact(self, name: str) -> float | None:
        value = None if self.facts is None else getattr(self.facts, name)
        return None if value is None or pd.isna(value) else float(value)


def _told(lever: str, parts: _Parts, moved: float) -> dict[str, Any]:
    """The row of a lever moved by a share."""
    effect = _EFFECTS[lever](parts, moved)
    base = parts.count("earlier" if lever == "losses" else "buyers")
    margin, revenue = parts.fact("margin"), parts.mean("buyers")
    profit = None if margin is None or revenue is None else margin * revenue[0] * revenue[2]
    gain, low, high = _total(effect)
    own = {"loyalty": parts.count("once"), "losses": base - parts.count("kept"), "price": base}.get(lever)
    own = parts.count("referred") if own is None else own
    is_rate = base > 0 and lever != "price" and (lever != "referrals" or bool(parts.fact("known_referrers")))
    told: dict[str, Any] = {
        "lever": lever, "profit_gain": gain, "profit_gain_low": low, "profit_gain_high": high, "moved": moved,
        "customers": own, "base_customers": base, "own_share": own / base if is_rate else None,
        "moved_customers": effect.customers, "value_each": effect.each, "year_profit": profit, "margin": margin,
        "assumed_margin": margin if margin is not None and parts.facts.is_assumed else None,
        "buyers": parts.count("buyers"),
    }  # fmt: skip
    if profit is not None and profit > 0:
        ends = zip(("gain_share", "gain_share_low", "gain_share_high"), (gain, low, high), strict=True)
        told |= {name: None if end is None else end / profit for name, end in ends}
        if lever == "loyalty" and gain is not None:
            # Read as percent of the own rate instead of as points, the same step moves fewer customers.
            told["gain_share_as_percent"] = gain / profit * parts.count("again") / base
    if lever == "price" and margin is not None:
        told["break_even_share"] = moved / (margin + moved) if margin + moved > 0 else None
    if lever == "losses":
        told |= _spared(parts, effect.customers)
    return told


def _total(effect: Effect) -> tuple[float | None, float | None, float | None]:
    if effect.each is None:
        return None, None, None
    low, high = _scaled(effect.ends, effect.customers) or (None, None)
    return effect.customers * effect.each, low, high


def _spared(parts: _Parts, customers: float) -> dict[str, float | None]:
    """What it would have cost to win new customers in place of those who stay, and its share of all customer costs."""
    winning, everything, new = parts.fact("winning_cost"), parts.fact("all_cost"), parts.count("newcomers")
    if winning is None or not new:
        return {}
    cost = customers * winning / new
    return {"spared_cost": cost, "spared_cost_share": cost / everything if everything else None}


def _scaled(ends: Interval | None, by: float) -> Interval | None:
    return ends and (round(ends[0] * by, _PLACES), round(ends[1] * by, _PLACES))


def _ends(mean: Mean) -> Interval | None:
    return None if pd.isna(mean[1]) else mean_interval(*mean)


def _loyalty(parts: _Parts, moved: float) -> Effect:
    """So many of the buyers more buy again: each brings what those who do bring beyond those who bought once."""
    customers = min(moved * parts.count("buyers"), parts.count("once"))
    again, once, margin = parts.mean("again"), parts.mean("once"), parts.fact("margin")
    if again is None or once is None or margin is None:
        return Effect(customers, None, None)
    is_known = not (pd.isna(again[1]) or pd.isna(once[1]))
    ends = difference_of_means(again, once) if is_known else None
    return Effect(customers, (again[0] - once[0]) * margin, _scaled(ends, margin))


def _losses(parts: _Parts, moved: float) -> Effect:
    """So many fewer of the buyers of the year before are lost: each brings what those who stayed bring."""
    lost = parts.count("earlier") - parts.count("kept")
    return _brought(parts, "kept", min(moved * parts.count("earlier"), lost))


def _referrals(parts: _Parts, moved: float) -> Effect:
    """So many new customers per buyer: each brings what the referred bring in their first year, or where those are
    too few to tell, what all new customers do.
    """
    part = "referred_year" if parts.count("referred_year") >= SMALL_SAMPLE else "first_year"
    return _brought(parts, part, moved * parts.count("buyers"))


def _brought(parts: _Parts, part: str, customers: float) -> Effect:
    mean, margin = parts.mean(part), parts.fact("margin")
    if mean is None or margin is None:
        return Effect(customers, None, None)
    return Effect(customers, mean[0] * margin, _scaled(_ends(mean), margin))


def _price(parts: _Parts, moved: float) -> Effect:
    """Everybody buys as much as before at the higher price: all of it is profit. Break-even says how much may go."""
    mean = parts.mean("buyers")
    if mean is None:
        return Effect(0, None, None)
    return Effect(mean[2], mean[0] * moved, _scaled(_ends(mean), moved))


_EFFECTS = {"loyalty": _loyalty, "losses": _losses, "price": _price, "referrals": _referrals}

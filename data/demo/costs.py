"""The dice for what customers cost: winning, serving and supplying them."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import CONSUMER, RETAILER, Company
from data.demo.dice import Floats, Ints, lognormal
from data.demo.lines import CANCELLED, Lines
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN, People

SPREAD = 0.18


@dataclass(frozen=True)
class Costs:
    """One entry per cost in order of day; cents; UNKNOWN customer = shared by all."""

    customer: Ints
    day: Ints
    kind: Ints
    cents: Ints


def _block(company: Company, kind: str, customer: Ints, day: Ints, yuan: Floats) -> Costs:
    code = company["words"]["cost_kind"].index(kind)
    cents = np.maximum(np.rint(yuan * 100), 1).astype(np.int64)
    return Costs(customer.astype(np.int32), day.astype(np.int32), np.full(len(cents), code), cents)


def _quarters(company: Company) -> tuple[Ints, Ints]:
    """The quarter of every day, and the last day of every quarter."""
    quarter = company.month_of_day // 3
    return quarter, np.append(np.flatnonzero(np.diff(quarter)), company.day_count - 1)


def _trade_revenue(company: Company, orders: Orders, lines: Lines) -> tuple[Ints, Ints, Floats]:
    """Customer, last day of the quarter and revenue in yuan, wherever a trade customer bought."""
    quarter, last_day = _quarters(company)
    is_trade = (orders.role[lines.order] != CONSUMER) & (lines.kind != CANCELLED)
    order, minute = lines.order[is_trade], lines.minute[is_trade]
    price, quantity = lines.price_cents[is_trade].astype(np.int64), lines.quantity[is_trade]
    key = orders.customer[order].astype(np.int64) * len(last_day) + quarter[minute // MINUTES_A_DAY]
    yuan = np.bincount(key, weights=price * quantity - lines.discount_cents[is_trade]) / 100
    found = np.flatnonzero(yuan > 0)
    return found // len(last_day), last_day[found % len(last_day)], yuan[found]


def _trade(company: Company, people: People, orders: Orders, lines: Lines, rng: np.random.Generator) -> list[Costs]:
    facts = company["costs"]
    customer, day, yuan = _trade_revenue(company, orders, lines)
    region = [entry["name"] for entry in company["region"]].index(facts["burden_region"])
    is_burden = (people.role[customer] == RETAILER) & (people.region[customer] == region)
    blocks = []
    for kind in ("logistics", "service", "sales"):
        usual = facts[f"trade_{kind}_share"]
        share = np.where(is_burden, facts.get(f"burden_{kind}_share", usual), usual)
        blocks.append(_block(company, kind, customer, day, yuan * share * lognormal(rng, SPREAD, len(yuan))))
    return blocks


def _some(company: Company, people: People, rng: np.random.Generator, kind: str, yuan: float) -> Costs:
    """One cost for some of the consumers, on a day of their relation."""
    chance = company["costs"][f"{kind}_customer_share"]
    is_buyer = (people.role == CONSUMER) & ~people.is_potential
    customer = np.flatnonzero(is_buyer & (rng.random(len(people)) < chance))
    first, last = np.maximum(people.first_day[customer], 0), people.last_day[customer]
    day = first + np.floor(rng.random(len(customer)) * (last + 1 - first))
    return _block(company, kind, customer, day, yuan * lognormal(rng, 0.5, len(customer)))


def _acquisition(company: Company, people: People, rng: np.random.Generator) -> Costs:
    customer = np.flatnonzero(people.contact_day >= 0)
    yuan = np.array(company["costs"]["source_yuan"])[people.source[customer]]
    factor = np.array([1.0, 9.0, 60.0])[people.role[customer]] * lognormal(rng, SPREAD, len(customer))
    return _block(company, "acquisition", customer, people.contact_day[customer], yuan * factor)


def _shared(company: Company, rng: np.random.Generator) -> list[Costs]:
    """Monthly costs of the whole company, on the last day of each finished month."""
    month_ends = np.flatnonzero(np.diff(company.month_of_day))
    nobody = np.full(len(month_ends), UNKNOWN)
    return [
        _block(company, kind, nobody, month_ends, yuan * lognormal(rng, 0.05, len(month_ends)))
        for kind, yuan in company["costs"]["shared_yuan"].items()
    ]


def draw_costs(
    company: Company, people: People, orders: Orders, lines: Lines, rng: np.random.Generator, scale: float
) -> Costs:
    """All costs; scale sizes the shared ones to the size of the company (1 = the default)."""
    blocks = _trade(company, people, orders, lines, rng)
    blocks += [_some(company, people, rng, "service", 16.0), _some(company, people, rng, "retention", 28.0)]
    blocks += [_some(company, people, rng, "compensation", 45.0), _acquisition(company, people, rng)]
    blocks += [
        Costs(b.customer, b.day, b.kind, np.rint(b.cents * scale).astype(np.int64)) for b in _shared(company, rng)
    ]
    parts = [
        np.concatenate([getattr(block, name) for block in blocks]) for name in ("customer", "day", "kind", "cents")
    ]
    order = np.lexsort((parts[2], parts[0], parts[1]))
    return Costs(*(part[order] for part in parts))

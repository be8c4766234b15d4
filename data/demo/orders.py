"""The dice for orders: who orders on which minute, through which channel, with how many lines."""

from dataclasses import dataclass, fields

import numpy as np

from data.demo.company import CONSUMER, DEALER, ROLES, STORE, THROUGH_DEALER, Company
from data.demo.dice import Floats, Ints, pick, pick_by
from data.demo.people import UNKNOWN, People

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Orders:
    """One entry per order in order of time.

    Units: minute counts from the company's first midnight.
    Nulls: UNKNOWN in customer (walk-in), store and partner.
    """

    customer: Ints
    role: Ints
    minute: Ints
    persona: Ints
    region: Ints
    channel: Ints
    store: Ints
    partner: Ints
    line_yuan: Floats
    line_count: Ints
    is_cancelled: np.ndarray

    def __len__(self) -> int:
        """The number of orders."""
        return len(self.minute)


def _cumulative_days(company: Company, people: People, chosen: np.ndarray) -> Floats:
    """How orders of one role spread over the days, such that the role's revenue follows the daily target.

    Shape: day_count + 1; element d is the weight of all days before d.
    """
    first = np.maximum(people.first_day[chosen], 0)
    worth = people.rate[chosen] * people.line_yuan[chosen]
    change = np.zeros(company.day_count + 1)
    np.add.at(change, first, worth)
    np.add.at(change, people.last_day[chosen] + 1, -worth)
    active = np.cumsum(change)[:-1]
    # A small company may have days with hardly anyone; they must not draw all orders to themselves.
    weight = company.daily_target() / np.maximum(active, 0.1 * active.mean())
    return np.concatenate([[0.0], np.cumsum(weight)])


def _times(company: Company, people: People, rng: np.random.Generator, role: int, total: float) -> tuple[Ints, Ints]:
    """Customer and day of every order of one role."""
    chosen = np.flatnonzero((people.role == role) & ~people.is_potential)
    until = _cumulative_days(company, people, chosen)
    low = until[np.maximum(people.first_day[chosen], 0)]
    high = until[people.last_day[chosen] + 1]
    is_trial = people.is_trial[chosen]
    wish = np.where(is_trial, 0.0, people.rate[chosen] * (high - low))
    counts = rng.poisson(wish * (max(total - is_trial.sum(), 0.0) / wish.sum())) + is_trial
    row = np.repeat(np.arange(len(chosen)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    # One order in each equal part of the customer's time gives a rhythm, not a pure accident.
    share = (place + rng.random(len(row))) / counts[row]
    day = np.searchsorted(until, low[row] + share * (high - low)[row], side="right") - 1
    return chosen[row].astype(np.int32), np.clip(day, 0, company.day_count - 1).astype(np.int32)


def _walk_ins(company: Company, rng: np.random.Generator, total: float) -> Ints:
    count = rng.poisson(total)
    return pick(rng, company.daily_target(), count).astype(np.int32)


def _partners(people: People, rng: np.random.Generator, customer: Ints, region: Ints) -> Ints:
    """A dealer of the region for each order, always the same one for a customer; a dealer's own is himself."""
    dealers = np.flatnonzero(people.role == DEALER)
    dealers = dealers[np.argsort(people.region[dealers], kind="stable")]
    starts = np.searchsorted(people.region[dealers], np.arange(region.max() + 2))
    counts = np.diff(starts)[region]
    luck = rng.random(len(people))[customer] ** 2
    place = np.minimum(starts[region] + np.floor(luck * counts).astype(int), len(dealers) - 1)
    partner = np.where(counts > 0, dealers[place], UNKNOWN)
    return np.where(people.role[customer] == DEALER, customer, partner)


def _stores(company: Company, rng: np.random.Generator, region: Ints) -> Ints:
    counts = np.array([entry["stores"] for entry in company["region"]])
    starts = np.cumsum(counts) - counts
    return starts[region] + np.floor(rng.random(len(region)) ** 1.4 * counts[region]).astype(int)


def _minutes(company: Company, rng: np.random.Generator, day: Ints, role: Ints) -> Ints:
    weights = company["weights"]
    hours = np.array([weights["hours_consumer"], weights["hours_trade"], weights["hours_trade"]], dtype=float)
    hour = pick_by(rng, hours, role).astype(np.int32)
    return day * MINUTES_A_DAY + hour * 60 + rng.integers(0, 60, len(day), dtype=np.int32)


def _line_counts(company: Company, rng: np.random.Generator, role: Ints) -> Ints:
    return pick_by(rng, np.array([company["role"][name]["lines"] for name in ROLES]), role) + 1


def _order_totals(company: Company, lines: int) -> tuple[Floats, float]:
    """Expected orders of each role, and of walk-ins, for the wished number of lines."""
    facts = company["lines"]
    mean_lines = np.array([np.dot(company["role"][name]["lines"], np.arange(1, 6)) for name in ROLES])
    shares = company.by_role("order_share")
    walk_ins = facts["walk_in_share"] * lines / mean_lines[CONSUMER]
    sold = lines * (1 - facts["walk_in_share"]) / (1 + facts["return_share"])
    return shares * sold / np.dot(shares, mean_lines), walk_ins


def _is_kept(company: Company, people: People, rng: np.random.Generator, customer: Ints, day: Ints) -> np.ndarray:
    """False for the orders that the leaving group no longer places."""
    facts = company["leaving"]
    is_late = people.is_leaving[customer] & (day >= company.day(facts["from_on"]))
    return ~is_late | (rng.random(len(day)) < facts["kept_share"])


def _channels(company: Company, people: People, rng: np.random.Generator, customer: Ints) -> Ints:
    table = np.array([company["weights"][f"channel_{name}"] for name in ROLES], dtype=float)
    other = pick_by(rng, table, people.role[customer])
    is_loyal = rng.random(len(customer)) < company["lines"]["channel_loyalty"]
    return np.where(is_loyal | people.is_leaving[customer], people.channel[customer], other)


def _known(company: Company, people: People, rng: np.random.Generator, totals: Floats) -> dict[str, np.ndarray]:
    drawn = [_times(company, people, rng, role, totals[role]) for role in range(len(ROLES))]
    customer, day = (np.concatenate(part) for part in zip(*drawn, strict=True))
    is_kept = _is_kept(company, people, rng, customer, day)
    customer, day = customer[is_kept], day[is_kept]
    region, channel = people.region[customer], _channels(company, people, rng, customer)
    role, factor = people.role[customer], company.channel_factor()
    usual = people.line_yuan[customer] / factor[role, people.channel[customer]]
    partner = _partners(people, rng, customer, region)
    return {
        "customer": customer,
        "day": day,
        "role": role,
        "persona": people.persona[customer],
        "region": region,
        "channel": channel,
        "partner": np.where(channel == THROUGH_DEALER, partner, UNKNOWN),
        "line_yuan": usual * factor[role, channel],
    }


def _unknown(company: Company, rng: np.random.Generator, total: float) -> dict[str, np.ndarray]:
    day = _walk_ins(company, rng, total)
    count = len(day)
    return {
        "customer": np.full(count, UNKNOWN, dtype=np.int32),
        "day": day,
        "role": np.full(count, CONSUMER, dtype=np.int8),
        "persona": pick(rng, company["consumer"]["age_shares"], count),
        "region": pick(rng, [entry["stores"] for entry in company["region"]], count),
        "channel": np.full(count, STORE, dtype=np.int16),
        "partner": np.full(count, UNKNOWN, dtype=np.int32),
        "line_yuan": np.full(count, company["lines"]["walk_in_yuan"]),
    }


def draw_orders(company: Company, people: People, rng: np.random.Generator, lines: int) -> Orders:
    """All orders, such that about the wished number of lines results."""
    totals, walk_ins = _order_totals(company, lines)
    known, unknown = _known(company, people, rng, totals), _unknown(company, rng, walk_ins)
    every = {name: np.concatenate([known[name], unknown[name]]) for name in known}
    every["minute"] = _minutes(company, rng, every.pop("day"), every["role"])
    stores = _stores(company, rng, every["region"])
    every["store"] = np.where(every["channel"] == STORE, stores, UNKNOWN)
    every["line_count"] = _line_counts(company, rng, every["role"])
    every["is_cancelled"] = rng.random(len(stores)) < company["lines"]["cancelled_share"]
    order = np.argsort(every["minute"], kind="stable")
    return Orders(**{field.name: every[field.name][order] for field in fields(Orders)})

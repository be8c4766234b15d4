"""The dice for contacts: who comes when through which touchpoint, who serves, how it is scored; audits, trainings."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from data.demo.company import CONSUMER, ROLES, STORE, Company
from data.demo.dice import Floats, Ints, lognormal, pick, pick_by
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN

HUMAN, BOT = range(2)
IN, OUT = range(2)
SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class Contacts:
    """One entry per contact in order of time.

    Units:  second counts from the company's first midnight.
    Nulls:  UNKNOWN in customer, employee, store, touchpoint, wait, handle, transfers, score where there is none.
    """

    customer: Ints
    second: Ints
    employee: Ints
    store: Ints
    touchpoint: Ints
    purpose: Ints
    phase: Ints
    direction: Ints
    is_answered: np.ndarray
    wait: Ints
    handle: Ints
    transfers: Ints
    handled_by: Ints
    score: Ints

    def __len__(self) -> int:
        """The number of contacts."""
        return len(self.second)

    def columns(self) -> dict[str, np.ndarray]:
        """The columns by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Audits:
    """One entry per item of an audit; contact is a place in the contacts."""

    audit: Ints
    contact: Ints
    day: Ints
    item: Ints
    score: Ints


def teams(company: Company) -> Ints:
    """The team of every employee, a place in the list of teams."""
    sizes = [team["size"] for team in company["contacts"]["team"].values()]
    return np.repeat(np.arange(len(sizes)), sizes)


def trainings(company: Company) -> list[tuple[int, dict[str, Any]]]:
    """Employee and course of every training: the first so many of each team."""
    names, team = list(company["contacts"]["team"]), teams(company)
    return [
        (int(employee), course)
        for course in company["contacts"]["training"]
        for name, count in course["teams"].items()
        for employee in np.flatnonzero(team == names.index(name))[:count]
    ]


def draw_contacts(company: Company, orders: Orders, rng: np.random.Generator, scale: float) -> Contacts:
    """All contacts: those that came in, those that came again, and the return visits."""
    came = _came_in(company, orders, rng, max(400, round(company["contacts"]["count"] * scale)))
    visits = _return_visits(company, orders, rng)
    parts = [came, _came_again(company, came, rng), visits]
    merged = {name: np.concatenate([part[name] for part in parts]) for name in came}
    last = company.day_count * MINUTES_A_DAY * SECONDS_A_MINUTE
    order = np.argsort(merged["second"], kind="stable")
    order = order[merged["second"][order] < last]
    return Contacts(**{name: column[order].astype(bool if name == "is_answered" else np.int64)
                       for name, column in merged.items()})  # fmt: skip


def _came_in(company: Company, orders: Orders, rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Contacts that came in, each of a customer who ordered about then."""
    facts = company["contacts"]
    recent = np.flatnonzero((orders.minute // MINUTES_A_DAY >= company.day(facts["from_on"])) & (orders.customer >= 0))
    weekday = (company.dates.astype(int) + 3) % 7
    day_of = orders.minute[recent] // MINUTES_A_DAY
    busy = facts["busy"]
    weights = np.array(facts["weekday"])[weekday[day_of]]
    chosen = rng.choice(recent, count, p=weights / weights.sum())
    day = orders.minute[chosen] // MINUTES_A_DAY
    hours = np.array([facts["hours"], facts["hours"]], dtype=float)
    hours[1, busy["hours"]] *= busy["factor"]
    is_busy_day = weekday[day] == busy["weekday"]
    hour = pick_by(rng, hours, is_busy_day.astype(int)).astype(np.int64)
    is_busy = is_busy_day & np.isin(hour, busy["hours"])
    touch = _touchpoint(facts, orders, chosen, rng)
    channels = np.array([each["channel"] for each in facts["touchpoint"]])[touch]
    is_phone = channels == "phone"
    is_busy &= is_phone
    is_bot = channels == "bot"
    purpose = pick(rng, [each["share"] for each in facts["purpose"].values()], count)
    phase = pick_by(rng, np.array([each["phase"] for each in facts["purpose"].values()], float), purpose)
    unanswered = np.where((hour >= 8) & (hour < 20), facts["unanswered_by_day"], facts["unanswered_at_night"])
    unanswered = np.where(is_busy, busy["unanswered"], unanswered) * is_phone
    is_answered = rng.random(count) >= unanswered
    wait = np.where(is_busy, facts["busy_wait_s"], facts["wait_s"]) * lognormal(rng, 0.8, count)
    transfers = rng.random(count) < np.where(is_bot, facts["bot_transfer_share"], facts["transfer_share"])
    second = day.astype(np.int64) * 86_400 + hour * 3_600 + rng.integers(0, 3_600, count)
    employee = _employee(company, purpose, rng)
    score = _scores(company, (employee, purpose, day, wait), rng)
    is_known = rng.random(count) < np.array([each["recognised"] for each in facts["touchpoint"]])[touch]
    is_scored = is_answered & (rng.random(count) < facts["scored_share"])
    has_wait = is_phone | is_bot
    return {
        "customer": np.where(is_known, orders.customer[chosen], UNKNOWN),
        "second": second,
        "employee": np.where(is_answered & ~(is_bot & ~transfers), employee, UNKNOWN),
        "store": np.where(channels == "store", orders.store[chosen], UNKNOWN),
        "touchpoint": touch, "purpose": purpose, "phase": phase, "direction": np.full(count, IN),
        "is_answered": is_answered,
        "wait": np.where(has_wait, np.rint(wait), UNKNOWN),
        "handle": np.where(is_answered, np.rint(facts["handle_s"] * lognormal(rng, 0.7, count)), UNKNOWN),
        "transfers": np.where(is_answered, transfers, UNKNOWN),
        "handled_by": np.where(is_bot, BOT, HUMAN),
        "score": np.where(is_scored, score, UNKNOWN),
    }  # fmt: skip


def _touchpoint(facts: dict[str, Any], orders: Orders, chosen: Ints, rng: np.random.Generator) -> Ints:
    """Who buys in a store comes to its counter more often; a line of their own is for dealers and retailers."""
    shares = np.array([each["share"] for each in facts["touchpoint"]], dtype=float)
    channels = [each["channel"] for each in facts["touchpoint"]]
    by_kind = np.array([shares, shares, shares])
    by_kind[:, channels.index("store")] = 0
    by_kind[:, -1] = 0
    by_kind[1, channels.index("store")] = shares.sum() * 1.2
    by_kind[2, -1] = shares.sum()
    kind = np.where(orders.role[chosen] == CONSUMER, (orders.channel[chosen] == STORE).astype(int), 2)
    return pick_by(rng, by_kind, kind)


def _employee(company: Company, purpose: Ints, rng: np.random.Generator) -> Ints:
    """Everybody takes everything, some teams more complaints."""
    facts, team = company["contacts"], teams(company)
    eager = np.array([each["complaints"] for each in facts["team"].values()])[team]
    is_complaint = purpose == list(facts["purpose"]).index("complaint")
    return pick_by(rng, np.array([np.ones(len(team)), eager]), is_complaint.astype(int))


def _scores(company: Company, of: tuple[Ints, Ints, Ints, Floats], rng: np.random.Generator) -> Ints:
    """Whole scores: what such contacts get, the team, what trainings added, and a long wait."""
    facts, (employee, purpose, day, wait) = company["contacts"], of
    level = facts["score_level"] + np.array([each["score"] for each in facts["purpose"].values()])[purpose]
    low = list(facts["team"]).index(facts["team_low"]["department"])
    level = level + np.where(teams(company)[employee] == low, facts["team_low"]["off"], 0.0)
    for who, course in trainings(company):
        level += np.where((employee == who) & (day > company.day(course["trained_on"])), course["helps"], 0.0)
    level -= 0.3 * (wait > 120)
    return np.clip(np.rint(level + 0.85 * rng.standard_normal(len(day))), 1, 5)


def _came_again(company: Company, came: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Some come again within a week for the same purpose, more often after they were passed on."""
    facts, count = company["contacts"], len(came["second"])
    chance = np.where(came["transfers"] == 1, facts["again_if_transferred"], facts["again_share"])
    again = np.flatnonzero((rng.random(count) < chance) & (came["customer"] >= 0))
    found = {name: column[again].copy() for name, column in came.items()}
    found["second"] = (
        found["second"] + 86_400 * rng.integers(1, 7, len(again)) + rng.integers(-3_600, 3_600, len(again))
    )
    found["is_answered"] = np.full(len(again), True)
    found["employee"] = np.where(found["handled_by"] == BOT, UNKNOWN, _employee(company, found["purpose"], rng))
    found["transfers"] = np.zeros(len(again))
    found["handle"] = np.rint(facts["handle_s"] * lognormal(rng, 0.7, len(again)))
    found["score"] = np.full(len(again), UNKNOWN)
    return found


def _return_visits(company: Company, orders: Orders, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Calls some days after an order of the last weeks, mostly to those who sell on."""
    facts = company["contacts"]
    share = np.array([facts["return_visit_share"][name] for name in ROLES])
    day = orders.minute // MINUTES_A_DAY
    is_late = (day >= company.day_count - facts["return_days"]) & (orders.customer >= 0) & ~orders.is_cancelled
    chosen = np.flatnonzero(is_late & (rng.random(len(orders)) < share[orders.role]))
    count = len(chosen)
    second = (day[chosen] + 1 + rng.geometric(0.22, count)).astype(np.int64) * 86_400
    second += rng.integers(9 * 3_600, 17 * 3_600, count)
    unknown = np.full(count, UNKNOWN)
    return {
        "customer": orders.customer[chosen], "second": second, "employee": rng.integers(0, len(teams(company)), count),
        "store": unknown, "touchpoint": unknown, "purpose": np.full(count, len(facts["purpose"])),
        "phase": np.full(count, 2), "direction": np.full(count, OUT), "is_answered": rng.random(count) < 0.9,
        "wait": unknown, "handle": np.rint(90 * lognormal(rng, 0.6, count)), "transfers": unknown,
        "handled_by": np.full(count, HUMAN), "score": unknown,
    }  # fmt: skip


def draw_audits(company: Company, contacts: Contacts, rng: np.random.Generator) -> Audits:
    """Each employee is audited some times a quarter on every item, on a contact of their own."""
    facts, team = company["contacts"]["audit"], teams(company)
    items, low = list(facts["level"]), facts["team_lacks"]
    lacks = list(company["contacts"]["team"]).index(low["department"])
    day = contacts.second // 86_400
    person = facts["person_spread"] * rng.standard_normal(len(team))
    found = []
    for start in range(company.day(facts["from_on"]), company.day_count, 91):
        for employee in range(len(team)):
            own = np.flatnonzero((contacts.employee == employee) & (day >= start) & (day < start + 91))
            found += [int(c) for c in rng.choice(own, min(len(own), facts["audits_a_quarter"]), replace=False)]
    contact = np.sort(np.array(found, dtype=np.int64))
    audit = np.repeat(np.arange(len(contact)), len(items))
    item, employee = np.tile(np.arange(len(items)), len(contact)), contacts.employee[contact][audit]
    level = np.array([facts["level"][name] for name in items])[item] + person[employee]
    is_lacking = (team[employee] == lacks) & np.isin(item, [items.index(name) for name in low["items"]])
    marks = level + np.where(is_lacking, low["off"], 0.0) + 0.55 * rng.standard_normal(len(item))
    on = np.minimum(day[contact][audit] + 2, company.day_count - 1)
    return Audits(audit, contact[audit], on, item, np.clip(np.rint(marks), 1, 5).astype(np.int16))

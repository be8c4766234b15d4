"""The dice for complaints: who complains after an order, about what, how it ends and what came of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from data.demo.company import CONSUMER, Company
from data.demo.dice import Floats, Ints, lognormal, pick, pick_by
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN, People
from data.demo.surveys import Surveys

MISDATED = 4  # cases whose end stands before their beginning


@dataclass(frozen=True)
class Complaints:
    """One entry per case in order of time; steps has one row per step.

    Units: minutes from the company's first midnight; cents.
    Nulls: UNKNOWN in customer, answer, end, verdict, told, compensation (and 0 cents), steps.
    """

    customer: Ints
    minute: Ints
    kind: Ints
    cause: Ints
    channel: Ints
    answer: Ints
    end: Ints
    verdict: Ints
    told: Ints
    need: Ints
    motive: Ints
    compensation: Ints
    cents: Ints
    steps: Ints


def _weights(company: Company, times: float) -> Floats:
    """How likely each cause (columns) is on each day (rows), against times for all causes on a usual day."""
    facts = company["complaints"]
    found = np.tile([times * cause["weight"] for cause in facts["cause"]], (company.day_count, 1)) / 100
    for column, cause in enumerate(facts["cause"]):
        if fixed := cause.get("fixed"):
            start = company.day(fixed["from"])
            found[start:, column] *= fixed["left"]
            if "until" in fixed:
                found[company.day(fixed["until"]) + 1 :, column] *= fixed["then"] / fixed["left"]
        if cause["name"] == facts["outage"]["cause"]:
            outage = facts["outage"]
            found[company.day(outage["from"]) : company.day(outage["to"]) + 1, column] *= outage["factor"]
    return found


def _is_back(orders: Orders, customer: Ints, day: Ints, within: int) -> np.ndarray:
    """Whether each customer orders in the days after a day."""
    known = (orders.customer != UNKNOWN) & ~orders.is_cancelled
    far = int(orders.minute.max()) // MINUTES_A_DAY + within + 2
    bought = np.sort(orders.customer[known].astype(np.int64) * far + orders.minute[known] // MINUTES_A_DAY)
    start = customer.astype(np.int64) * far + day
    place = np.searchsorted(bought, start, side="right")
    following = np.append(bought, np.iinfo(np.int64).max)[place]
    return (following <= start + within) & (following // far == customer)


def _who(
    company: Company, people: People, orders: Orders, surveys: Surveys, weights: Floats, rng: np.random.Generator
) -> tuple[Ints, Ints, np.ndarray]:
    """Customer and minute of every case, and whether it is one of those who are never content."""
    facts = company["complaints"]
    day = orders.minute // MINUTES_A_DAY
    chance = np.array(facts["order_share"])[orders.role] * weights.sum(axis=1)[day]
    after = np.flatnonzero((rng.random(len(orders)) < chance) & ~orders.is_cancelled)
    minute = orders.minute[after] + np.rint(1440 * rng.exponential(1.2, len(after))).astype(np.int64)
    is_low = (surveys.scores[0] <= 2) & (surveys.scores[0] != UNKNOWN) & (surveys.customer != UNKNOWN)
    low = np.flatnonzero(is_low & (rng.random(len(surveys.day)) < facts["dissatisfied_share"]))
    low_minute = surveys.day[low].astype(np.int64) * 1440 + rng.integers(480, 12 * 1440, len(low))
    grasping = facts["grasping"]
    counts = np.bincount(orders.customer[orders.customer != UNKNOWN], minlength=len(people))
    some = rng.permutation(np.flatnonzero((people.role == CONSUMER) & (counts >= 4)))[: grasping["customers"]]
    again = np.repeat(some, grasping["cases"])
    first = company.day(grasping["from"])
    again_minute = rng.integers(first * 1440, company.day_count * 1440, len(again))
    customer = np.concatenate([orders.customer[after], surveys.customer[low], again]).astype(np.int32)
    when = np.concatenate([minute, low_minute, again_minute])
    is_grasping = np.arange(len(when)) >= len(after) + len(low)
    inside = when < company.day_count * 1440
    return customer[inside], when[inside], is_grasping[inside]


def _ended(
    company: Company, minute: Ints, cause: Ints, is_back: np.ndarray, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Minutes of answer and end; what lies after the last day is not known yet."""
    facts, count = company["complaints"], len(minute)
    slow = np.array([entry["slow"] for entry in facts["cause"]])[cause]
    answer = minute + np.rint(facts["response_minutes"] * lognormal(rng, 0.9, count)).astype(np.int64)
    days = facts["solve_days"] * slow * lognormal(rng, 0.85, count)
    end = np.maximum(answer, minute + np.rint(days * 1440).astype(np.int64))
    never = rng.random(count) < np.where(is_back, facts["never_if_back"], facts["never_if_lost"])
    last = company.day_count * 1440
    end = np.where(never | (end >= last), UNKNOWN, end)
    wrong = np.flatnonzero(end != UNKNOWN)[:: max(1, count // MISDATED)][:MISDATED]
    end[wrong] = minute[wrong] - 2 * 1440
    return np.where(answer >= last, UNKNOWN, answer), end


def _paid(
    facts: dict[str, Any], is_back: np.ndarray, is_grasping: np.ndarray, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Kind and cents of the compensation."""
    count = len(is_back)
    chance = np.where(is_back, facts["compensated_if_back"], facts["compensated_if_lost"])
    kind = np.where(rng.random(count) < chance, pick(rng, facts["compensation_weights"], count), UNKNOWN)
    kind = np.where(is_grasping, 1, kind)
    yuan = np.where(is_grasping, facts["grasping"]["yuan"], np.array(facts["compensation_yuan"])[kind])
    cents = np.rint(100 * yuan * lognormal(rng, 0.3, count)).astype(np.int64)
    return kind.astype(np.int16), np.where(kind == UNKNOWN, 0, cents)


def draw_solutions(company: Company, found: Complaints, rng: np.random.Generator) -> Ints:
    """The solution of every case, two to a cause; UNKNOWN where it has not ended or nobody wrote one down."""
    facts, share = company["solutions"], company["complaints"]["solution_share"]
    is_full = found.verdict == 0
    is_first = rng.random(len(found.minute)) < np.where(is_full, facts["first_if_full"], facts["first_if_not"])
    is_named = (rng.random(len(found.minute)) < share) & (found.end != UNKNOWN)
    return np.where(is_named, 2 * found.cause + ~is_first, UNKNOWN).astype(np.int16)


def draw_temperaments(company: Company, found: Complaints, count: int, rng: np.random.Generator) -> Ints:
    """The temperament of every customer, a place in the words; UNKNOWN of who never complained or was not judged."""
    facts = company["complaints"]
    cases = np.bincount(found.customer[found.customer != UNKNOWN], minlength=count)
    weights = np.array([facts["temperament_if_once"], facts["temperament_if_again"]], dtype=float)
    drawn = pick_by(rng, weights, (cases > 1).astype(int))
    is_judged = (cases > 0) & (rng.random(count) < facts["assessed_share"])
    return np.where(is_judged, drawn, UNKNOWN).astype(np.int16)


def draw_complaints(
    company: Company, people: People, orders: Orders, surveys: Surveys, rng: np.random.Generator, times: float = 1.0
) -> Complaints:
    """All cases. Orders are given: who orders again was answered well more often, who stays away was left waiting.

    times: how many times as many orders as usual are followed by a case.
    """
    facts, weights = company["complaints"], _weights(company, times)
    customer, minute, is_grasping = _who(company, people, orders, surveys, weights, rng)
    order = np.argsort(minute, kind="stable")
    customer, minute, is_grasping = customer[order], minute[order], is_grasping[order]
    day, count = minute // MINUTES_A_DAY, len(minute)
    cause = pick_by(rng, weights, day)
    is_back = _is_back(orders, customer, day, facts["return_days"])
    # Who will order again after the last day is not known: as many as before.
    is_known = day + facts["return_days"] < company.day_count
    is_back = np.where(is_known, is_back, rng.random(count) < is_back[is_known].mean())
    answer, end = _ended(company, minute, cause, is_back, rng)
    verdict = pick_by(rng, np.array([facts["verdict_if_lost"], facts["verdict_if_back"]]), is_back.astype(int))
    is_asked = (rng.random(count) < facts["asked_share"]) & (end != UNKNOWN)
    told = rng.poisson(np.array(facts["told"])[verdict])
    compensation, cents = _paid(facts, is_back, is_grasping, rng)
    done = rng.random((len(facts["steps"]), count)) < np.array(facts["steps"])[:, None]
    is_noted = rng.random(count) < 0.95
    is_nobody = (rng.random(count) < facts["no_customer_share"]) & ~is_grasping
    kind = np.where(is_grasping, 1, pick(rng, facts["kind_weights"], count))
    return Complaints(
        customer=np.where(is_nobody, UNKNOWN, customer).astype(np.int32),
        minute=minute,
        kind=kind,
        cause=cause,
        channel=pick(rng, facts["channel_weights"], count),
        answer=answer,
        end=end,
        verdict=np.where(is_asked, verdict, UNKNOWN).astype(np.int16),
        told=np.where(is_asked & (rng.random(count) < 0.7), told, UNKNOWN).astype(np.int16),
        need=pick(rng, facts["need_weights"], count),
        motive=pick(rng, facts["motive_weights"], count),
        compensation=compensation,
        cents=cents,
        steps=np.where(is_noted, done, UNKNOWN).astype(np.int16),
    )

"""The dice for satisfaction: who is asked after an order, and what each question gets."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import CONSUMER, Company
from data.demo.dice import Floats, Ints, pick_by
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN, People

ATTRIBUTES = ("quality", "function", "price", "service", "packaging", "taste")
QUESTIONS = ("overall", *ATTRIBUTES, "recommend")


@dataclass(frozen=True)
class Surveys:
    """One entry per response in order of day; scores has one row per question.

    Nulls: UNKNOWN in customer (anonymous), store, and a score that was not given.
    """

    customer: Ints
    day: Ints
    channel: Ints
    store: Ints
    scores: Ints


def _next_day(orders: Orders) -> Ints:
    """The day of each order's next one of the same customer; far away where there is none."""
    day = orders.minute // MINUTES_A_DAY
    order = np.lexsort((np.arange(len(orders)), orders.customer))
    customer, sorted_day = orders.customer[order], day[order]
    later = np.full(len(orders), np.iinfo(np.int32).max, dtype=np.int64)
    # The same day again is the same visit.
    is_same = (customer[1:] == customer[:-1]) & (sorted_day[1:] > sorted_day[:-1])
    later[order[:-1][is_same]] = sorted_day[1:][is_same]
    return later


def _asked(company: Company, orders: Orders, rng: np.random.Generator) -> Ints:
    """The orders that are followed by a questionnaire."""
    facts = company["surveys"]
    chance = np.where(orders.role == CONSUMER, facts["consumer_share"], facts["trade_share"])
    chance = np.where(orders.customer == UNKNOWN, facts["trade_share"], chance)
    day = orders.minute // MINUTES_A_DAY
    is_asked = (rng.random(len(orders)) < chance) & ~orders.is_cancelled & (day < company.day_count - 3)
    return np.flatnonzero(is_asked)


def _around(rng: np.random.Generator, middle: Floats, low: int, high: int, spread: float) -> Ints:
    """Whole scores around a middle, within their scale."""
    return np.clip(np.rint(middle + spread * rng.standard_normal(len(middle))), low, high).astype(np.int16)


def draw_surveys(company: Company, people: People, orders: Orders, rng: np.random.Generator) -> Surveys:
    """All responses. Whoever orders again soon gave a five far more often than a four: the planted turning point."""
    facts = company["surveys"]
    asked = _asked(company, orders, rng)
    order_day = orders.minute[asked] // MINUTES_A_DAY
    day = order_day + rng.integers(1, 4, len(asked))
    returns = _next_day(orders)[asked] - day <= facts["return_days"]
    # Who will order again after the last day is not known: as many as before.
    is_known = day + facts["return_days"] < company.day_count
    returns = np.where(is_known, returns, rng.random(len(asked)) < returns[is_known].mean())
    overall = 1 + pick_by(rng, np.array([facts["overall_if_lost"], facts["overall_if_back"]]), returns.astype(int))
    region = np.array([entry["name"] for entry in company["region"]])[orders.region[asked]]
    years = np.maximum(0, day - company.day(facts["drift_from"])) / 365
    drift = np.where(region == facts["drift_region"], facts["drift_a_year"] * years, 0.0)
    overall = np.clip(np.rint(overall + drift + 0.35 * rng.standard_normal(len(asked))), 1, 5).astype(np.int16)
    scores = [overall]
    for name in ATTRIBUTES:
        middle = facts["level"][name] + facts["drives"][name] * (overall - 4.0)
        middle += 0.55 * drift if name == "service" else 0.0
        scores.append(_around(rng, middle, 1, 5, 0.65))
    scores.append(_around(rng, 2.0 * overall - 0.6, 0, 10, 1.3))
    answers = np.array(scores)
    is_silent = rng.random(answers.shape) < facts["no_answer_share"]
    is_silent[0] = False
    is_anonymous = rng.random(len(asked)) < facts["anonymous_share"]
    customer = np.where(is_anonymous, UNKNOWN, orders.customer[asked])
    by_day = np.argsort(day, kind="stable")
    return Surveys(
        customer[by_day].astype(np.int32),
        day[by_day].astype(np.int32),
        orders.channel[asked][by_day],
        orders.store[asked][by_day],
        np.where(is_silent, UNKNOWN, answers)[:, by_day].astype(np.int16),
    )

"""The tables of service: contacts, employees, audits, trainings."""

from typing import Any

import numpy as np
import pyarrow as pa

from data.demo.company import Company
from data.demo.contacts import BOT, draw_audits, draw_contacts, teams, trainings
from data.demo.dice import Ints, pick_by
from data.demo.orders import Orders
from data.demo.people import UNKNOWN


def _codes(codes: Ints, words: list[str]) -> pa.Array:
    """Codes as words; UNKNOWN becomes NULL."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16), mask=codes < 0), words)


def _counts(values: Ints, first: int = 0) -> pa.Array:
    """Whole numbers, counted from first; UNKNOWN becomes NULL."""
    return pa.array(values.astype(np.int32) + first, mask=values == UNKNOWN)


def _days(company: Company, days: Ints) -> pa.Array:
    first = np.datetime64(company.first_on, "D").astype(int)
    return pa.array((days + first).astype(np.int32)).cast(pa.date32())


def _needs(facts: dict[str, Any], score: Ints, rng: np.random.Generator) -> Ints:
    """What each contact needed on reception; who wanted care and got facts scores low, which is planted."""
    is_low = ((score != UNKNOWN) & (score <= 2)).astype(int)
    drawn = pick_by(rng, np.array([facts["usual"], facts["low"]], dtype=float), is_low)
    return np.where(rng.random(len(score)) < facts["tagged_share"], drawn, UNKNOWN)


def service_tables(company: Company, orders: Orders, rng: np.random.Generator, scale: float) -> dict[str, pa.Table]:
    """The source of each table by its name; scale = how large the company is beside the default one."""
    facts, team = company["contacts"], teams(company)
    contacts = draw_contacts(company, orders, rng, scale)
    audits = draw_audits(company, contacts, rng)
    midnight = np.datetime64(company.first_on, "s").astype(np.int64)
    points = facts["touchpoint"]
    channels = [*(each["channel"] for each in points), "phone"]
    trained = trainings(company)
    need = _needs(facts["need"], contacts.score, np.random.default_rng([int(rng.integers(1 << 31)), 1]))
    return {
        "interactions": pa.table({
            "contact_no": _counts(np.arange(len(contacts)), 1),
            "customer_no": _counts(contacts.customer, 1),
            "employee_no": _counts(contacts.employee, 1),
            "store_no": _counts(contacts.store, 1),
            "started_at": pa.array(midnight + contacts.second).cast(pa.timestamp("s")),
            "wait_seconds": _counts(contacts.wait),
            "duration_s": _counts(contacts.handle),
            "channel": pa.array([channels[place] for place in contacts.touchpoint]),
            "touchpoint": _codes(contacts.touchpoint, [each["name"] for each in points]),
            "direction": _codes(contacts.direction, ["in", "out"]),
            "purpose": _codes(contacts.purpose, [*facts["purpose"], facts["return_purpose"]]),
            "phase": _codes(contacts.phase, ["before", "during", "after"]),
            "answered": pa.array(contacts.is_answered),
            "handled_by": _codes((contacts.handled_by == BOT).astype(int), ["human", "bot"]),
            "transfers": _counts(contacts.transfers),
            "survey_score": _counts(contacts.score),
            "need_tag": _codes(need, facts["need"]["words"]),
        }),
        "employees": pa.table({
            "employee_no": _counts(np.arange(len(team)), 1),
            "department": _codes(team, list(facts["team"])),
        }),
        "service_audits": pa.table({
            "audit_no": _counts(audits.audit, 1),
            "contact_no": _counts(audits.contact, 1),
            "employee_no": _counts(contacts.employee[audits.contact], 1),
            "audited_on": _days(company, audits.day),
            "item": _codes(audits.item, list(facts["audit"]["level"])),
            "score": audits.score,
        }),
        "trainings": pa.table({
            "training_no": _counts(np.arange(len(trained)), 1),
            "employee_no": _counts(np.array([employee for employee, _ in trained]), 1),
            "course": [course["course"] for _, course in trained],
            "trained_on": [course["trained_on"] for _, course in trained],
            "hours": [course["hours"] for _, course in trained],
        }),
    }  # fmt: skip

"""The dice for key accounts: what they need and of whom, what they look at, plans, contacts, payments."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.company import CONSUMER, DEALER, RETAILER, ROLES, Company
from data.demo.dice import Floats, Ints, lognormal, pick, pick_by
from data.demo.lines import SALE, Lines
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import People

YEAR_DAYS = 365


@dataclass(frozen=True)
class Accounts:
    """One entry per account, the largest first; the last lapsed ones bought nothing in the last year.

    Units: units and yuan of the last year; monthly yuan for the last months, oldest first; industry counts from 0.
    """

    customer: Ints
    industry: Ints
    units: Floats
    yuan: Floats
    monthly: Floats
    lapsed: int

    def __len__(self) -> int:
        """The number of accounts."""
        return len(self.customer)


def choose(company: Company, people: People, orders: Orders, lines: Lines) -> Accounts:
    """The accounts of the company; who they are follows from what was sold, not from dice."""
    facts = company["accounts"]
    is_sale = (lines.kind == SALE) & (orders.role[lines.order] != CONSUMER)
    customer = orders.customer[lines.order][is_sale].astype(np.int64)
    day = lines.minute[is_sale] // MINUTES_A_DAY
    yuan = (lines.price_cents[is_sale].astype(np.int64) * lines.quantity[is_sale] - lines.discount_cents[is_sale]) / 100
    is_late = day >= company.day_count - YEAR_DAYS
    sold = np.bincount(customer[is_late], weights=yuan[is_late], minlength=len(people))
    units = np.bincount(customer[is_late], weights=lines.quantity[is_sale][is_late], minlength=len(people))
    ever = np.bincount(customer, weights=yuan, minlength=len(people))
    by_role = [np.argsort(-np.where(people.role == role, sold, 0), kind="stable")[: facts["count"][ROLES[role]]]
               for role in (RETAILER, DEALER)]  # fmt: skip
    best = np.concatenate(by_role)
    best = best[sold[best] > 0]
    best = best[np.argsort(-sold[best], kind="stable")]
    lapsed = np.argsort(-np.where(sold == 0, ever, 0), kind="stable")[: facts["lapsed"]]
    lapsed = lapsed[(sold[lapsed] == 0) & (ever[lapsed] > 0)]
    chosen = np.append(best, lapsed)
    months = facts["payment_months"]
    month = company.month_of_day[day] - (company.month_of_day[-1] - months)
    is_billed = (month >= 0) & (month < months)
    key = customer[is_billed] * months + month[is_billed]
    monthly = np.bincount(key, weights=yuan[is_billed], minlength=len(people) * months).reshape(-1, months)
    offset = len(company["words"]["consumer_industry"])
    return Accounts(chosen, people.industry[chosen] - offset, units[chosen], sold[chosen], monthly[chosen], len(lapsed))


def _ids(numbers: Ints) -> list[str]:
    return [f"C{number + 1:07d}" for number in numbers]


def _segments(company: Company) -> list[str]:
    return [*company["words"]["retailer_industry"], *company["words"]["dealer_industry"]]


def _on(company: Company, days: Ints, mask: np.ndarray | None = None) -> pa.Array:
    first = np.datetime64(company.first_on, "D").astype(int)
    return pa.array((days + first).astype(np.int32), mask=mask).cast(pa.date32())


def _demand(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    """Our units are what was sold; the rest of the need is the rivals' or the account's own."""
    facts, count = company["accounts"], len(accounts)
    mean, spread = np.array(facts["inside_share"])[accounts.industry], facts["inside_spread"]
    share = np.clip(rng.beta(mean * spread, (1 - mean) * spread), 0.04, 0.96)
    is_lapsed = np.arange(count) >= count - accounts.lapsed
    usual = np.median(accounts.units[~is_lapsed]) * lognormal(rng, 0.5, count)
    rest = np.where(is_lapsed, usual, accounts.units * (1 - share) / share)
    own = is_lapsed & (rng.random(count) < facts["self_made_share"])
    weights = np.array(facts["rival_weights"], dtype=float) / 20
    parts = np.rint(rng.dirichlet(weights, count) * rest[:, None])
    parts[own] = 0
    segments, ids = _segments(company), _ids(accounts.customer)
    rows = [
        (ids[row], segments[accounts.industry[row]], supplier, float(units), is_self, is_made)
        for row in range(count)
        for supplier, units, is_self, is_made in [
            (facts["own_brand"], accounts.units[row], True, False),
            (None, round(rest[row]) if own[row] else 0, False, True),
            *((name, units, False, False) for name, units in zip(facts["rivals"], parts[row], strict=True)),
        ]
        if units > 0
    ]
    names = ("customer_id", "segment", "supplier", "supplier_units", "is_self", "is_self_made")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _market(company: Company, accounts: Accounts) -> pa.Table:
    """The market of each segment, so large that our share of it is the planted one."""
    facts = company["accounts"]
    rows = []
    for place, segment in enumerate(_segments(company)):
        ours = accounts.units[accounts.industry == place].sum()
        share = facts["market_share"][place]
        others = np.array([*facts["brand_shares"][place], 0], dtype=float)
        others[-1] = 100 * (1 - share) - others.sum()  # the many small ones have what is left
        brands = zip([facts["own_brand"], *facts["brands"]], [100 * share, *others], strict=True)
        rows += [(segment, brand, round(ours / share * part / 100)) for brand, part in brands if part > 0 and ours > 0]
    units = [row[2] for row in rows]
    value = [count * facts["unit_yuan"] for count in units]
    return pa.table(
        {"segment": [row[0] for row in rows], "brand": [row[1] for row in rows], "units": units, "value": value}
    )


def _criteria(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    facts, count = company["accounts"], len(accounts)
    middle = np.array(facts["criteria_weights"], dtype=float)[accounts.industry]
    weights = np.rint(middle * lognormal(rng, 0.25, middle.size).reshape(middle.shape))
    names = facts["criteria"]
    ids = [each for each in _ids(accounts.customer) for _ in names]
    return pa.table({"customer_id": ids, "criterion": names * count, "weight": np.maximum(weights, 1).ravel()})


def _plans(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    """A first plan for everyone, finished or not; a second for some, which is open."""
    facts, count = company["accounts"], len(accounts)
    third = np.minimum(2 - np.arange(count) * 3 // max(count - accounts.lapsed, 1), 2)
    start = pick_by(rng, np.array(facts["stage_weights"], dtype=float), np.maximum(third, 0))
    start = np.where(np.arange(count) >= count - accounts.lapsed, 0, start)
    top = len(facts["stages"]) - 1
    is_done = (rng.random(count) < facts["first_done_share"]) & (start > 0)
    last = company.day_count - 1
    first_on = last - rng.integers(420, 700, count)
    first_due = first_on + rng.integers(200, 330, count)
    done_on = np.minimum(first_due + rng.integers(-40, 60, count), last)
    has_second = (rng.random(count) < facts["second_plan_share"]) & (is_done | (start == 0))
    is_open = ~is_done & (rng.random(count) < 0.5)
    first = np.flatnonzero(is_done | is_open)
    second = np.flatnonzero(has_second)
    reached = np.minimum(start + 1, top)
    begin = np.append(start[first], np.where(is_done, reached, start)[second])
    row = np.append(first, second)
    is_second = np.append(np.zeros(len(first), bool), np.ones(len(second), bool))
    due_second = last + rng.integers(-45, 190, count)
    # An unfinished first plan has been put off, some beyond the last day.
    due_first = np.where(is_done, first_due, last + rng.integers(-120, 120, count))
    is_finished = ~is_second & is_done[row]
    steps = pick(rng, np.ones(len(facts["steps"])), len(row))
    is_silent = rng.random(len(row)) < facts["no_step_share"]
    stages, ids = facts["stages"], _ids(accounts.customer)
    goals = pick(rng, np.ones(len(facts["goals"])), len(row))
    return pa.table(
        {
            "plan_no": np.arange(1, len(row) + 1),
            "customer_id": [ids[each] for each in row],
            "goal": [facts["goals"][goal] for goal in goals],
            "start_stage": [stages[stage] for stage in begin],
            "target_stage": [stages[stage] for stage in np.minimum(begin + 1, top)],
            "next_step": [None if s and not d else facts["steps"][n] for s, d, n in
                          zip(is_silent, is_finished, steps, strict=True)],
            "owner_no": row % facts["owners"] + 1,
            "started_on": _on(company, np.where(is_second, done_on[row], first_on[row])),
            "due_on": _on(company, np.where(is_second, due_second[row], due_first[row])),
            "done_on": _on(company, done_on[row], ~is_finished),
        }
    )  # fmt: skip


def _joint(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    facts = company["accounts"]
    count = min(facts["joint_count"], len(accounts) - accounts.lapsed)
    sources, savings = facts["joint_sources"], np.array(facts["joint_savings"])
    before = accounts.yuan[:count, None] * facts["joint_cost_share"] * lognormal(rng, 0.3, count * 6).reshape(count, -1)
    saved = np.clip(savings * lognormal(rng, 0.3, count * 6).reshape(count, -1), 0, 0.6)
    ids = [each for each in _ids(accounts.customer[:count]) for _ in sources]
    after = np.rint(before * (1 - saved))
    return pa.table(
        {"customer_id": ids, "value_source": sources * count, "before": np.rint(before).ravel(), "after": after.ravel()}
    )


def _contacts(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    facts, count = company["accounts"], len(accounts)
    known = pick(rng, facts["contacts_weights"], count)
    roles, chance = facts["contact_roles"], np.array(facts["contact_role_chance"])
    keys = rng.random((count, len(roles))) ** (1 / chance)  # the likelier a role, the sooner it is among those known
    order = np.argsort(-keys, axis=1)
    rows = [(row, int(order[row, place])) for row in range(count) for place in range(known[row])]
    ids = _ids(accounts.customer)
    return pa.table(
        {
            "contact_no": np.arange(1, len(rows) + 1),
            "customer_id": [ids[row] for row, _ in rows],
            "word": [facts["contact_name"]] * len(rows),
            "title": [facts["contact_titles"][role] for _, role in rows],
            "role": [roles[role] for _, role in rows],
        }
    )


def _payments(company: Company, accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    """One statement per account and month with sales, due after the account's days of credit."""
    facts = company["accounts"]
    credit = np.array(facts["credit_days"])[pick(rng, facts["credit_weights"], len(accounts))]
    row, month = np.nonzero(accounts.monthly > 0)
    ends = np.append(np.flatnonzero(np.diff(company.month_of_day)), company.day_count - 1)
    billed = ends[month + len(ends) - 1 - facts["payment_months"]]
    due = billed + credit[row]
    is_late_industry = accounts.industry[row] == _segments(company).index(facts["late_industry"])
    chance = np.where(is_late_industry, facts["late_chance"], facts["usual_late_chance"])
    is_late = rng.random(len(row)) < chance
    late = np.ceil(rng.exponential(32.0, len(row)))
    paid = due + np.where(is_late, late, -rng.integers(0, 6, len(row)))
    is_open = (paid >= company.day_count) | (is_late & (rng.random(len(row)) < facts["never_chance"]))
    order = np.lexsort((row, month))
    ids, amount = _ids(accounts.customer), np.round(accounts.monthly[row, month], 2)
    return pa.table(
        {
            "payment_no": np.arange(1, len(row) + 1),
            "customer_id": [ids[row[each]] for each in order],
            "invoiced_on": _on(company, billed[order]),
            "due_on": _on(company, due[order]),
            "paid_on": _on(company, paid[order], is_open[order]),
            "amount": amount[order],
        }
    )


def draw_accounts(
    company: Company, people: People, orders: Orders, lines: Lines, rng: np.random.Generator
) -> dict[str, pa.Table]:
    """What the SQL file of each table about accounts reads, by the table's name."""
    accounts = choose(company, people, orders, lines)
    return {
        "account_demand": _demand(company, accounts, rng),
        "account_criteria": _criteria(company, accounts, rng),
        "account_plans": _plans(company, accounts, rng),
        "joint_value": _joint(company, accounts, rng),
        "market_volume": _market(company, accounts),
        "contacts": _contacts(company, accounts, rng),
        "payments": _payments(company, accounts, rng),
    }

"""The dice for deals: which products are cheaper in which fortnight, by how much, and what the supplier pays of it."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import Company
from data.demo.dice import Ints

FORTNIGHT = 14
_LAST = 10**6  # a month that no product's sale reaches


@dataclass(frozen=True)
class Deals:
    """One entry per product and fortnight, in order of both.

    Units: prices in cents for one; days count from the company's first day, the last day included.
    """

    product: Ints
    first_day: Ints
    last_day: Ints
    list_cents: Ints
    deal_cents: Ints
    fund_cents: Ints


def draw_deals(company: Company, rng: np.random.Generator) -> Deals:
    """All deals up to the fortnight that begins after the last day."""
    facts, products = company["deals"], company.products
    rise = np.array(company["lines"]["yearly_price_rise"])
    is_funded = np.array([product.category in facts["funded_categories"] for product in products])
    parts = []
    for number in range(facts["fortnights"]):
        first = company.day_count - FORTNIGHT * (facts["fortnights"] - 1 - number)
        day = min(first, company.day_count - 1)
        month = int(company.month_of_day[day])
        is_sold = [p.launch_month <= month < (_LAST if p.end_month is None else p.end_month) for p in products]
        chosen = np.sort(rng.choice(np.flatnonzero(is_sold), facts["products"], replace=False))
        year = int(company.dates[day].astype("datetime64[Y]").astype(int)) + 1970 - company.first_on.year
        cents = np.rint(np.array([products[place].list_cents for place in chosen]) * rise[year]).astype(int)
        off = cents * rng.choice(facts["percent_off"], len(chosen)) // 100
        fund = np.where(is_funded[chosen], np.rint(off * facts["funded_share"]), 0).astype(int)
        days = np.full(len(chosen), first)
        parts.append((chosen, days, days + FORTNIGHT - 1, cents, cents - off, fund))
    return Deals(*(np.concatenate(part).astype(np.int32) for part in zip(*parts, strict=True)))

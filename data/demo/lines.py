"""The dice for order lines: product, quantity, price, promotion, and the returns that follow."""

from dataclasses import dataclass, fields

import numpy as np

from data.demo.company import DEALER, Company
from data.demo.dice import Floats, Ints, lognormal, pick, pick_by
from data.demo.orders import MINUTES_A_DAY, Orders
from data.demo.people import UNKNOWN

SALE, RETURN, CANCELLED = range(3)
PERSONAS = 6
MONTHS_OF_DECLINE = 6


@dataclass(frozen=True)
class Lines:
    """One entry per line in order of time.

    Units: prices in cents, quantity in units of the product, minute from the company's first midnight.
    Nulls: UNKNOWN in promo.
    """

    order: Ints
    order_no: Ints
    line_no: Ints
    minute: Ints
    product: Ints
    quantity: Ints
    price_cents: Ints
    discount_cents: Ints
    cost_cents: Ints
    promo: Ints
    kind: Ints
    ship_region: Ints

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.order)


def _popularity(company: Company) -> Floats:
    """Weight of every product by month and persona.

    Shape: months * PERSONAS rows, one column per product; 0 before the launch and after the end.
    """
    month_count = int(company.month_of_day[-1]) + 1
    table = np.zeros((month_count, PERSONAS, len(company.products)))
    for column, product in enumerate(company.products):
        category = company["category"][product.category]
        age = np.arange(month_count) - product.launch_month
        weight = np.clip((age + 1) / category["months_to_full"], 0.0, 1.0)
        if product.end_month is not None:
            left = product.end_month - np.arange(month_count)
            weight *= np.clip((left + 1) / MONTHS_OF_DECLINE, 0.0, 1.0)
        table[:, :, column] = product.weight * weight[:, None] * np.array(category["likes"])[None, :]
    return table.reshape(month_count * PERSONAS, -1)


def _prices(company: Company, product: Ints, role: Ints, year: Ints) -> tuple[Ints, Ints]:
    """Unit price and unit cost in cents."""
    rise = np.array(company["lines"]["yearly_price_rise"])
    price = np.array([product.list_cents for product in company.products])
    cost = np.array([product.cost_cents for product in company.products])
    prices = np.rint(price[:, None, None] * company.by_role("price_factor")[None, :, None] * rise).astype(np.int32)
    costs = np.rint(cost[:, None] * rise).astype(np.int32)
    return prices[product, role, year], costs[product, year]


def _promotions(company: Company, rng: np.random.Generator, is_peak: np.ndarray, role: Ints) -> Ints:
    facts, count = company["promo"], len(role)
    chance = np.where(is_peak, facts["peak_share"], facts["usual_share"]) * np.where(role == DEALER, 0.4, 1.0)
    return np.where(rng.random(count) < chance, pick(rng, facts["weights"], count), UNKNOWN).astype(np.int8)


def _quantities(
    company: Company, rng: np.random.Generator, role: Ints, line_yuan: Floats, promo: Ints, price_cents: Ints
) -> Ints:
    """Whole packs worth about what the customer usually spends on a line."""
    uplift = np.append(company["promo"]["uplift"], 1.0)[promo]
    yuan = line_yuan * uplift * lognormal(rng, company.by_role("line_sigma")[role], len(role))
    pack = company.by_role("pack")[role]
    return (np.maximum(np.rint(yuan * 100 / price_cents / pack), 1) * pack).astype(np.int32)


def _sales(company: Company, orders: Orders, rng: np.random.Generator) -> dict[str, np.ndarray]:
    order = np.repeat(np.arange(len(orders), dtype=np.int32), orders.line_count)
    starts = np.cumsum(orders.line_count, dtype=np.int64) - orders.line_count
    day = orders.minute[order] // MINUTES_A_DAY
    role, month = orders.role[order], company.month_of_day[day]
    product = pick_by(rng, _popularity(company), month.astype(np.int32) * PERSONAS + orders.persona[order])
    year = (company.dates.astype("datetime64[Y]").astype(int) + 1970 - company.first_on.year)[day]
    price, cost = _prices(company, product, role, year)
    promo = _promotions(company, rng, company.is_peak()[day], role)
    quantity = _quantities(company, rng, role, orders.line_yuan[order], promo, price)
    percent = np.append(company["promo"]["percent_off"], 0)[promo]
    return {
        "order": order,
        "order_no": order,
        "line_no": (np.arange(len(order)) - starts[order] + 1).astype(np.int8),
        "minute": orders.minute[order],
        "product": product,
        "quantity": quantity,
        "price_cents": price,
        "discount_cents": (quantity.astype(np.int64) * price * percent // 100).astype(np.int32),
        "cost_cents": cost,
        "promo": promo,
        "kind": np.where(orders.is_cancelled[order], CANCELLED, SALE).astype(np.int8),
        "ship_region": _ship_region(company, rng, orders)[order],
    }


def _ship_region(company: Company, rng: np.random.Generator, orders: Orders) -> Ints:
    other = pick(rng, [entry["weight"] for entry in company["region"]], len(orders))
    is_other = rng.random(len(orders)) < company["lines"]["other_region_share"]
    return np.where(is_other, other, orders.region).astype(np.int8)


def _returns(company: Company, rng: np.random.Generator, sales: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Single-line orders one to fourteen days after a sale at full price, of a quarter to all of it."""
    is_full_price = (sales["discount_cents"] == 0) & (sales["kind"] == SALE)
    chance = company["lines"]["return_share"] / max(is_full_price.mean(), 0.01)
    delay = rng.integers(MINUTES_A_DAY, 14 * MINUTES_A_DAY, len(is_full_price), dtype=np.int32)
    is_returned = is_full_price & (rng.random(len(is_full_price)) < chance)
    is_returned &= sales["minute"] + delay < company.day_count * MINUTES_A_DAY
    back = {name: values[is_returned] for name, values in sales.items()}
    count = len(back["order"])
    back["minute"] = back["minute"] + delay[is_returned]
    back["quantity"] = -np.maximum(back["quantity"] * rng.integers(1, 5, count) // 4, 1).astype(np.int32)
    back["order_no"] = sales["order_no"].max() + 1 + np.arange(count, dtype=np.int32)
    back["line_no"] = np.ones(count, dtype=np.int8)
    back["promo"] = np.full(count, UNKNOWN, dtype=np.int8)
    back["kind"] = np.full(count, RETURN, dtype=np.int8)
    return back


def draw_lines(company: Company, orders: Orders, rng: np.random.Generator) -> Lines:
    """All lines; order numbers run with time."""
    sales = _sales(company, orders, rng)
    back = _returns(company, rng, sales)
    every = {name: np.concatenate([sales[name], back[name]]) for name in sales}
    order = np.lexsort((every["line_no"], every["order_no"], every["minute"]))
    every = {name: values[order] for name, values in every.items()}
    is_next = np.diff(every["order_no"], prepend=UNKNOWN) != 0
    every["order_no"] = np.cumsum(is_next, dtype=np.int32)
    return Lines(**{field.name: every[field.name] for field in fields(Lines)})

"""Where one customer stands: its numbers in the chosen days beside those of its tier, its orders, its course."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm_core.customer import Customer
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import answer, selected_rows
from crm_core.selection import CellCustomers, ListedCustomers, Selection, scope_of
from crm_core.selection.period import grain_of
from crm_core.text.numbers import as_float

HERE = Path(__file__).parent
TIERS = "value.tiers"
MEASURES = {
    "revenue": "money", "orders": "count", "order_value": "money", "interval_days": "days", "recency_days": "days",
}  # fmt: skip
UNITS = 10_000  # amounts have four decimals
FEW_GAPS = 5  # below this many, nothing is called a rhythm
Numbers = dict[str, float | None]


@dataclass(frozen=True)
class Standing:
    """One customer in the chosen days.

    own: its measures; of its tier, middle: those of the customer in the middle. tier, place and share are None for
    a customer who bought nothing in these days.
    """

    own: Numbers
    middle: Numbers
    tier: str | None
    place: int | None
    customers: int | None
    revenue_share: float | None
    tier_customers: int | None


@dataclass(frozen=True)
class Rhythm:
    """How often a customer buys, from the days between its days of purchase up to the as-of day.

    usual: the middle gap; long: nine of ten gaps are no longer; None with fewer than five gaps. since: days since the
    last purchase.
    """

    gaps: int
    usual: float | None
    long: float | None
    since: int | None

    @property
    def is_overdue(self) -> bool:
        """Whether it has stayed away for longer than nine of ten times."""
        return self.since is not None and self.long is not None and self.since > self.long


def everybody(selection: Selection) -> Selection:
    """The chosen days and rule without filters, segments and marks: whom one customer is compared with."""
    return replace(selection, filters=(), segments=(), among=(), compare="none")


def only(selection: Selection, customer: Customer) -> Selection:
    """The chosen days and rule for one customer alone."""
    return replace(everybody(selection), among=(ListedCustomers((customer.customer_id,)),))


def tier_customers(selection: Selection, tier: str) -> Selection:
    """The chosen days and rule for the customers of one tier."""
    plain = everybody(selection)
    return replace(plain, among=(CellCustomers(TIERS, plain, (), (("tier", tier),)),))


@lru_cache(maxsize=256)
def standing(reader: Reader, selection: Selection, customer: Customer) -> Standing:
    """The customer's numbers, its place by revenue, and the middle of its tier under default cuts.

    Errors: Refused where the data have several currencies.
    """
    own = _middle(reader, only(selection, customer))
    if not own["customers"]:
        nothing = own | {"revenue": 0.0, "orders": 0.0}  # known to be none
        return Standing(nothing, dict.fromkeys(MEASURES), None, None, None, None, None)
    revenues = _revenues(reader, everybody(selection))
    count, revenue = len(revenues), round((own["revenue"] or 0) * UNITS)
    # Equal revenue shares the better place, and the place before decides, as in value.tiers.
    better = count - int(np.searchsorted(revenues, revenue, side="right"))
    cuts = next(param.default for param in metric_of(TIERS).params if param.name == "cuts")
    tier = next(
        (name for name, cut in zip(("vip", "major", "ordinary"), cuts, strict=True) if better < cut * count), "small"
    )
    middle = _middle(reader, tier_customers(selection, tier))
    tier_count = middle.pop("customers")
    total = int(revenues.sum())
    return Standing(own, middle, tier, better + 1, count, revenue / total if total else None, int(tier_count or 0))


@lru_cache(maxsize=8)
def _revenues(reader: Reader, selection: Selection) -> npt.NDArray[np.int64]:
    """Everybody's revenue in rising order; kept, since each customer's place is found in it (8 bytes per customer)."""
    found = selected_rows(reader, selection, ("customer_orders",), statement(HERE / "revenues.sql"))
    return np.asarray(found["revenue"], dtype=np.int64)


@lru_cache(maxsize=256)
def _cached_middle(reader: Reader, selection: Selection) -> tuple[tuple[str, float | None], ...]:
    found = selected_rows(reader, selection, ("orders",), statement(HERE / "peers.sql")).iloc[0]
    return tuple((str(name), as_float(value)) for name, value in found.items())


def _middle(reader: Reader, selection: Selection) -> Numbers:
    """Of one customer its own numbers; the middle ones of many. Kept: a tier's are those of every customer in it."""
    return dict(_cached_middle(reader, selection))


@lru_cache(maxsize=256)
def orders_of(reader: Reader, selection: Selection, customer: Customer) -> Answer:
    """Every order up to the as-of day, whatever period is chosen.

    Shape:  one row per order in order of time: order_on, amount, gap_days, is_long_gap.
    Units:  money; days since the sale before.
    Nulls:  gap_days of the first sale and of orders that are no sale.
    """
    scope = scope_of(everybody(selection), reader)
    values = {"customer_key": customer.key, "as_of": scope.as_of, "rule": scope.rule}
    rows = reader.query(statement(HERE / "orders.sql"), values).df()
    usual = rhythm(rows, scope.as_of)
    long = usual.long if usual.long is not None else float("inf")
    rows["is_long_gap"] = (rows["gap_days"] > long).fillna(False).astype(bool)
    kinds = {"order_on": "date", "amount": "money", "gap_days": "days", "is_long_gap": "boolean"}
    days = (rows["order_on"].iloc[0].date(), scope.as_of) if len(rows) else scope.days
    return _composed("customer.orders", reader, scope.as_of, days, rows[list(kinds)], kinds, {"as_of": scope.as_of})


def rhythm(orders: pd.DataFrame, as_of: date) -> Rhythm:
    """The rhythm of the orders of orders_of."""
    sales = orders[orders["gap_days"].notna() | (orders.index == 0)]
    gaps = sales["gap_days"].dropna()
    gaps = gaps[gaps > 0].to_numpy(float)
    since = (as_of - sales["order_on"].iloc[-1].date()).days if len(sales) else None
    if len(gaps) < FEW_GAPS:
        return Rhythm(len(gaps), None, None, since)
    return Rhythm(len(gaps), float(np.quantile(gaps, 0.5)), float(np.quantile(gaps, 0.9)), since)


@lru_cache(maxsize=256)
def course_of(reader: Reader, selection: Selection, customer: Customer, tier: str | None) -> Answer:
    """Revenue over time beside the mean customer of its tier.

    Shape:  one row per month (week in up to 26 of them): period_on, revenue, peer_revenue, is_unfinished.
    Units:  money; peer_revenue = revenue of the tier divided by its customers of the whole period.
    Nulls:  peer_revenue without a tier.
    """
    scope = scope_of(everybody(selection), reader)
    grain = grain_of(scope.days, ("week", "month"))  # one customer seldom buys by the day
    asked = (("grain", grain),)
    own = answer(reader, "overview.revenue_by_period", only(selection, customer), asked)
    rows = own.rows[["period_on", "revenue", "is_unfinished"]].copy()
    rows["peer_revenue"] = None
    if tier is not None:
        many = tier_customers(selection, tier)
        count = _middle(reader, many)["customers"]
        peers = answer(reader, "overview.revenue_by_period", many, asked).rows
        rows["peer_revenue"] = rows["period_on"].map(peers.set_index("period_on")["revenue"].astype(float) / count)
    kinds = {"period_on": "date", "revenue": "money", "peer_revenue": "money", "is_unfinished": "boolean"}
    return _composed("customer.course", reader, scope.as_of, scope.days, rows[list(kinds)], kinds, {"grain": grain})


def _composed(
    name: str, reader: Reader, as_of: date, days: tuple[date, date], rows: pd.DataFrame, kinds: dict[str, str],
    params: dict[str, Any],
) -> Answer:  # fmt: skip
    columns = tuple(AnswerColumn(n, k, reader.currency if k == "money" else None) for n, k in kinds.items())
    return Answer(
        metric=name, version=reader.version, as_of=as_of, period=days, compare_period=None, filters={}, params=params,
        n=len(rows), left_out=(), columns=columns, rows=rows, is_sample=reader.is_sample,
    )  # fmt: skip

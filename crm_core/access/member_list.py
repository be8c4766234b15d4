"""The list of customers behind a cell, as everyone may see it."""

import re

import pandas as pd

from crm_core.access.masking import MASK, masked
from crm_core.metrics.answer import AnswerColumn

# What a list shows, in this order, as far as the metric's members have it.
_SHOWN = {
    "customer_id": "text",
    "customer_name": "name",
    "revenue": "money",
    "revenue_before": "money",
    "change": "money",
    "profit": "money",
    "order_count": "count",
    "purchase_days": "count",
    "recent_revenue": "money",
    "p_alive": "share",
    "expected_orders": "number",
    "actual_orders": "count",
    "expected_revenue": "money",
    "clv": "money",
    "first_order_on": "date",
    "last_order_on": "date",
    "recency_days": "days",
    "r_score": "score",
    "f_score": "score",
    "m_score": "score",
}
_PHONE = re.compile(r"1\d{10}")


def masked_id(customer_id: object) -> object:
    """A customer's number; one that is a mobile number or an e-mail address is masked."""
    if not isinstance(customer_id, str):
        return customer_id
    if "@" in customer_id:
        return customer_id[0] + MASK * 3 + customer_id[customer_id.rindex("@") :]
    if _PHONE.fullmatch(customer_id):
        return customer_id[:3] + MASK * 4 + customer_id[-4:]
    return customer_id


def member_list(members: pd.DataFrame, currency: str | None) -> tuple[tuple[AnswerColumn, ...], pd.DataFrame]:
    """The columns and rows to show, the largest change, future value or else revenue first, and people masked.

    Shape: one row per member, as many as given.
    Units: money in the data's currency.
    """
    columns = tuple(
        AnswerColumn(name, kind, currency if kind == "money" else None)
        for name, kind in _SHOWN.items()
        if name in members.columns
    )
    size = members["change"].abs() if "change" in members else members.get("clv", members.get("revenue"))
    if size is not None:
        members = members.assign(size=-size)
    by = [name for name in ("size", "customer_id") if name in members.columns]
    ordered = members.sort_values(by) if by else members
    rows = masked(ordered)[[column.name for column in columns]].reset_index(drop=True)
    if "customer_id" in rows:
        rows["customer_id"] = rows["customer_id"].map(masked_id)
    return columns, rows

"""The list of customers behind a cell, as everyone may see it."""

import re

import pandas as pd

from crm_core.access.masking import MASK, masked, masked_name
from crm_core.metrics.answer import AnswerColumn

# What a list shows, in this order, as far as the metric's members have it.
_SHOWN = {
    "customer_id": "text",
    "customer_name": "name",
    "call_reason": "code",
    "call_step": "code",
    "is_key_customer": "boolean",
    "since_on": "date",
    "case_id": "text",
    "first_cause": "text",
    "department": "text",
    "opened_on": "date",
    "overdue_days": "days",
    "verdict": "code",
    "people_told": "count",
    "case_count": "count",
    "unresolved_count": "count",
    "judged_cases": "count",
    "full_cases": "count",
    "compensation_cost": "money",
    "last_complaint_on": "date",
    "is_retained": "boolean",
    "score_after": "score",
    "stage_before": "code",
    "stage": "code",
    "reason": "code",
    "lost_reason": "code",
    "next_step": "code",
    "stage_step": "code",
    "offer": "money",
    "plan_step": "text",
    "early_on": "date",
    "due_on": "date",
    "late_on": "date",
    "relation_stage": "code",
    "target_stage": "code",
    "move": "code",
    "share_band": "code",
    "our_share": "share",
    "our_units": "number",
    "total_units": "number",
    "units": "number",
    "headroom_units": "number",
    "headroom_amount": "money",
    "fit": "number",
    "contact_person_count": "count",
    "payment_count": "count",
    "amount_due": "money",
    "late_days": "days",
    "cost_before": "money",
    "cost_after": "money",
    "saving_share": "share",
    "saved_amount": "money",
    "is_frequent": "boolean",
    "is_large": "boolean",
    "is_profitable": "boolean",
    "margin_rate": "share",
    "credit_days": "days",
    "expected_loss": "money",
    "revenue_of_year": "money",
    "lost_probability": "share",
    "p_alive": "share",
    "open_complaints": "count",
    "smooth_share": "share",
    "is_criteria_known": "boolean",
    "is_need_known": "boolean",
    "is_saving": "boolean",
    "needed_file": "code",
    "revenue": "money",
    "revenue_won_back": "money",
    "revenue_before": "money",
    "change": "money",
    "loss_amount": "money",
    "gross_profit": "money",
    "profit": "money",
    "commercial_value": "money",
    "own_cost": "money",
    "contacts": "count",
    "spend": "money",
    "order_count": "count",
    "order_lines": "number",
    "need": "score",
    "purchase_days": "count",
    "recent_revenue": "money",
    "expected_orders": "number",
    "actual_orders": "count",
    "expected_revenue": "money",
    "clv": "money",
    "usual_amount": "money",
    "listed_items": "count",
    "due_items": "count",
    "hits": "count",
    "weekly_spend": "money",
    "budget": "money",
    "discount": "money",
    "supplier_part": "money",
    "our_part": "money",
    "next_share": "share",
    "lost_on": "date",
    "complained_on": "date",
    "first_order_on": "date",
    "last_order_on": "date",
    "back_on": "date",
    "recency_days": "days",
    "last_surveyed_on": "date",
    "customer_score": "score",
    "earlier_orders": "count",
    "enrolled_on": "date",
    "loyalty_points": "score",
    "response_count": "count",
    "answer_count": "count",
    "visit_state": "code",
    "visited_on": "date",
    "due_days": "days",
    "last_contact_on": "date",
    "contact_count": "count",
    "promised_count": "count",
    "broken_count": "count",
    "silence_days": "days",
    "usual_days": "days",
    "overdue_ratio": "number",
    "days_left": "days",
    "life_days": "days",
    "r_score": "score",
    "f_score": "score",
    "m_score": "score",
}
KEY_SIGN = "~"  # before the key of a version, in a link
# What a list is ordered by, where nothing changed, largest first: the first of these that its members have.
_WORTH = (
    "offer", "expected_loss", "loss_amount", "clv", "headroom_units", "amount_due", "saved_amount", "usual_amount",
    "weekly_spend", "revenue", "units", "revenue_of_year",
)  # fmt: skip
_PHONE = re.compile(r"1\d{10}")
_NAME = re.compile(r"[^\d*]*[^\x00-\x7f\d*][^\d*]*|[^\d*]+ [^\d*]+")  # no digit, and Chinese signs or two words


def masked_id(customer_id: object) -> object:
    """A customer's number; one that is a mobile number, an e-mail address or a name is masked."""
    if not isinstance(customer_id, str):
        return customer_id
    if "@" in customer_id:
        return customer_id[0] + MASK * 3 + customer_id[customer_id.rindex("@") :]
    if _PHONE.fullmatch(customer_id):
        return customer_id[:3] + MASK * 4 + customer_id[-4:]
    return masked_name(customer_id) if _NAME.fullmatch(customer_id) else customer_id


def reference(customer_id: str, key: int) -> str:
    """What names a customer in a link: its number, or its key in this version where the number is itself personal."""
    return customer_id if masked_id(customer_id) == customer_id else f"{KEY_SIGN}{key}"


def member_list(members: pd.DataFrame, currency: str | None) -> tuple[tuple[AnswerColumn, ...], pd.DataFrame]:
    """The columns and rows to show; names and numbers of people masked.

    What is known of no member makes no column. The largest change comes first, else the largest offer, expected loss,
    future value, room to grow or revenue.

    Shape: one row per member, as many as given; the index names each in a link, where it has a number and a key.
    Units: money in the data's currency.
    """
    columns = tuple(
        AnswerColumn(name, kind, currency if kind == "money" else None)
        for name, kind in _SHOWN.items()
        if name in members.columns and (members.empty or members[name].notna().any())
    )
    worth = next((members[name] for name in _WORTH if name in members), None)
    size = members["change"].abs() if "change" in members else worth
    if size is not None:
        members = members.assign(size=-size)
    by = [name for name in ("size", "customer_id") if name in members.columns]
    ordered = members.sort_values(by) if by else members
    rows = masked(ordered)[[column.name for column in columns]].set_axis(_references(ordered))
    if "customer_id" in rows:
        rows["customer_id"] = rows["customer_id"].map(masked_id)
    return columns, rows


def _references(members: pd.DataFrame) -> list[str | None]:
    if not {"customer_id", "customer_key"} <= set(members.columns):
        return [None] * len(members)
    pairs = zip(members["customer_id"], members["customer_key"], strict=True)
    return [reference(number, int(key)) if isinstance(number, str) else None for number, key in pairs]

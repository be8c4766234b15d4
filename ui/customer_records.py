"""What is on record about a customer on its page: needs that are not met, and complaints, open ones first."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from crm_core.customer import Customer
from crm_core.customer.cases import cases_of
from crm_core.customer.needs import open_needs_of
from crm_core.metrics.answer import AnswerColumn
from crm_core.text import t
from ui.look import card_title
from ui.table import list_texts, table
from ui.view import View
from ui.words import line

_NEEDS = (
    AnswerColumn("need_text", "text"),
    AnswerColumn("need_kind", "code"),
    AnswerColumn("noted_on", "date"),
    AnswerColumn("due_on", "date"),
    AnswerColumn("need_state", "code"),
)
_CASES = (
    AnswerColumn("case_id", "text"),
    AnswerColumn("opened_on", "date"),
    AnswerColumn("cause", "text"),
    AnswerColumn("outcome", "code"),
    AnswerColumn("open_days", "days"),
)
_MOST = 10


def customer_needs(page: View, customer: Customer) -> None:
    """A card with the needs that are not met, overdue ones first; nothing where all are, or none is on record."""
    found = open_needs_of(page.reader, page.selection, customer)
    overdue = int((found["need_state"] == "overdue").sum())
    says = "untold" if (found["need_state"] == "untold").all() else "count"
    told = t(f"customer.needs.{says}", page.lang, count=len(found), overdue=overdue)
    _card(page, "needs", _NEEDS, found, told, bool(overdue))


def customer_cases(page: View, customer: Customer) -> None:
    """A card with the latest complaints; nothing where the customer never complained."""
    found = cases_of(page.reader, page.selection, customer)
    waiting = int(found["is_open"].sum())
    told = t("customer.cases.count", page.lang, count=len(found), waiting=waiting)
    _card(page, "cases", _CASES, found, told, bool(waiting))


def _card(
    page: View, name: str, columns: Sequence[AnswerColumn], found: pd.DataFrame, told: str, is_urgent: bool
) -> None:
    if found.empty:
        return
    with st.container(key=f"card_customer_{name}"):
        title = t(f"customer.{name}.title", page.lang)
        card_title(title)
        line(told, "zk-warning" if is_urgent else "zk-notice")
        heads = [(page.word_of(None, column.name, column.name), column.kind) for column in columns]
        shown = found[[column.name for column in columns]].head(_MOST)
        coded = {
            column.name: [page.word_of(None, column.name, code) for code in shown[column.name]]
            for column in columns
            if column.kind == "code"
        }
        table(heads, list_texts(columns, shown.assign(**coded).itertuples(index=False), page.lang), title)

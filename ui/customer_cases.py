"""The complaints of a customer on its page, open ones first."""

import streamlit as st

from crm_core.customer import Customer
from crm_core.customer.cases import cases_of
from crm_core.metrics.answer import AnswerColumn
from crm_core.text import t
from ui.look import card_title
from ui.table import list_texts, table
from ui.view import View
from ui.words import line

_COLUMNS = (
    AnswerColumn("case_id", "text"),
    AnswerColumn("opened_on", "date"),
    AnswerColumn("cause", "text"),
    AnswerColumn("outcome", "code"),
    AnswerColumn("open_days", "days"),
)
_MOST = 10


def customer_cases(page: View, customer: Customer) -> None:
    """A card with the latest complaints; nothing where the customer never complained."""
    found = cases_of(page.reader, page.selection, customer)
    if found.empty:
        return
    waiting = int(found["is_open"].sum())
    with st.container(key="card_customer_cases"):
        title = t("customer.cases.title", page.lang)
        card_title(title)
        says = t("customer.cases.count", page.lang, count=len(found), waiting=waiting)
        line(says, "zk-warning" if waiting else "zk-notice")
        heads = [(page.word_of(None, column.name, column.name), column.kind) for column in _COLUMNS]
        shown = found.head(_MOST)
        words = shown.assign(outcome=[page.word_of(None, "outcome", code) for code in shown["outcome"]])
        names = [column.name for column in _COLUMNS]
        table(heads, list_texts(_COLUMNS, words[names].itertuples(index=False), page.lang), title)

"""The account brief on a customer's page: what a manager takes along to the visit."""

from html import escape

import streamlit as st

from crm_core.customer.account import Listed, brief_of
from crm_core.metrics.answer import AnswerColumn
from crm_core.text import Lang, t
from crm_core.text.numbers import number
from crm_core.text.words import word
from ui.card import card
from ui.look import card_title
from ui.table import table
from ui.view import View

# The cards about one account, by the fact without which they would be empty.
_CARDS = {"total_units": "accounts.suppliers", "late_share": "accounts.payments"}


def account(page: View) -> None:
    """The brief of the customer that the page is about; nothing where no file says anything about the account."""
    brief = brief_of(page.reader, page.selection)
    if brief.is_empty:
        return
    with st.container(key="card_account"):
        card_title(t("customer.account.title", page.lang))
        facts = [
            (word("column", column.name, page.lang), _text(column, value, page.lang)) for column, value in brief.facts
        ]
        rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
        st.html(f'<dl class="zk-facts">{rows}</dl>')
        for name, listed in (("plans", brief.plans), ("contacts", brief.contacts)):
            _listed(page, name, listed)
    known = {column.name for column, _ in brief.facts}
    cards = [metric_id for column, metric_id in _CARDS.items() if column in known]
    for place, metric_id in zip(st.columns(len(cards)) if cards else (), cards, strict=True):
        with place:
            card(page, metric_id)


def _listed(page: View, name: str, listed: Listed) -> None:
    columns, rows = listed
    if rows.empty:
        return
    heads = [(word("column", column.name, page.lang), column.kind) for column in columns]
    texts = [
        [_text(column, value, page.lang) for column, value in zip(columns, row, strict=True)]
        for row in rows.itertuples(index=False)
    ]
    table(heads, texts, t(f"customer.account.{name}", page.lang))


def _text(column: AnswerColumn, value: object, lang: Lang) -> str:
    if column.kind == "code":
        return word(column.name, value, lang)
    return number(value, column.kind, lang, currency=column.unit)

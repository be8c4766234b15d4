"""The page of one customer: found by link or search, where it stands, when and how it buys."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from crm_core.customer import Customer, find, search, worth_most
from crm_core.customer.brief import brief_of
from crm_core.customer.standing import MEASURES, Rhythm, Standing, course_of, only, orders_of, rhythm, standing
from crm_core.figures import figure, sentence
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.metrics.words import column_label
from crm_core.refusal import Refused
from crm_core.text import t
from crm_core.text.numbers import number
from crm_core.text.words import word
from ui.account import account
from ui.card import BARE, card
from ui.customer_brief import brief_card
from ui.customer_link import customer_address, go_back, way_back
from ui.customer_records import customer_cases, customer_needs
from ui.link import put, query
from ui.look import card_title, insight
from ui.notice import refused
from ui.table import answer_texts, list_texts, table
from ui.view import View
from ui.words import line

_FOUND = (
    AnswerColumn("customer_id", "text"),
    AnswerColumn("customer_name", "name"),
    AnswerColumn("phone_end", "text"),
    AnswerColumn("last_order_on", "date"),
)
_CHARTS = {
    "course": ("versus", "period_on", "revenue", "peer_revenue", "is_unfinished"),
    "orders": ("timeline", "order_on", "amount", "gap_days", "is_long_gap"),
}
_HABITS = (
    ("profile.weekday_hour", "overview.revenue_by_dimension"),
    ("profile.order_interval", "profile.basket"),
)


def customer_page(page: View) -> None:
    """The customer of the link, or the way to find one."""
    asked = (query().get("customer") or [""])[0]
    customer = find(page.reader, asked) if asked else None
    with st.container(key="customer_head", horizontal=True, vertical_alignment="bottom"):
        _back(page)
        wanted = _asked(page)
    if wanted and not asked:
        _search(page, wanted)
    if customer is None:
        if asked:
            line(t("customer.unknown", page.lang), "zk-warning")
        elif not wanted:
            line(t("customer.none", page.lang), "zk-notice")
            _worth_most(page)
        return
    if customer.reference != asked:
        put(customer=customer.reference)  # a merged id leads to the kept one, and a personal one leaves the address
    _customer(replace(page, selection=only(page.selection, customer), mark=None, is_of_one=True), customer)


def _back(page: View) -> None:
    place = way_back()
    if place is None:
        return
    label = t("customer.back", page.lang, page=t(f"ui.page.{place[0]}.title", page.lang))
    if st.button(label, key="customer_back", icon=":material/arrow_back:"):
        go_back(place)


def _asked(page: View) -> str:
    """The search box; what is typed stays out of the link, since it may be a name or a phone."""
    return st.text_input(
        t("customer.search", page.lang), key="customer_asked", placeholder=t("customer.search_hint", page.lang),
        width=340, on_change=put, kwargs={"customer": None},
    )  # fmt: skip


def _search(page: View, asked: str) -> None:
    """The customers that fit, each leading to its page; a single one is opened at once."""
    found = search(page.reader, asked)
    if len(found) == 1:
        put(customer=found[0].reference)
        st.rerun()
    if not found:
        line(t("customer.not_found", page.lang), "zk-notice")
        return
    rows = [(one.shown_id, one.shown_name, one.phone_end, one.last_order_on) for one in found]
    _listed(page, t("customer.found", page.lang, count=len(found)), found, _FOUND, rows)


def _worth_most(page: View) -> None:
    """Who to begin with, where nobody is asked for."""
    found = worth_most(page.reader)
    if found:
        columns = (*_FOUND[:2], AnswerColumn("revenue", "money", page.reader.currency), _FOUND[3])
        rows = [(one.shown_id, one.shown_name, revenue, one.last_order_on) for one, revenue in found]
        _listed(page, t("customer.worth_most", page.lang, count=len(found)), [one for one, _ in found], columns, rows)


def _listed(
    page: View, told: str, found: list[Customer], columns: Sequence[AnswerColumn], rows: list[tuple[Any, ...]]
) -> None:
    heads = [(page.word_of(None, column.name, column.name), column.kind) for column in columns]
    links = [customer_address(page, one.reference) for one in found]
    with st.container(key="card_found"):
        line(told)
        table(heads, list_texts(columns, rows, page.lang), t("customer.search", page.lang), links)


def _customer(page: View, customer: Customer) -> None:
    try:
        stands = standing(page.reader, page.selection, customer)
        brief = brief_of(page.reader, page.selection, customer)
        orders = orders_of(page.reader, page.selection, customer)
        course = course_of(page.reader, page.selection, customer, stands.tier)
    except Refused as refusal:
        refused(page, refusal)
        return
    _who(page, customer, stands)
    beat = rhythm(orders.rows, page.scope.as_of)
    brief_card(page, brief, stands, beat, _rhythm_in_words(page, beat))
    customer_needs(page, customer)
    customer_cases(page, customer)
    days = t("ui.bar.days", page.lang, start=page.scope.days[0], end=page.scope.days[1])
    rule = t(f"ui.rule.{page.selection.rule}", page.lang)
    line(t("customer.days", page.lang, days=days, rule=rule, as_of=page.scope.as_of, version=page.reader.version))
    if stands.tier is None:
        line(t("customer.nothing", page.lang), "zk-warning")
        label = t("customer.all_days", page.lang)
        st.button(label, key="customer_all_days", on_click=page.choice.change, kwargs={"period": "all", "custom": None})
        _course(page, "orders", orders)
        account(page)
        return
    _numbers(page, stands)
    for name, found, place in zip(_CHARTS, (course, orders), st.columns(2), strict=True):
        with place:
            _course(page, name, found)
    account(page)
    for row in _HABITS:
        for place, metric_id in zip(st.columns(len(row)), row, strict=True):
            with place:
                card(page, metric_id)


def _who(page: View, customer: Customer, stands: Standing) -> None:
    with st.container(key="card_customer_who"):
        name = customer.shown_name or t("customer.unnamed", page.lang)
        card_title(t("customer.title", page.lang, name=name, number=customer.shown_id))
        facts = [(page.word_of(None, "tier", "tier"), word("tier", stands.tier, page.lang))] if stands.tier else []
        if customer.phone_end:
            facts.append((page.word_of(None, "phone_end", "phone_end"), f"**** {customer.phone_end}"))
        for column, value in customer.attributes:
            label = column_label(page.reader, "customers", column, page.lang)
            facts.append((label, word(column, value, page.lang)))
        rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(str(value))}</dd></div>" for name, value in facts)
        st.html(f'<dl class="zk-facts">{rows}</dl>')


def _course(page: View, name: str, found: Answer) -> None:
    with st.container(key=f"card_customer_{name}", height="stretch"):
        card_title(t(f"customer.{name}", page.lang))
        beat = rhythm(found.rows, page.scope.as_of) if name == "orders" else None
        _chart(page, name, found, _rhythm_in_words(page, beat) if beat else "")


def _numbers(page: View, stands: Standing) -> None:
    """The customer's measures, each above that of the customer in the middle of its tier."""
    with st.container(key="numbers"):
        for name, kind in MEASURES.items():
            with st.container(key=f"kpi_customer_{name}"):
                st.html(_tile(page, name, kind, stands))


def _tile(page: View, name: str, kind: str, stands: Standing) -> str:
    show = partial(number, kind=kind, lang=page.lang, currency=page.reader.currency)
    tier = word("tier", stands.tier, page.lang)
    under = [t("customer.middle", page.lang, tier=tier, value=show(stands.middle[name]))]
    if name == "revenue" and stands.place is not None:
        share = number(stands.revenue_share, "share", page.lang)
        customers = f"{stands.customers:,}"
        under.append(t("customer.place", page.lang, place=f"{stands.place:,}", customers=customers, share=share))
    lines = "".join(f'<div class="zk-kpi-change">{escape(text)}</div>' for text in under)
    return (
        f'<div class="zk-kpi"><div class="zk-kpi-label">{escape(page.word_of(None, name, name))}</div>'
        f'<div class="zk-number">{escape(show(stands.own[name]))}</div>{lines}</div>'
    )


def _chart(page: View, name: str, found: Answer, says: str) -> None:
    chart = _CHARTS[name]
    words = partial(page.word_of, found)
    told = t("figures.sentence.join", page.lang).join(
        filter(None, (sentence(replace(found, n=None), chart, page.lang, words), says))
    )
    insight(told)
    drawn = figure(found, chart, page.lang, page.theme, words)
    st.plotly_chart(drawn, key=f"customer_{name}", theme=None, config=BARE, alt=told)
    with st.expander(t("customer.table", page.lang), key=f"customer_table_{name}", on_change="rerun") as box:
        if box.open:
            heads = [(words(column.name, column.name), column.kind) for column in found.columns]
            table(heads, answer_texts(found, page.lang, words), t(f"customer.{name}", page.lang))


def _rhythm_in_words(page: View, beat: Rhythm) -> str:
    if beat.since is None:
        return ""
    since = number(beat.since, "days", page.lang)
    if beat.usual is None or beat.long is None:
        return t("customer.rhythm.few", page.lang, since=since)
    usual, long = (number(round(days), "days", page.lang) for days in (beat.usual, beat.long))
    key = "overdue" if beat.is_overdue else "usual"
    return t(f"customer.rhythm.{key}", page.lang, usual=usual, long=long, since=since)

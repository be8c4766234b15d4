"""The card for the person at the desk: the next step, then what to know of the customer in five lines."""

from functools import partial
from html import escape

import streamlit as st

from crm_core.customer.brief import Brief
from crm_core.customer.standing import Rhythm, Standing
from crm_core.text import t
from crm_core.text.numbers import number
from crm_core.text.words import word
from ui.look import card_title, insight
from ui.view import View

LINES = ("value", "relation", "habits", "wishes", "feeling")


def brief_card(page: View, brief: Brief, stands: Standing, beat: Rhythm, told: str) -> None:
    """Draw the card; told = the rhythm in words."""
    said = {
        "value": _value(page, stands),
        "relation": _joined(page, [word("stage", brief.stage, page.lang) if brief.stage else "", told]),
        "habits": _habits(page, brief, stands),
        "wishes": _wishes(page, brief),
        "feeling": _feeling(page, brief),
    }
    step = brief.next_step(page.scope.as_of, stands.tier, beat.is_overdue)
    with st.container(key="card_customer_brief"):
        card_title(t("customer.brief.title", page.lang))
        insight(t("customer.brief.next", page.lang, step=t(f"customer.step.{step}", page.lang)))
        rows = "".join(
            f"<div><dt>{escape(t(f'customer.brief.{name}', page.lang))}</dt><dd>{escape(said[name])}</dd></div>"
            for name in LINES
        )
        st.html(f'<dl class="zk-facts zk-lines">{rows}</dl>')


def _joined(page: View, parts: list[str]) -> str:
    return t("ui.bar.join", page.lang).join(filter(None, parts)) or t("customer.brief.unknown", page.lang)


def _value(page: View, stands: Standing) -> str:
    if stands.tier is None or stands.place is None:
        return t("customer.brief.bought_nothing", page.lang)
    show = partial(number, kind="money", lang=page.lang, currency=page.reader.currency)
    return t(
        "customer.brief.worth", page.lang, tier=word("tier", stands.tier, page.lang), place=f"{stands.place:,}",
        customers=f"{stands.customers:,}", revenue=show(stands.own["revenue"]), middle=show(stands.middle["revenue"]),
    )  # fmt: skip


def _habits(page: View, brief: Brief, stands: Standing) -> str:
    parts = []
    if brief.favourite:
        category = word("category", brief.favourite[0], page.lang)
        share = number(brief.favourite[1], "share", page.lang)
        parts.append(t("customer.brief.favourite", page.lang, category=category, share=share))
    if brief.weekday:
        day = word("weekday", str(brief.weekday[0] + 1), page.lang)
        share = number(brief.weekday[1], "share", page.lang)
        parts.append(t("customer.brief.weekday", page.lang, day=day, share=share))
    if stands.own["order_value"] is not None and stands.tier is not None:
        show = partial(number, kind="money", lang=page.lang, currency=page.reader.currency)
        own, middle = show(stands.own["order_value"]), show(stands.middle["order_value"])
        parts.append(t("customer.brief.order_value", page.lang, value=own, middle=middle))
    return _joined(page, parts)


def _wishes(page: View, brief: Brief) -> str:
    if not brief.wishes:
        key = "no_wishes" if page.reader.facts["preference_count"] else "no_wishes_file"
        return t(f"customer.brief.{key}", page.lang)
    said = []
    for wish in brief.wishes:
        text = t("ui.bar.chip", page.lang, name=wish.kind, values=wish.content) if wish.kind else wish.content
        said.append(t("customer.brief.special", page.lang, wish=text) if wish.is_special else text)
    return _joined(page, said)


def _feeling(page: View, brief: Brief) -> str:
    if brief.score is None or brief.scored_on is None:
        key = "not_asked" if page.reader.facts["survey_count"] else "no_survey"
        return t(f"customer.brief.{key}", page.lang)
    score = number(brief.score, "score", page.lang)
    return t("customer.brief.score", page.lang, score=score, on=brief.scored_on)

"""What the data hold, what that answers, and what to bring next."""

import streamlit as st

from crm_core.lake.reader import Reader
from crm_core.metrics.unlocks import unlocked_by, works_with
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui.look import card_title
from ui.table import table

_COUNTED_BY = {
    "transactions": "line_count",
    "customers": "registered_count",
    "products": "product_count",
    "customer_costs": "cost_count",
    "survey_responses": "survey_count",
    "survey_weights": "weight_count",
    "preferences": "preference_count",
    "price_list": "price_count",
    "programme_members": "programme_member_count",
    "kano_answers": "kano_count",
    "cases": "case_count",
    "improvements": "improvement_count",
    "solutions": "solution_count",
    "account_demand": "account_demand_count",
    "account_criteria": "account_criteria_count",
    "account_plans": "account_plans_count",
    "joint_value": "joint_value_count",
    "market_volume": "market_volume_count",
    "contacts": "contacts_count",
    "payments": "payments_count",
    "requirements": "requirement_count",
    "interactions": "contact_count",
    "employees": "employee_count",
    "service_audits": "audit_count",
    "trainings": "training_count",
}
_CARDS_NAMED = 4  # of those that rest on a table; nearly all rest on the orders


def holdings(reader: Reader | None, lang: Lang) -> None:
    """One row per canonical table: how many rows there are, and what they make possible."""
    with st.container(key="card_holdings"):
        card_title(t("data.holdings.title", lang))
        rows = []
        for name, fact in _COUNTED_BY.items():
            count = int(reader.facts[fact]) if reader else 0
            known = tables()[name]
            state = "unlocks" if count else "bring"
            says = t(f"data.holdings.{state}.{name}", lang)
            cards = works_with(name, reader.facts) if reader and count else unlocked_by(name)
            rows.append([known.zh if lang == "zh" else known.en, f"{count:,}", says, _cards(cards, bool(count), lang)])
        heads = [
            (t(f"data.columns.{n}", lang), kind) for n, kind in (("table", "code"), ("rows", "count"), ("says", "text"))
        ]
        table([*heads, (t("trust.unlocks.title", lang), "text")], rows, t("data.holdings.title", lang))


def _cards(cards: tuple[str, ...], is_there: bool, lang: Lang) -> str:
    """The cards that rest on a table: they work with it, or would."""
    if not cards:
        return ""
    titles = dict.fromkeys(t(f"metrics.{metric_id}.title", lang) for metric_id in cards)
    listed = t("ui.bar.list", lang).join(list(titles)[:_CARDS_NAMED])
    if len(titles) > _CARDS_NAMED:
        listed = t("ui.bar.more", lang, values=listed, count=len(titles))
    return t(f"trust.unlocks.{'works' if is_there else 'waits'}", lang, cards=listed)

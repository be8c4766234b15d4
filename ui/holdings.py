"""What the data hold, what that answers, and what to bring next."""

import streamlit as st

from crm_core.lake.reader import Reader
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui.look import card_title
from ui.table import table

_COUNTED_BY = {
    "transactions": "line_count",
    "customers": "registered_count",
    "products": "product_count",
    "customer_costs": "cost_count",
}


def holdings(reader: Reader | None, lang: Lang) -> None:
    """One row per canonical table: how many rows there are, and what they make possible."""
    with st.container(key="card_holdings"):
        card_title(t("data.holdings.title", lang))
        rows = []
        for name, fact in _COUNTED_BY.items():
            count = int(reader.facts[fact]) if reader else 0
            known = tables()[name]
            state = "unlocks" if count else "bring"
            rows.append(
                [known.zh if lang == "zh" else known.en, f"{count:,}", t(f"data.holdings.{state}.{name}", lang)]
            )
        heads = [("table", "code"), ("rows", "count"), ("says", "text")]
        table([(t(f"data.columns.{n}", lang), kind) for n, kind in heads], rows, t("data.holdings.title", lang))

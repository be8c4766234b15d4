"""What is known of one import: who, when and how, what it changed, and which header was taken as which column."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.ingest.contract import SKIP
from crm_core.lake.reader import Reader
from crm_core.schema import tables
from crm_core.text import Lang, t
from crm_core.text.numbers import Unit, delta, number
from ui.table import table
from ui.words import as_label, line

_TOTALS = (("revenue", "money"), ("order_count", "count"), ("customer_count", "count"))
_OURS = {"page": "page", "command line": "command_line"}  # who imports where nobody signs in


def import_details(reader: Reader, batches: pd.DataFrame, version: int, lang: Lang) -> None:
    """The account of one import under the list; batches = its own batches."""
    first = batches.iloc[0]
    by = str(first["imported_by"])
    who = t(f"data.history.by_{_OURS[by]}", lang) if by in _OURS else by or t("data.history.by_nobody", lang)
    how = first["how"]
    line(
        t("data.history.who", lang, who=who, when=f"{first['imported_at']:%Y-%m-%d %H:%M} UTC",
          how=t(f"data.import.how_{how}", lang) if isinstance(how, str) else t("data.history.how_unknown", lang)),
        "zk-members-title",
    )  # fmt: skip
    _changes(reader, version, lang)
    with st.expander(t("data.mapping.title", lang)):
        for _, batch in batches.iterrows():
            _mapping(batch, lang)


def _changes(reader: Reader, version: int, lang: Lang) -> None:
    """Revenue, orders and customers before and after."""
    changes = reader.changes()
    found = changes[changes["version"] == version].to_dict("records")
    if not found:
        line(t("data.history.totals_unknown", lang))
        return
    row = found[0]
    currency = reader.currency
    texts = [
        [
            t(f"data.history.{name}", lang),
            number(row[f"{name}_before"], kind, lang, Unit(), currency),
            number(row[name], kind, lang, Unit(), currency),
            _share(row, name, lang),
        ]
        for name, kind in _TOTALS
    ]
    names = ("what", "before", "after", "change")
    heads = [(t(f"data.history.{name}", lang), "code" if name == "what" else "count") for name in names]
    table(heads, texts, t("data.history.changed", lang))


def _share(row: dict[str, Any], name: str, lang: Lang) -> str:
    return delta(row[name], row[f"{name}_before"], "count", lang).text


def _mapping(batch: pd.Series, lang: Lang) -> None:
    told = json.loads(batch["mapping"] or "{}")
    st.markdown(as_label(str(batch["file"])))
    headers = told.get("headers")
    if headers is None:  # an earlier release noted the columns alone
        line(t("data.history.mapping_unknown", lang))
        return
    known = tables()[told["table"]].columns
    rows = []
    for header, name in zip(headers, told["columns"], strict=True):
        column = known.get(name)
        if column is None:
            shown = t("data.mapping.skip" if name == SKIP else "data.mapping.extra", lang)
        else:
            shown = column.zh if lang == "zh" else column.en
        rows.append([header, shown])
    heads = [(t("data.history.header", lang), "text"), (t("data.history.column", lang), "text")]
    table(heads, rows, t("data.mapping.title", lang))

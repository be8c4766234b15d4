"""What is known of one import: who, when and how, what it changed, and what became of every column of its files."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.lake.reader import Reader
from crm_core.text import Lang, t
from crm_core.text.numbers import Unit, delta, number
from ui.mapping import taken_as
from ui.moments import local
from ui.table import table
from ui.words import line

_TOTALS = (("revenue", "money"), ("order_count", "count"), ("customer_count", "count"))
_CELLS = ("parsed", "missing", "rejected")
_OURS = {"page": "page", "command line": "command_line"}  # who imports where nobody signs in


def import_details(reader: Reader, batches: pd.DataFrame, version: int, lang: Lang) -> None:
    """The account of one import under the list; batches = its own batches."""
    first = batches.iloc[0]
    by = str(first["imported_by"])
    who = t(f"data.history.by_{_OURS[by]}", lang) if by in _OURS else by or t("data.history.by_nobody", lang)
    how = first["how"]
    line(
        t("data.history.who", lang, who=who, when=local(first["imported_at"]),
          how=t(f"data.import.how_{how}", lang) if isinstance(how, str) else t("data.history.how_unknown", lang)),
        "zk-members-title",
    )  # fmt: skip
    _changes(reader, version, lang)
    with st.expander(t("data.history.columns", lang)):
        _columns(batches, lang)


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


def _columns(batches: pd.DataFrame, lang: Lang) -> None:
    """Every header with what it was taken for and what became of its cells; files of one layout added up."""
    layouts: dict[tuple[str, str], list[pd.Series]] = {}
    for _, batch in batches.iterrows():
        removed = "" if pd.isna(batch["removed_in"]) else str(int(batch["removed_in"]))
        layouts.setdefault((str(batch["mapping"] or ""), removed), []).append(batch)
    for (layout, removed), files in layouts.items():
        told, name = json.loads(layout or "{}"), str(files[0]["file"])
        if len(files) > 1:
            name = t("data.import.names", lang, first=name, count=len(files))
        state = t("data.history.removed", lang, version=removed) if removed else t("data.history.stands", lang)
        line(t("data.history.file", lang, file=name, state=state), "zk-members-title")
        if told.get("headers") is None:  # an earlier release noted the columns alone
            line(t("data.history.mapping_unknown", lang))
            continue
        counts = _counts(files)
        if counts is None:
            line(t("data.history.counts_unknown", lang))
        heads = [(t("data.history.header", lang), "text"), (t("data.history.column", lang), "text")]
        heads += [(t(f"data.report.{name}", lang), "count") for name in _CELLS]
        rows = [
            [header, taken_as(told["table"], name, lang), *_texts(counts, header)]
            for header, name in zip(told["headers"], told["columns"], strict=True)
        ]
        table(heads, rows, t("data.history.columns", lang))


def _counts(files: list[pd.Series]) -> dict[str, list[int]] | None:
    """Cells read, missing and rejected by header, over all files; None where a file's were never counted."""
    sums: dict[str, list[int]] = {}
    for file in files:
        if not isinstance(file["column_counts"], str):
            return None
        for column in json.loads(file["column_counts"]):
            before = sums.get(column["header"], [0] * len(_CELLS))
            sums[column["header"]] = [sum(pair) for pair in zip(before, (column[n] for n in _CELLS), strict=True)]
    return sums


def _texts(counts: dict[str, list[int]] | None, header: str) -> list[str]:
    """The counts of a header; a column that was not loaded has none."""
    found = (counts or {}).get(header)
    return [f"{count:,}" for count in found] if found else ["–"] * len(_CELLS)

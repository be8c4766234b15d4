"""The account of every column of an import: what was read, what was missing, what could not be read."""

from collections.abc import Sequence

import streamlit as st

from crm_core.ingest.contract import ColumnReport
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui.table import table

_COUNTS = ("parsed", "missing", "rejected")
_EXAMPLES = 3


def report(files: Sequence[tuple[str, tuple[ColumnReport, ...]]], lang: Lang) -> None:
    """One row per table and header, files of one import added up; files = (table, columns) of each."""
    if not any(columns for _, columns in files):
        return
    heads = [("table", "code"), ("header", "text"), ("column", "code"), *((n, "count") for n in _COUNTS)]
    shown = [(t(f"data.report.{name}", lang), kind) for name, kind in [*heads, ("examples", "text")]]
    with st.expander(t("data.report.title", lang)):
        table(shown, _rows(files, lang), t("data.report.title", lang))


def _rows(files: Sequence[tuple[str, tuple[ColumnReport, ...]]], lang: Lang) -> list[list[str]]:
    sums: dict[tuple[str, str, str], list[int]] = {}
    examples: dict[tuple[str, str, str], dict[str, None]] = {}
    for name, columns in files:
        for column in columns:
            key = (name, column.header, column.column)
            counts = (column.parsed, column.missing, column.rejected)
            sums[key] = [a + b for a, b in zip(sums.get(key, [0, 0, 0]), counts, strict=True)]
            examples.setdefault(key, {}).update(dict.fromkeys(column.examples))
    join = t("ui.bar.list", lang).join
    return [
        [_named(name, lang), header, _column(name, column, lang), *(f"{count:,}" for count in counts),
         join(list(examples[name, header, column])[:_EXAMPLES])]
        for (name, header, column), counts in sums.items()
    ]  # fmt: skip


def _named(name: str, lang: Lang) -> str:
    return tables()[name].zh if lang == "zh" else tables()[name].en


def _column(table_name: str, name: str, lang: Lang) -> str:
    known = tables()[table_name].columns.get(name)
    if known is None:
        return t("data.mapping.extra", lang)
    return known.zh if lang == "zh" else known.en

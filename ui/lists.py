"""The fortnight lists on their page: the account of the run, and the lists to take along."""

from functools import partial

import streamlit as st

from crm_core.export.csv import csv_bytes
from crm_core.lists import Lists, lists_of
from crm_core.lists.files import pdf, sheets, workbook
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import metric_of
from crm_core.selection import Pairs
from crm_core.text import t
from ui.cells import params_of
from ui.exporting import file_button, page_params, report_now
from ui.look import card_title
from ui.notice import bring
from ui.store import exported
from ui.view import View
from ui.who import reader_name
from ui.words import line

KPIS = "next.list_kpis"
FILES = ("pdf", "html", "xlsx", "csv")


def lists(page: View) -> None:
    """The figures of this run and what to do with it; a refusal takes its place."""
    with st.container(key="lists_head"):
        card_title(t("metrics.next.list_kpis.title", page.lang))
    if not page.headline(KPIS):
        return
    found = page.answer(KPIS, **params_of(page.reader, metric_of(KPIS))[0])
    row = found.rows.iloc[0]
    has_deals = bool(page.reader.facts["price_count"])
    with st.container(key="card_lists"):
        card_title(t("lists.print", page.lang))
        if not has_deals:
            line(t("lists.no_deals", page.lang), "zk-notice")
            bring(page, "price_list", "lists")
        if not row["items_on_lists"]:
            line(t("lists.nobody_deals" if has_deals else "lists.nobody", page.lang), "zk-notice")
            return
        counts = {"customers": f"{row['customers_with_list']:,.0f}", "items": f"{row['items_on_lists']:,.0f}"}
        line(t("lists.note", page.lang, **counts))
        with st.container(horizontal=True, key="lists_files"):
            for kind in FILES:
                made = partial(_made, page, kind, found, page_params(page), reader_name())
                file_button(page, kind, t(f"lists.{kind}", page.lang), made, "lists")


def _made(page: View, kind: str, found: Answer, params: Pairs, who: str) -> bytes:
    """The lists as a file of this kind; made when it is asked for."""
    rows = lists_of(page.reader, page.asked(KPIS), found.params)
    of = {"page": page.name, "what": "lists", "kind": kind, "rows": len(rows.rows), "version": page.reader.version}
    return exported(_written(page, kind, rows, params), who=who, **of)


def _written(page: View, kind: str, rows: Lists, params: Pairs) -> bytes:
    if kind == "xlsx":
        return workbook(rows, report_now(page, params))
    if kind == "csv":
        words = partial(page.word_of, None)
        return csv_bytes(rows.columns, rows.rows, page.lang, page.reader.is_sample, words)
    return (pdf if kind == "pdf" else sheets)(rows, page.lang, page.reader.is_sample)

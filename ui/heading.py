"""The top of a page: its question, the way to share it, and whether these are sample or older data."""

from dataclasses import replace

import streamlit as st

from crm_core.notebook.segments import kept_to
from crm_core.refusal import Refused
from crm_core.selection.default import default_selection
from crm_core.selection.link import selection_of
from crm_core.text import t
from crm_core.text.numbers import delta, number
from ui.exporting import exporting
from ui.link import query
from ui.sharing import sharing
from ui.store import notebook, workspace
from ui.view import View
from ui.words import line


def heading(page: View) -> None:
    """Title, share button, and the banners that the reader must not miss."""
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        st.title(t(f"ui.page.{page.name}.question", page.lang), anchor=False, width="stretch")
        exporting(page)
        sharing(page)
    if page.reader.is_sample:
        line(t("ui.sample.banner", page.lang), "zk-sample")
    if page.reader.version != page.newest:
        with st.container(key="older", horizontal=True, vertical_alignment="center"):
            line(_changed_since(page), "zk-warning")
            label = t("ui.newest", page.lang)
            st.button(label, key="newest", on_click=page.choice.change, kwargs={"version": None, "as_of": None})


def _changed_since(page: View) -> str:
    """What the way to the newest data leads to: the same choice as of their own last day, and what it says now.

    Where they cannot say it, only that there are newer ones.
    """
    newest = workspace().reader(page.newest)
    plain = t("ui.older", page.lang, version=page.reader.version, newest=page.newest)
    _, misread = selection_of(query(), default_selection(page.reader), newest.dimensions, page.choice.segments)
    if misread or page.reader.is_sample != newest.is_sample:
        return plain
    try:
        before = page.answer("overview.kpis")
        chosen = kept_to(replace(page.selection, version=None, as_of=None), newest, notebook())
        after = replace(page, choice=replace(page.choice, reader=newest), selection=chosen).answer("overview.kpis")
    except Refused:
        return plain
    column = next(column for column in before.columns if column.name == "revenue")
    was, now = (found.rows["revenue"].iloc[0] for found in (before, after))
    words = {
        "before": number(was, column.kind, page.lang, currency=column.unit),
        "after": number(now, column.kind, page.lang, currency=newest.currency),
        "as_of": before.as_of,
        "newest_as_of": after.as_of,
        "change": delta(now, was, column.kind, page.lang).text,
    }
    key = "same" if was == now else "changed"
    return t(f"notebook.older.{key}", page.lang, version=page.reader.version, newest=page.newest, **words)

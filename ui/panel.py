"""What stands behind a chart, opened on demand: table, definition, SQL. What is not open computes nothing."""

from functools import partial

import streamlit as st

from crm_core.export.csv import file_name
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import metrics
from crm_core.metrics.words import definition
from crm_core.selection.link import Complaint
from crm_core.text import t
from ui.cells import choose_in, chosen_cell, row_cells
from ui.exporting import chart_files, table_file
from ui.link import put, query
from ui.table import answer_texts, table
from ui.view import View

VIEWS = ("table", "definition", "sql")


def panel(page: View, found: Answer) -> None:
    """The view that the reader opened for this metric, if any."""
    view = opened_view(found.metric)
    if view is None:
        return
    with st.container(key=f"panel_{found.metric.replace('.', '_')}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{t(f'ui.card.{view}', page.lang)}**", width="stretch")
            label = t("ui.card.close", page.lang)
            st.button(label, key=f"close_{found.metric}", type="tertiary", on_click=open_view)
        {"table": _table, "definition": _definition, "sql": _sql}[view](page, found)


def more(page: View, metric_id: str) -> None:
    """The menu of what stands behind a metric."""
    key = f"more_{metric_id}"
    st.menu_button(
        t("ui.card.more", page.lang), VIEWS, key=key, type="tertiary", icon=":material/more_horiz:",
        format_func=lambda view: t(f"ui.card.{view}", page.lang), on_click=_view_chosen, args=(metric_id, key),
    )  # fmt: skip


def _view_chosen(metric_id: str, key: str) -> None:
    open_view(metric_id, st.session_state[key])


def opened_view(metric_id: str) -> str | None:
    """The view of this metric that the link has open."""
    named, _, view = (query().get("open") or [""])[0].partition("|")
    return view if named == metric_id and view in VIEWS else None


def view_complaints() -> list[Complaint]:
    """What the link wants open, if no metric has such a view."""
    asked = (query().get("open") or [""])[0]
    named = asked.partition("|")[0]
    return [("open", asked)] if asked and (named not in metrics() or opened_view(named) is None) else []


def open_view(metric_id: str | None = None, view: str | None = None) -> None:
    """Open a view, by the link; without one close what is open."""
    put(open=f"{metric_id}|{view}" if view else None)


def _table(page: View, found: Answer) -> None:
    words = partial(page.word_of, found)
    texts = answer_texts(found, page.lang, words)
    columns = [(words(column.name, column.name), column.kind) for column in found.columns]
    table(columns, texts, t(f"metrics.{found.metric}.title", page.lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _cell_chooser(page, found)
        chart_files(page, found.metric)
        st.download_button(
            t("ui.card.csv", page.lang), key=f"csv_{found.metric}", mime="text/csv", on_click="ignore",
            data=table_file(page, found.metric, found.columns, found.rows, words),
            file_name=file_name(found.metric, found.version, found.as_of), icon=":material/download:",
        )  # fmt: skip


def _cell_chooser(page: View, found: Answer) -> None:
    """The way to the list of customers without a mouse."""
    cells = () if page.is_of_one else row_cells(found)
    if not cells:
        return
    key = f"cell_{found.metric}"
    chosen = chosen_cell(found.metric)
    st.session_state[key] = chosen if chosen in cells else None
    st.selectbox(
        t("ui.card.members_of", page.lang), cells, index=None, key=key, width=260, filter_mode=None,
        placeholder=t("ui.card.members_hint", page.lang), format_func=lambda cell: page.cell_in_words(found, cell),
        on_change=lambda: choose_in(found, st.session_state[key]),
    )  # fmt: skip


def _definition(page: View, found: Answer) -> None:
    lang = page.lang
    facts = list(definition(page.reader, found, page.selection.rule, lang))
    if page.segments or page.follows(found.metric):
        facts.insert(-1, (t("export.band.narrowed", lang), page.narrowed_in_words))
    heads = [(t("ui.definition.item", lang), "text"), (t("ui.definition.value", lang), "text")]
    table(heads, facts, t("ui.card.definition", lang))


def _sql(page: View, found: Answer) -> None:
    st.code(found.sql, language="sql", wrap_lines=True, height=360)

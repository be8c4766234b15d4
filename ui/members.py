"""The customers behind a chosen mark: exactly as many as the mark says, masked, to look at and to take along."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from crm_core.access.member_list import member_list
from crm_core.customer.relation import with_relation
from crm_core.export.csv import file_name
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import as_text, metric_of
from crm_core.metrics.runner import members
from crm_core.refusal import Refused
from crm_core.selection.cell import Cell
from crm_core.text import t
from ui.cells import choose, chosen_cell, params_of
from ui.exporting import table_file
from ui.listing import listing
from ui.notice import refused
from ui.segments import save_segment
from ui.view import View
from ui.words import line


def members_below(page: View, metric_ids: tuple[str, ...]) -> None:
    """The list of the first of these metrics that has a chosen mark."""
    for metric_id in metric_ids:
        cell = chosen_cell(metric_id)
        if cell is not None:
            with st.container(key=f"card_members_{metric_id.replace('.', '_')}"):
                _members(page, metric_id, cell)
            return


def everybody_below(page: View, metric_id: str) -> None:
    """The list of everybody whom a metric knows, as long as none of its marks is chosen."""
    if chosen_cell(metric_id) is None:
        with st.container(key=f"card_members_{metric_id.replace('.', '_')}"):
            _members(page, metric_id, ())


def _members(page: View, metric_id: str, cell: Cell) -> None:
    given, _ = params_of(page.reader, metric_of(metric_id))
    try:
        found = page.answer(metric_id, **given) if metric_of(metric_id).chart else None
        if found is not None and metric_of(metric_id).cuts_days(cell):
            given |= {"grain": found.params["grain"]}  # a segment saved from here keeps the period that is seen
        listed = members(page.reader, metric_id, page.asked(metric_id), tuple(sorted(given.items())), cell)
    except Refused as refusal:
        refused(page, refusal, metric_id)
        return
    everyone = with_relation(listed, page.reader, page.selection)
    columns, rows = member_list(everyone, page.reader.currency)
    words = partial(_word, page)
    whom = page.cell_in_words(found, cell) or t(f"metrics.{metric_id}.title", page.lang)
    title = t("ui.members.title", page.lang, cell=whom, count=f"{len(rows):,}")
    with st.container(key="members_head", horizontal=True, vertical_alignment="center"):
        line(title, "zk-members-title")
        save_segment(page, metric_id, given, cell, everyone["customer_id"].tolist())
        _download(page, metric_id, table_file(page, f"{metric_id} members", columns, rows, words))
        if cell:
            st.button(
                t("ui.card.close", page.lang), key=f"members_close_{metric_id}", type="tertiary",
                icon=":material/close:", on_click=choose, args=(metric_id, None),
            )  # fmt: skip
    if rows.empty:
        line(t("ui.members.none", page.lang), "zk-notice")
        return
    for strategy in _strategies(found, cell):
        line(page.word_of(found, "strategy", strategy))
    line(t("ui.members.masked", page.lang))
    listing(page, columns, rows, title, f"members_{metric_id}")


def _strategies(found: Answer | None, cell: Cell) -> list[str]:
    """How those of a cell are treated, where the answer says it."""
    if found is None or "strategy" not in found.rows or not cell:
        return []
    rows = found.rows
    for column, value in cell:
        rows = rows[[as_text(each) == value for each in rows[column]]]
    return list(rows["strategy"])


def _word(page: View, column: str, code: str) -> str:
    return page.word_of(None, column, code)


def _download(page: View, metric_id: str, content: Callable[[], bytes]) -> None:
    name = file_name(metric_id, page.reader.version, page.scope.as_of, "members")
    st.download_button(
        t("ui.members.csv", page.lang), key=f"members_csv_{metric_id}", mime="text/csv", on_click="ignore",
        data=content, file_name=name, icon=":material/download:",
    )  # fmt: skip

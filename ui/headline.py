"""The headline numbers of a page that has a metric of its own for them, or the way to the file that brings them."""

import streamlit as st

from crm_core.figures.told_missing import tell_missing
from crm_core.metrics.pages import page_of
from crm_core.metrics.registry import metric_of
from crm_core.refusal import Refused
from ui.cells import params_of
from ui.kpis import kpi, way_to_list
from ui.notice import nothing_found, refused
from ui.panel import more, opened_view, panel
from ui.view import View
from ui.words import line

# The numbers that are customers, by the part of the metric's members that lists them.
_LISTS = {
    "dissatisfied_customers": "is_dissatisfied",
    "satisfied_fours": "is_four",
    "customers_with_list": "is_listed",
    "complaining_customers": "is_complaining",
    "open_cases": "is_open",
    "overdue_cases": "is_overdue",
    "complaining_revenue": "is_complaining",
    "dissatisfied_revenue": "is_dissatisfied",
    "both_customers": "is_both",
    "waiting_customers": "is_waiting",
    "unanswered_customers": "is_unanswered",
    "first_contact_rate": "has_come_again",
}


def headline(page: View, metric_id: str) -> bool:
    """The row of numbers that the page's layout names; False where the data cannot answer, which is said instead."""
    name = metric_id.replace(".", "_")
    try:
        given, _ = params_of(page.reader, metric_of(metric_id))
        found = page.answer(metric_id, **given)
    except Refused as refusal:
        with st.container(key=f"card_{name}"):
            refused(page, refusal, metric_id, brings=True)
        return False
    if not found.n:
        with st.container(key=f"card_{name}"):
            nothing_found(page, metric_id)
        return False
    columns = {column.name: column for column in found.columns}
    parts = metric_of(metric_id).parts
    with st.container(key="kpi"):
        for column in page_of(page.name).figures:
            if found.rows[column].isna().iloc[0]:
                continue  # what was not asked has no number
            with st.container(key=f"kpi_{column}"):
                kpi(page, found, columns[column])
                if _LISTS.get(column) in parts:
                    way_to_list(page, metric_id, column, _LISTS[column])
    for sentence in tell_missing(found, page.lang):
        line(sentence, "zk-notice")
    with st.container(key="headline_more", horizontal=True, horizontal_alignment="right"):
        more(page, metric_id)
    if opened_view(metric_id):
        with st.container(key=f"card_{name}_panel"):
            panel(page, found)
    return True

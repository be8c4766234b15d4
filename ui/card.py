"""One metric on a page: title, controls, what to see, chart, and on demand its table, definition and SQL."""

from dataclasses import replace
from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from crm_core.figures import NoteMark, figure, sentence
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import Metric, metric_of
from crm_core.refusal import Refused
from crm_core.selection import Pairs
from crm_core.selection.cell import Cell
from crm_core.text import t
from ui.cells import chosen_cell, mark_clicked, mark_of, params_of
from ui.controls import controls
from ui.look import card_title, insight
from ui.notes import note_marks
from ui.notice import nothing_found, refused
from ui.panel import more, panel
from ui.view import View
from ui.words import line

DRAWN_KEPT = 256
BARE = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def card(page: View, metric_id: str) -> None:
    """Draw a metric under the reader's selection; a refusal or an empty answer takes the chart's place."""
    metric = metric_of(metric_id)
    name = metric_id.replace(".", "_")
    with st.container(key=f"card_{name}", height="stretch"):
        given, misread = params_of(page.reader, metric)
        try:
            found = page.answer(metric_id, **given)
        except Refused as refusal:
            _title(page, metric, None, given)
            refused(page, refusal, metric_id, brings=True)
            return
        _title(page, metric, found, given)
        for key, value in misread:
            line(t("ui.not_understood", page.lang, name=key, value=value[:80]), "zk-warning")
        if not found.n:
            nothing_found(page, metric_id)
            return
        _chart(page, metric, found, given)
        panel(page, found)


def _title(page: View, metric: Metric, found: Answer | None, given: dict[str, str]) -> None:
    with st.container(key=f"head_{metric.id.replace('.', '_')}", horizontal=True, vertical_alignment="center"):
        title = t(f"metrics.{metric.id}.title", page.lang)
        card_title(title)
        controls(page, metric, given)
        if found is not None and found.n:
            more(page, metric.id)


def _chart(page: View, metric: Metric, found: Answer, given: dict[str, str]) -> None:
    marked = note_marks() if metric.chart[0] == "time" else ()
    says, drawn = _drawn(page, metric.id, tuple(sorted(given.items())), chosen_cell(metric.id), marked)
    insight(says)
    key = f"chart_{metric.id}"
    if page.is_of_one:
        st.plotly_chart(drawn, key=key, theme=None, config=BARE, alt=says)
        return
    st.plotly_chart(
        drawn, key=key, theme=None, config=BARE, alt=says, selection_mode="points",
        on_select=lambda: mark_clicked(found, key),
    )  # fmt: skip


@lru_cache(maxsize=DRAWN_KEPT)
def _drawn(
    page: View, metric_id: str, given: Pairs, cell: Cell | None, notes: tuple[NoteMark, ...]
) -> tuple[str, go.Figure]:
    """What to see and the chart; kept, since drawing takes longer than answering what was asked before."""
    found = page.answer(metric_id, **dict(given))

    def words(column: str, code: str) -> str:
        return page.word_of(found, column, code)

    chart = metric_of(metric_id).chart
    said = replace(found, notes=tuple(note for note in found.notes if note not in page.said_above))
    says = sentence(said, chart, page.lang, words)
    return says, figure(found, chart, page.lang, page.theme, words, mark_of(found, cell), notes)

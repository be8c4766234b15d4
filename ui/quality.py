"""The parts of the data quality page that are tables: key figures, and metrics whose rows are read one by one."""

from functools import partial
from html import escape

import streamlit as st

from crm_core.export.csv import file_name
from crm_core.figures.marks import plain
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import as_text, metric_of
from crm_core.refusal import Refused
from crm_core.schema import tables
from crm_core.selection.cell import Cell
from crm_core.text import t
from crm_core.text.numbers import number
from ui.cells import choose, chosen_cell, params_of
from ui.controls import controls
from ui.exporting import table_file
from ui.look import card_title
from ui.members import members_below
from ui.notice import refused
from ui.table import answer_texts, table
from ui.view import View
from ui.words import line

_KPIS = (
    "customer_known_share",
    "on_file_share",
    "important_filled_share",
    "rejected_share",
    "problem_count",
    "age_days",
)


def quality_kpis(page: View) -> None:
    """The key figures: can these numbers be trusted."""
    try:
        found = page.answer("quality.kpis")
    except Refused as refusal:
        with st.container(key="card_quality_kpis"):
            refused(page, refusal, "quality.kpis")
        return
    kinds = {column.name: column.kind for column in found.columns}
    with st.container(key="kpi"):
        for name in _KPIS:
            with st.container(key=f"kpi_{name}"):
                value = number(plain(found.rows[name].iloc[0]), kinds[name], page.lang)
                label = page.word_of(None, name, name)
                st.html(
                    f'<div class="zk-kpi"><div class="zk-kpi-label">{escape(label)}</div>'
                    f'<div class="zk-number">{escape(value)}</div>'
                    f'<div class="zk-kpi-change">{escape(t(f"trust.kpi.{name}", page.lang))}</div></div>'
                )


def sheet(page: View, metric_id: str) -> None:
    """A metric as a table: its controls, its rows, the way to the customers of a row, its definition."""
    metric = metric_of(metric_id)
    name = metric_id.replace(".", "_")
    with st.container(key=f"card_{name}", height="stretch"):
        given, _ = params_of(page.reader, metric)
        try:
            found = page.answer(metric_id, **given)
        except Refused as refusal:
            card_title(t(f"metrics.{metric_id}.title", page.lang))
            refused(page, refusal, metric_id)
            return
        with st.container(key=f"head_{name}", horizontal=True, vertical_alignment="center"):
            card_title(t(f"metrics.{metric_id}.title", page.lang))
            controls(page, metric, given)
        line(t(f"metrics.{metric_id}.meaning", page.lang))
        words = partial(_word, page, found)
        columns = [(words(column.name, column.name), column.kind) for column in found.columns]
        texts = answer_texts(found, page.lang, words)
        table(columns, _named(found, texts, page), t(f"metrics.{metric_id}.title", page.lang))
        _below(page, found)
    members_below(page, (metric_id,))


def _word(page: View, found: Answer, column: str, code: str) -> str:
    return page.word_of(found, column, code)


def _named(found: Answer, texts: list[list[str]], page: View) -> list[list[str]]:
    """Columns of tables by the names that the schema, or the file itself, gives them."""
    names = [column.name for column in found.columns]
    if "column_name" not in names:
        return texts
    at = names.index("column_name")
    labels = {d.id: d.label for d in page.reader.dimensions.values() if d.label is not None}
    for row, (table_name, column) in zip(
        texts, found.rows[["table_name", "column_name"]].itertuples(index=False), strict=True
    ):
        known = tables()[table_name].columns.get(column)
        row[at] = (
            (known.zh if page.lang == "zh" else known.en) if known else labels.get(f"{table_name}.{column}", column)
        )
    return texts


def _below(page: View, found: Answer) -> None:
    """The way to the customers of a row, the file to take along, and how it is computed."""
    words = partial(_word, page, found)
    cells = _cells(found)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if cells:
            key = f"cell_{found.metric}"
            chosen = chosen_cell(found.metric)
            st.session_state[key] = chosen if chosen in cells else None
            st.selectbox(
                t("ui.card.members_of", page.lang), list(cells), index=None, key=key, width=320, filter_mode=None,
                placeholder=t("ui.card.members_hint", page.lang),
                format_func=lambda cell: _cell_words(page, cells, cell),
                on_change=lambda: choose(found.metric, st.session_state[key]),
            )  # fmt: skip
        st.download_button(
            t("ui.card.csv", page.lang), key=f"csv_{found.metric}", mime="text/csv", on_click="ignore",
            data=table_file(page, found.metric, found.columns, found.rows, words),
            file_name=file_name(found.metric, found.version, found.as_of), icon=":material/download:",
        )  # fmt: skip
        with st.popover(t("ui.card.definition", page.lang), type="tertiary"):
            line(t(f"metrics.{found.metric}.formula", page.lang))
            st.code(found.sql, language="sql", wrap_lines=True, height=300)


def _cells(found: Answer) -> dict[Cell, int]:
    """The rows that stand for customers, with how many."""
    names = [column.name for column in found.columns if column.kind == "code" and column.name != "importance"]
    counts = [plain(count) for count in found.rows["customers"]]
    rows = zip(found.rows[names].itertuples(index=False), counts, strict=True)
    return {tuple(zip(names, map(as_text, row), strict=True)): int(count) for row, count in rows if count}


def _cell_words(page: View, cells: dict[Cell, int], cell: Cell) -> str:
    named = t("ui.bar.list", page.lang).join(page.word_of(None, column, value) for column, value in cell)
    return t("trust.cell", page.lang, cell=named, count=f"{cells[cell]:,}")

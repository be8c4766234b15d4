"""What stands behind a chart, opened on demand: table, definition, SQL. What is not open computes nothing."""

from functools import partial

import streamlit as st

from crm_core.export.csv import csv_bytes, file_name
from crm_core.figures import period_label
from crm_core.metrics.answer import Answer
from crm_core.metrics.registry import metric_of
from crm_core.text import t
from ui.cells import choose, chosen_cell, row_cells
from ui.table import answer_texts, table
from ui.view import View
from ui.words import line

VIEWS = ("table", "definition", "sql")


def panel(page: View, found: Answer) -> None:
    """The view that the reader opened for this metric, if any."""
    state = f"view_{found.metric}"
    view = st.session_state.get(state)
    if view not in VIEWS:
        return
    with st.container(key=f"panel_{found.metric.replace('.', '_')}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{t(f'ui.card.{view}', page.lang)}**", width="stretch")
            label = t("ui.card.close", page.lang)
            st.button(label, key=f"close_{found.metric}", type="tertiary", on_click=_close, args=(state,))
        {"table": _table, "definition": _definition, "sql": _sql}[view](page, found)


def _close(state: str) -> None:
    st.session_state[state] = None


def _table(page: View, found: Answer) -> None:
    words = partial(page.word_of, found)
    texts = answer_texts(found, page.lang, words)
    columns = [(words(column.name, column.name), column.kind) for column in found.columns]
    table(columns, texts, t(f"metrics.{found.metric}.title", page.lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _cell_chooser(page, found)
        st.download_button(
            t("ui.card.csv", page.lang), key=f"csv_{found.metric}", mime="text/csv", on_click="ignore",
            data=partial(csv_bytes, found.columns, found.rows, page.lang, found.is_sample, words),
            file_name=file_name(found.metric, found.version, found.as_of), icon=":material/download:",
        )  # fmt: skip


def _cell_chooser(page: View, found: Answer) -> None:
    """The way to the list of customers without a mouse."""
    cells = row_cells(found)
    if not cells:
        return
    key = f"cell_{found.metric}"
    chosen = chosen_cell(found.metric)
    st.session_state[key] = chosen if chosen in cells else None
    st.selectbox(
        t("ui.card.members_of", page.lang), cells, index=None, key=key, width=260, filter_mode=None,
        placeholder=t("ui.card.members_hint", page.lang), format_func=lambda cell: cell_in_words(page, found, cell),
        on_change=lambda: choose(found.metric, st.session_state[key]),
    )  # fmt: skip


def cell_in_words(page: View, found: Answer | None, cell: tuple[tuple[str, str], ...]) -> str:
    """A cell as a reader names it: VIP; R 5 and F 4."""
    parts = []
    for column, value in cell:
        label = page.word_of(found, column, value)
        if column == "period_on" and found is not None:
            label = period_label(value, found.params["grain"], page.lang)
        scored = column.endswith("_score")
        named = t("ui.card.cell", page.lang, column=page.word_of(found, column, column), value=label)
        if value == "true":
            parts.append(page.word_of(found, column, column))
        else:
            parts.append(named if scored else label)
    return t("ui.bar.list", page.lang).join(parts)


def _definition(page: View, found: Answer) -> None:
    lang, metric = page.lang, metric_of(found.metric)
    line(t(f"metrics.{metric.id}.meaning", lang))
    line(t(f"metrics.{metric.id}.formula", lang))
    facts = [
        (t("ui.definition.n", lang), f"{found.n:,}" if found.n is not None else t("figures.na", lang)),
        (t("ui.definition.period", lang), t("ui.bar.days", lang, start=found.period[0], end=found.period[1])),
        (t("ui.definition.as_of", lang), found.as_of.isoformat()),
        (t("ui.definition.version", lang), str(found.version)),
        (t("ui.definition.rule", lang), t(f"ui.rule.{page.selection.rule}", lang)),
        (t("ui.definition.source", lang), t("ui.bar.list", lang).join(metric.source)),
    ]
    if found.filters:
        facts.insert(2, (t("ui.definition.filters", lang), page.filters_in_words))
    for left in found.left_out:
        reason = t(f"left_out.{left.reason}", lang)
        rows = t("ui.definition.rows", lang, reason=reason, rows=f"{left.rows:,}")
        facts.append((t("ui.definition.left_out", lang), rows))
    heads = [(t("ui.definition.item", lang), "text"), (t("ui.definition.value", lang), "text")]
    table(heads, facts, t("ui.card.definition", lang))


def _sql(page: View, found: Answer) -> None:
    st.code(found.sql, language="sql", wrap_lines=True, height=360)

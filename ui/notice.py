"""The one way to say that there is nothing to show: what, why, what to do."""

import streamlit as st

from crm_core.metrics.unlocks import brought_by
from crm_core.refusal import Refused
from crm_core.schema import tables
from crm_core.text import has, t
from ui.cells import choose
from ui.link import query
from ui.store import ROOT
from ui.view import View
from ui.words import line


def refused(page: View, refusal: Refused, metric_id: str = "", brings: bool = False) -> None:
    """The sentence of a refusal where the chart of a metric would stand; with brings also the file that changes it.

    A reason that the page gave already is not told again: the card that gave it is named.
    """
    sentence = refusal.sentence(page.lang)
    if first := page.said.get(sentence):
        line(t("ui.empty.as_above", page.lang, title=t(f"metrics.{first}.title", page.lang)), "zk-notice")
    else:
        line(sentence, "zk-notice")
        page.said[sentence] = metric_id
    name = brought_by(refusal.code.removeprefix("needs_")) if brings else None
    if name is not None:
        bring(page, name, metric_id.replace(".", "_"))


def bring(page: View, name: str, asked: str) -> None:
    """A file to fill in, and the way to where files come in."""
    table = tables()[name]
    names = [column.zh if page.lang == "zh" else column.en for column in map(table.columns.__getitem__, table.template)]
    with st.container(key=f"bring_{asked}", horizontal=True):
        if st.button(t("ui.bring.import", page.lang), key=f"bring_import_{asked}", type="primary"):
            st.switch_page(ROOT / "pages" / "data.py", query_params=query())
        st.download_button(
            t("ui.bring.template", page.lang), ("\ufeff" + ",".join(names) + "\r\n").encode(),
            f"{table.zh if page.lang == 'zh' else table.name}.csv", "text/csv", key=f"bring_template_{asked}",
            on_click="ignore",
        )  # fmt: skip


def nothing_found(page: View, metric_id: str) -> None:
    """No row of a metric is left: which choice leaves none and the button that takes it back, or what it would take."""
    scope, key = page.scope, metric_id.replace(".", "_")
    if page.mark is not None and page.follows(metric_id):
        line(t("ui.empty.mark", page.lang, mark=page.mark_in_words), "zk-notice")
        label = t("ui.empty.unmark", page.lang)
        st.button(label, key=f"empty_{key}", on_click=choose, args=(page.mark.metric, None))
        return
    found = t("ui.empty.period", page.lang, start=scope.days[0], end=scope.days[1])
    if page.filters_in_words:
        found = t("ui.empty.filters", page.lang, filters=page.filters_in_words)
        line(found, "zk-notice")
        label = t("ui.bar.clear", page.lang)
        st.button(label, key=f"empty_{key}", on_click=page.choice.change, kwargs={"filters": (), "segments": ()})
    elif page.selection.period == "all":
        lacking = f"metrics.{metric_id}.lacking"
        line(t(lacking if has(lacking) else "ui.empty.everywhere", page.lang), "zk-notice")
    else:
        line(found, "zk-notice")
        label = t("ui.empty.all", page.lang)
        st.button(label, key=f"empty_{key}", on_click=page.choice.change, kwargs={"period": "all"})

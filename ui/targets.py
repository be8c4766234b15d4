"""Targets: set, listed, and told on the headline numbers."""

from decimal import Decimal

import streamlit as st

from crm_core.notebook.targets import MEASURES, Target, target_for, targets, write
from crm_core.text import t
from crm_core.text.numbers import as_float, number
from ui.look import card_title
from ui.store import notebook
from ui.view import View
from ui.who import reader_name
from ui.words import line

_SAID = "target_said"


def reached(page: View, measure: str, now: object, kind: str) -> str:
    """How much of its target a headline number has reached; empty without a target for all of the chosen days."""
    known = as_float(now)
    if known is None or page.selection.filters or page.selection.segments or page.mark is not None:
        return ""  # targets are those of the whole company
    target = target_for(targets(notebook()), measure, page.scope.days)
    if target is None:
        return ""
    words = number(target, kind, page.lang, currency=page.reader.currency if kind == "money" else None)
    share = number(known / float(target), "share", page.lang)
    return t("notebook.targets.reached", page.lang, target=words, share=share)


def targets_card(page: View) -> None:
    """All targets, and the way to set one."""
    with st.container(key="card_targets"):
        card_title(t("notebook.targets.title", page.lang))
        line(t("notebook.targets.intro", page.lang))
        _add(page)
        if said := st.session_state.pop(_SAID, None):
            line(said, "zk-warning")
        known = targets(notebook())
        if not known:
            line(t("notebook.targets.none", page.lang))
        for target in reversed(known):
            _target(page, target)


def _target(page: View, target: Target) -> None:
    kind = "money" if target.measure == "revenue" else "count"
    amount = number(target.amount, kind, page.lang, currency=page.reader.currency if kind == "money" else None)
    with st.container(horizontal=True, vertical_alignment="center", key=f"target_{target.entry_id}"):
        days = t("ui.bar.days", page.lang, start=target.first_on, end=target.last_on)
        line(f"{page.word_of(None, target.measure, target.measure)}　{days}　{amount}")
        st.button(
            t("notebook.remove", page.lang), key=f"target_remove_{target.entry_id}", type="tertiary",
            on_click=notebook().remove, args=(target.entry_id,),
        )  # fmt: skip


def _add(page: View) -> None:
    low, high = page.scope.days
    with st.container(horizontal=True, vertical_alignment="bottom", key="target_add_row"):
        st.selectbox(
            t("notebook.targets.measure", page.lang), MEASURES, key="target_measure", width=160, filter_mode=None,
            placeholder=t("notebook.targets.measure", page.lang),
            format_func=lambda name: page.word_of(None, name, name),
        )  # fmt: skip
        for name, day in (("first_on", low), ("last_on", high)):
            label = t(f"notebook.targets.{name}", page.lang)
            st.date_input(label, value=day, key=f"target_{name}", format="YYYY-MM-DD", width=150)
        label = t("notebook.targets.amount", page.lang)
        st.number_input(label, min_value=0.0, step=1000.0, format="%.0f", key="target_amount", width=180)
        st.button(t("notebook.targets.add", page.lang), key="target_add", type="primary", on_click=_added, args=(page,))


def _added(page: View) -> None:
    state = st.session_state
    days = state["target_first_on"], state["target_last_on"]
    try:
        write(
            notebook(), Target(state["target_measure"], *days, Decimal(str(state["target_amount"]))), by=reader_name()
        )
    except ValueError:
        state[_SAID] = t("notebook.targets.wrong", page.lang)

"""The merges that were made, and the way back."""

from functools import partial
from typing import Any

import streamlit as st

from crm_core.figures.marks import plain
from crm_core.lake.merges import merge_steps, undo_decisions
from crm_core.text import t
from ui import jobs
from ui.duplicates import start_job
from ui.look import card_title
from ui.moments import local
from ui.store import workspace
from ui.table import table
from ui.view import View
from ui.who import reader_name
from ui.words import line

_COUNTS = ("group_count", "customer_count", "refused_count")


def decisions(page: View) -> None:
    """One row per step of merging, newest first; a step that stands can be taken back."""
    steps = merge_steps(page.reader)
    if steps.empty:
        return
    with st.container(key="card_decisions"):
        card_title(t("trust.steps.title", page.lang))
        names = ("version", "decided_at", *_COUNTS, "state")
        kinds = {"version": "count", **dict.fromkeys(_COUNTS, "count")}
        heads = [(t(f"trust.columns.{name}", page.lang), kinds.get(name, "text")) for name in names]
        table(heads, [_texts(page, step) for step in steps.itertuples()], t("trust.steps.title", page.lang))
        standing = [int(step.version) for step in steps.itertuples() if plain(step.removed_in) is None]
        if standing and page.reader.version == page.newest:
            _undo(page, standing)


def _texts(page: View, step: Any) -> list[str]:
    removed = plain(step.removed_in)
    state = t("trust.steps.stands", page.lang)
    if removed is not None:
        state = t("trust.steps.removed", page.lang, version=int(removed))
    counts = [f"{int(getattr(step, name)):,}" for name in _COUNTS]
    return [str(int(step.version)), local(step.decided_at), *counts, state]


def _undo(page: View, standing: list[int]) -> None:
    with st.container(key="decisions_undo", horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            t("trust.steps.choose", page.lang), standing, key="decisions_version", width=240, filter_mode=None,
            format_func=lambda number: t("trust.steps.version", page.lang, version=number),
        )  # fmt: skip
        with st.popover(t("trust.steps.undo", page.lang), icon=":material/undo:"):
            line(t("trust.steps.sure", page.lang, version=version))
            st.button(
                t("trust.steps.undo_now", page.lang), key="decisions_undo_now", type="primary", on_click=start_job,
                args=(partial(_undone, version, reader_name() or "page"),),
            )  # fmt: skip


def _undone(version: int, by: str, job: jobs.Job) -> None:
    undo_decisions(workspace(), version, by=by, progress=job.progress)

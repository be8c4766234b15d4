"""What to do in each stage of a relation, and what to spend on it."""

import streamlit as st

from crm_core.text import t
from ui.look import card_title
from ui.table import table
from ui.view import View

_STAGES = ("exploration", "formation", "stability", "degeneration", "lost")


def stage_actions(page: View) -> None:
    """The stages with what marks them, what to do, and where money is well spent."""
    with st.container(key="card_stage_actions"):
        title = t("stages.actions.title", page.lang)
        card_title(title)
        parts = ("stage", "sign", "action", "investment")
        heads = [(t(f"stages.actions.{part}", page.lang), "text") for part in parts]
        rows = [[t(f"stages.{part}.{stage}", page.lang) for part in parts] for stage in _STAGES]
        table(heads, rows, title)

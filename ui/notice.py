"""The one way to say that there is nothing to show: what, why, what to do."""

import streamlit as st

from crm_core.refusal import Refused
from crm_core.text import t
from ui.view import View
from ui.words import line


def refused(page: View, refusal: Refused) -> None:
    """The sentence of a refusal where the chart would stand."""
    line(refusal.sentence(page.lang), "zk-notice")


def nothing_found(page: View, key: str) -> None:
    """No row is left: which choice leaves none, and the button that takes it back."""
    scope = page.scope
    found = t("ui.empty.period", page.lang, start=scope.days[0], end=scope.days[1])
    if page.filters_in_words:
        found = t("ui.empty.filters", page.lang, filters=page.filters_in_words)
        line(found, "zk-notice")
        label = t("ui.bar.clear", page.lang)
        st.button(label, key=f"empty_{key}", on_click=page.choice.change, kwargs={"filters": (), "segments": ()})
    else:
        line(found, "zk-notice")
        label = t("ui.empty.all", page.lang)
        st.button(label, key=f"empty_{key}", on_click=page.choice.change, kwargs={"period": "all"})

"""The entry script of every run: language, navigation, then the page."""

import streamlit as st

from crm_core.text import LANGS, t
from ui.appearance import appearance
from ui.frame import draw_frame
from ui.link import carry_over, language, put
from ui.navigation import HOME, navigation, routed
from ui.store import ROOT, workspace
from ui.words import line


def _language_chosen(key: str) -> None:
    put(lang=st.session_state[key])


def main() -> None:
    """Draw the shell and run the page."""
    lang, _ = language()
    icon = str(ROOT / "ui" / "static" / "logo.svg")
    st.set_page_config(page_title=t("ui.product", lang), page_icon=icon, layout="wide")
    st.logo(icon, size="large")
    page = routed(lang)
    carry_over(page.url_path)
    with st.sidebar:
        navigation(lang)
        newest = workspace().latest()
        if newest is not None and workspace().reader(newest).is_sample:
            line(t("ui.sample.badge", lang), "zk-badge")
        key = "language"
        st.session_state[key] = lang
        st.segmented_control(
            t("ui.language", lang), LANGS, key=key, required=True, label_visibility="collapsed",
            format_func=lambda code: t("ui.language_name", code), on_change=_language_chosen, args=(key,),
        )  # fmt: skip
        appearance(lang)
    draw_frame(page.url_path or HOME)
    page.run()


main()

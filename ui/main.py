"""The entry script of every run: language, navigation, then the page."""

import streamlit as st

from crm_core.text import LANGS, Lang, t
from ui.appearance import appearance
from ui.frame import draw_frame
from ui.link import carry_over, language, put
from ui.store import ROOT, workspace
from ui.words import line

HOME = "overview"
# Sections in the manager's words, and in each the pages (file name = address) with their icons.
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (("overview", "dashboard"), ("change", "stacked_bar_chart")),
    "customers": (
        ("value", "diamond"), ("migration", "swap_vert"), ("resources", "balance"), ("accounts", "domain"),
        ("partners", "hub"), ("profile", "portrait"), ("segments", "groups"), ("customer", "person_search"),
    ),
    "lifecycle": (
        ("stages", "timeline"), ("courses", "show_chart"), ("retention", "favorite"),
        ("prediction", "online_prediction"), ("next", "event_upcoming"), ("whatif", "tune"),
    ),
    "voice": (
        ("satisfaction", "sentiment_satisfied"), ("drivers", "key_vertical"), ("loyalty", "volunteer_activism"),
        ("complaints", "feedback"), ("stake", "crisis_alert"), ("contact", "support_agent"), ("people", "badge"),
    ),
    "data": (("data", "upload_file"), ("quality", "fact_check"), ("notes", "edit_note"), ("glossary", "menu_book")),
}  # fmt: skip


def _navigation(lang: Lang) -> dict[str, list[st.Page]]:
    return {
        t(f"ui.section.{section}", lang) if section else "": [
            st.Page(
                ROOT / "pages" / f"{name}.py", title=t(f"ui.page.{name}.title", lang), icon=f":material/{icon}:",
                url_path=name, default=name == HOME,
            )
            for name, icon in pages
        ]
        for section, pages in PAGES.items()
    }  # fmt: skip


def _language_chosen(key: str) -> None:
    put(lang=st.session_state[key])


def main() -> None:
    """Draw the shell and run the page."""
    lang, _ = language()
    icon = str(ROOT / "ui" / "static" / "logo.svg")
    st.set_page_config(page_title=t("ui.product", lang), page_icon=icon, layout="wide")
    st.logo(icon, size="large")
    page = st.navigation(_navigation(lang), expanded=True)
    carry_over(page.url_path)
    with st.sidebar:
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

"""The list of pages in the side bar, as one element.

Streamlit draws each entry of its own list about four times in every run, which was a third of all that React drew
anew. This list stays as it is: a click goes through the browser's history (first.js), and put_on says which page it is.
"""

from functools import cache
from html import escape

import streamlit as st

from crm_core.text import Lang, t
from ui.store import ROOT

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


def routed(lang: Lang) -> st.Page:
    """The page that the address asks for; its name is the window's title."""
    pages = [
        st.Page(
            ROOT / "pages" / f"{name}.py", title=t(f"ui.page.{name}.title", lang), url_path=name, default=name == HOME
        )
        for section in PAGES.values()
        for name, _ in section
    ]
    return st.navigation(pages, position="hidden")


def navigation(lang: Lang) -> None:
    """Draw the list."""
    st.html(_listed(lang))


def ways(names: tuple[str, ...], lang: Lang) -> None:
    """Links to some pages, drawn where another one has nothing to show."""
    pages = tuple(page for section in PAGES.values() for page in section if page[0] in names)
    st.html(f'<nav class="zk-nav" aria-label="{escape(t("ui.empty.others", lang))}">{_entries(pages, lang)}</nav>')


@cache
def _listed(lang: Lang) -> str:
    parts = [
        f"<details open><summary>{escape(t(f'ui.section.{section}', lang))}</summary>{_entries(pages, lang)}</details>"
        if section
        else _entries(pages, lang)
        for section, pages in PAGES.items()
    ]
    return f'<nav class="zk-nav" aria-label="{escape(t("ui.pages", lang))}">{"".join(parts)}</nav>'


def _entries(pages: tuple[tuple[str, str], ...], lang: Lang) -> str:
    """Links to pages. An icon is a glyph of Streamlit's own font, written by the style sheet and so never read out."""
    links = [
        f'<li><a href="./{"" if name == HOME else name}" data-page="{name}" data-icon="{icon}">'
        f"{escape(t(f'ui.page.{name}.title', lang))}</a></li>"
        for name, icon in pages
    ]
    return f"<ul>{''.join(links)}</ul>"

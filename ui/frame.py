"""The frame of every page: language, look, version, filter bar. The entry script draws it: it stays between pages."""

from collections.abc import Callable

import streamlit as st

from crm_core.lake import NotInStore
from crm_core.lake.reader import Reader
from crm_core.refusal import Refused
from crm_core.selection.default import default_selection
from crm_core.selection.link import Complaint
from crm_core.text import Lang, t
from ui.bar import bar
from ui.card import card
from ui.cells import cell_complaints
from ui.heading import heading
from ui.kpis import kpis
from ui.link import Choice, language, query
from ui.look import apply_look, current_theme
from ui.members import members_below
from ui.store import workspace
from ui.view import View
from ui.words import line

_PAGE = "page"


class Page(View):
    """What a page may draw."""

    def row(self, *metric_ids: str) -> None:
        """Metrics side by side; the list behind a chosen mark opens under them."""
        for column, metric_id in zip(st.columns(len(metric_ids)), metric_ids, strict=True):
            with column:
                card(self, metric_id)
        members_below(self, metric_ids)

    def card(self, metric_id: str) -> None:
        """One metric over the whole width."""
        self.row(metric_id)

    def kpis(self) -> None:
        """The headline numbers, and the list behind one of them."""
        kpis(self)
        members_below(self, ("overview.kpis",))


def draw_frame(name: str) -> None:
    """Draw what all pages share, and keep it for the page that is drawn under it."""
    lang, complaints = language()
    theme = current_theme()
    apply_look(theme, lang)
    st.session_state[_PAGE] = None
    newest = workspace().latest()
    if newest is None:
        _nothing(name, lang, t("ui.empty.workspace", lang))
        return
    reader, unknown = _version(newest)
    if reader.facts["last_order_on"] is None:
        _nothing(name, lang, Refused("needs_orders").sentence(lang))
        return
    choice = Choice(reader, default_selection(reader))
    selection, misread = choice.now()
    page = Page(name, lang, theme, choice, selection, newest)
    heading(page)
    for key, value in [*complaints, *unknown, *misread, *cell_complaints()]:
        not_understood(lang, key, value)
    bar(page)
    st.session_state[_PAGE] = page


def this_page(when_empty: Callable[[Lang], None] | None = None) -> Page:
    """The page under the frame, with its data and choice.

    Where there is nothing to show it stops; under the frame's hint when_empty may draw the way out.
    """
    page: Page | None = st.session_state[_PAGE]
    if page is None:
        if when_empty is not None:
            when_empty(language()[0])
        st.stop()
    return page


def not_understood(lang: Lang, key: str, value: str) -> None:
    """The line that says which value of the link was not understood."""
    line(t("ui.not_understood", lang, name=key, value=value[:80]), "zk-warning")


def _version(newest: int) -> tuple[Reader, list[Complaint]]:
    """The version that the link asks for, or the newest."""
    asked = (query().get("v") or [""])[0]
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        try:
            return workspace().reader(int(asked)), []
        except NotInStore:
            return workspace().reader(newest), [("v", asked)]
    return workspace().reader(newest), []


def _nothing(name: str, lang: Lang, why: str) -> None:
    st.title(t(f"ui.page.{name}.question", lang), anchor=False)
    line(why, "zk-notice")

"""The frame of every page: language, look, version, filter bar. The entry script draws it: it stays between pages."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import streamlit as st

from crm_core.lake import NotInStore, StoreFailed
from crm_core.lake.reader import Reader
from crm_core.metrics.pages import page_of, pages
from crm_core.metrics.registry import all_needs, metric_of
from crm_core.metrics.runner import answer
from crm_core.notebook.segments import kept_to
from crm_core.refusal import Refused
from crm_core.selection import Selection, compared_segment
from crm_core.selection.default import default_selection
from crm_core.text import Lang, t
from ui.appearance import appearance_complaints, current_theme, put_on
from ui.bar import bar
from ui.card import card
from ui.cells import cell_complaints, chosen_mark
from ui.heading import heading
from ui.headline import headline
from ui.kpis import kpis
from ui.link import Choice, language, query
from ui.look import apply_look
from ui.members import members_below
from ui.navigation import ways
from ui.panel import view_complaints
from ui.sharing import saved_views
from ui.store import notebook, workspace
from ui.unkept import unkept
from ui.view import View
from ui.wall import wall
from ui.words import line

_PAGE = "page"
OVERVIEW = "overview.kpis"
WITHOUT_BAR = ("notes", "glossary", "customer")  # what they show depends on no filters


class Page(View):
    """What a page may draw."""

    def row(self, *metric_ids: str) -> None:
        """Metrics side by side; the list behind a chosen mark opens under them."""
        alone = [nullcontext()]  # columns for a single card would be drawn again with every change, for nothing
        for place, metric_id in zip(st.columns(len(metric_ids)) if metric_ids[1:] else alone, metric_ids, strict=True):
            with place:
                card(self, metric_id)
        members_below(self, metric_ids)

    def rows(self) -> None:
        """Everything that the page shows, as its layout says."""
        for row in page_of(self.name).rows:
            if metric_of(row[0]).chart:
                self.row(*row)
            elif row[0] == OVERVIEW:
                self.kpis()
            elif not self.headline(row[0]):
                return

    def card(self, metric_id: str) -> None:
        """One metric over the whole width."""
        self.row(metric_id)

    def kpis(self) -> None:
        """The headline numbers, and the list behind one of them."""
        kpis(self)
        members_below(self, (OVERVIEW,))

    def headline(self, metric_id: str) -> bool:
        """The headline numbers of the page's own metric; where the data cannot give them, what to bring instead."""
        if not headline(self, metric_id):
            return False
        members_below(self, (metric_id,))
        return True


def draw_frame(name: str) -> None:
    """Draw what all pages share, and keep it for the page that is drawn under it."""
    lang, complaints = language()
    theme = current_theme()
    apply_look(theme, lang)
    put_on(theme, lang, name)
    st.session_state[_PAGE] = None
    newest = workspace().latest()
    if newest is None:
        _nothing(name, lang, t("ui.empty.workspace", lang))
        return
    reader, missing = _version(newest)
    if reader.facts["last_on"] is None or (reader.facts["last_order_on"] is None and _is_about_orders(name)):
        _nothing(name, lang, Refused("needs_orders").sentence(lang))
        line(t("ui.empty.others", lang))
        ways(("data", "quality", *_answered(reader)), lang)
        return
    known = tuple(entry.entry_id for entry in notebook().entries("segment"))
    choice = Choice(reader, default_selection(reader), known)
    selection, misread = choice.now()
    selection, unusable = _kept_to(selection, reader)
    page = Page(name, lang, theme, choice, selection, newest, chosen_mark(reader))
    wall()
    heading(page)
    if missing is not None:
        line(unkept(missing, newest, lang), "zk-warning")
    if unusable is not None:
        line(unusable.sentence(lang), "zk-warning")
    for key, value in [*complaints, *misread, *cell_complaints(), *view_complaints(), *appearance_complaints()]:
        not_understood(lang, key, value)
    if name not in WITHOUT_BAR:
        bar(page)
    if name == "overview":
        saved_views(page)
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


def _is_about_orders(name: str) -> bool:
    """Whether a page can say nothing without orders: its layout is no data, or what stands first reads them."""
    if name not in pages():
        return True
    metrics = [metric_of(each) for each in pages()[name].metrics]
    if any(capability == "orders" and condition for metric in metrics for capability, condition in metric.requires):
        return False  # one of them answers without orders, where its parameter says so
    reads = all_needs(metrics[0].needs)
    return any(each.startswith(("orders", "transactions", "breakdown", "order_values")) for each in reads)


def _answered(reader: Reader) -> list[str]:
    """The pages that these data can answer without orders."""
    if reader.facts["last_on"] is None:
        return []
    found = []
    for name in pages():
        if not _is_about_orders(name):
            try:
                answer(reader, pages()[name].metrics[0], default_selection(reader))
            except Refused:
                continue
            found.append(name)
    return found


def _kept_to(selection: Selection, reader: Reader) -> tuple[Selection, Refused | None]:
    """The selection with its segments; without them, and why, where these data cannot tell who is in one."""
    try:
        return kept_to(selection, reader, notebook()), None
    except Refused as refusal:
        compare = selection.compare if compared_segment(selection.compare) is None else "none"
        return replace(selection, segments=(), compare=compare), refusal


def not_understood(lang: Lang, key: str, value: str) -> None:
    """The line that says which value of the link was not understood."""
    if key == "s":
        words = t("notebook.segment.gone", lang, number=value[:80])
    elif key == "c" and (number := compared_segment(value)) is not None:
        words = t("notebook.segment.gone_compared", lang, number=number)
    else:
        words = t("ui.not_understood", lang, name=key, value=value[:80])
    line(words, "zk-warning")


def _version(newest: int) -> tuple[Reader, int | None]:
    """The version that the link asks for, else the newest and the version that is not there."""
    asked = (query().get("v") or [""])[0]
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        try:
            return workspace().reader(int(asked)), None
        except (NotInStore, StoreFailed):
            return workspace().reader(newest), int(asked)
    return workspace().reader(newest), None


def _nothing(name: str, lang: Lang, why: str) -> None:
    st.title(t(f"ui.page.{name}.question", lang), anchor=False)
    line(why, "zk-notice")

"""Saved segments: saving the list behind a mark, and the page that follows what was saved."""

from datetime import date, timedelta
from functools import lru_cache, partial

import streamlit as st

from crm_core.access.member_list import member_list
from crm_core.customer.relation import with_relation
from crm_core.export.csv import file_name
from crm_core.figures import figure
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer
from crm_core.metrics.runner import members
from crm_core.notebook import Entry, NotWritten
from crm_core.notebook.segments import course, customers_of, fixed, ids_of, rule
from crm_core.refusal import Refused
from crm_core.selection import ListedCustomers, Selection
from crm_core.selection.cell import Cell
from crm_core.selection.period import months_later
from crm_core.text import t
from crm_core.text.numbers import number
from ui.exporting import table_file
from ui.listing import listing
from ui.look import card_title, insight
from ui.store import ROOT, notebook
from ui.view import View
from ui.who import reader_name
from ui.words import line

_SAID = "segment_said"
_HOWS = ("rule", "fixed")
_BARE = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}
MONTHS_BACK = 12


# Saving the list behind a mark


def save_segment(page: View, metric_id: str, given: dict[str, str], cell: Cell, customer_ids: list[str]) -> None:
    """The button above a list of customers."""
    with st.popover(t("notebook.segment.save", page.lang), icon=":material/group_add:", key="segment_box"):
        if said := st.session_state.pop(_SAID, None):
            line(said)
        label = t("notebook.name", page.lang)
        st.text_input(label, key="segment_title", placeholder=t("notebook.segment.hint", page.lang), max_chars=80)
        how = st.radio(
            t("notebook.segment.how", page.lang), _HOWS, key="segment_how",
            format_func=lambda code: t(f"notebook.segment.{code}", page.lang),
        )  # fmt: skip
        line(t(f"notebook.segment.{how}_note", page.lang, count=f"{len(customer_ids):,}"))
        params = tuple(sorted(given.items()))
        body = rule(metric_id, params, cell, page.selection) if how == "rule" else fixed(customer_ids)
        st.button(t("notebook.save", page.lang), key="segment_save", on_click=_saved, args=(page, body))


def _saved(page: View, body: dict[str, object]) -> None:
    title = st.session_state["segment_title"]
    try:
        notebook().add("segment", title, body | {"said": page.mark_in_words}, by=reader_name())
    except NotWritten as problem:
        st.session_state[_SAID] = t(f"notebook.{problem}", page.lang)
        return
    st.session_state[_SAID] = t("notebook.saved", page.lang, title=title)
    st.session_state["segment_title"] = ""


# The page


def segment_cards(page: View) -> None:
    """One card per saved segment: how many they are, what they bring, how that went, who came and who left."""
    entries = notebook().entries("segment")
    if not entries:
        with st.container(key="card_no_segment"):
            line(t("notebook.segment.none", page.lang), "zk-notice")
    for entry in reversed(entries):
        with st.container(key=f"card_segment_{entry.entry_id}"):
            _segment(page, entry)


def _segment(page: View, entry: Entry) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"head_segment_{entry.entry_id}"):
        card_title(entry.title)
        if st.button(t("notebook.segment.use", page.lang), key=f"segment_use_{entry.entry_id}", type="tertiary"):
            st.switch_page(ROOT / "pages" / "overview.py", query_params={"s": str(entry.entry_id), "lang": page.lang})
        st.button(
            t("notebook.remove", page.lang), key=f"segment_remove_{entry.entry_id}", type="tertiary",
            on_click=notebook().remove, args=(entry.entry_id,),
        )  # fmt: skip
    try:
        found = _course(page.reader, entry.entry_id, page.scope.as_of)
    except Refused as refusal:
        line(refusal.sentence(page.lang), "zk-notice")
        return
    last = found.rows.iloc[-1]
    moved = {name: number(last[name], "count", page.lang) for name in ("came", "left")}
    words = {"count": f"{int(last['customers']):,}", "revenue": _money(page, last["revenue"])}
    insight(t("notebook.segment.latest", page.lang, **moved, **words))
    for name, place in zip(("customers", "revenue"), st.columns(2), strict=True):
        drawn = figure(found, ("time", "period_on", name), page.lang, page.theme, partial(page.word_of, None))
        alt = t("notebook.segment.course_title", page.lang, title=entry.title)
        place.plotly_chart(drawn, key=f"course_{name}_{entry.entry_id}", theme=None, config=_BARE, alt=alt)
    line(_made(page, entry))
    _movements(page, entry, found)


def _made(page: View, entry: Entry) -> str:
    made = t("notebook.segment.made", page.lang)
    kind = t("notebook.segment.by_rule", page.lang, rule=entry.body.get("said") or "")
    if "customer_ids" in entry.body:
        kind = t("notebook.segment.by_list", page.lang, count=f"{len(entry.body['customer_ids']):,}")
    return t("ui.bar.join", page.lang).join([kind, f"{made} {entry.made_at:%Y-%m-%d}"])


def _money(page: View, value: object) -> str:
    return number(value, "money", page.lang, currency=page.reader.currency)


def _month_ends(as_of: date) -> list[date]:
    """The as-of day and the same day of the months before, earliest first."""
    return [months_later(as_of, -back) for back in range(MONTHS_BACK, -1, -1)]


@lru_cache(maxsize=64)
def _course(reader: Reader, entry_id: int, as_of: date) -> Answer:
    """Kept: a rule is asked thirteen times. An entry never changes under its number."""
    entry = notebook().entry(entry_id)
    days = [day for day in _month_ends(as_of) if day >= reader.first_on + timedelta(days=1)] or [as_of]
    return course(entry, reader, notebook(), days)


def _movements(page: View, entry: Entry, found: Answer) -> None:
    """Who came and who left in the last month, to act on."""
    rows = found.rows
    if len(rows) < 2 or not rows["came"].iloc[-1] + rows["left"].iloc[-1]:
        return
    before, now = rows["period_on"].iloc[-2], rows["period_on"].iloc[-1]
    sets = [ids_of(customers_of(entry, page.reader, notebook(), day), page.reader) for day in (before, now)]
    with st.expander(t("notebook.segment.lists", page.lang)):
        for name, ids in (("came", sets[1] - sets[0]), ("left", sets[0] - sets[1])):
            _list(page, entry, name, sorted(ids))


def _list(page: View, entry: Entry, name: str, ids: list[str]) -> None:
    asked = Selection(period="last_12_months", as_of=page.scope.as_of, among=(ListedCustomers(tuple(ids)),))
    listed = with_relation(members(page.reader, "overview.kpis", asked), page.reader, asked)
    columns, rows = member_list(listed, page.reader.currency)
    words = partial(page.word_of, None)
    title = t(f"notebook.segment.{name}_list", page.lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        line(f"{title} · {len(rows):,}", "zk-members-title")
        st.download_button(
            t("ui.members.csv", page.lang), key=f"segment_{name}_{entry.entry_id}", mime="text/csv", on_click="ignore",
            data=table_file(page, f"segment {name}", columns, rows, words),
            file_name=file_name(f"segment_{entry.entry_id}", page.reader.version, page.scope.as_of, name),
        )  # fmt: skip
    listing(page, columns, rows, title, f"segment_{name}_{entry.entry_id}")

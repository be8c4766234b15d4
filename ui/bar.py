"""The filter bar: period, comparison, rule, as-of day, filters as chips, and what days that means."""

from html import escape

import streamlit as st

from crm_core.metrics.words import dimension_label, filter_in_words, group_in_words, value_label
from crm_core.selection import COMPARES, RULES, compared_segment
from crm_core.selection.festival import festival_of
from crm_core.selection.period import PERIODS
from crm_core.selection.values import dimension_values
from crm_core.text import t
from ui.cells import choose
from ui.view import View
from ui.words import as_label, line

_FIELDS = ("period", "compare", "rule")
# Esc lets go of the chosen mark, wherever the reader is; a field or a list that is open keeps its own Esc.
_ESCAPE = """
window.zkEscape ??= document.addEventListener('keydown', event => {
  const busy = document.querySelector('[data-baseweb=popover], [role=dialog], input:focus, textarea:focus');
  if (event.key === 'Escape' && !busy) document.querySelector('.st-key-chip_mark button')?.click();
}) ?? true;
"""


def bar(page: View) -> None:
    """Draw the bar; every change goes into the link."""
    with st.container(key="bar"):
        _drawer(page)
        with st.container(key="bar_controls", horizontal=True, vertical_alignment="center"):
            _period(page)
            _choices(page, "compare", (*COMPARES, *(f"s{number}" for number in page.choice.segments)), 150)
            _choices(page, "rule", RULES, 110)
            st.space("stretch")
            _as_of(page)
        if page.selection.period == "custom":
            _custom_days(page)
        _chips(page)


def _drawer(page: View) -> None:
    """On a phone and on paper: what is chosen, in words; on a phone the controls stay shut until asked for.

    The details hold no words that change, so that they stay open from one choice to the next; look.css shows
    the controls while they are open.
    """
    chosen = {field: _word(page, field, getattr(page.selection, field)) for field in _FIELDS}
    as_of = t("ui.bar.as_of", page.lang, as_of=page.scope.as_of, version=page.reader.version)
    with st.container(key="bar_drawer", horizontal=True, vertical_alignment="center"):
        line(t("ui.bar.chosen", page.lang, as_of=as_of, **chosen), "zk-chosen")
        summary = escape(t("ui.bar.drawer", page.lang))
        st.html(f'<details class="zk-drawer"><summary>{summary}</summary></details>', width="content")


def _set(key: str, value: object) -> None:
    """A widget shows what the link says."""
    st.session_state[key] = value


def _period(page: View) -> None:
    key = "bar_period"
    _set(key, page.selection.period)
    st.segmented_control(
        t("ui.bar.period", page.lang), PERIODS, key=key, required=True, label_visibility="collapsed", wrap=True,
        format_func=lambda code: t(f"ui.period.{code}", page.lang), on_change=_period_chosen, args=(page, key),
    )  # fmt: skip


def _period_chosen(page: View, key: str) -> None:
    period = st.session_state[key]
    page.choice.change(period=period, custom=page.scope.days if period == "custom" else None)


def _choices(page: View, field: str, codes: tuple[str, ...], width: int) -> None:
    key = f"bar_{field}"
    _set(key, getattr(page.selection, field))
    st.selectbox(
        t(f"ui.bar.{field}", page.lang), codes, key=key, width=width, label_visibility="collapsed", filter_mode=None,
        format_func=lambda code: _word(page, field, code), on_change=page.choice.change_to,
        args=(field, key), placeholder=t(f"ui.bar.{field}", page.lang),
    )  # fmt: skip


def _word(page: View, field: str, code: str) -> str:
    """The word of a choice; a comparison with a saved segment has the segment's title."""
    number = compared_segment(code) if field == "compare" else None
    if number is None:
        return t(f"ui.{field}.{code}", page.lang)
    return t("ui.compare.segment", page.lang, title=page.segment_titles.get(number, str(number)))


def _as_of(page: View) -> None:
    """The as-of day and the version, always in sight; a click changes the day."""
    label = t("ui.bar.as_of", page.lang, as_of=page.scope.as_of, version=page.reader.version)
    with st.popover(label, type="tertiary", key="bar_as_of_box", on_change="rerun") as box:
        if not box.open:
            return
        key, last = "bar_as_of", page.reader.last_on
        _set(key, page.scope.as_of)
        st.date_input(
            t("ui.bar.as_of_day", page.lang), key=key, format="YYYY-MM-DD",
            min_value=min(page.reader.first_on, page.scope.as_of), max_value=max(last, page.scope.as_of),
            on_change=page.choice.change_to, args=("as_of", key),
        )  # fmt: skip
        line(t("ui.bar.as_of_note", page.lang, first=page.reader.first_on, last=last))
        if page.selection.as_of is not None:
            label = t("ui.bar.as_of_reset", page.lang)
            st.button(label, key="bar_as_of_reset", on_click=page.choice.change, kwargs={"as_of": None})


def _custom_days(page: View) -> None:
    low, high = page.scope.days
    with st.container(key="bar_days", horizontal=True, vertical_alignment="center"):
        for place, (name, day) in enumerate((("from", low), ("to", high))):
            key = f"bar_{name}"
            _set(key, day)
            st.date_input(
                t(f"ui.bar.{name}", page.lang), key=key, format="YYYY-MM-DD", width=160,
                min_value=min(page.reader.first_on, low), max_value=max(page.reader.last_on, high),
                on_change=_day_chosen, args=(page, place, key),
            )  # fmt: skip


def _day_chosen(page: View, place: int, key: str) -> None:
    days = list(page.scope.days)
    days[place] = st.session_state[key] or days[place]
    page.choice.change(custom=(min(days), max(days)))


def _days_in_words(page: View) -> str:
    scope = page.scope
    text = t("ui.bar.days", page.lang, start=scope.days[0], end=scope.days[1])
    if scope.group_missing:
        text += "" if page.mark else t("ui.bar.compared_nobody", page.lang)
    elif scope.group is not None:
        text += t("ui.bar.compared_group", page.lang, name=group_in_words(scope.group.title, page.lang))
    elif scope.compare_days is not None:
        start, end = scope.compare_days
        text += t("ui.bar.compared", page.lang, start=start, end=end) + _alignment(page)
    elif scope.compare_missing:
        text += t("ui.bar.compare_missing", page.lang, first=page.reader.first_on)
    return text


def _alignment(page: View) -> str:
    """By which festival the days are aligned, where that was asked for."""
    if page.selection.compare != "festival":
        return ""
    festival = festival_of(page.scope.days)
    if festival is None:
        return t("ui.bar.no_festival", page.lang)
    name = t(f"ui.festival.{festival.name}", page.lang)
    return t("ui.bar.aligned", page.lang, festival=name, on=festival.on, before_on=festival.before_on)


def _chips(page: View) -> None:
    with st.container(key="chips", horizontal=True, vertical_alignment="center"):
        for dimension, values in page.selection.filters:
            text = t("ui.bar.remove", page.lang, filter=filter_in_words(page.reader, dimension, values, page.lang))
            st.button(
                as_label(text), key=f"chip_{dimension}", on_click=page.choice.filter_by, args=(dimension, ())
            )  # fmt: skip
        for number, title in page.segments.items():
            text = t("ui.bar.remove", page.lang, filter=t("notebook.segment.chip", page.lang, title=title))
            others = tuple(other for other in page.selection.segments if other != number)
            st.button(
                as_label(text), key=f"chip_segment_{number}", on_click=page.choice.change, kwargs={"segments": others}
            )  # fmt: skip
        _mark_chip(page)
        _add_filter(page)
        if page.selection.filters or page.selection.segments:
            clear, nothing = t("ui.bar.clear", page.lang), {"filters": (), "segments": ()}
            st.button(clear, key="chips_clear", type="tertiary", on_click=page.choice.change, kwargs=nothing)
            if page.customers_left is not None:
                line(t("ui.bar.left", page.lang, count=f"{page.customers_left:,}"), width="content")
        st.space("stretch")
        line(_days_in_words(page), width="content")


def _mark_chip(page: View) -> None:
    """The mark that the other cards follow; a click, a second click on the mark or Esc lets go of it."""
    if page.mark is not None and page.mark_in_words:
        picked = t("ui.bar.mark", page.lang, mark=page.mark_in_words)
        text = t("ui.bar.remove", page.lang, filter=picked)
        st.button(as_label(text), key="chip_mark", type="primary", on_click=choose, args=(page.mark.metric, None))
        st.html(f"<script>{_ESCAPE}</script>", unsafe_allow_javascript=True, width="content")


def _add_filter(page: View) -> None:
    label = t("ui.bar.add", page.lang)
    with st.popover(label, icon=":material/add:", type="tertiary", key="bar_add", on_change="rerun") as box:
        if not box.open:
            return
        _segments(page)
        dimension = st.selectbox(
            t("ui.bar.dimension", page.lang), list(page.reader.dimensions), key="bar_dimension", index=None,
            placeholder=t("ui.bar.dimension_hint", page.lang), filter_mode=None,
            format_func=lambda code: dimension_label(page.reader, code, page.lang),
        )  # fmt: skip
        if dimension is not None:
            _values(page, dimension)


def _segments(page: View) -> None:
    """Saved segments to keep to."""
    titles = page.segment_titles
    if not titles:
        return
    key = "bar_segments"
    _set(key, list(page.selection.segments))
    st.multiselect(
        t("notebook.segment.choose", page.lang), list(titles), key=key, format_func=lambda number: titles[number],
        placeholder=t("notebook.segment.choose_hint", page.lang), select_all=False,
        on_change=lambda: page.choice.change(segments=tuple(st.session_state[key])),
    )  # fmt: skip


def _values(page: View, dimension: str) -> None:
    """The values of one dimension with how many customers or orders have each."""
    counts = dimension_values(page.reader, dimension)
    chosen = dict(page.selection.filters).get(dimension, ())
    unit = "ui.bar.value_of_" + page.reader.dimensions[dimension].held_by

    def named(value: str) -> str:
        label = value_label(page.reader, dimension, value, page.lang)
        return t(unit, page.lang, value=label, count=f"{counts.get(value, 0):,}")

    key = f"bar_values_{dimension}"
    _set(key, list(chosen))
    st.multiselect(
        t("ui.bar.values", page.lang), list(dict.fromkeys([*counts, *chosen])), key=key, format_func=named,
        placeholder=t("ui.bar.values_hint", page.lang), select_all=False, on_change=_values_chosen,
        args=(page, dimension, key),
    )  # fmt: skip


def _values_chosen(page: View, dimension: str, key: str) -> None:
    page.choice.filter_by(dimension, tuple(st.session_state[key]))

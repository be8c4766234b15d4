"""The headline numbers: value, change against the comparison, course, and the customers behind some."""

from base64 import b64encode
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from crm_core.figures import PALETTES, sparkline
from crm_core.figures.certainty import interval_words, small_words, sure_change
from crm_core.figures.marks import measure, shortened
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.metrics.registry import metric_of
from crm_core.metrics.words import against_in_words, choice_in_words
from crm_core.refusal import Refused
from crm_core.text import t
from crm_core.text.numbers import number
from ui.cells import choose
from ui.link import query
from ui.notice import refused
from ui.panel import more, opened_view, panel
from ui.store import ROOT
from ui.targets import reached
from ui.view import View

# The number, the column of its course, the part of its members.
_KPIS: tuple[tuple[str, str | None, str | None], ...] = (
    ("revenue", "revenue", None),
    ("orders", "orders", None),
    ("revenue_per_customer", "revenue_per_customer", None),
    ("customers", None, None),
    ("active_customers", "customers", "is_active"),
    ("repeat_rate", "repeat_rate", "is_repeat"),
    ("new_customers", "new_customers", "is_new"),
)
_NOT_BY_DAY = "repeat_rate"  # hardly anybody buys twice on one day
_ARROWS = {"up": "▲", "down": "▼"}
_REVERSED = {"up": "down", "down": "up"}
_WIDTH, _HEIGHT = 120, 36


def kpis(page: View) -> None:
    """The row of headline numbers; a refusal takes its place."""
    try:
        found = page.answer("overview.kpis")
        course = page.answer("overview.revenue_by_period")
    except Refused as refusal:
        with st.container(key="card_kpis"):
            refused(page, refusal, "overview.kpis")
        return
    columns = {column.name: column for column in found.columns}
    with st.container(key="kpi"):
        for name, trend, part in _KPIS:
            with st.container(key=f"kpi_{name}"):
                is_drawn = name != _NOT_BY_DAY or course.params["grain"] != "day"
                kpi(page, found, columns[name], _line(page, course, trend if is_drawn else None))
                if part is not None and found.rows[name].notna().iloc[0]:
                    way_to_list(page, found.metric, name, part)
    if page.reader.facts["order_count_with_customer"] == 0:
        refused(page, Refused("needs_customer_id"), found.metric)
    _more(page, found)


def _more(page: View, found: Answer) -> None:
    """The way to why the numbers changed, and to how they are computed."""
    with st.container(key="headline_more", horizontal=True, horizontal_alignment="right"):
        by_days = found.compared is not None and found.compare_group is None
        if by_days and st.button(t("ui.kpi.why", page.lang), key="headline_why", type="tertiary"):
            st.switch_page(ROOT / "pages" / "change.py", query_params=query())
        more(page, found.metric)
    if opened_view(found.metric):
        with st.container(key="card_kpi_panel"):
            panel(page, found)


def _line(page: View, course: Answer, column: str | None) -> str:
    """The small line of a number's course by whole periods; empty where fewer than two are known."""
    trend = [] if column is None else sparkline(course.rows.loc[~course.rows["is_unfinished"].astype(bool), column])
    if not trend:
        return ""
    alt = escape(t("ui.kpi.course", page.lang, grain=choice_in_words("grain", course.params["grain"], page.lang)))
    return f'<img class="zk-spark" alt="{alt}" title="{alt}" src="{_spark(page, trend)}">'


def kpi(page: View, found: Answer, column: AnswerColumn, course: str = "") -> None:
    """One number: value, how sure it is, change, course as an image."""
    now = found.rows[column.name].iloc[0]
    value = number(now, column.kind, page.lang, currency=column.unit)
    change = ""
    if found.compared is not None:
        change = _change(page, found, column, found.compared[column.name].iloc[0])
    if target := reached(page, column.name, now, column.kind):
        change += f'<div class="zk-kpi-change">{escape(target)}</div>'
    label = escape(page.word_of(None, column.name, column.name))
    st.html(
        f'<div class="zk-kpi"><div class="zk-kpi-label">{label}</div><div class="zk-number">{escape(value)}</div>'
        f"{_sureness(page, found, column)}{change}{course}</div>"
    )


def _sureness(page: View, found: Answer, column: AnswerColumn) -> str:
    """The interval of a rate or mean, and the name of a small sample; nothing for a count or a sum."""
    alone = replace(found, compared=None)  # in the number's own unit, whatever it is compared with
    by = measure(alone, column.name, page.lang, partial(page.word_of, found))
    words = [interval_words(found, column.name, by)[0], small_words(found, column.name, page.lang)[0]]
    text = t("ui.bar.join", page.lang).join(filter(None, words))
    return f'<div class="zk-kpi-change">{escape(text)}</div>' if text else ""


def _change(page: View, found: Answer, column: AnswerColumn, before: object) -> str:
    moved = sure_change(found, column.name, before, page.lang)
    group = None if found.compare_group is None else shortened(found.compare_group)
    against = against_in_words(page.selection.compare, group, page.lang)
    arrow = _ARROWS.get(moved.direction, "")
    words = t("ui.kpi.change", page.lang, against=against, change=f"{arrow} {moved.text}".strip())
    # The arrow says where the number went, the colour whether that is good.
    is_less_better = column.name in metric_of(found.metric).less
    worth = _REVERSED.get(moved.direction, moved.direction) if is_less_better else moved.direction
    return f'<div class="zk-kpi-change zk-{worth}">{escape(words)}</div>'


def _spark(page: View, values: list[float]) -> str:
    """A small line as an image; the picture needs no script and no fonts."""
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = _WIDTH / (len(values) - 1)
    points = " ".join(
        f"{i * step:.1f},{_HEIGHT - 3 - (v - low) / span * (_HEIGHT - 6):.1f}" for i, v in enumerate(values)
    )
    colour = PALETTES[page.theme].accent
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none">'
        f'<polygon points="0,{_HEIGHT} {points} {_WIDTH},{_HEIGHT}" fill="{colour}" fill-opacity=".12"/>'
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8" '
        'vector-effect="non-scaling-stroke"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def way_to_list(page: View, metric_id: str, name: str, part: str) -> None:
    """The button that opens the list of customers behind a number."""
    st.button(
        t("ui.kpi.list", page.lang), key=f"kpi_list_{name}", type="tertiary", on_click=choose,
        args=(metric_id, ((part, "true"),)),
    )  # fmt: skip

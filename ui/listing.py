"""A list of customers to work with: searched, sorted, page by page. What is shown is masked; so is what is searched."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from crm_core.metrics.answer import AnswerColumn
from crm_core.metrics.registry import as_text
from crm_core.text import t
from ui.customer_link import customer_address
from ui.link import put, query
from ui.table import list_texts, table
from ui.view import View
from ui.words import line

PAGE_ROWS = 20
_NEEDS_CONTROLS = 8  # a shorter list is seen at once


def listing(page: View, columns: Sequence[AnswerColumn], rows: pd.DataFrame, title: str, key: str) -> None:
    """The rows as a table; given in the order that matters most, which is kept until another is chosen."""
    shown = _in_words(page, columns, rows)
    if len(rows) > _NEEDS_CONTROLS:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_controls"):
            shown = _searched(page, shown, key)
            shown = _sorted(page, columns, shown, key)
    number = 1
    pages = max(1, -(-len(shown) // PAGE_ROWS))
    if pages > 1:
        number = _turned(key, pages)
    first = (number - 1) * PAGE_ROWS
    part = shown.iloc[first : first + PAGE_ROWS]
    if part.empty:
        line(t("ui.members.not_found", page.lang), "zk-notice")
        return
    last = f"{first + len(part):,}"
    line(t("ui.members.range", page.lang, first=f"{first + 1:,}", last=last, count=f"{len(shown):,}"))
    heads = [(page.word_of(None, column.name, column.name), column.kind) for column in columns]
    texts = list_texts(columns, part.itertuples(index=False), page.lang)
    known = columns[0].name == "customer_id" and part.index.notna().all()
    table(heads, texts, title, [customer_address(page, name) for name in part.index] if known else None)


def _in_words(page: View, columns: Sequence[AnswerColumn], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their codes in words, so that what is seen is what is searched and sorted."""
    worded = {}
    for name in (column.name for column in columns if column.kind == "code"):
        places, codes = pd.factorize(rows[name].map(as_text))
        words = [page.word_of(None, name, code) for code in codes]  # a list may be long, its codes are few
        worded[name] = [words[place] for place in places]
    return rows.assign(**worded)


def _place(key: str) -> tuple[int, str]:
    """The page of this list and the column that it is sorted by, as the link says; for another list the first."""
    named, _, rest = (query().get("list") or [""])[0].partition("|")
    number, _, column = rest.partition("|")
    if named != key:
        return 1, ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1, column


def _remember(key: str, number: int, column: str) -> None:
    """The place in a list goes into the link, so that the way back from a customer leads to the same rows."""
    put(list=f"{key}|{number}|{column}" if number > 1 or column else None)


def _turned(key: str, pages: int) -> int:
    number, column = _place(key)
    number = min(max(number, 1), pages)
    name = f"{key}_page_{number}_of_{pages}"  # a new one per place: the link says where it stands
    return st.pagination(
        pages, default=number, key=name, on_change=lambda: _remember(key, st.session_state[name], column)
    )


def _searched(page: View, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    label = t("ui.members.search", page.lang)
    asked = st.text_input(label, key=f"{key}_search", placeholder=t("ui.members.search_hint", page.lang), width=240)
    asked = asked.strip().casefold()
    named = [name for name in ("customer_id", "customer_name") if name in rows]
    if not asked or not named:
        return rows
    found = [any(asked in str(value).casefold() for value in row) for row in rows[named].itertuples(index=False)]
    return rows[found]


def _sorted(page: View, columns: Sequence[AnswerColumn], rows: pd.DataFrame, key: str) -> pd.DataFrame:
    kinds = {column.name: column.kind for column in columns}
    name, asked = f"{key}_sort", _place(key)[1]
    st.session_state[name] = asked if asked in kinds else None
    chosen = st.selectbox(
        t("ui.members.sort", page.lang), list(kinds), index=None, key=name, width=200, filter_mode=None,
        placeholder=t("ui.members.sort_hint", page.lang),
        format_func=lambda name: page.word_of(None, name, name),
        on_change=lambda: _remember(key, 1, st.session_state[name] or ""),
    )  # fmt: skip
    if chosen is None:
        return rows
    rising = kinds[chosen] in ("text", "name", "code")  # names from A on, amounts and days from the top
    return rows.sort_values(chosen, ascending=rising, kind="stable", na_position="last")

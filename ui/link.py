"""The one place where the link is read and written: the address bar is the only memory of what was chosen.

Every run reads the choice from the link and sets the widgets to it; a widget's callback writes the link.
"""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from crm_core.lake.reader import Reader
from crm_core.selection import Selection
from crm_core.selection.link import Complaint, query_of, selection_of
from crm_core.text import LANGS, Lang

SELECTION_KEYS = ("v", "asof", "p", "from", "to", "c", "r", "s", "f")
_CARRIED = "carried_query"
_PAGE = "carried_page"
_LANG = "carried_lang"
Query = dict[str, list[str]]


def query() -> Query:
    """The parameters of the link as it stands."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def put(**changes: str | None) -> None:
    """Set single parameters of the link; None takes one out."""
    for key, value in changes.items():
        if value is not None:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]


def carry_over(page: str) -> None:
    """Keep the link's parameters when the reader goes to another page: the browser's navigation drops them."""
    state = st.session_state
    if state.get(_PAGE) not in (None, page) and not query():
        st.query_params.from_dict(state.get(_CARRIED, {}))
    state[_PAGE], state[_CARRIED] = page, query()


def language() -> tuple[Lang, list[Complaint]]:
    """The language of the link, else the one chosen before, else the browser's."""
    asked = st.query_params.get("lang")
    if asked in LANGS:
        st.session_state[_LANG] = asked
    complaints = [("lang", asked)] if asked is not None and asked not in LANGS else []
    if _LANG in st.session_state:
        return st.session_state[_LANG], complaints
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en", complaints


@dataclass(frozen=True)
class Choice:
    """The reader's selection on one version, and how to change it."""

    reader: Reader
    default: Selection
    segments: tuple[int, ...] = ()

    def now(self) -> tuple[Selection, list[Complaint]]:
        """What the link states, and what in it was not understood; a version that is not there is not asked for."""
        selection, misread = selection_of(query(), self.default, self.reader.dimensions, self.segments)
        known = selection.version == self.reader.version
        return selection if known else replace(selection, version=None), misread

    def change(self, **fields: Any) -> None:
        """Write the link with some fields of the selection changed."""
        selection = replace(self.now()[0], **fields)
        kept = {key: values for key, values in query().items() if key not in SELECTION_KEYS}
        st.query_params.from_dict(kept | query_of(selection, self.default))

    def change_to(self, field: str, key: str) -> None:
        """A widget's callback: its value becomes a field of the selection."""
        self.change(**{field: st.session_state[key]})

    def filter_by(self, dimension: str, values: tuple[str, ...]) -> None:
        """Filter a dimension by these values; none takes the filter out. Others stay in their order."""
        found = dict(self.now()[0].filters) | {dimension: values}
        self.change(filters=tuple((name, chosen) for name, chosen in found.items() if chosen))

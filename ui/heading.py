"""The top of a page: its question, the link to share, and whether these are sample or older data."""

import json
from dataclasses import replace
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from crm_core.selection.link import query_of
from crm_core.text import t
from ui.link import SELECTION_KEYS, query
from ui.view import View
from ui.words import line

_COPY = "copy_link"


def heading(page: View) -> None:
    """Title, copy button, and the banners that the reader must not miss."""
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        st.title(t(f"ui.page.{page.name}.question", page.lang), anchor=False, width="stretch")
        copied = st.button(t("ui.link.copy", page.lang), key=_COPY, icon=":material/link:")
    if copied:
        _show_link(page)
    if page.reader.is_sample:
        line(t("ui.sample.banner", page.lang), "zk-sample")
    if page.reader.version != page.newest:
        with st.container(key="older", horizontal=True, vertical_alignment="center"):
            line(t("ui.older", page.lang, version=page.reader.version, newest=page.newest), "zk-warning")
            label = t("ui.newest", page.lang)
            st.button(label, key="newest", on_click=page.choice.change, kwargs={"version": None, "as_of": None})


def link_to_share(page: View) -> str:
    """The whole state as a link: version and as-of day pinned, language left to whoever opens it."""
    pinned = replace(page.selection, version=page.reader.version, as_of=page.scope.as_of)
    kept = {key: values for key, values in query().items() if key not in (*SELECTION_KEYS, "lang")}
    here = urlsplit(st.context.url or "")._replace(query="", fragment="").geturl()
    return here + "?" + urlencode(query_of(pinned, page.choice.default) | kept, doseq=True)


def _show_link(page: View) -> None:
    """The link as text, and in the clipboard where the browser allows it."""
    link = link_to_share(page)
    done = t("ui.link.done", page.lang)
    shown = f'<input class="zk-link" id="zk-link" readonly aria-label="{escape(done)}" value="{escape(link)}">'
    note = t("ui.link.note", page.lang, version=page.reader.version, as_of=page.scope.as_of)
    script = (
        "const note = document.getElementById('zk-link-note');"
        f"navigator.clipboard?.writeText({_as_script(link)}).then(() => {{"
        f"note.textContent = {_as_script(done)} + note.textContent; }}, () => {{}});"
    )
    st.html(
        f'{shown}<div class="zk-line" id="zk-link-note">{escape(note)}</div><script>{script}</script>',
        unsafe_allow_javascript=True,
    )


def _as_script(text: str) -> str:
    """A text as a JavaScript literal that cannot end the script."""
    return json.dumps(text).replace("<", "\\u003c")

"""Passing on what is on the screen: a live link, a pinned one, or a saved view on the home page."""

import json
from dataclasses import replace
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from crm_core.notebook import Entry, NotWritten
from crm_core.selection import Selection
from crm_core.selection.link import query_of
from crm_core.text import t
from ui.link import SELECTION_KEYS, Query, put, query
from ui.look import card_title
from ui.store import ROOT, notebook
from ui.view import View
from ui.who import reader_name
from ui.words import as_label, line

_SAID = "view_said"


def sharing(page: View) -> None:
    """The button; what it offers is drawn only when it is open."""
    with st.popover(
        t("notebook.share.title", page.lang), icon=":material/link:", key="share", on_change="rerun"
    ) as box:
        if not box.open:
            return
        copied = None
        for kind in ("live", "pinned"):
            if st.button(t(f"notebook.share.{kind}", page.lang), key=f"copy_{kind}", width="stretch"):
                copied = kind
            note = t(f"notebook.share.{kind}_note", page.lang, version=page.reader.version, as_of=page.scope.as_of)
            line(note)
        if copied:
            _show_link(page, _link(page, _pinned(page) if copied == "pinned" else _live(page)))
        if st.button(t("notebook.share.wall", page.lang), key="wall", icon=":material/fullscreen:", width="stretch"):
            put(wall="1")
            st.rerun()
        line(t("notebook.share.wall_note", page.lang))
        _save_view(page)


def _live(page: View) -> Selection:
    return replace(page.selection, version=None)


def _pinned(page: View) -> Selection:
    return replace(page.selection, version=page.reader.version, as_of=page.scope.as_of)


def _query(page: View, selection: Selection) -> Query:
    """The whole state of the page; the language is left to whoever opens it."""
    kept = {key: values for key, values in query().items() if key not in (*SELECTION_KEYS, "lang")}
    return query_of(selection, page.choice.default) | kept


def _link(page: View, selection: Selection) -> str:
    here = urlsplit(st.context.url or "")._replace(query="", fragment="").geturl()
    return here + "?" + urlencode(_query(page, selection), doseq=True)


def _show_link(page: View, link: str) -> None:
    """The link as text, and in the clipboard where the browser allows it."""
    done = t("notebook.share.done", page.lang)
    shown = f'<input class="zk-link" id="zk-link" readonly aria-label="{escape(done)}" value="{escape(link)}">'
    note = t("notebook.share.language_note", page.lang)
    script = (
        "{ const note = document.getElementById('zk-link-note');"
        f"navigator.clipboard?.writeText({_as_script(link)}).then(() => {{"
        f"note.textContent = {_as_script(done)} + note.textContent; }}, () => {{}}); }}"
    )
    st.html(
        f'{shown}<div class="zk-line" id="zk-link-note">{escape(note)}</div><script>{script}</script>',
        unsafe_allow_javascript=True,
    )


def _as_script(text: str) -> str:
    """A text as a JavaScript literal that cannot end the script."""
    return json.dumps(text).replace("<", "\\u003c")


# Saved views


def _save_view(page: View) -> None:
    st.divider()
    label = t("notebook.share.save_view", page.lang)
    st.text_input(label, key="view_title", placeholder=t("notebook.share.view_hint", page.lang), max_chars=80)
    if reader_name():
        st.checkbox(t("notebook.share.own", page.lang), key="view_own")
    st.button(t("notebook.save", page.lang), key="view_save", on_click=_saved, args=(page,))
    line(st.session_state.pop(_SAID, None) or t("notebook.share.view_note", page.lang))


def _saved(page: View) -> None:
    title = st.session_state["view_title"]
    body = {"page": page.name, "query": _query(page, _live(page))}
    try:
        owner = reader_name() if st.session_state.get("view_own") else ""
        notebook().add("view", title, body, owner=owner, by=reader_name())
    except NotWritten as problem:
        st.session_state[_SAID] = t(f"notebook.{problem}", page.lang)
        return
    st.session_state[_SAID] = t("notebook.saved", page.lang, title=title)
    st.session_state["view_title"] = ""


def saved_views(page: View) -> None:
    """The list on the home page: open a view, or delete it."""
    views = notebook().entries("view", reader_name())
    if not views:
        return
    with st.container(key="card_views"):
        card_title(t("notebook.views.title", page.lang))
        with st.container(horizontal=True, key="views"):
            for entry in views:
                _view(page, entry)


def _view(page: View, entry: Entry) -> None:
    with st.container(horizontal=True, width="content", gap="small", key=f"view_{entry.entry_id}"):
        if st.button(as_label(entry.title), key=f"view_open_{entry.entry_id}", icon=":material/bookmark:"):
            st.switch_page(ROOT / "pages" / f"{entry.body['page']}.py", query_params=entry.body["query"])
        st.button(
            "✕", key=f"view_remove_{entry.entry_id}", type="tertiary", help=t("notebook.remove", page.lang),
            on_click=notebook().remove, args=(entry.entry_id,),
        )  # fmt: skip

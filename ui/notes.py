"""Dated notes: listed, added one by one or from a CSV, and handed to the charts over time."""

from functools import partial

import streamlit as st

from crm_core.figures import NoteMark
from crm_core.notebook import LONGEST_TITLE, NotWritten
from crm_core.notebook.notes import Misread, Note, marks, notes, notes_of_csv, write
from crm_core.text import t
from ui.look import card_title
from ui.store import notebook
from ui.view import View
from ui.who import reader_name
from ui.words import line

_SAID = "note_said"
_SHOWN = 100


def note_marks() -> tuple[NoteMark, ...]:
    """What the charts over time show."""
    return marks(notebook())


def notes_card(page: View) -> None:
    """All notes, newest first, and the ways to add some."""
    with st.container(key="card_notes"):
        card_title(t("notebook.notes.title", page.lang))
        line(t("notebook.notes.intro", page.lang))
        _add(page)
        _upload(page)
        if said := st.session_state.pop(_SAID, None):
            line(said, "zk-notice")
        known = notes(notebook())
        if not known:
            line(t("notebook.notes.none", page.lang))
        for note in reversed(known[-_SHOWN:]):
            _note(page, note)


def _note(page: View, note: Note) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"note_{note.entry_id}"):
        words = " · ".join(part for part in (note.text, note.tag, note.author) if part)
        line(f"{note.on:%Y-%m-%d}　{words}")
        st.button(
            t("notebook.remove", page.lang), key=f"note_remove_{note.entry_id}", type="tertiary",
            on_click=notebook().remove, args=(note.entry_id,),
        )  # fmt: skip


def _add(page: View) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="note_add_row"):
        st.date_input(
            t("notebook.notes.on", page.lang), value=page.scope.as_of, key="note_on", format="YYYY-MM-DD", width=150
        )
        for name, width in (("text", 320), ("tag", 140)):
            hint = t(f"notebook.notes.{name}_hint", page.lang)
            label = t(f"notebook.notes.{name}", page.lang)
            st.text_input(label, key=f"note_{name}", placeholder=hint, max_chars=LONGEST_TITLE, width=width)
        st.text_input(t("notebook.notes.author", page.lang), key="note_author", value=reader_name(), width=140)
        st.button(t("notebook.notes.add", page.lang), key="note_add", type="primary", on_click=_added, args=(page,))


def _added(page: View) -> None:
    state = st.session_state
    try:
        write(notebook(), Note(state["note_on"], state["note_text"], state["note_tag"], state["note_author"]))
    except NotWritten:
        state[_SAID] = t("notebook.notes.no_text", page.lang)
        return
    state["note_text"] = ""


def _upload(page: View) -> None:
    with st.expander(t("notebook.notes.upload", page.lang)):
        template = "\r\n".join(t(f"notebook.notes.template_{part}", page.lang) for part in ("head", "row")) + "\r\n"
        st.download_button(
            t("notebook.notes.template", page.lang), template.encode("utf-8-sig"), "notes.csv", "text/csv",
            key="note_template", on_click="ignore",
        )  # fmt: skip
        file = st.file_uploader(
            t("notebook.notes.upload", page.lang), type=["csv", "txt"], key="note_file", label_visibility="collapsed",
            max_upload_size=5,
        )  # fmt: skip
        if file is None:
            return
        found, misread = notes_of_csv(file.getvalue())
        line(t("notebook.notes.found", page.lang, count=len(found)))
        for each in misread[:20]:
            line(_problem(page, each), "zk-warning")
        if found:
            st.button(
                t("notebook.notes.load", page.lang), key="note_load", type="primary",
                on_click=partial(_loaded, page, found),
            )  # fmt: skip


def _problem(page: View, each: Misread) -> str:
    problem = t(f"notebook.notes.{each.problem}", page.lang, found=each.found)
    return t("notebook.notes.bad_line", page.lang, line=each.line, problem=problem)


def _loaded(page: View, found: list[Note]) -> None:
    known = {(note.on, note.text) for note in notes(notebook())}
    new = [note for note in found if (note.on, note.text) not in known]
    for note in new:
        write(notebook(), note)
    st.session_state[_SAID] = t("notebook.notes.loaded", page.lang, count=len(new))

"""Import on the page: drop files, see what each is taken for, correct it, load, and read the account."""

import time
from typing import Any

import streamlit as st

from crm_core.ingest import ImportRefused, sentence
from crm_core.ingest.contract import EXTRA, SKIP
from crm_core.lake.imported import Imported
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui import jobs
from ui.link import SELECTION_KEYS, put
from ui.look import card_title
from ui.store import workspace
from ui.table import table
from ui.uploads import Group, Upload, receive
from ui.words import as_label, line

_UPLOAD, _ROUND, _JOB, _DONE = "upload", "upload_round", "import_job", "imported"
TYPES = ("csv", "tsv", "txt")


def importing(lang: Lang) -> None:
    """The card that takes files in."""
    state = st.session_state
    with st.container(key="card_import"):
        card_title(t("data.import.title", lang))
        line(t("data.import.note", lang))
        if _JOB in state:
            _watch(state[_JOB], lang)
            return
        _uploader(lang)
        if _UPLOAD in state:
            _review(state[_UPLOAD], lang)
        elif _DONE in state:
            account(state[_DONE], lang)


def _uploader(lang: Lang) -> None:
    state = st.session_state
    whole_folder = st.segmented_control(
        t("data.import.how", lang), ("files", "folder"), default="files", key="import_how", required=True,
        format_func=lambda code: t(f"data.import.{code}", lang), label_visibility="collapsed",
    ) == "folder"  # fmt: skip
    round_number = state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        t("data.import.drop", lang), type=TYPES, accept_multiple_files="directory" if whole_folder else True,
        key=f"files_{round_number}_{whole_folder}",
    )  # fmt: skip
    seen = tuple(file.file_id for file in files or ())
    if not files or state.get("upload_seen") == seen:
        return
    state["upload_seen"] = seen
    if _UPLOAD in state:
        state.pop(_UPLOAD).discard()
    state.pop(_DONE, None)
    with st.spinner(t("data.import.looking", lang)):
        state[_UPLOAD] = receive(files, [file.name for file in files])


def _review(upload: Upload, lang: Lang) -> None:
    """What each group of files is taken for, and the button that loads them all."""
    groups = upload.groups()
    for number, group in enumerate(groups):
        _group(upload, group, number, lang)
    ready = bool(groups) and all(group.first.refused is None for group in groups)
    with st.container(horizontal=True, key="import_actions"):
        label = t("data.import.load", lang, count=len(upload.planned.plans))
        st.button(label, key="import_load", type="primary", disabled=not ready, on_click=_load, args=(upload,))
        st.button(t("data.import.cancel", lang), key="import_cancel", type="tertiary", on_click=_clear)
    if not ready:
        line(t("data.import.not_ready", lang), "zk-warning")


def _group(upload: Upload, group: Group, number: int, lang: Lang) -> None:
    plan = group.first
    name = plan.incoming.name if len(group.plans) == 1 else t(
        "data.import.names", lang, first=plan.incoming.name, count=len(group.plans)
    )  # fmt: skip
    with st.container(key=f"import_group_{number}"):
        if plan.refused is None and plan.mapping is not None:
            taken = tables()[plan.mapping.table]
            line(
                t("data.import.taken_for", lang, files=name, table=taken.zh if lang == "zh" else taken.en,
                  rows=f"{group.row_count:,}", encoding=plan.encoding), "zk-members-title",
            )  # fmt: skip
        elif plan.refused is not None:
            line(name, "zk-members-title")
            line(sentence(plan.refused, lang), "zk-warning")
        for issue in plan.issues:
            line(sentence(issue, lang), "zk-warning" if issue.severity == "warning" else "")
        if plan.header:
            with st.expander(t("data.mapping.title", lang), expanded=plan.mapping is None):
                _mapping(upload, group, number, lang)
        if plan.refused is not None:
            label = t("data.import.leave_out", lang)
            st.button(label, key=f"leave_out_{number}", on_click=upload.leave_out, args=(group,))


def _mapping(upload: Upload, group: Group, number: int, lang: Lang) -> None:
    """The file's headers, each with its column: as matched, as guessed, or as the reader sets it."""
    plan = group.first
    names = list(tables())
    chosen = st.selectbox(
        t("data.mapping.table", lang), names, key=f"table_{number}_{plan.signature}",
        index=names.index(plan.mapping.table) if plan.mapping else 0,
        format_func=lambda name: tables()[name].zh if lang == "zh" else tables()[name].en,
    )  # fmt: skip
    columns = tables()[chosen].columns
    options = [EXTRA, SKIP, *columns]

    def label(option: str) -> str:
        if option in (EXTRA, SKIP):
            return t(f"data.mapping.{option}", lang)
        return columns[option].zh if lang == "zh" else columns[option].en

    with st.form(f"mapping_{number}_{chosen}", border=False):
        given: dict[str, str] = {}
        for at, header in enumerate(plan.header):
            now = plan.mapping.columns[at] if plan.mapping and plan.mapping.table == chosen else EXTRA
            guess = plan.guesses.get(at)
            shown = t("data.mapping.header", lang, header=as_label(header), sample=as_label(_sample(plan.sample, at)))
            if guess in columns and now == EXTRA:
                shown += t("data.mapping.guess", lang, column=label(guess))
            given[header] = st.selectbox(
                shown, options, index=options.index(now) if now in options else 0, format_func=label,
                key=f"map_{number}_{chosen}_{at}",
            )  # fmt: skip
        orders = (None, "dmy", "mdy")
        date_order = st.selectbox(
            t("data.mapping.date_order", lang), orders, key=f"order_{number}",
            format_func=lambda code: t(f"data.mapping.{code or 'by_values'}", lang),
        )  # fmt: skip
        if st.form_submit_button(t("data.mapping.apply", lang)):
            upload.look_again(group, chosen, given, date_order)
            st.rerun()


def _sample(rows: tuple[tuple[str, ...], ...], at: int) -> str:
    found = [row[at] for row in rows if at < len(row) and row[at].strip()]
    return found[0][:40] if found else "–"


def _load(upload: Upload) -> None:
    """Start the import; the thread outlives this session if it must."""

    def work(job: jobs.Job) -> Imported:
        try:
            return workspace().load(upload.planned, by="page", progress=job.progress)
        finally:
            upload.discard()

    st.session_state[_JOB] = jobs.start(work)


def _clear() -> None:
    state = st.session_state
    if _UPLOAD in state:
        state.pop(_UPLOAD).discard()
    # A new key drops the uploaded bytes from the server's memory.
    state[_ROUND] = state.get(_ROUND, 0) + 1
    state.pop("upload_seen", None)


def _watch(job: jobs.Job, lang: Lang) -> None:
    """Show how far the import is until it is done."""
    bar = st.progress(0.0)
    while not job.is_done:
        stage = "reading" if job.share < 0.65 else "preparing"
        bar.progress(min(job.share, 1.0), t(f"data.import.{stage}", lang, file=as_label(job.file[:60])))
        time.sleep(0.25)
    state = st.session_state
    del state[_JOB]
    state[_DONE] = _outcome(job, lang)
    state.pop(_UPLOAD, None)
    _clear()
    if isinstance(state[_DONE], Imported):
        # The link's choices belong to the data before.
        put(**dict.fromkeys(SELECTION_KEYS))
    st.rerun()


def _outcome(job: jobs.Job, lang: Lang) -> Any:
    try:
        return job.result()
    except ImportRefused as refused:
        return [
            t("data.import.of_file", lang, file=name, text=sentence(issue, lang)) for name, issue in refused.refusals
        ]
    except (OSError, RuntimeError) as problem:
        return [t("data.import.failed", lang, problem=problem)]


def account(done: Imported | list[str], lang: Lang) -> None:
    """What became of every row of every file, or why nothing was loaded."""
    if not isinstance(done, Imported):
        for text in done:
            line(text, "zk-warning")
        line(t("data.import.unchanged", lang))
        return
    fields = ("rows_read", "rows_loaded", "rows_rejected", "rows_blank", "rows_totals", "rows_replaced")
    sums = {name: sum(getattr(file, name) for file in done.files) for name in fields}
    line(t("data.import.done", lang, version=done.version, count=len(done.files)), "zk-members-title")
    heads = [(t("data.columns.file", lang), "text"), (t("data.columns.table", lang), "code")]
    heads += [(t(f"data.columns.{name}", lang), "count") for name in fields]
    rows = [[t("data.import.all_files", lang), "", *(f"{sums[name]:,}" for name in fields)]]
    for file in done.files:
        known = tables()[file.table]
        shown = known.zh if lang == "zh" else known.en
        rows.append([file.file, shown, *(f"{getattr(file, name):,}" for name in fields)])
    table(heads, rows, t("data.import.title", lang))

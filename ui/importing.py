"""Import on the page: drop files, see what each is taken for, correct it, load, and read the account."""

import time
from typing import Any

import streamlit as st

from crm_core.ingest import ImportRefused, sentence
from crm_core.lake import How
from crm_core.lake.imported import Imported
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui import jobs
from ui.link import SELECTION_KEYS, put
from ui.look import card_title
from ui.report import report
from ui.review import review
from ui.store import workspace
from ui.table import table
from ui.uploads import Upload, receive
from ui.who import reader_name
from ui.words import as_label, line

_UPLOAD, _ROUND, _JOB, _DONE, _STARTED = "upload", "upload_round", "import_job", "imported", "import_started"
TYPES = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "zip", "parquet")
_TELLING_SECONDS = 4.0  # before that nothing sensible can be said about the time left


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
            review(state[_UPLOAD], lang, _load, _clear)
        if _DONE in state:
            account(state[_DONE], lang)


def _uploader(lang: Lang) -> None:
    state = st.session_state
    whole_folder = st.segmented_control(
        t("data.import.how", lang), ("files", "folder"), default="files", key="import_how", required=True,
        format_func=lambda code: t(f"data.import.{code}", lang), label_visibility="collapsed",
    ) == "folder"  # fmt: skip
    files = st.file_uploader(
        t("data.import.drop", lang), type=TYPES, accept_multiple_files="directory" if whole_folder else True,
        key=f"files_{state.setdefault(_ROUND, 0)}_{whole_folder}",
    )  # fmt: skip
    if not files:
        return
    state.pop(_DONE, None)
    with st.spinner(t("data.import.looking", lang)):
        try:
            arrived = receive(files)
        except ImportRefused as refused:
            state[_DONE] = _refusals(refused, lang)
        else:
            if _UPLOAD in state:
                state[_UPLOAD].add(arrived)
            else:
                state[_UPLOAD] = arrived
    state[_ROUND] += 1  # a fresh uploader: the files are on disk now, more can follow
    st.rerun()


def _load(upload: Upload, how: How) -> None:
    """Start the import; the thread outlives this session if it must."""
    by = reader_name() or "page"

    def work(job: jobs.Job) -> Imported:
        is_over = True
        try:
            return workspace().load(upload.planned, how=how, by=by, progress=job.progress)
        except ImportRefused as refused:
            is_over = not upload.can_go_on(refused)
            raise
        finally:
            if is_over:
                upload.discard()

    upload.how = how
    st.session_state.pop(_DONE, None)
    st.session_state[_JOB] = jobs.start(work)
    st.session_state[_STARTED] = time.monotonic()


def _clear() -> None:
    state = st.session_state
    state.pop(_DONE, None)
    if _UPLOAD in state:
        state.pop(_UPLOAD).discard()


def _watch(job: jobs.Job, lang: Lang) -> None:
    """Show how far the import is until it is done."""
    bar = st.progress(0.0)
    while not job.is_done:
        stage = "reading" if job.share < 0.65 else "preparing"
        text = t(f"data.import.{stage}", lang, file=as_label(job.file[:60])) + _time_left(job.share, lang)
        bar.progress(min(job.share, 1.0), text)
        time.sleep(0.25)
    state = st.session_state
    del state[_JOB]
    state[_DONE] = _outcome(job, lang)
    if state[_UPLOAD].is_discarded:
        del state[_UPLOAD]
    else:
        state[_DONE].append(t("data.import.kept", lang))
    if isinstance(state[_DONE], Imported):
        # The link's choices belong to the data before.
        put(**dict.fromkeys(SELECTION_KEYS))
    st.rerun()


def _time_left(share: float, lang: Lang) -> str:
    """Roughly how long the reading will still take, once it has gone on for a while."""
    passed = time.monotonic() - st.session_state.get(_STARTED, time.monotonic())
    if passed < _TELLING_SECONDS or not 0.02 < share < 0.65:
        return ""
    seconds = passed * (1 - share) / share
    if seconds < 90:
        return t("data.import.seconds_left", lang, count=max(5, round(seconds / 5) * 5))
    return t("data.import.minutes_left", lang, count=round(seconds / 60))


def _refusals(refused: ImportRefused, lang: Lang) -> list[str]:
    return [t("data.import.of_file", lang, file=name, text=sentence(issue, lang)) for name, issue in refused.refusals]


def _outcome(job: jobs.Job, lang: Lang) -> Any:
    try:
        return job.result()
    except ImportRefused as refused:
        return _refusals(refused, lang)
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
    for file in done.files:
        for issue in (each for each in file.issues if each.severity == "warning"):
            line(t("data.import.of_file", lang, file=file.file, text=sentence(issue, lang)), "zk-warning")
    report([(file.table, file.columns) for file in done.files], lang)

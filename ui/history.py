"""The imports: accounts, what each changed, rejected rows to take along, and undo."""

from functools import partial

import pandas as pd
import streamlit as st

from crm_core.export.csv import file_name
from crm_core.export.rejected import rejected_bytes
from crm_core.lake import NotInStore, StoreFailed
from crm_core.lake.reader import Reader
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui.import_details import import_details
from ui.link import SELECTION_KEYS, put
from ui.look import card_title
from ui.moments import local
from ui.store import workspace
from ui.table import table
from ui.who import reader_name
from ui.words import line

_COUNTS = ("rows_read", "rows_loaded", "rows_rejected", "rows_blank", "rows_totals", "rows_replaced")
_FAILED = "undo_failed"
_TABLES_SAID = 3
_NEWEST = "history_newest"


def history(reader: Reader, lang: Lang) -> None:
    """One row per import, newest first, and what can be done with it."""
    with st.container(key="card_history"):
        card_title(t("data.history.title", lang))
        if _FAILED in st.session_state:
            line(t("data.history.not_undone", lang, problem=st.session_state.pop(_FAILED)), "zk-warning")
        batches = reader.batches()
        imports = _imports(batches)
        names = ("version", "imported_at", "files", "tables", *_COUNTS, "state")
        kinds = dict.fromkeys(("files", "tables", "imported_at", "state"), "text")
        heads = [(t(f"data.columns.{name}", lang), kinds.get(name, "count")) for name in names]
        table(heads, [_texts(row, lang) for row in imports], t("data.history.title", lang))
        standing = [row for row in imports if row["removed_in"] is None and not row["is_sample"]]
        if not standing:
            line(t("data.history.nothing", lang))
            return
        version = _actions(reader, batches, standing, lang)
        import_details(reader, batches[batches["version"] == version], version, lang)


def _imports(batches: pd.DataFrame) -> list[dict[str, object]]:
    """Batches of one version added up, newest first; a partly undone import stays standing."""
    rows: list[dict[str, object]] = []
    made = {int(version) for version in batches["version"]}  # what is removed in one of these gave way to an import
    for version, part in sorted(batches.groupby("version"), reverse=True):
        live = part[part["removed_in"].isna()]
        rows.append(
            {
                "version": int(version),
                "imported_at": part["imported_at"].min(),
                "files": list(part["file"]),
                "tables": list(dict.fromkeys(part["table_name"])),
                **{name: int(part[name].sum()) for name in _COUNTS},
                "removed_in": None if len(live) else int(part["removed_in"].max()),
                "standing": dict(zip(live["batch_id"].astype(int), live["file"], strict=True)),
                "is_replaced": not len(live) and not part["is_sample"].all() and int(part["removed_in"].max()) in made,
                "is_sample": bool(part["is_sample"].all()),
            }
        )
    return rows


def _texts(row: dict, lang: Lang) -> list[str]:
    files = row["files"]
    named = t("data.history.sample", lang) if row["is_sample"] else files[0]
    if len(files) > 1 and not row["is_sample"]:
        named = t("data.import.names", lang, first=files[0], count=len(files))
    names = [tables()[name].zh if lang == "zh" else tables()[name].en for name in row["tables"]]
    held = t("ui.bar.list", lang).join(names[:_TABLES_SAID])
    if len(names) > _TABLES_SAID:
        held = t("data.history.tables", lang, first=held, count=len(names))
    gone = len(files) - len(row["standing"])
    state = t("data.history.partly" if gone else "data.history.stands", lang, count=gone)
    if row["removed_in"] is not None:
        code = "replaced" if row["is_replaced"] else "removed"
        state = t(f"data.history.{code}", lang, version=row["removed_in"])
    counts = [f"{row[name]:,}" for name in _COUNTS]
    return [str(row["version"]), local(row["imported_at"]), named, held, *counts, state]


def _actions(reader: Reader, batches: pd.DataFrame, standing: list[dict], lang: Lang) -> int:
    """Choose an import, take its rejected rows along, or undo it; returns the chosen version."""
    by_version = {row["version"]: row for row in standing}
    if st.session_state.get(_NEWEST) != max(by_version):  # what was just imported is what one asks about
        st.session_state[_NEWEST] = max(by_version)
        st.session_state.pop("history_version", None)
    with st.container(key="history_actions", horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            t("data.history.choose", lang), list(by_version), key="history_version", width=320,
            format_func=lambda v: t("data.history.import", lang, version=v, rows=f"{by_version[v]['rows_loaded']:,}"),
        )  # fmt: skip
        ids = [int(b) for b in batches.loc[batches["version"] == version, "batch_id"]]
        rejected = by_version[version]["rows_rejected"]
        rows = reader.rejected(ids)
        name = file_name("data.rejected_rows", reader.version, reader.last_on)
        if rows["file"].nunique() > 1:
            name = name.replace(".csv", ".zip")
        st.download_button(
            t("data.history.rejected", lang, count=f"{rejected:,}"), key="history_rejected",
            data=partial(rejected_bytes, rows, lang), on_click="ignore", disabled=not rejected,
            icon=":material/download:", file_name=name,
        )  # fmt: skip
        # Another name after an undo: it must not stand open over what it has just done.
        standing_count = len(by_version[version]["standing"])
        with st.popover(
            t("data.history.undo", lang), icon=":material/undo:", key=f"history_undo_{version}_of_{standing_count}"
        ):
            _ask_undo(by_version[version], lang)
    return int(version)


def _ask_undo(row: dict, lang: Lang) -> None:
    """The question before an undo: the whole import, or the one file that was wrong."""
    version, standing = row["version"], row["standing"]
    chosen = 0
    if len(standing) > 1:
        whole = t("data.history.whole", lang, count=len(standing))
        chosen = st.selectbox(
            t("data.history.undo_what", lang), [0, *standing], key=f"history_undo_{version}",
            format_func=lambda batch_id: standing[batch_id] if batch_id else whole,
        )  # fmt: skip
    if chosen:
        line(t("data.history.sure_file", lang, file=standing[chosen]))
    else:
        line(t("data.history.sure", lang, version=version))
    st.button(
        t("data.history.undo_now", lang), key="history_undo", type="primary", on_click=_undo, args=(version, chosen)
    )


def _undo(version: int, batch_id: int) -> None:
    """Take one file of an import out again, or all that still stand of it."""
    try:
        workspace().undo([batch_id] if batch_id else workspace().batches_of(version), by=reader_name() or "page")
    except (NotInStore, StoreFailed) as problem:
        st.session_state[_FAILED] = str(problem)
        return
    put(**dict.fromkeys(SELECTION_KEYS))
    st.session_state.pop("imported", None)

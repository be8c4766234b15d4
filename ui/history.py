"""The imports that stand: accounts, rejected rows to take along, and undo."""

from functools import partial

import pandas as pd
import streamlit as st

from crm_core.export.csv import csv_bytes, file_name
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import AnswerColumn
from crm_core.schema import tables
from crm_core.text import Lang, t
from ui.link import SELECTION_KEYS, put
from ui.look import card_title
from ui.store import workspace
from ui.table import table
from ui.words import line

_COUNTS = ("rows_read", "rows_loaded", "rows_rejected", "rows_blank", "rows_totals", "rows_replaced")
_REJECTED = ("file", "row_number", "column_name", "value", "code", "row_json")


def history(reader: Reader, lang: Lang) -> None:
    """One row per import, newest first, and what can be done with it."""
    with st.container(key="card_history"):
        card_title(t("data.history.title", lang))
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
        _actions(reader, batches, standing, lang)


def _imports(batches: pd.DataFrame) -> list[dict[str, object]]:
    """Batches of one version added up, newest first; a partly undone import stays standing."""
    rows: list[dict[str, object]] = []
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
                "is_sample": bool(part["is_sample"].all()),
            }
        )
    return rows


def _texts(row: dict, lang: Lang) -> list[str]:
    files = row["files"]
    named = t("data.history.sample", lang) if row["is_sample"] else files[0]
    if len(files) > 1 and not row["is_sample"]:
        named = t("data.import.names", lang, first=files[0], count=len(files))
    held = t("ui.bar.list", lang).join(tables()[n].zh if lang == "zh" else tables()[n].en for n in row["tables"])
    state = t("data.history.stands", lang)
    if row["removed_in"] is not None:
        state = t("data.history.removed", lang, version=row["removed_in"])
    counts = [f"{row[name]:,}" for name in _COUNTS]
    return [str(row["version"]), f"{row['imported_at']:%Y-%m-%d %H:%M} UTC", named, held, *counts, state]


def _actions(reader: Reader, batches: pd.DataFrame, standing: list[dict], lang: Lang) -> None:
    by_version = {row["version"]: row for row in standing}
    with st.container(key="history_actions", horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            t("data.history.choose", lang), list(by_version), key="history_version", width=320,
            format_func=lambda v: t("data.history.import", lang, version=v, rows=f"{by_version[v]['rows_loaded']:,}"),
        )  # fmt: skip
        ids = [int(b) for b in batches.loc[batches["version"] == version, "batch_id"]]
        rejected = by_version[version]["rows_rejected"]
        st.download_button(
            t("data.history.rejected", lang, count=f"{rejected:,}"), key="history_rejected", mime="text/csv",
            data=partial(_rejected_csv, reader, ids, lang), on_click="ignore", disabled=not rejected,
            icon=":material/download:", file_name=file_name("data.rejected_rows", reader.version, reader.last_on),
        )  # fmt: skip
        with st.popover(t("data.history.undo", lang), icon=":material/undo:"):
            line(t("data.history.sure", lang, version=version))
            st.button(
                t("data.history.undo_now", lang), key="history_undo", type="primary", on_click=_undo, args=(version,)
            )


def _rejected_csv(reader: Reader, batch_ids: list[int], lang: Lang) -> bytes:
    rows = reader.rejected(batch_ids)
    columns = [AnswerColumn(name, "count" if name == "row_number" else "text") for name in _REJECTED]
    rows["code"] = [t(f"ingest.reject.{code}", lang) for code in rows["code"]]
    return csv_bytes(columns, rows, lang, reader.is_sample, lambda _, name: t(f"data.columns.{name}", lang))


def _undo(version: int) -> None:
    workspace().undo(workspace().batches_of(version), by="page")
    put(**dict.fromkeys(SELECTION_KEYS))
    st.session_state.pop("imported", None)

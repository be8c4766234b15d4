"""Taking a page or a chart along: slides, a printed page, a workbook, a web page, a picture."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.export import FORMATS, MEDIA_TYPES, Format
from crm_core.export.browser import browser
from crm_core.export.csv import csv_bytes, file_name
from crm_core.export.formats import written
from crm_core.export.printed import picture_bytes
from crm_core.export.report import Report, report_of
from crm_core.metrics.answer import AnswerColumn
from crm_core.metrics.pages import pages
from crm_core.metrics.registry import metric_of
from crm_core.refusal import Refused
from crm_core.selection import Pairs
from crm_core.text import t
from ui.cells import params_of
from ui.notes import note_marks
from ui.store import exported
from ui.view import View
from ui.who import reader_name
from ui.words import line

_BY_BROWSER = ("pdf", "png", "svg")
PICTURES = ("png", "svg")


def exporting(page: View) -> None:
    """The button; a page whose contents are not answers has none."""
    if page.name not in pages():
        return
    title = t("export.title", page.lang)
    with st.popover(title, icon=":material/download:", key="export", on_change="rerun") as box:
        if not box.open:
            return
        line(t("export.note", page.lang))
        for kind in FORMATS:
            file_button(
                page,
                kind,
                t(f"export.format.{kind}", page.lang),
                partial(_page_bytes, page, page_params(page), reader_name(), kind),
            )


def chart_files(page: View, metric_id: str) -> None:
    """A chart as a picture."""
    if page.name not in pages() or metric_id not in pages()[page.name].metrics or not metric_of(metric_id).chart:
        return
    for kind in PICTURES:
        file_button(
            page,
            kind,
            t(f"export.format.{kind}", page.lang),
            partial(_chart_bytes, page, page_params(page), reader_name(), metric_id, kind),
            metric_id,
        )


def file_button(page: View, kind: str, label: str, make: partial[bytes], metric_id: str = "") -> None:
    """A download; what needs the server's browser is made first, so that a refusal can be said."""
    key = f"export_{kind}_{metric_id}"
    name = file_name(metric_id or page.name, page.reader.version, page.scope.as_of, ending=kind)
    if kind in _BY_BROWSER:
        try:
            browser()
        except Refused as refusal:
            line(refusal.sentence(page.lang), "zk-warning")
            return
        if not st.button(label, key=f"{key}_make", icon=":material/print:"):
            return
        with st.spinner(t("export.making", page.lang)):
            try:
                ready = make()
            except Refused as refusal:
                line(refusal.sentence(page.lang), "zk-warning")
                return
        label = t("export.ready", page.lang, name=label)
        st.download_button(label, ready, name, MEDIA_TYPES[kind], key=key, type="primary")
        return
    st.download_button(
        label, make, name, MEDIA_TYPES[kind], key=key, on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip


def table_file(
    page: View, what: str, columns: Sequence[AnswerColumn], rows: pd.DataFrame, words: Callable[[str, str], str]
) -> partial[bytes]:
    """A table as CSV for a download button; who takes it is known now, the file is made when it is asked for."""
    of = {"page": page.name, "what": what, "kind": "csv", "rows": len(rows), "version": page.reader.version}
    made = partial(csv_bytes, columns, rows, page.lang, page.reader.is_sample, words)
    return partial(_table_bytes, made, of | {"who": reader_name()})


def _table_bytes(made: partial[bytes], of: dict[str, Any]) -> bytes:
    return exported(made(), **of)


def page_params(page: View) -> Pairs:
    """The parameters of the page's metrics, read now: a download is made where the link cannot be read."""
    return tuple(
        (f"{metric_id}.{name}", value)
        for metric_id in pages()[page.name].metrics
        for name, value in params_of(page.reader, metric_of(metric_id))[0].items()
    )


def report_now(page: View, params: Pairs) -> Report:
    """The page as a report, as it is chosen now."""
    return report_of(
        page.reader, page.name, page.selection, params, page.lang, datetime.now(UTC), asked=page.asked,
        narrowed=page.narrowed_in_words, theme=page.theme, notes=note_marks(),
    )  # fmt: skip


def _page_bytes(page: View, params: Pairs, who: str, kind: Format) -> bytes:
    report = report_now(page, params)
    rows = sum(len(section.rows) for section in report.sections)
    of = {"page": page.name, "what": "page", "kind": kind, "rows": rows, "version": report.version}
    return exported(written(report, kind), who=who, **of)


def _chart_bytes(page: View, params: Pairs, who: str, metric_id: str, kind: str) -> bytes:
    report = report_now(page, params)
    made = picture_bytes(report, metric_id, "png" if kind == "png" else "svg")
    rows = len(report.section(metric_id).rows)
    of = {"page": page.name, "what": metric_id, "kind": kind, "rows": rows, "version": report.version}
    return exported(made, who=who, **of)

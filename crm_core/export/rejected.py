"""Rejected rows as files to correct: the rows as they stood in their file, each with the reason beside it.

Corrected and dropped in again, such a file is read like the first one: the columns added here are skipped.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from crm_core.export.csv import neutral
from crm_core.ingest.match import OWN_COLUMNS
from crm_core.text import Lang, t

_NUMBER = re.compile(r"\s*[+-]?[\d.,]+\s*%?\s*")  # a number stays one, also below zero
Headers = tuple[str, ...]


@dataclass
class _Row:
    """One row of a file: its cells, or the line that could not be split, and all that is wrong with it."""

    number: int
    cells: list[str]
    line: str
    columns: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def rejected_files(rows: pd.DataFrame, lang: Lang) -> list[tuple[str, bytes]]:
    """One CSV per file and layout: its own columns, then row, column, reason, and the line where there are no cells.

    Shape: rows has file, row_number, column_name, value, code, row_json, one row per reason; a file's row appears once.
    """
    files: dict[tuple[str, Headers], dict[int, _Row]] = {}
    for file, part in rows.sort_values(["file", "row_number"], kind="stable").groupby("file", sort=False):
        last: Headers = ()
        for found in part.itertuples(index=False):
            pairs = json.loads(found.row_json) if isinstance(found.row_json, str) else []
            last = tuple(header for header, _ in pairs) or last
            row = files.setdefault((str(file), last), {}).setdefault(
                int(found.row_number),
                _Row(int(found.row_number), [cell or "" for _, cell in pairs], "" if pairs else str(found.value)),
            )
            row.columns += [found.column_name] if isinstance(found.column_name, str) else []
            row.reasons.append(t(f"ingest.reject.{found.code}", lang))
    return [(name, _csv(headers, found.values(), lang)) for (name, headers), found in files.items()]


def _csv(headers: Headers, rows: Iterable[_Row], lang: Lang) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([*map(_cell, headers), *(t(f"ingest.own.{name}", lang) for name in OWN_COLUMNS)])
    join = t("ui.bar.list", lang).join
    for row in rows:
        cells = row.cells or [""] * len(headers)
        told = (str(row.number), join(dict.fromkeys(row.columns)), join(dict.fromkeys(row.reasons)), row.line)
        write.writerow([_cell(cell) for cell in (*cells, *told)])
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else neutral(text)


def rejected_bytes(rows: pd.DataFrame, lang: Lang) -> bytes:
    """All rejected rows as one download: the CSV of one file, or a ZIP of several.

    Names in the ZIP are numbers: a file's own name is data and never becomes a path.
    """
    files = rejected_files(rows, lang)
    if len(files) == 1:
        return files[0][1]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (_, content) in enumerate(files, start=1):
            archive.writestr(f"{number:03}.csv", content)
    return out.getvalue()

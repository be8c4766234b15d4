"""CSV files for a spreadsheet: raw numbers, headers in the reader's language, no live formulas."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from crm_core.metrics.answer import AnswerColumn
from crm_core.text import Lang, t
from crm_core.text.words import word

# What makes a spreadsheet run a cell; full-width signs, leading blanks and quotes included.
_LIVE = re.compile(r"^[\s\"',;]*[=+\-@\t\r\0＝＋－＠]")
_TEXT_KINDS = ("code", "name", "text")


def neutral(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula."""
    return "'" + text if _LIVE.match(text) else text


def csv_bytes(
    columns: Sequence[AnswerColumn],
    rows: pd.DataFrame,
    lang: Lang,
    is_sample: bool,
    words: Callable[[str, str], str],
) -> bytes:
    """The rows as a file with a byte-order mark.

    Shape:  one line per row; sample data carry a last column that says so.
    Units:  money in the data's currency, shares 0..1: numbers stay raw, so that they can be counted with.
    Nulls:  an empty cell.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    head = [neutral(words(column.name, column.name)) for column in columns]
    source = [word("column", "data_source", lang)] if is_sample else []
    write.writerow(head + source)
    mark = [t("codes.sample", lang)] if is_sample else []
    for values in rows[[column.name for column in columns]].itertuples(index=False):
        write.writerow([_cell(c, v, words) for c, v in zip(columns, values, strict=True)] + mark)
    return out.getvalue().encode("utf-8-sig")


def _cell(column: AnswerColumn, value: Any, words: Callable[[str, str], str]) -> Any:
    if column.kind == "code":
        return neutral(words(column.name, "" if pd.isna(value) else str(value)))
    if pd.isna(value):
        return ""
    if column.kind in _TEXT_KINDS:
        return neutral(str(value))
    if column.kind == "boolean":
        return words(column.name, str(bool(value)))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value


def file_name(what: str, version: int, as_of: date, part: str = "", ending: str = "csv") -> str:
    """value_tiers_v1_2025-12-31.csv, of a metric or a page: from our own words only, never from a file's."""
    return "_".join(filter(None, [what.replace(".", "_"), part, f"v{version}", as_of.isoformat()])) + "." + ending

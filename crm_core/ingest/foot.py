"""The last lines of a text: remarks under a table that asks for so little that they would pass as rows."""

import codecs
import csv
import io
import re
from pathlib import Path

from crm_core.ingest.cells import Cells, text_path

TAIL_BYTES = 1 << 16
MOST_REMARKS = 5  # a longer run of rows with one filled cell is no foot but how the table goes on
_ID = re.compile(r"(?=.*\d)[0-9A-Za-z_-]+")
_RUN = re.compile(r"[0-9]+|[A-Za-z]+")
Row = tuple[str, ...]


def _tail(path: Path) -> str:
    """The end of a text from the start of a record: behind it stands an even number of quotes."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    if size <= TAIL_BYTES:
        return tail.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    start, quotes = 0, tail.count(b'"')
    for line in tail.split(b"\n"):
        start, quotes = start + len(line) + 1, quotes - line.count(b'"')
        if quotes % 2 == 0:
            break
    return tail[start:].decode("utf-8", "replace")


def _last_rows(cells: Cells) -> list[Row]:
    plan = cells.plan
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(_tail(text_path(plan)), ""), delimiter=plan.delimiter)]
    except csv.Error:
        return []  # a cell beyond the parser's limit is no remark
    return [row for row in rows if row != plan.raw_header and _filled(row)]


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_lone(row: Row, width: int) -> bool:
    return len(row) == width and _filled(row) == 1 and bool(row[0].strip())


def _looks_like_one(text: str, ids: list[str]) -> bool:
    """Whether a text could be one of these ids, so that the row is a record of which little is known."""

    def shape(text: str) -> str:
        return _RUN.sub(lambda run: "9" if run[0].isdigit() else "a", text)

    is_alike = len(text) in {len(each) for each in ids} or shape(text) in {shape(each) for each in ids}
    return _ID.fullmatch(text) is not None and is_alike


def _asks_for_the_first_cell_only(cells: Cells) -> bool:
    first = cells.typed.get(0)
    return first is not None and all((first.name,) in ways for ways in cells.table.required)


def remarks(cells: Cells) -> tuple[str, ...]:
    """The first cells of the last lines that have no other, where the rows above usually have most of theirs.

    None in a table of one or two columns, in one that asks for more than its first cell, and none that looks like
    the ids above it.
    """
    if cells.width < 3 or not cells.table.key_is_unique or not _asks_for_the_first_cell_only(cells):
        return ()
    last = _last_rows(cells)
    run = next((at for at, row in enumerate(reversed(last)) if not _is_lone(row, cells.width)), len(last))
    if not 0 < run <= MOST_REMARKS:
        return ()
    found = {row[0] for row in last[-run:]}
    others = [row for row in (*cells.plan.sample, *last[:-run]) if row[:1] and row[0] not in found]
    full = sum(2 * _filled(row) >= cells.width for row in others)
    if not others:  # a lone row says that there are none: "no data"
        return tuple(text for text in found if run == 1 and not _ID.fullmatch(text.strip()))
    if 2 * full < len(others):
        return ()
    ids = [row[0].strip() for row in others]
    return tuple(sorted(text for text in found if not _looks_like_one(text.strip(), ids)))

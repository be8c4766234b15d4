"""How many records a text has, counted on its bytes and without the engine that loads it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from crm_core.ingest.contract import Refused

CHUNK_BYTES = 4 << 20
LONGEST_LINE_BYTES = 20_000_000
_LF, _CR, _QUOTE = 10, 13, 34
Positions = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Counts:
    """Records of a text, blank lines among them."""

    records: int
    blanks: int


def blocks(path: Path, start: int) -> Iterator[bytes]:
    """The bytes from start on, in blocks that end with a line end (all but the last).

    Errors: Refused("line_too_long").
    """
    rest = b""
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(CHUNK_BYTES):
            cut = chunk.rfind(b"\n") + 1
            if cut:
                yield rest + chunk[:cut] if rest else chunk[:cut]
                rest = chunk[cut:]
            else:
                rest += chunk
            if len(rest) > LONGEST_LINE_BYTES:
                raise Refused("line_too_long", megabytes=LONGEST_LINE_BYTES // 1_000_000)
    if rest:
        yield rest


def blank_records(data: Bytes, ends: Positions, first_start: int = 0) -> npt.NDArray[np.bool_]:
    """For each record end, whether nothing but a line end stands in the record."""
    starts = np.concatenate(([first_start], ends[:-1] + 1))
    lengths = ends - starts
    is_blank: npt.NDArray[np.bool_] = (lengths == 0) | (
        (lengths == 1) & (data[np.minimum(starts, len(data) - 1)] == _CR)
    )
    return is_blank


def _plain_counts(block: bytes) -> Counts:
    data = np.frombuffer(block, np.uint8)
    is_end = data == _LF
    records = int(np.count_nonzero(is_end)) + (not block.endswith(b"\n"))
    has_blank = block.startswith((b"\n", b"\r\n")) or bool((is_end[1:] & is_end[:-1]).any())
    if not has_blank and b"\r" in block:
        has_blank = bool((is_end[2:] & (data[1:-1] == _CR) & is_end[:-2]).any())
    if not has_blank:
        return Counts(records, 0)
    return Counts(records, int(blank_records(data, np.flatnonzero(is_end)).sum()))


def _allowed(marks: bytes) -> npt.NDArray[np.bool_]:
    allowed = np.zeros(256, bool)
    allowed[np.frombuffer(marks, np.uint8)] = True
    return allowed


def record_ends(data: Bytes, inside: int) -> tuple[Positions, Positions]:
    """Line ends outside quotes, and all quotes; inside = 1 when a quoted cell is open at the start."""
    quotes = np.flatnonzero(data == _QUOTE)
    ends = np.flatnonzero(data == _LF)
    return ends[(np.searchsorted(quotes, ends) + inside) % 2 == 0], quotes


def _quotes_are_regular(data: Bytes, quotes: Positions, inside: int, delimiter: bytes) -> bool:
    """Whether every quote opens after or closes before a separator, so that counting them is enough."""
    opening, closing = quotes[inside::2], quotes[1 - inside :: 2]
    before = data[np.maximum(opening - 1, 0)]
    after = data[np.minimum(closing + 1, len(data) - 1)]
    opens_well = _allowed(delimiter[-1:] + b'\r\n"')[before] | (opening == 0)
    closes_well = _allowed(delimiter[:1] + b'\r\n"')[after] | (closing == len(data) - 1)
    return bool(opens_well.all() and closes_well.all())


def _lines(path: Path, start: int) -> Iterator[str]:
    for block in blocks(path, start):
        text = block.decode("utf-8", "replace")
        yield from (line + "\n" for line in text.removesuffix("\n").split("\n"))


def _exact_counts(path: Path, start: int, delimiter: str) -> Counts:
    """The slow count for a text with quotes in the middle of cells."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    last_line = "end of the text"

    def lines() -> Iterator[str]:
        yield from _lines(path, start)
        yield last_line

    records = blanks = line = 0
    cells: list[str] = []
    rows = csv.reader(lines(), delimiter=delimiter)
    try:
        for cells in rows:
            records += 1
            blanks += not cells
            line, line_before = rows.line_num, line
    except csv.Error as error:
        raise Refused("unreadable_lines", line=rows.line_num) from error
    if cells != [last_line]:
        raise Refused("unclosed_quote", line=line_before + 1)
    return Counts(records - 1, blanks)


def scan(path: Path, start: int, delimiter: str) -> Counts:
    """Records and blank lines of a UTF-8 text from byte start on; a line end in a quoted cell ends nothing.

    Errors: Refused("line_too_long" | "unclosed_quote" | "unreadable_lines").
    """
    records = blanks = inside = 0
    for block in blocks(path, start):
        if not inside and b'"' not in block:
            plain = _plain_counts(block)
            records, blanks = records + plain.records, blanks + plain.blanks
            continue
        data = np.frombuffer(block, np.uint8)
        ends, quotes = record_ends(data, inside)
        if not _quotes_are_regular(data, quotes, inside, delimiter.encode()):
            return _exact_counts(path, start, delimiter)
        blank = blank_records(data, ends)
        blanks += int(blank.sum()) - int(bool(inside and len(blank) and blank[0]))
        inside = (inside + len(quotes)) % 2
        records += len(ends) + (not inside and not block.endswith(b"\n"))
    if inside:
        return _exact_counts(path, start, delimiter)
    return Counts(records, blanks)


@dataclass(frozen=True)
class Places:
    """Where each record of a text starts, as bytes, and which records are blank lines."""

    starts: Positions
    is_blank: npt.NDArray[np.bool_]


def places(path: Path, start: int, delimiter: str) -> Places:
    """The slower companion of scan: record by record, for naming the rows that were not loaded."""
    all_ends: list[Positions] = [np.zeros(0, np.intp)]
    after_cr: list[npt.NDArray[np.bool_]] = [np.zeros(0, bool)]
    position, inside = start, 0
    for block in blocks(path, start):
        data = np.frombuffer(block, np.uint8)
        ends, quotes = record_ends(data, inside)
        if not _quotes_are_regular(data, quotes, inside, delimiter.encode()):
            return _exact_places(path, start, delimiter)
        inside = (inside + len(quotes)) % 2
        if not block.endswith(b"\n"):
            ends = np.append(ends, len(data))
        all_ends.append(ends + position)
        after_cr.append(data[np.maximum(ends - 1, 0)] == _CR)
        position += len(block)
    stops = np.concatenate(all_ends)
    starts = np.concatenate(([start], stops[:-1] + 1)) if len(stops) else stops
    lengths = stops - starts
    return Places(starts, (lengths == 0) | ((lengths == 1) & np.concatenate(after_cr)))


def _exact_places(path: Path, start: int, delimiter: str) -> Places:
    position, line_start = start, [start]

    def lines() -> Iterator[str]:
        nonlocal position
        for line in _lines(path, start):
            position += len(line.encode("utf-8"))
            line_start.append(position)
            yield line

    starts, is_blank, line = [], [], 0
    rows = csv.reader(lines(), delimiter=delimiter)
    for cells in rows:
        starts.append(line_start[line])
        is_blank.append(not cells)
        line = rows.line_num
    return Places(np.array(starts, np.intp), np.array(is_blank, bool))

"""Bytes to text rows: which separator, which header, how many rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_core.ingest import headers, match
from crm_core.ingest.chosen import UNREADABLE, preview
from crm_core.ingest.contract import Incoming, Issue, Refused
from crm_core.ingest.encoding import HEAD_BYTES, Fingerprint, as_text, copied, fingerprint
from crm_core.ingest.scan import Counts, blocks, scan
from crm_core.ingest.spread import spread_rows

HEADER_RECORDS = 20
LAYOUT_RECORDS = 200
DELIMITERS = (",", ";", "\t", "|", "\uff0c")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
Record = tuple[list[str], int, int]  # cells; physical lines and characters up to the record's end


@dataclass(frozen=True)
class Layout:
    """Where the header is and what separates the cells."""

    delimiter: str
    raw_header: tuple[str, ...]
    names: tuple[str, ...]  # the header, each group's name before those below it
    header_line_count: int
    rows_start: int  # byte position of the first row
    sample_bytes: int  # from there to the end of the sample
    is_first_line: bool
    sample: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]  # filled cells of the lines above the header
    preamble_count: int


@dataclass(frozen=True)
class Source:
    """A file as UTF-8 text with counted rows; rows are its first ones and some from all over it, to judge by."""

    fingerprint: Fingerprint
    encoding: str
    layout: Layout
    rows: tuple[tuple[str, ...], ...]
    text_path: Path
    skip_records: int
    counts: Counts
    issues: tuple[Issue, ...]


def _records(text: str, delimiter: str) -> list[Record]:
    """The first records of a text: cells, physical lines and characters up to the record's end."""
    position = 0

    def lines() -> Iterator[str]:
        nonlocal position
        for line in io.StringIO(text, newline="\n"):
            position += len(line)
            yield line

    rows = csv.reader(lines(), delimiter=delimiter)
    found: list[Record] = []
    try:
        for cells in rows:
            found.append((cells, rows.line_num, position))
            if len(found) == LAYOUT_RECORDS:
                break
    except csv.Error:
        return found  # a cell beyond the parser's limit: what was read so far is enough to judge
    return found


def _usual_width(records: list[Record]) -> tuple[int, float]:
    """The most frequent number of cells and the share of the filled records that have it."""
    widths = Counter(len(cells) for cells, _, _ in records if any(cells) and not cells[0].startswith(UNREADABLE))
    if not widths:
        return 0, 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return width, count / widths.total()


def _header_at(records: list[Record], width: int) -> int:
    """The first record with the most known names; without any, the first of the usual width."""
    first = records[:HEADER_RECORDS]
    counts = [match.match_count(cells) for cells, _, _ in first]
    if max(counts, default=0):
        return counts.index(max(counts))
    filled = [at for at, (cells, _, _) in enumerate(first) if any(cells)]
    wide = [at for at in filled if len(first[at][0]) == width]
    return (wide or filled or [0])[0]


def _chosen(text: str, delimiters: tuple[str, ...]) -> tuple[str, list[Record], int]:
    """The separator under which the header is best known and the records are most alike."""
    best: tuple[tuple[int, float, int], str, list[Record], int] | None = None
    for delimiter in delimiters:
        records = _records(text, delimiter)
        width, share = _usual_width(records)
        if not records or (width < 2 and len(delimiters) > 1):
            continue
        at = _header_at(records, width)
        known = match.match_count(records[at][0])
        if best is None or (known, share, width) > best[0]:
            best = (known, share, width), delimiter, records, at
    if best is None:
        return _single_column(text)
    return best[1:]


def _single_column(text: str) -> tuple[str, list[Record], int]:
    lines = [line for line in text.splitlines()[:LAYOUT_RECORDS] if line.strip()]
    full = sum(any(mark in line for mark in DELIMITERS) for line in lines)
    if len(lines) > 1 and full * 2 >= len(lines):
        raise Refused("one_column", line=lines[0][:80])
    records = _records(text, ",")
    if not records:
        raise Refused("empty")
    return ",", records, _header_at(records, 1)


def layout(text: str, is_cut: bool, delimiter: str = "") -> Layout:
    """Separator, header and first rows of a text; is_cut when the text is only the head of a file.

    A delimiter that is known already is not looked for.

    Errors: Refused("empty" | "one_column").
    """
    hint = None if delimiter else _SEP_LINE.match(text)
    delimiters = (delimiter,) if delimiter else (hint[1],) if hint and hint[1] in DELIMITERS else DELIMITERS
    delimiter, records, at = _chosen(text[hint.end() :] if hint else text, delimiters)
    whole = records[:-1] if is_cut and len(records) < LAYOUT_RECORDS and at < len(records) - 1 else records
    at, names = headers.joined([cells for cells, _, _ in records[:HEADER_RECORDS]], at)
    cells, lines, characters = records[at]
    first = at if names is cells else at - 1
    above, characters = (1, characters + hint.end()) if hint else (0, characters)
    return Layout(
        delimiter=delimiter,
        raw_header=tuple(cells),
        names=tuple(names),
        header_line_count=lines + above,
        rows_start=len(text[:characters].encode("utf-8")),
        sample_bytes=len(text[characters : characters + records[-1][2] - records[at][2]].encode("utf-8")),
        is_first_line=lines + above == 1,
        sample=tuple(tuple(row) for row, _, _ in whole[at + 1 :] if any(row) and not row[0].startswith(UNREADABLE)),
        above=tuple(cell for row, _, _ in records[:first] for cell in row if cell.strip()),
        preamble_count=sum(any(row) for row, _, _ in records[:first]),
    )


def _head_text(path: Path) -> tuple[str, bool]:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES + 1)
    is_cut = len(head) > HEAD_BYTES
    return head[:HEAD_BYTES].removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore"), is_cut


def _refuse_unreadable(path: Path, text_path: Path) -> None:
    """A row that could not be decoded is one cell, which in a table of one column is no fault of its own."""
    if any(UNREADABLE.encode() in block for block in blocks(text_path, 0)):
        raise Refused("unknown_encoding", line=1, preview=preview(path))


def read(incoming: Incoming, work_dir: Path, number: int | str) -> Source:
    """The file as a text with a known layout and counted rows.

    Errors: Refused, with the code of what was found instead of a table.
    """
    facts = fingerprint(incoming.path)
    text_path, encoding = as_text(incoming.path, facts, work_dir / f"ingest-{number}.text", incoming.encoding)
    text, is_cut = _head_text(text_path)
    found = layout(text, is_cut, incoming.delimiter)
    with text_path.open("rb") as file:
        bom_bytes = 3 if file.read(3) == codecs.BOM_UTF8 else 0
    start, skip = found.rows_start + bom_bytes, 1
    if not found.is_first_line:
        text_path, start, skip = copied(blocks(text_path, start), work_dir / f"ingest-{number}.rows"), 0, 0
    if incoming.encoding and len(found.raw_header) == 1:
        _refuse_unreadable(incoming.path, text_path)
    counts = scan(text_path, start, found.delimiter)
    if counts.records == counts.blanks:
        raise Refused("header_only", headers=", ".join(found.raw_header[:30]))
    notes = [Issue("preamble", {"count": found.preamble_count}, "note")] if found.preamble_count else []
    rows = (*found.sample, *spread_rows(text_path, start + found.sample_bytes, found.delimiter, len(found.raw_header)))
    return Source(facts, encoding, found, rows, text_path, skip, counts, (*incoming.findings, *notes))

"""Rows from all over a file: what its first rows say of a column may not hold further down."""

import csv
import re
from pathlib import Path

PLACES = 24
_PLACE_BYTES = 1 << 13
_PLACE_ROWS = 40
_LINE_END = re.compile(r"\r\n|\n|\r")
Row = tuple[str, ...]


def spread_rows(path: Path, start: int, delimiter: str, width: int) -> tuple[Row, ...]:
    """Up to 40 rows following each other at each of 24 places, evenly spread over what stands behind start.

    Only lines that are a whole row by themselves; no line is there twice.
    """
    size = path.stat().st_size - start
    places = min(PLACES, size // _PLACE_BYTES)
    found: list[Row] = []
    with path.open("rb") as file:
        for place in range(places):
            file.seek(start + size * place // places)
            # The first and the last line are cut.
            lines = _LINE_END.split(file.read(_PLACE_BYTES).decode("utf-8", "replace"))[1:-1]
            whole = [line for line in lines if line and line.count('"') % 2 == 0][:_PLACE_ROWS]
            found += [tuple(row) for row in _parsed(whole, delimiter) if len(row) == width]
    return tuple(found)


def _parsed(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []  # a cell beyond the parser's limit

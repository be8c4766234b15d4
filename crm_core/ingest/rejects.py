"""The rows that are not loaded: each with its place in the file, its cell and its reason."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from crm_core.ingest import cells as sql
from crm_core.ingest.cells import Cells, statement
from crm_core.ingest.contract import FilePlan, Refused
from crm_core.ingest.scan import Places, places

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Part:
    """One file's checked rows: its Parquet file and where its rows went.

    row_of gives the file's row (from 0) of each row that the engine could split; None until it was needed.
    """

    cells: Cells
    batch_id: int
    path: Path
    loaded: int
    rejected: int = 0
    blank: int = 0
    totals: int = 0
    row_of: Rows | None = field(default=None, compare=False)


def _places(plan: FilePlan) -> Places:
    path = plan.text_path or plan.incoming.path
    with path.open("rb") as file:
        for _ in range(plan.skip_records):
            file.readline()
        return places(path, file.tell(), plan.delimiter)


def _broken_rows(found: Places, positions: list[int], width: int) -> Rows:
    """The file's row of each line that could not be split.

    The engine counts blank lines above to the line, and after CR LF it names the LF before the line.
    """
    start = np.array(positions, np.intp)
    row: Rows = np.searchsorted(found.starts, start, "right") - 1
    is_end_before = np.isin(start + 1, found.starts) & (found.starts[np.maximum(row, 0)] != start)
    at: Rows = row + is_end_before
    if width == 1:
        return at
    filled = np.flatnonzero(~found.is_blank)
    return filled[np.searchsorted(filled, at)]


def _split_rows(found: Places, broken: Rows, width: int) -> Rows:
    is_split = ~found.is_blank if width > 1 else np.ones(len(found.starts), bool)
    is_split[broken] = False
    return np.flatnonzero(is_split)


def _register(con: duckdb.DuckDBPyConnection, name: str, **columns: object) -> None:
    """Columns of equal length as a table that statements can read."""
    import pyarrow as pa  # only here: most files have no row that was not loaded

    con.register(name, pa.table(columns))


def _store_broken(con: duckdb.DuckDBPyConnection, part: Part, rows: Rows, lines: list[str], codes: list[str]) -> int:
    """Keep the lines that could not be split; lines of blanks only are not counted among them."""
    kept = [(row, line, code) for row, line, code in zip(rows, lines, codes, strict=True) if line.strip()]
    if kept:
        numbers = [int(row) + 1 for row, _, _ in kept]
        values = [line.lstrip("\r\n") for _, line, _ in kept]
        _register(con, "broken_rows", row_number=numbers, value=values, code=[code for _, _, code in kept])
        name = part.cells.plan.incoming.name
        con.execute(statement("broken_rows"), {"batch_id": part.batch_id, "file": name})
        con.unregister("broken_rows")
    return len(kept)


def _store_rejected(con: duckdb.DuckDBPyConnection, part: Part, row_of: Rows) -> None:
    _register(con, "row_places", n=np.arange(1, len(row_of) + 1), row_number=row_of + 1)
    values = {"batch_id": part.batch_id, "file": part.cells.plan.incoming.name, "headers": list(part.cells.plan.header)}
    con.execute(statement("rejected_rows"), values)
    con.unregister("row_places")


def _list_bad(con: duckdb.DuckDBPyConnection, cells: Cells, **tests: str) -> dict[str, int]:
    every = sql.cell_list(range(cells.width))
    parts = {"raw_cells": every, "cells": every, "typed": sql.typed_list(cells), "source": sql.source(cells), **tests}
    text = statement("bad_rows", **parts)
    con.execute(text, {"headers": list(cells.plan.raw_header)} if "$headers" in text else None)
    return dict(con.execute("select kind, count(*) from bad_rows group by kind").fetchall())


def list_bad(con: duckdb.DuckDBPyConnection, cells: Cells) -> dict[str, int]:
    """The slower second pass over a file, into the table bad_rows: every row not loaded; counts by kind."""
    tests = {"is_blank": sql.is_blank(cells), "is_total": sql.is_total(cells), "is_header": sql.is_header(cells)}
    return _list_bad(con, cells, is_good=sql.is_good(cells), causes=sql.causes(cells), **tests)


def explained(con: duckdb.DuckDBPyConnection, part: Part, kinds: dict[str, int]) -> Part:
    """The part with every row accounted for, and the rejected ones stored; kinds are those of list_bad.

    Errors: Refused("unaccounted") when the rows do not add up to the file's own count.
    """
    cells, plan = part.cells, part.cells.plan
    broken = con.execute(statement("structural_rows")).fetchall()
    found = _places(plan)
    rows = _broken_rows(found, [position for position, _, _ in broken], cells.width)
    row_of = _split_rows(found, rows, cells.width)
    if part.loaded + sum(kinds.values()) != len(row_of) or len(found.starts) != plan.row_count:
        raise Refused("unaccounted", expected=len(row_of), found=part.loaded + sum(kinds.values()))
    _store_rejected(con, part, row_of)
    broken_count = _store_broken(con, part, rows, [line for _, line, _ in broken], [code for *_, code in broken])
    rejected = kinds.get("rejected", 0) + kinds.get("header", 0) + broken_count
    totals = kinds.get("total", 0)
    blank = plan.row_count - part.loaded - rejected - totals
    if blank != kinds.get("blank", 0) + len(broken) - broken_count + (plan.blank_count if cells.width > 1 else 0):
        raise Refused("unaccounted", expected=plan.row_count, found=plan.row_count - blank)
    return replace(part, rejected=rejected, totals=totals, blank=blank, row_of=row_of)


def repeated(con: duckdb.DuckDBPyConnection, part: Part) -> Part:
    """The part without the rows whose key stood in an earlier row; those are rejected."""
    count = con.execute("select count(*) from repeated where batch_id = $batch", {"batch": part.batch_id}).fetchone()
    if not count or not count[0]:
        return part
    cells = part.cells
    key_at = next(at for at, column in cells.typed.items() if column.name == cells.table.key[0])
    is_first = statement("is_first", batch_id=part.batch_id)
    causes = f"{{'at': {key_at}, 'code': 'duplicate_key'}}"
    _list_bad(con, cells, is_good=is_first, causes=causes, is_blank="false", is_total="false", is_header="false")
    row_of = (
        part.row_of if part.row_of is not None else _split_rows(_places(cells.plan), np.zeros(0, np.intp), cells.width)
    )
    _store_rejected(con, part, row_of)
    return replace(part, loaded=part.loaded - count[0], rejected=part.rejected + count[0])

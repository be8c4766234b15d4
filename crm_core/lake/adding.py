"""Rows that come in: what gives way to them, and Parquet files that the lake takes over without rewriting them."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, get_args

from crm_core import ingest
from crm_core.engines.duckdb import Connection, run
from crm_core.ingest.contract import DAILY
from crm_core.ingest.doubt import restarted_numbers
from crm_core.lake import rows
from crm_core.lake.store import StoreFailed
from crm_core.schema import Table, tables

How = Literal["replace_by_key", "append", "replace_table"]
HOWS: tuple[How, ...] = get_args(How)
SMALLEST_SERVING_BYTES = 3 << 20  # of a company of one order


def check_space(folder: Path, arriving: list[Path]) -> None:
    """Refuse an import that would fill the disk, before anything of it is stored.

    Serving files grow with the rows; measured, one takes at most twice the Parquet files that it is made of.
    Errors: StoreFailed.
    """
    held = sum(path.stat().st_size for path in (folder / "lake").rglob("*.parquet"))
    served = max((path.stat().st_size for path in (folder / "serving").glob("*.duckdb")), default=0)
    coming = sum(path.stat().st_size for path in arriving)
    needed = max(SMALLEST_SERVING_BYTES, served + 2 * coming if held else 2 * coming)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreFailed(
            f"The disk of {folder} has {free / 1e6:,.0f} MB free; this import needs about {needed / 1e6:,.0f} MB. "
            "Nothing was changed; make space, then import again."
        )


def refuse_empty(files: Sequence[ingest.LoadedFile]) -> None:
    """Refuse an import of which some file has rows and none of them can be loaded: replacing by it would empty a table.

    Errors: ingest.ImportRefused.
    """
    refused = []
    for file in files:
        if file.rows_rejected and not file.rows_loaded:
            worst = sorted((each for each in file.columns if any(each.examples)), key=lambda each: -each.rejected)[:3]
            columns = [
                {"column": each.header, "count": each.rejected, "examples": ", ".join(each.examples)} for each in worst
            ]
            values: dict[str, object] = {"count": file.rows_rejected, "columns": columns}
            issue = ingest.Issue("nothing_loaded", values) if columns else ingest.Issue("nothing_filled", values)
            refused.append((file.file, issue))
    if refused:
        raise ingest.ImportRefused(refused)


def drop(paths: Iterable[Path]) -> None:
    """Remove files that nothing names."""
    for path in paths:
        path.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def give_way(
    con: Connection, table: Table, parquet: Path, arriving: list[ingest.LoadedFile], how: How, version: int
) -> dict[int, int]:
    """Make room for the rows of a Parquet file, as asked; returns how many rows gave way to each of its batches.

    Errors: ingest.ImportRefused when rows are to be appended whose key may stand only once and stands already, or
        that stand already just as they are: of two exports that overlap, both would count.
    """
    rows.add_columns(con, table.name, parquet)
    key = table.key[0]
    if how == "replace_table":
        return _replace_all(con, table, arriving[0].batch_id, version)
    if how == "append" and not table.key_is_unique:  # an order that stands may get further lines
        run(con, rows.same_rows(con, table.name, key, parquet), path=str(parquet))
    else:
        run(con, rows.sql("count_replaced", table=table.name, key=key), path=str(parquet))
    counted = dict(con.execute(rows.sql("gave_way")).fetchall())
    if counted and how == "append":
        names = {file.batch_id: file.file for file in arriving}
        issues = [
            (names[batch_id], ingest.Issue("keys_exist", {"count": count, "table": table.name}))
            for batch_id, count in sorted(counted.items())
        ]
        raise ingest.ImportRefused(issues)
    if counted:
        _refuse_restarted(con, table, parquet, arriving, sum(counted.values()))
        run(con, rows.sql("delete_replaced", table=table.name, key=key), path=str(parquet))
        con.execute(rows.sql("note_gave_way"))
    return counted


def _refuse_restarted(
    con: Connection, table: Table, parquet: Path, arriving: list[ingest.LoadedFile], row_count: int
) -> None:
    """Refuse orders whose numbers stand for other orders already: replacing them would lose those.

    Errors: ingest.ImportRefused.
    """
    if table.name != "transactions":
        return
    run(con, rows.sql("meeting_lines"), path=str(parquet))
    if found := restarted_numbers(con, "meeting_lines", row_count):
        numbers = ("order_id", "order_id" + DAILY)
        named = [(file, [header for header, name in file.mapping.items() if name in numbers]) for file in arriving]
        raise ingest.ImportRefused(
            [(file.file, ingest.Issue("order_numbers_stand", {"column": at[0]} | found)) for file, at in named if at]
        )


def _replace_all(con: Connection, table: Table, batch_id: int, version: int) -> dict[int, int]:
    standing = [row[0] for row in run(con, rows.sql("batches_of_table"), table_name=table.name).fetchall()]
    if not standing:
        return {}
    row = run(con, rows.sql("count_batches", table=table.name), batch_ids=standing).fetchone()
    run(con, rows.sql("delete_batches", table=table.name), batch_ids=standing)
    run(con, rows.sql("mark_removed"), batch_ids=standing, version=version)
    return {batch_id: int(row[0]) if row else 0}


def adopt(con: Connection, folder: Path, table: str, parquet: Path, sha256: str) -> Path:
    """Move a Parquet file into the lake and register it; returns where it lies now.

    In the table's own folder the catalogue keeps the path relative, so a workspace can be moved.
    """
    kept = folder / "lake" / "main" / table / f"{uuid.uuid4().hex}.parquet"
    kept.parent.mkdir(parents=True, exist_ok=True)
    size = parquet.stat().st_size
    os.replace(parquet, kept)
    try:
        run(con, rows.sql("adopt_file"), table=table, path=str(kept))
        path = str(kept.relative_to(folder / "lake"))
        run(con, rows.sql("note_file"), path=path, byte_count=size, sha256=sha256, source=str(kept))
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    return kept


def add_sample(con: Connection, folder: Path, first_batch_id: int, version: int, by: str) -> None:
    """Insert the sample company's Parquet files, one batch per table that it has."""
    held = [name for name in tables() if (folder / f"{name}.parquet").exists()]
    for batch_id, name in enumerate(held, first_batch_id):
        row_count = rows.insert_sample(con, name, folder / f"{name}.parquet", batch_id)
        run(con, rows.sql("insert_batch"), **rows.sample_row(batch_id, name, row_count, version, by))

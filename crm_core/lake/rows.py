"""The statements that change the lake inside one transaction, and the rows of its books."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm_core import ingest
from crm_core.engines.duckdb import Connection, identifier, lake_columns, lake_filled, run, statement
from crm_core.ingest.contract import ColumnReport
from crm_core.schema import tables


def sql(name: str, **parts: str | int) -> str:
    """The SQL of a file of this folder."""
    return statement(Path(__file__).with_name(f"{name}.sql"), **parts)


def create_books(con: Connection, *, is_new: bool) -> None:
    """The books and the canonical tables where they are missing: a store of an older release lacks the later ones.

    Tables have their keys alone: other columns come with the files that bring them.
    """
    there = set() if is_new else held_tables(con)
    for table in tables().values():
        if table.name not in there:
            con.execute(sql("create_table", table=table.name, key=table.key[0]))
    con.execute(sql("books"))


def held_tables(con: Connection) -> set[str]:
    """The tables that the lake has."""
    return {row[0] for row in con.execute(sql("tables_held")).fetchall()}


def tables_at(con: Connection, version: int) -> list[str]:
    """The canonical tables that the lake had at a version, but for those that never had a row, which need not be asked.

    An older release knew fewer tables.
    """
    there = {row[0] for row in con.execute(sql("tables_at", version=version)).fetchall()}
    return [name for name in tables() if name in there]


def filled_tables(con: Connection) -> list[str]:
    """The canonical tables that have ever had rows: the others need not be asked."""
    filled = lake_filled(con)
    return [name for name in tables() if name in filled]


def held_columns(con: Connection) -> dict[str, list[str]]:
    """The columns that the lake has of every canonical table; none of one that an older release did not know."""
    held = lake_columns(con)
    return {name: [column for column in held.get(name, []) if column != "batch_id"] for name in tables()}


def add_columns(con: Connection, table: str, parquet: Path) -> None:
    """Columns that a file is the first to bring; those that no schema knows are text."""
    known = tables()[table].columns
    held = held_columns(con)[table]
    for name, *_ in run(con, sql("columns_of_file"), path=str(parquet)).fetchall():
        if name not in held and name != "batch_id":
            stored_as = known[name].stored_as if name in known else "VARCHAR"
            con.execute(sql("add_column", table=table, column=name).replace("<type>", stored_as))


def name_extras(con: Connection, extras: dict[str, dict[str, str]], known: dict[str, dict[str, str]]) -> None:
    """Keep the headers of new extra columns: the header is data, the column's name is ours."""
    for table, columns in extras.items():
        for header, name in columns.items():
            if header not in known.get(table, {}):
                run(con, sql("name_extra"), table_name=table, column_name=name, header=header)


def remove(con: Connection, batch_ids: list[int], version: int) -> None:
    """Take the rows of batches out of every table and mark the batches as removed."""
    for table in filled_tables(con):
        run(con, sql("delete_batches", table=table), batch_ids=batch_ids)
    run(con, sql("mark_removed"), batch_ids=batch_ids, version=version)


def keep_removed_keys(con: Connection, batch_ids: list[int]) -> None:
    """Note the keys that batches hold. Before they are removed: no history shows what this transaction deleted."""
    con.execute("create or replace temp table removed_keys (table_name varchar, key_value varchar)")
    for table in filled_tables(con):
        keep = sql("keep_removed_keys", table=table, key=tables()[table].key[0])
        run(con, keep, table_name=table, batch_ids=batch_ids)


def restore_replaced(con: Connection, standing: list[int], later: list[int], seen: int) -> None:
    """Bring back rows of standing batches as version `seen` held them, where the removed batches held their keys.

    later = the batches made after them that replace by key: a key that one of them holds is not free.
    """
    for name in tables_at(con, seen):
        restore = sql("restore_replaced", table=name, key=tables()[name].key[0], seen=seen)
        run(con, restore, table_name=name, standing_batch_ids=standing, later_batch_ids=later)


def same_rows(con: Connection, table: str, key: str, parquet: Path) -> str:
    """The statement that counts the rows of a Parquet file that the lake has already, in all their columns."""
    described = run(con, sql("columns_of_file"), path=str(parquet)).fetchall()
    columns = ", ".join(identifier(name) for name, *_ in described if name != "batch_id")
    return sql("count_same", table=table, key=key).replace("{columns}", columns)


def insert_sample(con: Connection, table: str, parquet: Path, batch_id: int) -> int:
    """Insert one Parquet file of the sample company; returns its row count."""
    add_columns(con, table, parquet)
    run(con, sql("insert_sample", table=table), path=str(parquet), batch_id=batch_id)
    row = run(con, sql("count_batch", table=table), batch_id=batch_id).fetchone()
    return int(row[0]) if row else 0


def batch_row(file: ingest.LoadedFile, replaced: int, version: int, by: str, how: str) -> dict[str, Any]:
    """The books' row of an imported file."""
    mapping = {
        "table": file.table, "headers": list(file.mapping), "columns": list(file.mapping.values()),
        "date_order": file.date_order, "scales": file.scales, "decimals": file.decimals,
    }  # fmt: skip
    return {
        "batch_id": file.batch_id,
        "version": version,
        "file": file.file,
        "sha256": file.sha256,
        "table_name": file.table,
        "encoding": file.encoding,
        "signature": file.signature,
        "mapping": json.dumps(mapping, ensure_ascii=False),
        "rows_read": file.rows_read,
        "rows_loaded": file.rows_loaded,
        "rows_rejected": file.rows_rejected,
        "rows_blank": file.rows_blank,
        "rows_totals": file.rows_totals,
        "rows_replaced": replaced,
        "issues": json.dumps([asdict(issue) for issue in file.issues], ensure_ascii=False, default=str),
        "imported_at": datetime.now(UTC).replace(tzinfo=None),
        "imported_by": by,
        "is_sample": False,
        "how": how,
        "column_counts": _column_counts(file.columns),
    }


def _column_counts(columns: tuple[ColumnReport, ...]) -> str | None:
    """The account of a file's columns without its examples: those may be personal data and would stay for ever."""
    counts = [{name: value for name, value in asdict(each).items() if name != "examples"} for each in columns]
    return json.dumps(counts, ensure_ascii=False) if counts else None


def sample_row(batch_id: int, table: str, row_count: int, version: int, by: str) -> dict[str, Any]:
    """The books' row of one table of the sample company."""
    return {
        "batch_id": batch_id,
        "version": version,
        "file": f"{table}.parquet",
        "sha256": "",
        "table_name": table,
        "encoding": "",
        "signature": "",
        "mapping": "",
        "rows_read": row_count,
        "rows_loaded": row_count,
        "rows_rejected": 0,
        "rows_blank": 0,
        "rows_totals": 0,
        "rows_replaced": 0,
        "issues": "[]",
        "imported_at": datetime.now(UTC).replace(tzinfo=None),
        "imported_by": by,
        "is_sample": True,
        "how": None,
        "column_counts": None,
    }

"""Small workspaces from rows written by hand: through the lake and the marts, as an import goes."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from crm_core.engines.duckdb import run
from crm_core.lake import rows
from crm_core.lake.reader import Reader
from crm_core.marts.build import build
from crm_core.schema import tables

Given = Mapping[str, pd.DataFrame]
IMPORTED_AT = datetime(2025, 1, 1)
# What the marts' build asks of a lake besides its tables: their sizes. All are small, so all are copied.
PLAIN_LAKE = """
    set TimeZone = 'UTC';
    create macro ducklake_table_info(lake_name) as table
        select table_name, 0 as file_size_bytes from duckdb_tables() where database_name = lake_name;
"""


def read_given(path: Path) -> pd.DataFrame:
    """A given table: every cell is text, an empty cell is unknown."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]).astype(object)


def insert(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, batch_id: int) -> None:
    """Make a canonical table of rows by the names of their columns; the engine casts the text."""
    known = tables()[table].columns
    kinds = {column: known[column].stored_as if column in known else "varchar" for column in frame.columns}
    listed = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in kinds.items())
    con.register("given_rows", frame)
    con.execute(f"create table lake.{table} as select {batch_id} as batch_id, {listed} from given_rows")
    con.unregister("given_rows")


class GivenCompanies:
    """Every given company is a version of its own; built when it is first asked for.

    Its rows stand in a plain database in the lake's place: the marts read both alike, and what the lake itself
    does is the business of the tests of imports.
    """

    def __init__(self, folder: Path) -> None:
        (folder / "serving").mkdir()
        self._folder = folder
        self._readers: dict[Path, Reader] = {}
        self._con = duckdb.connect()
        self._con.execute(PLAIN_LAKE)

    def reader(self, path: Path) -> Reader:
        """A reader of the company whose tables lie in a folder as <table>.csv or given_<table>.csv."""
        if path not in self._readers:
            found = {name: _file(path, name) for name in tables()}
            self._readers[path] = self.add({name: read_given(file) for name, file in found.items() if file.exists()})
        return self._readers[path]

    def add(self, given: Given) -> Reader:
        """A reader of a version that holds exactly these rows; they take the place of all before."""
        version = len(list((self._folder / "serving").glob("*.duckdb"))) + 1
        con = self._con
        con.execute("attach ':memory:' as lake")
        con.execute(rows.sql("books"))
        for batch_id, (name, frame) in enumerate(given.items(), 1):
            insert(con, name, frame, batch_id)
            book = rows.sample_row(batch_id, name, len(frame), version, "") | {
                "is_sample": False,
                "imported_at": IMPORTED_AT,
                "mapping": json.dumps({"table": name, "headers": list(frame), "columns": list(frame)}),
            }
            run(con, rows.sql("insert_batch"), **book)
        built = build(self._folder, version, con)
        con.execute("detach lake")
        return Reader(built, version)


def _file(folder: Path, table: str) -> Path:
    plain = folder / f"{table}.csv"
    return plain if plain.exists() else folder / f"given_{table}.csv"

"""Is a version what it was when it was published? Files, rows per batch and what is served, counted again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from crm_core.engines.duckdb import Connection, run
from crm_core.lake import adding, rows
from crm_core.lake.reader import Reader
from crm_core.text import Lang, t


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was: a code of store.differs and the values of its sentence."""

    code: str
    values: dict[str, Any]

    def sentence(self, lang: Lang) -> str:
        """What was found and what was expected, in words."""
        return t(f"store.differs.{self.code}", lang, **self.values)


@dataclass(frozen=True)
class Verified:
    """What was counted again, and every difference found; none = the version is as it was."""

    version: int
    file_count: int
    batch_count: int
    line_count: int
    customer_count: int
    differences: tuple[Difference, ...]

    @property
    def is_ok(self) -> bool:
        """Whether everything is as it was."""
        return not self.differences


def verify(con: Connection, folder: Path, reader: Reader) -> Verified:
    """Count a version again: con reads the lake in folder, reader the version's serving file."""
    version = reader.version
    files = run(con, rows.sql("files_at"), version=version).fetchall()
    sums = _sums(con)
    differences = [each for file in files for each in _file(con, folder / "lake", file, sums)]
    if differences:  # rows that cannot be read cannot be counted
        return Verified(version, len(files), 0, 0, 0, tuple(differences))
    batches = _standing(con, version)
    for table in rows.tables_at(con, version):
        found = dict(con.execute(rows.sql("rows_per_batch", table=table, version=version)).fetchall())
        differences += _batches(table, [batch for batch in batches if batch["table_name"] == table], found)
    (lines,) = con.execute(rows.sql("count_lines", version=version)).fetchone() or (0,)
    customers = _customers(con, reader)
    served = (reader.facts["line_count"], reader.facts["customer_count"])
    for code, found_count, expected in zip(("lines", "customers"), served, (lines, customers), strict=True):
        if found_count != expected:
            differences.append(Difference(code, {"found": found_count, "expected": expected}))
    return Verified(version, len(files), len(batches), lines, customers, tuple(differences))


def _standing(con: Connection, version: int) -> list[dict[str, Any]]:
    found = con.execute(rows.sql("batches_at", version=version))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _customers(con: Connection, reader: Reader) -> int:
    """Customers that any table of the lake names, those that stand for each other counted once."""
    con.execute("create or replace temp table named_customers (customer_id varchar)")
    for table in rows.tables_at(con, reader.version):
        found = con.execute(rows.sql("columns_at", table=table, version=reader.version)).description or ()
        if "customer_id" in [column[0] for column in found]:
            con.execute(rows.sql("name_customers", table=table, version=reader.version))
    steps = dict(reader.query(rows.sql("standing_merges")).fetchall())
    last = {}
    for customer, kept in steps.items():
        while kept in steps:
            kept = steps[kept]
        last[customer] = kept
    counted = run(con, rows.sql("count_customers"), merged_ids=list(last), kept_ids=list(last.values())).fetchone()
    return int(counted[0]) if counted else 0


def _sums(con: Connection) -> dict[str, str]:
    """The checksums of files as they were taken over; none in a store of an older release."""
    try:
        return dict(con.execute(rows.sql("file_sums")).fetchall())
    except duckdb.CatalogException:
        return {}


def _file(con: Connection, lake: Path, file: tuple[str, int, int], sums: dict[str, str]) -> list[Difference]:
    name, row_count, byte_count = file
    path = lake / name
    if not path.is_file():
        return [Difference("file_missing", {"file": name})]
    if path.stat().st_size != byte_count:
        return [Difference("file_size", {"file": name, "found": path.stat().st_size, "expected": byte_count})]
    if name in sums and adding.checksum(path) != sums[name]:
        return [Difference("file_sum", {"file": name})]
    try:
        found = run(con, rows.sql("rows_of_file"), path=str(path)).fetchone() or (0,)
    except duckdb.Error:
        return [Difference("file_broken", {"file": name})]
    if found[0] != row_count:
        return [Difference("file_rows", {"file": name, "found": found[0], "expected": row_count})]
    return []


def _batches(table: str, batches: list[dict[str, Any]], found: dict[int, int]) -> list[Difference]:
    differences = []
    for batch in batches:
        batch_id, expected = batch["batch_id"], batch.get("rows_standing")
        rows_found = found.pop(batch_id, 0)
        # An older release did not note how many rows stand.
        if expected is not None and rows_found != expected:
            values = {"batch": batch_id, "table": table, "found": rows_found, "expected": expected}
            differences.append(Difference("batch_rows", values))
    for batch_id, rows_found in found.items():
        values = {"batch": batch_id, "table": table, "found": rows_found, "expected": 0}
        differences.append(Difference("batch_rows", values))
    return differences

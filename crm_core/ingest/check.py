"""Text rows to checked rows: one Parquet file per table and the rows that were not loaded, all counted."""

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest import cells as sql
from crm_core.ingest.cells import Cells, Shape, statement
from crm_core.ingest.contract import FilePlan, Refused
from crm_core.ingest.rejects import Part, explained, list_bad, repeated
from crm_core.ingest.survey import restyled

# Measured on 5 M lines: fastest to write and about as small as zstd with the older pages.
COMPRESSION = "snappy, parquet_version v2, dictionary_size_limit 4000"


@dataclass(frozen=True)
class Batch:
    """One file on its way: its cells and the number of its batch."""

    cells: Cells
    batch_id: int


def connection(work_dir: Path, folders: list[Path]) -> Connection:
    """A locked engine that can read the folders of the files and write the working folder, nothing else."""
    con = duckdb.connect()
    allowed = ", ".join(sql.quoted(Path(f"{folder}/")) + " || '/'" for folder in [work_dir, *folders])
    con.execute(
        "set memory_limit = '1500MB'; set threads = 2; set timezone = 'UTC';"
        "set enable_progress_bar = true; set enable_progress_bar_print = false;"  # told by query_progress()
        f"set temp_directory = {sql.quoted(work_dir / 'spill')};"
        "set autoinstall_known_extensions = false; set autoload_known_extensions = false;"
        "set allow_community_extensions = false;"
        # A filter pushed below the typed cells reads every cell twice; the other two compute the slow
        # branches of values.sql for every row.
        "set disabled_optimizers = 'filter_pushdown,in_clause,common_subexpressions';"
    )
    con.execute((Path(__file__).parent / "values.sql").read_text("utf-8"))
    con.execute((Path(__file__).parent / "rejected.sql").read_text("utf-8"))
    con.execute(
        f"set allowed_directories = [{allowed}]; set enable_external_access = false; set lock_configuration = true"
    )
    return con


def _bound(text: str, **values: object) -> dict[str, object] | None:
    """Of the values those that the statement asks for; the engine accepts no others."""
    return {name: value for name, value in values.items() if f"${name}" in text} or None


def _copy(con: Connection, files: list[Batch], shape: Shape, target: Path) -> int:
    """One pass over files of one layout; the rows written."""
    con.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    cells = files[0].cells
    paths = [sql.text_path(each.cells.plan) for each in files]
    is_group = len(files) > 1
    batch_id = "$batch_ids[list_position($paths, filename)]" if is_group else str(files[0].batch_id)
    every = sql.cell_list(range(cells.width))
    text = statement(
        "load_rows",
        output=("n, " if cells.table.key_is_unique else "") + sql.output_list(cells, batch_id, shape),
        ordinal="row_number() over () as n, " if cells.table.key_is_unique else "",
        cells=every + ", filename" if is_group else every,
        typed=sql.typed_list(cells),
        source=sql.source(cells, paths if is_group else None),
        is_good=sql.is_good(cells),
        target=str(target).replace("'", "''"),
        compression=COMPRESSION,
    )
    values = _bound(
        text,
        headers=list(cells.plan.raw_header),
        paths=[str(path) for path in paths],
        batch_ids=[each.batch_id for each in files],
    )
    try:
        row = con.execute(text, values).fetchone()
    except duckdb.InvalidInputException as error:
        raise Refused("unsplittable") from error
    return int(row[0]) if row else 0


def _expected(plan: FilePlan) -> int:
    return plan.row_count - plan.blank_count


def load_one(con: Connection, file: Batch, shape: Shape, target: Path) -> Part:
    """The rows of one file, checked and written; the reasons of the others go to the table rejected.

    Errors: Refused("ask_date_order" | "unaccounted").
    """
    try:
        return _load_one(con, file, shape, target)
    except Refused as refusal:
        refusal.file_name = file.cells.plan.incoming.name
        raise


def _load_one(con: Connection, file: Batch, shape: Shape, target: Path) -> Part:
    plan = file.cells.plan
    loaded = _copy(con, [file], shape, target)
    if loaded == _expected(plan):
        return Part(file.cells, file.batch_id, target, loaded, blank=plan.blank_count)
    kinds = list_bad(con, file.cells)
    doubtful = [at for (at,) in con.execute(statement("doubtful_cells")).fetchall()]
    better = restyled(con, file.cells, doubtful)
    if any(better.style(at) != file.cells.style(at) for at in doubtful):
        loaded = _copy(con, [replace(file, cells=better)], shape, target)
        kinds = list_bad(con, better)
    return explained(con, Part(better, file.batch_id, target, loaded), kinds)


def load_group(con: Connection, files: list[Batch], shape: Shape, target: Path) -> list[Part]:
    """Small files of one layout in one pass; those with a row that does not load go one by one.

    Errors: those of load_one.
    """
    _copy(con, files, shape, target)
    counts = dict(con.execute(statement("rows_per_batch", files=sql.quoted(target))).fetchall())
    clean = [each for each in files if counts.get(each.batch_id, 0) == _expected(each.cells.plan)]
    others = [each for each in files if counts.get(each.batch_id, 0) != _expected(each.cells.plan)]
    if clean and others:
        _copy(con, clean, shape, target)
    shared = [
        Part(each.cells, each.batch_id, target, counts[each.batch_id], blank=each.cells.plan.blank_count)
        for each in clean
    ]
    return shared + [load_one(con, each, shape, target.with_suffix(f".{each.batch_id}.parquet")) for each in others]


def merged(con: Connection, parts: list[Part], target: Path) -> list[Part]:
    """All parts of one table as one Parquet file, in any order; of rows with the same key the first stays."""
    paths = list(dict.fromkeys(part.path for part in parts))
    files = "[" + ", ".join(map(sql.quoted, paths)) + "]"
    table = parts[0].cells.table
    if not table.key_is_unique:
        if len(paths) == 1:
            paths[0].rename(target)
        else:
            con.execute(statement("merge_parts", files=files, target=sql.quoted(target), compression=COMPRESSION))
        return parts
    con.execute(statement("repeated_keys", key=", ".join(table.key), files=files))
    con.execute(statement("merge_first", files=files, target=sql.quoted(target), compression=COMPRESSION))
    return [repeated(con, part) for part in parts]

"""Plans to checked rows, file by file or many small ones at once. Called in the child only: it touches file content."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import Shape, cells_of, shape_of, statement, text_path
from crm_core.ingest.check import Batch, connection, load_group, load_one, merged
from crm_core.ingest.contract import (
    EXTRA,
    FilePlan,
    ImportRefused,
    Issue,
    Loaded,
    LoadedFile,
    Refused,
)
from crm_core.ingest.doubt import repeated_numbers, repeated_sum
from crm_core.ingest.foot import remarks
from crm_core.ingest.rejects import Part
from crm_core.ingest.report import column_reports
from crm_core.ingest.scales import know_words
from crm_core.ingest.states import know_states, with_unknown_states
from crm_core.ingest.watch import Told
from crm_core.schema import tables

SMALL_FILE_BYTES = 8 << 20
GROUP_FILES = 200
Progress = Callable[[float, str], None]


def extra_ids(plans: list[FilePlan], known: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Every table's headers that are kept as text, each with its id; ids once given stay.

    No two tables share an id: a product's extra columns stand beside those of the lines that name it.
    """
    found = {table: dict(headers) for table, headers in known.items()}
    last = max((int(each.removeprefix("extra_")) for ids in found.values() for each in ids.values()), default=0)
    for plan in plans:
        if plan.mapping is None:
            continue
        ids = found.setdefault(plan.mapping.table, {})
        for name, column in zip(plan.header, plan.mapping.columns, strict=True):
            if column == EXTRA and name not in ids:
                last += 1
                ids[name] = f"extra_{last}"
    return found


def _layout(file: Batch) -> tuple[object, ...]:
    """What two small files must share to be read in one pass; None of it for files that go alone."""
    plan = file.cells.plan
    alone = plan.byte_count > SMALL_FILE_BYTES or file.cells.table.key_is_unique
    counted = plan.currency, plan.factors
    return (file.batch_id,) if alone else (plan.mapping, plan.raw_header, plan.delimiter, plan.skip_records, counted)


def _groups(plans: list[FilePlan], extras: dict[str, dict[str, str]], first_batch_id: int) -> Iterator[list[Batch]]:
    files = []
    for batch_id, plan in enumerate(plans, start=first_batch_id):
        _check_unchanged(plan)
        cells = cells_of(plan, extras[plan.mapping.table if plan.mapping else ""], {})
        files.append(Batch(replace(cells, remarks=remarks(cells)), batch_id))
    for _, group in groupby(files, key=_layout):
        yield from batched(list(group), GROUP_FILES)


def _check_unchanged(plan: FilePlan) -> None:
    if plan.incoming.path.stat().st_size != plan.byte_count:
        raise ImportRefused([(plan.incoming.name, Issue("changed"))])


def batched(files: list[Batch], most: int) -> Iterator[list[Batch]]:
    """The files in runs of at most so many."""
    for start in range(0, len(files), most):
        yield files[start : start + most]


def _checked(con: Connection, files: list[Batch], shape: Shape, target: Path) -> list[Part]:
    name = files[0].cells.plan.incoming.name
    know_states(con, files[0].cells)
    if files[0].cells.remarks:
        con.execute(statement("remarks"), {"remarks": list(files[0].cells.remarks)})
    try:
        if len(files) > 1:
            return load_group(con, files, shape, target)
        return [load_one(con, files[0], shape, target)]
    except Refused as refusal:
        raise ImportRefused([(refusal.file_name or name, refusal.issue)]) from refusal


def load_files(
    plans: list[FilePlan],
    work_dir: Path,
    first_batch_id: int,
    known: dict[str, dict[str, str]],
    progress: Progress,
    held: dict[str, list[str]] | None = None,
) -> Loaded:
    """Check and write the rows of all plans.

    Errors: ImportRefused when a file turns out to be unreadable; then nothing is handed over.
    """
    extras = extra_ids(plans, known)
    shapes = {
        name: shape_of(table, plans, extras.get(name, {}), None if held is None else held.get(name, []))
        for name, table in tables().items()
    }
    con = connection(work_dir, sorted({text_path(plan).parent for plan in plans}))
    rows, done, parts = sum(plan.row_count for plan in plans) or 1, 0, list[Part]()
    told = Told(progress)
    know_words(
        con,
        [
            tables()[each.mapping.table].columns[name]
            for each in plans
            if each.mapping
            for name in each.mapping.places.values()
        ],
    )
    for files in _groups(plans, extras, first_batch_id):
        name, count = files[0].cells.plan.incoming.name, sum(each.cells.plan.row_count for each in files)
        told.tell(done / rows, name)
        shape = shapes[files[0].cells.table.name]
        with told.watching(con, name, done / rows, count / rows):
            parts += _checked(con, files, shape, work_dir / f"ingest-{files[0].batch_id}.part.parquet")
        done += count
    parquet: dict[str, Path] = {}
    finished: list[Part] = []
    for table in tables():
        own = [part for part in parts if part.cells.table.name == table]
        if own:
            parquet[table] = work_dir / f"{table}.parquet"
            finished += merged(con, own, parquet[table])
    columns = column_reports(con, finished, parquet)
    files_done = [
        replace(_loaded_file(part), columns=columns[part.batch_id])
        for part in sorted(finished, key=lambda part: part.batch_id)
    ]
    if lines := parquet.get("transactions"):
        _refuse_doubtful(con, [part for part in finished if part.cells.table.name == "transactions"], lines)
        files_done = with_unknown_states(con, files_done, finished, lines)
    return Loaded(files_done, parquet, _rejected(con, work_dir), {table: extras[table] for table in parquet})


def _refuse_doubtful(con: Connection, parts: list[Part], lines: Path) -> None:
    """Stop where all rows together show what the first rows did not.

    Errors: ImportRefused("order_sum" | "order_numbers").
    """
    sums = ((part, repeated_sum(con, part.cells, part.batch_id, lines)) for part in parts)
    found = [(part.cells.plan.incoming.name, issue) for part, issue in sums if issue]
    if found := found or repeated_numbers(con, [part.cells for part in parts], lines):
        raise ImportRefused(found)


def _rejected(con: Connection, work_dir: Path) -> Path | None:
    count = con.execute("select count(*) from rejected").fetchone()
    if not count or not count[0]:
        return None
    target = work_dir / "rejected.parquet"
    con.table("rejected").order("batch_id, row_number").write_parquet(str(target))
    return target


def _loaded_file(part: Part) -> LoadedFile:
    plan, mapping = part.cells.plan, part.cells.plan.mapping
    columns = mapping.columns if mapping else ()
    return LoadedFile(
        file=plan.incoming.name,
        sha256=plan.sha256,
        table=part.cells.table.name,
        encoding=plan.encoding,
        rows_read=plan.row_count,
        rows_loaded=part.loaded,
        rows_rejected=part.rejected,
        rows_blank=part.blank,
        rows_totals=part.totals,
        mapping=dict(zip(plan.header, columns, strict=True)),
        issues=plan.issues,
        batch_id=part.batch_id,
        signature=plan.signature,
        date_order=mapping.date_order if mapping else None,
        scales=mapping.scales if mapping else {},
        decimals=mapping.decimals if mapping else {},
    )

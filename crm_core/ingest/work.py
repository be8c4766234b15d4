"""What the child does: plan files and load plans. Everything here touches file content."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest import match
from crm_core.ingest.amounts import with_amounts
from crm_core.ingest.cells import DATE_KINDS, Cells, Shape, cells_of, shape_of, statement, text_path
from crm_core.ingest.check import Batch, connection, load_group, load_one, merged
from crm_core.ingest.contract import (
    EXTRA,
    DateOrder,
    FilePlan,
    ImportRefused,
    Incoming,
    Issue,
    Loaded,
    LoadedFile,
    Mapping,
    Origin,
    Refused,
)
from crm_core.ingest.decimals import decimals_by_column, with_decimals
from crm_core.ingest.documents import completed
from crm_core.ingest.doubt import (
    ask_where_an_order_repeats_its_sum,
    ask_where_little_is_known,
    repeated_sum,
    with_doubts,
)
from crm_core.ingest.foot import remarks
from crm_core.ingest.guess import Rows, guesses, likely
from crm_core.ingest.heads import joined, pair, with_hints
from crm_core.ingest.moments import with_times
from crm_core.ingest.read import Source, read
from crm_core.ingest.rejects import Part
from crm_core.ingest.report import column_reports
from crm_core.ingest.rounded import with_rounded_ids
from crm_core.ingest.scales import know_words, scales_by_column, with_scales
from crm_core.ingest.states import know_states, with_unknown_states
from crm_core.ingest.survey import date_order, looks_year_last
from crm_core.ingest.unpack import is_container, opened, settled
from crm_core.ingest.unread import with_unread
from crm_core.ingest.watch import Told
from crm_core.schema import tables
from crm_core.schema.exports import export_of

SAMPLE_ROWS = 5
MOST_COLUMNS = 1000  # the engine's buffers for more do not fit its memory
SMALL_FILE_BYTES = 8 << 20
GROUP_FILES = 200
Progress = Callable[[float, str], None]


class Wishes:
    """What the caller asked for: remembered mappings by signature, a table, a mapping, an order of dates,
    scales, decimal marks.
    """

    def __init__(
        self,
        remembered: dict[str, Mapping],
        table: str | None,
        given: dict[str, str] | None,
        order: DateOrder | None,
        scales: dict[str, list[float]] | None = None,
        decimals: dict[str, str] | None = None,
    ) -> None:
        self.remembered, self.table, self.given, self.order = remembered, table, given, order
        self.scales, self.decimals = scales or {}, decimals or {}


def _is_usable(mapping: Mapping, width: int) -> bool:
    table = tables().get(mapping.table)
    targets = list(mapping.places.values())
    return (
        table is not None
        and len(mapping.columns) == width
        and len(set(targets)) == len(targets)
        and set(targets) <= set(table.columns)
        and not match.missing_ways(table, set(targets))
    )


def _mapped(plan: FilePlan, wishes: Wishes, rows: Rows) -> FilePlan:
    header, name = plan.header, plan.incoming.name
    known = wishes.remembered.get(plan.signature)
    origin: Origin
    if wishes.given:
        mapping, origin = match.given(header, name, wishes.table, wishes.given), "given"
        mapping = with_times(mapping, header, rows, fixed=list(wishes.given))
    elif known and _is_usable(known, len(header)) and wishes.table in (None, known.table):
        mapping, origin = known, "remembered"
    else:
        mapping, origin = with_times(match.matched(header, name, wishes.table), header, rows), "matched"
    scales = mapping.scales | scales_by_column(mapping, header, wishes.scales)
    mapping = replace(mapping, date_order=wishes.order or mapping.date_order, scales=scales)
    found = guesses(tables()[mapping.table], header, mapping.columns, rows)
    return replace(plan, mapping=mapping, source_of_mapping=origin, guesses=found)


def _with_likely(plan: FilePlan, rows: Rows) -> FilePlan:
    """A refused plan with what the file could be, where no table fits its header."""
    found = likely(plan.header, rows) if plan.header and plan.mapping is None else None
    return replace(plan, likely=found[0], guesses=found[1]) if found else plan


def _planned(incoming: Incoming, source: Source) -> FilePlan:
    found, facts = source.layout, source.fingerprint
    header = match.distinct(found.names)
    return FilePlan(
        incoming=incoming,
        sha256=facts.sha256,
        byte_count=facts.byte_count,
        encoding=source.encoding,
        delimiter=found.delimiter,
        header=header,
        raw_header=found.raw_header,
        header_line_count=found.header_line_count,
        signature=match.signature(header),
        sample=found.sample[:SAMPLE_ROWS],
        issues=source.issues,
        row_count=source.counts.records,
        blank_count=source.counts.blanks,
        text_path=source.text_path,
        skip_records=source.skip_records,
    )


def _asked_of_values(con: Connection, plan: FilePlan, source: Source, wishes: Wishes) -> FilePlan:
    """The plan with what only the values can tell: the mark before decimals, the scale of scores, the order of dates.

    Errors: Refused("ask_decimals" | "ask_scale" | "ask_date_order") where they do not.
    """
    cells = cells_of(plan, {name: "extra" for name in plan.header}, {})
    said = decimals_by_column(plan.mapping, plan.header, wishes.decimals) if plan.mapping else {}
    plan = with_decimals(con, plan, cells, source.rows, said)
    return _with_date_order(con, with_scales(con, plan, cells), cells, source)


def _with_date_order(con: Connection, plan: FilePlan, cells: Cells, source: Source) -> FilePlan:
    """Ask the values for the order of day and month where the first rows show that it matters."""
    if plan.mapping is None or plan.mapping.date_order:
        return plan
    dates = [at for at, column in cells.typed.items() if column.kind in DATE_KINDS]
    if not looks_year_last(plan, source.rows, dates):
        return plan
    return replace(plan, mapping=replace(plan.mapping, date_order=date_order(con, cells)))


def plans_of(con: Connection, incoming: Incoming, number: int, work_dir: Path, wishes: Wishes) -> list[FilePlan]:
    """The plan of a file, or those of the parts of a workbook or an archive."""
    try:
        if incoming.part_of or not is_container(incoming.path):
            return [plan_file(con, incoming, number, work_dir, wishes)]
        parts = list(opened(con, incoming, number, work_dir))
    except Refused as refusal:
        return [FilePlan(incoming, refused=refusal.issue)]
    plans = [
        part if part.refused else plan_file(con, part.incoming, f"{number}-{at}", work_dir, wishes)
        for at, part in enumerate(parts)
    ]
    return settled(incoming, plans)


def plan_file(con: Connection, incoming: Incoming, number: int | str, work_dir: Path, wishes: Wishes) -> FilePlan:
    """The plan of one file; what cannot be read or matched is refused in it."""
    plan = FilePlan(incoming)
    rows: Rows = ()
    try:
        source = read(incoming, work_dir, number)
        rows = source.rows
        if len(source.layout.raw_header) > MOST_COLUMNS:
            raise Refused("too_wide", count=len(source.layout.raw_header), most=MOST_COLUMNS)
        plan = _planned(incoming, source)
        plan = _mapped(plan, wishes, rows)
        plan = completed(plan, work_dir / f"ingest-{number}.complete")
        if plan.source_of_mapping == "matched" and not wishes.table and export_of(plan.header) is None:
            ask_where_little_is_known(plan, rows)
            ask_where_an_order_repeats_its_sum(plan, rows)
            plan = with_unread(con, plan, rows)
        plan = with_rounded_ids(con, plan, rows)
        plan = with_amounts(with_doubts(plan, source.layout.names, rows), source.layout.above, rows)
        return _asked_of_values(con, plan, source, wishes)
    except Refused as refusal:
        return _with_likely(replace(plan, refused=refusal.issue), rows)


def with_joined(con: Connection, plans: list[FilePlan], work_dir: Path, wishes: Wishes) -> list[FilePlan]:
    """The plans; where two halves of the same orders are among them, one plan of both stands for the lines."""
    both = pair(plans)
    if both is None:
        return with_hints(plans)
    try:
        incoming, mappings = joined(con, both, work_dir / "joined.csv")
    except Refused as refusal:
        return [replace(each, refused=refusal.issue) if each in both.lines.plans else each for each in plans]
    known = Wishes(mappings | wishes.remembered, None, None, None)
    plan = plan_file(con, incoming, "joined", work_dir, known)
    if plan.signature not in wishes.remembered:
        plan = replace(plan, source_of_mapping="matched")
    gone = Issue("joined_into", {"file": incoming.name})
    found: list[FilePlan] = []
    for each in plans:
        if each is both.lines.first:
            found.append(plan)
        elif each in both.orders.plans:
            found.append(replace(each, refused=gone, is_left_out=True))
        elif each not in both.lines.plans:
            found.append(each)
    return with_hints(found)


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
        if repeating := [
            (part.cells.plan.incoming.name, issue)
            for part in finished
            if (issue := repeated_sum(con, part.cells, part.batch_id, lines))
        ]:
            raise ImportRefused(repeating)
        files_done = with_unknown_states(con, files_done, finished, lines)
    return Loaded(files_done, parquet, _rejected(con, work_dir), {table: extras[table] for table in parquet})


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

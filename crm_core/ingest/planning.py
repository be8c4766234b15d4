"""Files to plans: what each is, and how it would be read. Called in the child only: it touches file content."""

from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest import match
from crm_core.ingest.amounts import with_amounts
from crm_core.ingest.cells import DATE_KINDS, Cells, cells_of
from crm_core.ingest.contract import (
    DateOrder,
    FilePlan,
    Incoming,
    Issue,
    Mapping,
    Origin,
    Refused,
)
from crm_core.ingest.decimals import decimals_by_column, with_decimals
from crm_core.ingest.documents import completed
from crm_core.ingest.doubt import (
    ask_where_an_order_repeats_its_sum,
    ask_where_little_is_known,
    with_doubts,
)
from crm_core.ingest.guess import Rows, guesses, likely
from crm_core.ingest.heads import joined, pair, with_hints
from crm_core.ingest.moments import with_times
from crm_core.ingest.read import Source, read
from crm_core.ingest.rounded import with_rounded_ids
from crm_core.ingest.scales import scales_by_column, with_scales
from crm_core.ingest.survey import date_order, looks_year_last
from crm_core.ingest.unpack import is_container, opened, settled
from crm_core.ingest.unread import with_unread
from crm_core.schema import tables
from crm_core.schema.exports import export_of

SAMPLE_ROWS = 5
MOST_COLUMNS = 1000  # the engine's buffers for more do not fit its memory


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

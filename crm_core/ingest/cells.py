"""From a plan to the expressions that read its cells: which cell, which column, which macro.

Only names of ours go into SQL: c0, c1 … for cells, t0, t1 … for what they mean, columns of the schema,
ids of extra columns. A header is a bound value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from crm_core.ingest.amounts import HOME
from crm_core.ingest.contract import DAILY, EXTRA, FilePlan
from crm_core.schema import Column, Table, shape, tables
from crm_core.schema.exports import export_of

_SQL = Path(__file__).parent
_READ_BY = {
    "id": "id_of(c{at})",
    "code": "text_of(c{at})",
    "text": "text_of(c{at})",
    "name": "text_of(c{at})",
    "integer": "integer_of(c{at}, '{style}')",
    "seconds": "seconds_of(c{at}, '{style}', {factor})",
    "quantity": "quantity_of(c{at}, '{style}')",
    "price": "money_of(c{at}, '{style}', '{currency}')",
    "money": "money_of(c{at}, '{style}', '{currency}')",
    "date": "date_of(c{at}, '{style}')",
    "timestamp": "timestamp_of({text}, '{style}')",
    "boolean": "boolean_of(c{at})",
    "attribute": "attribute_of(c{at})",
    "score": "score_of(c{at}, '{style}', {low}, {high}, {from_low}, {from_high})",
    "weight": "weight_of(c{at}, '{style}')",
    "currency": "currency_of(c{at})",
}
_COUNTED_BY = {
    "seconds": "seconds_of(c{at}, '{style}', {factor})",
    "quantity": "counted_quantity(c{at}, '{style}', {factor})",
    "price": "counted_money(c{at}, '{style}', '{currency}', {factor})",
    "money": "counted_money(c{at}, '{style}', '{currency}', {factor})",
}
BAD_CODE = {
    "id": "damaged_id", "integer": "bad_integer", "seconds": "bad_seconds", "quantity": "bad_number",
    "price": "bad_number", "money": "bad_number", "date": "bad_date", "timestamp": "bad_timestamp",
    "boolean": "bad_boolean", "score": "bad_score", "weight": "bad_weight",
}  # fmt: skip
_MISSING_BY = {"id": "is_no_id", "date": "is_missing_date", "timestamp": "is_missing_date", "score": "is_no_answer"}
KIND = "kind"  # of a transaction: sale, return, cancelled, adjustment
NUMBER_KINDS = ("integer", "seconds", "quantity", "price", "money", "score", "weight")
DATE_KINDS = ("date", "timestamp")
_TOTAL_CELLS = 8  # a totals row says so near its beginning
_FOOTER_CELLS = 3
_HEADER_CELLS = 50


def statement(name: str, **parts: object) -> str:
    """The text of a statement file with its parts filled in."""
    return Template((_SQL / f"{name}.sql").read_text("utf-8")).substitute(parts)


def quoted(path: Path) -> str:
    """A path of ours as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


@dataclass(frozen=True)
class Cells:
    """The cells of one file and what they stand for; remarks are the lines under its table, see foot.py."""

    plan: FilePlan
    table: Table
    typed: dict[int, Column]
    extras: dict[int, str]
    styles: dict[int, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def style(self, at: int) -> str:
        """How the numbers or dates of a cell are written; see values.sql."""
        kind = self.typed[at].kind
        mapping = self.plan.mapping
        if kind in NUMBER_KINDS:
            usual: str = mapping.decimals.get(self.typed[at].name, "point") if mapping else "point"
        else:
            order, zoned = (mapping.date_order if mapping else None) or "plain", self.plan.zoned
            usual = order if self.plan.header[at] in zoned else f"{order} local"
        return self.styles.get(at, usual)

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.plan.header)


def cells_of(plan: FilePlan, extra_ids: dict[str, str], styles: dict[int, str]) -> Cells:
    """The cells of a plan; extra_ids are the ids of the table's unknown headers."""
    if plan.mapping is None:
        raise ValueError(f"{plan.incoming.name} has no mapping")
    table = tables()[plan.mapping.table]
    typed = {at: table.columns[name] for at, name in plan.mapping.places.items()}
    extras = {at: extra_ids[plan.header[at]] for at, name in enumerate(plan.mapping.columns) if name == EXTRA}
    return Cells(plan, table, typed, extras, styles)


def text_path(plan: FilePlan) -> Path:
    """Where the file's UTF-8 text is."""
    return plan.text_path or plan.incoming.path


def source(cells: Cells, paths: list[Path] | None = None) -> str:
    """The file as text cells; paths are those of several files of one layout, read as one."""
    names = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(cells.width))
    files = ", ".join(quoted(path) for path in paths or [text_path(cells.plan)])
    return (
        f"read_csv([{files}], auto_detect = false, header = false, skip = {cells.plan.skip_records}, "
        f"delim = '{cells.plan.delimiter}', quote = '\"', escape = '\"', columns = {{{names}}}, "
        f"store_rejects = true, max_line_size = 20000000, buffer_size = 40000000, filename = {paths is not None})"
    )


def typed_list(cells: Cells) -> str:
    """Every mapped cell, read."""
    return ", ".join(f"{_read(cells, at, column)} as t{at}" for at, column in cells.typed.items())


def _read(cells: Cells, at: int, column: Column) -> str:
    style = cells.style(at) if column.kind in NUMBER_KINDS + DATE_KINDS else ""
    scales = cells.plan.mapping.scales if cells.plan.mapping else {}
    # Numbers, whoever named them: what is no number ends here.
    ends = (float(end) for scale in (column.scale, scales.get(column.name, column.scale)) for end in scale)
    scale = dict(zip(("low", "high", "from_low", "from_high"), ends, strict=True))
    factor = cells.plan.factors.get(at, 1)
    read_by = _READ_BY if factor == 1 else _COUNTED_BY
    currency = cells.plan.currency or HOME
    text = _text(cells, at)
    value = read_by[column.kind].format(at=at, text=text, style=style, factor=factor, currency=currency, **scale)
    return value + _since(cells, at, column)


def _since(cells: Cells, at: int, column: Column) -> str:
    """What follows an id that other rows have too.

    The minute where it only counts the rows of its file; the day and the store where the reader says that its numbers
    begin anew each day.
    """
    is_daily = cells.plan.mapping is not None and cells.plan.mapping.columns[at].endswith(DAILY)
    days = [day for day, other in cells.typed.items() if other.name == column.counted_at]
    if not days or not (is_daily or shape("row_number_header").search(cells.plan.header[at])):
        return ""
    moment = f"timestamp_of({_text(cells, days[0])}, '{cells.style(days[0])}')"
    stores = [store for store, other in cells.typed.items() if is_daily and other.name == "store_id"]
    parts = [f"strftime({moment}, ' @ %Y-%m-%d{'' if is_daily else ' %H:%M'}')"]
    parts += [f"' @ ' || id_of(c{store})" for store in stores]
    return "".join(f" || coalesce({part}, '')" for part in parts)


def _text(cells: Cells, at: int) -> str:
    """The text of a cell; of a moment in two cells both of them, day first."""
    halves = cells.plan.mapping.halves if cells.plan.mapping else {}
    if at not in halves:
        return f"c{at}"
    day, time = halves[at]
    alone = f"c{day}" if day == at else "null"
    return f"case when is_missing(c{time}) then {alone} else c{day} || ' ' || c{time} end"


def cell_list(numbers: Iterable[int]) -> str:
    """Names of cells."""
    return ", ".join(f"c{at}" for at in numbers)


@dataclass(frozen=True)
class Shape:
    """The columns of one table's Parquet file, the same for all files of an import."""

    columns: tuple[str, ...]
    extra_ids: tuple[str, ...]


def shape_of(table: Table, plans: list[FilePlan], extra_ids: dict[str, str], held: list[str] | None) -> Shape:
    """The key, what some file has, and what the store holds already; all there are where that is not known.

    A column that is NULL in every row costs as much to write as any other.
    """
    every = tuple(table.columns), tuple(extra_ids.values())
    if held is None:
        return Shape(*every)
    own = [plan for plan in plans if plan.mapping and plan.mapping.table == table.name]
    present = {*table.key, *held, *(column for plan in own if plan.mapping for column in plan.mapping.places.values())}
    present |= {"currency"} if any(plan.currency for plan in own) else set()
    present |= {KIND} if any((found := export_of(plan.header)) and found.states for plan in own) else set()
    headers = {name for plan in own for name in plan.header}
    extras = tuple(extra_id for header, extra_id in extra_ids.items() if header in headers or extra_id in held)
    return Shape(tuple(name for name in every[0] if name in present), extras)


def output_list(cells: Cells, batch_id: str, shape: Shape) -> str:
    """The shape's columns with their types, in order; NULL where the file has none."""
    at_of = {column.name: at for at, column in cells.typed.items()}
    at_of_extra = {extra_id: at for at, extra_id in cells.extras.items()}
    columns = [f"{batch_id}::integer as batch_id"]
    for column in (cells.table.columns[name] for name in shape.columns):
        at = at_of.get(column.name)
        said = f"'{cells.plan.currency}'" if column.name == "currency" and cells.plan.currency else "null"
        value = said if at is None else f"t{at}"
        if column.name == KIND and (stated := state_column(cells)) is not None:
            # NULL where the words say nothing: then the file's own kind stands.
            value = f"coalesce(kind_of_state(t{stated}), {value})"
        columns.append(f"{value}::{column.stored_as} as {column.name}")
    for extra_id in shape.extra_ids:
        at = at_of_extra.get(extra_id)
        columns.append(f"{'null' if at is None else f'c{at}'}::varchar as {extra_id}")
    return ", ".join(columns)


def states_of(cells: Cells) -> dict[str, str]:
    """What the words of a file's states mean, where its layout says so; see schema/exports.toml."""
    export = export_of(cells.plan.header)
    return export.states if export and export.table == cells.table.name else {}


def state_column(cells: Cells) -> int | None:
    """The cell whose words say whether a row counts, where the layout of the file says what they mean."""
    at_of = {column.name: at for at, column in cells.typed.items()}
    return at_of.get(KIND, at_of.get("order_status")) if states_of(cells) else None


def is_footer(cells: Cells) -> str:
    """Whether the row is a line under the table: its first cell says so and few others are filled."""
    rest = cell_list(range(1, min(cells.width, _TOTAL_CELLS))) or "null"
    few = f"len(list_filter([{rest}], lambda cell: cell is not null)) <= {_FOOTER_CELLS}"
    return f"coalesce(case when is_footer_word(c0) then {few} else false end, false)"


def is_total(cells: Cells) -> str:
    """Whether the row is no data but a total or a footer; both are counted as totals.

    The first or the second filled cell is a word for a total, or the first cell is that of a footer.
    """
    return f"({_is_sum(cells)} or {is_footer(cells)})"


def _is_sum(cells: Cells) -> str:
    last = min(cells.width, _TOTAL_CELLS)
    firsts = [f"coalesce({cell_list(range(start, last))})" for start in range(min(3, last))]
    first = f"(is_total_word({firsts[0]}) or is_group_sum({firsts[0]}))"
    # Behind the key of a customer or a product stands a name, and some are called Total.
    names_a_row = cells.table.key_is_unique and 0 in cells.typed and cells.typed[0].name in cells.table.key
    if last == 1 or names_a_row:
        return f"coalesce({first}, false)"
    after_gap = firsts[2] if last > 2 else "null"
    second = f"is_total_word(case when c0 is not null then {firsts[1]} when c1 is not null then {after_gap} end)"
    return f"(coalesce({first}, false) or coalesce({second}, false))"


def is_header(cells: Cells) -> str:
    """Whether the row is the header once more."""
    named = [at for at, name in enumerate(cells.plan.raw_header[:_HEADER_CELLS]) if name]
    return "coalesce(" + " and ".join(f"c{at} = $headers[{at + 1}]" for at in named) + ", false)"


def is_blank(cells: Cells) -> str:
    """Whether no cell holds anything."""
    return " and ".join(f"coalesce(trim(c{at}), '') = ''" for at in range(cells.width))


def is_remark(cells: Cells) -> str:
    """Whether the row is one of the file's remarks; asked only of a file that has some."""
    empty = " and ".join(f"is_missing(c{at})" for at in range(1, cells.width)) or "true"
    return f"coalesce(case when list_contains(getvariable('remarks'), c0) then {empty} else false end, false)"


def _bad(cells: Cells, at: int) -> str:
    """A CASE, because the engine tries the sides of an AND in any order and the test of the cell is slow."""
    missing = _MISSING_BY.get(cells.typed[at].kind, "is_missing")
    marks = f" and not {is_mark(cells, f'c{at}')}" if cells.typed[at].kind == "score" else ""
    return f"case when t{at} is null then not {missing}(c{at}){marks} else false end"


def is_mark(cells: Cells, cell: str) -> str:
    """Whether a cell of scores holds what the layout of its file writes where nobody answered."""
    export = export_of(cells.plan.header)
    marks = ", ".join(f"'{mark}'" for mark in export.no_answer) if export else ""
    return f"coalesce(trim({cell}) in ({marks}), false)" if marks else "false"


def _code(cells: Cells, at: int) -> str:
    """Why a cell cannot be read; it may be a number, only not one of its scale or of its currency."""
    kind = cells.typed[at].kind
    code = f"'{BAD_CODE[kind]}'"
    if kind in ("money", "price"):
        other = f"case when contains(folded(c{at}), '%') then 'no_amount' else 'other_currency' end"
        return f"case when price_of(c{at}, '{cells.style(at)}') is null then {code} else {other} end"
    if kind != "score":
        return code
    return f"case when price_of(c{at}, '{cells.style(at)}') is null then {code} else 'off_scale' end"


def _way(cells: Cells, way: tuple[str, ...]) -> str | None:
    at_of = {column.name: at for at, column in cells.typed.items()}
    if not at_of.keys() >= set(way):
        return None
    return "(" + " and ".join(f"t{at_of[name]} is not null" for name in way) + ")"


def _requirement(cells: Cells, ways: tuple[tuple[str, ...], ...]) -> str:
    met = [sql for sql in (_way(cells, way) for way in ways) if sql]
    return "(" + (" or ".join(met) or "false") + ")"


def is_good(cells: Cells) -> str:
    """Whether the row can be loaded: required cells are there and no mapped cell is unreadable."""
    sure = {ways[0][0] for ways in cells.table.required if len(ways) == 1 and len(ways[0]) == 1}
    readable = [
        f"not ({_bad(cells, at)})"
        for at, column in cells.typed.items()
        if column.kind in BAD_CODE and column.name not in sure
    ]
    required = [_requirement(cells, ways) for ways in cells.table.required]
    # A header's or a footer's words are no date and no number: where one is required the row is out already.
    kinds = {cells.table.columns[name].kind for name in sure}
    other = [] if kinds & {*DATE_KINDS, *NUMBER_KINDS} else [f"not {is_header(cells)}", f"not {is_footer(cells)}"]
    if cells.remarks:
        other.append(f"not {is_remark(cells)}")
    return " and ".join([*required, *readable, f"not {_is_sum(cells)}", *other])


def causes(cells: Cells) -> str:
    """One entry per reason why a row is not loaded: the cell (counted from 0) and the code."""
    entries = [
        f"case when {_bad(cells, at)} then {{'at': {at}, 'code': {_code(cells, at)}}} end"
        for at, column in cells.typed.items()
        if column.kind in BAD_CODE
    ]
    for ways in cells.table.required:
        names = {name for way in ways for name in way}
        involved = [at for at, column in cells.typed.items() if column.name in names]
        bad = " or ".join(f"({_bad(cells, at)})" for at in involved if cells.typed[at].kind in BAD_CODE) or "false"
        place = involved[0] if involved else "null"
        entries.append(
            f"case when not {_requirement(cells, ways)} and not ({bad}) "
            f"then {{'at': {place}, 'code': 'missing_required'}} end"
        )
    if cells.remarks:
        entries.append(f"case when {is_remark(cells)} then {{'at': 0, 'code': 'under_table'}} end")
    return ", ".join(entries)

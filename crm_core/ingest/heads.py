"""Orders in two files, one with the day and the customer, one with the goods: read as one table of lines.

Most systems keep an order's head and its lines apart and export them so. What an order says stands in each of its
lines then; its money is spread over them, to the cent, so that no sum is a multiple.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import Cells, is_header, is_total, quoted, source, statement
from crm_core.ingest.contract import EXTRA, FilePlan, Incoming, Issue, Mapping, Refused
from crm_core.ingest.decimals import number_forms
from crm_core.ingest.match import columns_of, distinct, missing_ways, signature
from crm_core.schema import tables

TABLE = "transactions"
_GOODS = {"product_id", "product_name"}
_OF_A_LINE = {*_GOODS, "quantity", "unit_price", "line_no"}  # said of an order: all its goods in one cell, or their sum
_MENDED = {  # by the other file
    None, "missing_columns", "no_table", "ask_table", "ask_date_order", "order_sum", "lines_alone", "orders_alone",
}  # fmt: skip
_MATCHED = 0.5  # of the lines: fewer are of other orders


@dataclass(frozen=True)
class Side:
    """Files of one layout that hold one half of the orders, and what the table of lines knows of their header."""

    plans: tuple[FilePlan, ...]
    columns: dict[int, str]

    @property
    def first(self) -> FilePlan:
        """The file that stands for all."""
        return self.plans[0]

    @property
    def place(self) -> dict[str, int]:
        """Column to its place in the header."""
        return {name: at for at, name in self.columns.items()}

    @property
    def name(self) -> str:
        """What the files are called, the first for all."""
        return self.first.incoming.name + (f" (+{len(self.plans) - 1})" if self.plans[1:] else "")

    @property
    def cells(self) -> Cells:
        """The cells as text, and which of them the table knows."""
        known = tables()[TABLE]
        return Cells(self.first, known, {at: known.columns[name] for at, name in self.columns.items()}, {})

    @property
    def source(self) -> str:
        """All files as one."""
        return source(self.cells, [path for each in self.plans if (path := each.text_path)])

    @property
    def row_count(self) -> int:
        """Rows that are not blank."""
        return sum(each.row_count - each.blank_count for each in self.plans)


@dataclass(frozen=True)
class Pair:
    """The two halves."""

    orders: Side
    lines: Side


def _role(plan: FilePlan, columns: dict[int, str]) -> str | None:
    """Which half of the orders a file holds: "orders", "lines", or None for neither."""
    known = set(columns.values())
    code = plan.refused.code if plan.refused else None
    # A unit or a currency above the table would be lost: such files are left as they are.
    is_plain = plan.header_line_count == 1 and plan.text_path is not None
    if "order_id" not in known or code not in _MENDED or plan.is_joined or not is_plain:
        return None
    if "order_at" in known:
        return "orders" if "customer_id" in known or code is None else None
    other = plan.mapping and plan.mapping.table != TABLE and len(plan.mapping.places) >= len(columns)
    return "lines" if known & _GOODS and not other else None


def _sides(plans: Sequence[FilePlan], role: str) -> list[Side]:
    """Files of a role, gathered by layout."""
    found: dict[tuple[object, ...], list[FilePlan]] = {}
    known: dict[tuple[object, ...], dict[int, str]] = {}
    for plan in plans:
        columns = columns_of(TABLE, plan.header)
        if _role(plan, columns) == role:
            key = plan.raw_header, plan.delimiter, plan.skip_records
            found.setdefault(key, []).append(plan)
            known[key] = columns
    return [Side(tuple(files), known[key]) for key, files in found.items()]


def pair(plans: Sequence[FilePlan]) -> Pair | None:
    """The two halves among the files, by their headers; None without one of each, or where several would do."""
    orders, lines = _sides(plans, "orders"), _sides(plans, "lines")
    if len(orders) != 1 or len(lines) != 1:
        return None
    both = Pair(orders[0], lines[0])
    return None if missing_ways(tables()[TABLE], set(_targets(both))) else both


def with_hints(plans: Sequence[FilePlan]) -> list[FilePlan]:
    """The plans; one that holds half of the orders and nothing that can be loaded says that it wants the other half."""

    def hinted(plan: FilePlan) -> FilePlan:
        role = _role(plan, columns_of(TABLE, plan.header)) if plan.header else None
        is_open = plan.refused is not None and plan.refused.code in ("missing_columns", "no_table")
        # Lines of orders name products, and would pass for a list of these.
        is_taken_for_less = role == "lines" and plan.refused is None and plan.source_of_mapping == "matched"
        if role is None or not (is_open or is_taken_for_less):
            return plan
        values: dict[str, object] = {"headers": ", ".join(plan.header[:30])}
        return replace(plan, refused=Issue("lines_alone", values) if role == "lines" else Issue("orders_alone", values))

    return [hinted(plan) for plan in plans]


def _targets(both: Pair) -> list[str]:
    """The columns that the table of lines gets from the two; a price without a count is that of one piece."""
    columns = [*both.lines.columns.values(), *(n for n in both.orders.columns.values() if n not in both.lines.place)]
    return [*columns, "quantity"] if _is_of_one_piece(both) else columns


def _is_of_one_piece(both: Pair) -> bool:
    places = both.lines.place
    known = {*places, *both.orders.place}
    return "unit_price" in places and not known & {"amount", "quantity"}


def _money(side: Side) -> dict[int, str]:
    """Places of money: an order's is that of all its lines together."""
    return {at: name for at, name in side.columns.items() if tables()[TABLE].columns[name].kind == "money"}


def _weight(lines: Side) -> str:
    """What a line counts for when its order's money is spread."""
    return " * ".join(f"bare_amount(c{at})" for at in _weighing(lines)) or "1"


def _weighing(lines: Side) -> list[int]:
    """Places of what makes the weight of a line: its amount, else its price and how many pieces."""
    names = ("amount",) if "amount" in lines.place else ("unit_price", "quantity")
    return [lines.place[name] for name in names if name in lines.place]


def _unclear(con: Connection, side: Side, places: list[int]) -> dict[str, int]:
    """By header, how many numbers have decimals behind a comma, or may have: once shared nobody is asked about them."""
    first, found = side.first, number_forms(con, side.source, places)
    counts = {
        first.header[at]: forms.comma
        + (0 if forms.point or first.incoming.is_typed else forms.dots)
        + (0 if forms.point or first.delimiter != ";" else forms.commas)
        for at, forms in found.items()
    }
    return {header: count for header, count in counts.items() if count}


def _parts(both: Pair) -> dict[str, str]:
    """What both statements ask of the two files."""
    orders, lines = both.orders, both.lines
    return {
        "orders": orders.source,
        "lines": lines.source,
        "order_id": f"c{orders.place['order_id']}",
        "line_id": f"c{lines.place['order_id']}",
        "is_no_order": f"({is_total(orders.cells)} or {is_header(orders.cells)})",
    }


def _facts(con: Connection, both: Pair) -> dict[str, int]:
    """How the two fit, counted; see joined_facts.sql."""
    money = ", ".join(f"c{at}" for at in _money(both.orders)) or "null::varchar"
    found = con.execute(
        statement("joined_facts", **_parts(both), money=f"[{money}]"),
        {"headers": list(both.orders.first.raw_header)},
    )
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, found.fetchone() or (), strict=True))


def _refuse_unfit(con: Connection, both: Pair, facts: dict[str, int]) -> None:
    """Every row must have been seen, an order stand once, its money be plain, and the lines be of these orders.

    Errors: Refused("halves_unread" | "orders_repeat" | "order_money" | "halves_apart").
    """
    orders, lines = both.orders, both.lines
    names: dict[str, object] = {"orders": orders.name, "lines": lines.name, "count": facts["line_rows"]}
    if (facts["order_rows"], facts["line_rows"]) != (orders.row_count, lines.row_count):
        raise Refused("halves_unread", **names)
    if facts["orders"] != facts["order_ids"] or not facts["orders"]:
        raise Refused("orders_repeat", **names, repeated=facts["orders"] - facts["order_ids"])
    money = _money(orders)
    if facts["unclear_amounts"]:
        headers = ", ".join(orders.first.header[at] for at in money)
        raise Refused("order_money", **names, headers=headers, unclear=facts["unclear_amounts"])
    unclear = (_unclear(con, orders, list(money)) | _unclear(con, lines, _weighing(lines))) if money else {}
    if unclear:
        raise Refused("order_money", **names, headers=", ".join(unclear), unclear=sum(unclear.values()))
    if facts["lines_of_orders"] < max(1, _MATCHED * facts["line_rows"]):
        raise Refused("halves_apart", **names, matched=facts["lines_of_orders"])


def _outputs(both: Pair) -> list[tuple[str, str, str]]:
    """Header, column and expression of each cell of the joined rows, in order."""
    lines, orders = both.lines, both.orders
    money, own = _money(orders), orders.place
    found: list[tuple[str, str, str]] = []
    for at, header in enumerate(lines.first.header):
        name, cell = lines.columns.get(at, EXTRA), f"l.c{at}"
        if name in money.values():
            name = EXTRA  # what the order says of its money goes before
        elif name in own:
            cell = f"case when l.n is null then o.c{own[name]} else {cell} end"
        found.append((header, name, cell))
    for at, header in enumerate(orders.first.header):
        name, cell = orders.columns.get(at, EXTRA), f"o.c{at}"
        if at in money:
            found.append((header, name, statement("spread_money", cell=cell).strip()))
        elif name in _OF_A_LINE - lines.place.keys():
            found.append((header, name, f"case when l.n is null then {cell} end"))
        elif name not in lines.place:
            found.append((header, name, cell))
    if _is_of_one_piece(both):
        found.append((tables()[TABLE].columns["quantity"].zh, "quantity", "case when l.n is not null then '1' end"))
    return found


def _write(con: Connection, both: Pair, outputs: list[tuple[str, str, str]], target: Path) -> tuple[str, ...]:
    """Write the joined rows under their header; the header."""
    header, rows = distinct([header for header, _, _ in outputs]), target.with_suffix(".rows")
    cells = ", ".join(cell for _, _, cell in outputs)
    con.execute(
        statement("joined", **_parts(both), weight=_weight(both.lines), cells=cells, target=quoted(rows)),
        {"headers": list(both.orders.first.raw_header)},
    )
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(header)
    with target.open("ab") as file, rows.open("rb") as more:
        shutil.copyfileobj(more, file, 1 << 20)
    rows.unlink()
    return header


def _findings(both: Pair, facts: dict[str, int]) -> Iterator[Issue]:
    names = {"orders": both.orders.name, "lines": both.lines.name}
    yield Issue("joined", {**names, "count": facts["line_rows"], "order_count": facts["orders"]}, "note")
    if facts["lines_of_orders"] < facts["line_rows"]:
        yield Issue("lines_unmatched", {**names, "count": facts["line_rows"] - facts["lines_of_orders"]}, "warning")
    if facts["orders_with_lines"] < facts["orders"]:
        rest = {**names, "count": facts["orders"] - facts["orders_with_lines"]}
        has_amount = "amount" in both.orders.place
        yield Issue("orders_unmatched", rest, "note") if has_amount else Issue("orders_empty", rest, "note")
    if facts["orders"] < facts["order_rows"]:
        yield Issue("orders_summed", {**names, "count": facts["order_rows"] - facts["orders"]}, "note")
    if money := [both.orders.first.header[at] for at in _money(both.orders)]:
        yield Issue("money_spread", {"columns_said": ", ".join(money)}, "note")
    if _is_of_one_piece(both):
        column = both.lines.first.header[both.lines.place["unit_price"]]
        yield Issue("one_piece", {"column": column}, "warning")


def joined(con: Connection, both: Pair, target: Path) -> tuple[Incoming, dict[str, Mapping]]:
    """The two halves as one file of ours, with its mapping by the signature of its header.

    Shape:  the lines in their order, then the orders without a line. Cells are text as it was written, but for the
        money of an order, which its lines share by what each counts for, and in equal parts where one has no price.
        What both say of a line is what the line says.
    Errors: those of _refuse_unfit.
    """
    facts = _facts(con, both)
    _refuse_unfit(con, both, facts)
    outputs = _outputs(both)
    header = _write(con, both, outputs, target)
    incoming = Incoming(
        target,
        f"{both.orders.name} + {both.lines.name}",
        part_of=both.orders.name,
        delimiter=",",
        findings=tuple(_findings(both, facts)),
    )
    return incoming, {signature(header): Mapping(TABLE, tuple(name for _, name, _ in outputs))}

"""Whether a file that fits a table is one: a few known names among many unknown may be of anything."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import Cells, quoted, statement
from crm_core.ingest.contract import DAILY, DAYS, EXTRA, FilePlan, Issue, Refused
from crm_core.ingest.guess import Rows
from crm_core.ingest.match import is_customer, nearest
from crm_core.schema import Table, looks_of, shape, tables
from crm_core.schema.exports import export_of

_MANY = 2  # unknown headers
_REPEATED = 0.05  # of the first rows: more than errors of a list
_SAID = 12
_MASKED = 0.1  # of the first rows
_NEARLY_ALL = 0.9
_LINES_LOOKED_AT = 200_000  # where a question is one of many orders
_ORDERS = 3  # of several lines, before it means something that all amounts of each are equal


def _fewest(table: Table) -> int:
    """How many columns the table cannot do without."""
    return sum(min(map(len, ways)) for ways in table.proof)


def _is_measured(rows: Rows, at: int) -> bool:
    """Whether a column holds numbers or dates, so that its rows are more than a name with remarks."""
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    looks = [looks_of(tables()["transactions"].columns[name]).of_kind for name in ("amount", "order_at")]
    return any(look is not None and values and all(map(look.fullmatch, values)) for look in looks)


def _repeats(rows: Rows, at: int) -> bool:
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return len(values) - len(set(values)) > _REPEATED * len(values)


def _is_doubtful(header: Sequence[str], table: Table, places: dict[int, str], unknown: list[int], rows: Rows) -> bool:
    if len(unknown) < _MANY:
        return False
    key = next((at for at, name in places.items() if name == table.key[0]), None)
    if key is not None and table.key_is_unique and is_customer(header[key]) and len(unknown) > len(places):
        return True  # a name stands for the number
    if len(places) <= _fewest(table):
        return any(_is_measured(rows, at) for at in unknown)
    if key is None or not table.key_is_unique or len(unknown) < len(places):
        return False
    return _repeats(rows, key) or any(at < key and shape("id_header").search(header[at]) for at in unknown)


def ask_where_little_is_known(plan: FilePlan, rows: Rows) -> None:
    """Stop a file of which the table knows no more than it must, or whose rows are of something else than its key.

    Errors: Refused("ask_table"); whoever names the table is not asked.
    """
    if plan.mapping is None:
        return
    table, places = tables()[plan.mapping.table], plan.mapping.places
    unknown = [at for at, name in enumerate(plan.mapping.columns) if name == EXTRA]
    if _is_doubtful(plan.header, table, places, unknown, rows):
        raise Refused(
            "ask_table", table=table.name, known=_listed(plan.header, list(places)),
            unknown=_listed(plan.header, unknown), tables=[name for name in nearest(plan.header) if name != table.name],
        )  # fmt: skip


def ask_where_an_order_repeats_its_sum(plan: FilePlan, rows: Rows) -> None:
    """Stop a file whose amount is that of the order and stands in each of its lines: their sum would be a multiple.

    Errors: Refused("order_sum").
    """
    at_of = {name: at for at, name in plan.mapping.places.items()} if plan.mapping else {}
    if not {"order_id", "amount"} <= at_of.keys():
        return
    orders: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        if len(row) == len(plan.header) and row[at_of["order_id"]].strip():
            orders.setdefault(row[at_of["order_id"]], []).append(row)
    several = [lines for lines in orders.values() if len(lines) > 1]
    differ = [lines for lines in several if len({line[at_of["amount"]] for line in lines}) > 1]
    if len(several) >= _ORDERS and not differ:
        raise Refused("order_sum", column=plan.header[at_of["amount"]], count=len(several))


def repeated_sum(con: Connection, cells: Cells, batch_id: int, parquet: Path) -> Issue | None:
    """The same question of all rows of a file, once they are loaded; the first rows may have had no such order.

    None where the reader said what the column is, and where price times quantity is the amount of most lines.
    """
    at_of, plan = {column.name: at for at, column in cells.typed.items()}, cells.plan
    is_asked = plan.source_of_mapping == "matched" and cells.table.name == "transactions"
    is_settled = plan.is_joined or export_of(plan.header)
    if is_settled or not is_asked or not {"order_id", "amount"} <= at_of.keys():
        return None
    found = {"batch_id": batch_id, "parquet": quoted(parquet)}
    if {"quantity", "unit_price"} <= at_of.keys():
        off = " - coalesce(cast(discount_amount as double), 0)" if "discount_amount" in at_of else ""
        stated = f"cast(quantity as double) * cast(unit_price as double){off}"
        if (con.execute(statement("stated_lines", stated=stated, **found)).fetchone() or (False,))[0]:
            return None
    several, same = con.execute(statement("order_sums", **found)).fetchone() or (0, 0)
    if several < _ORDERS or same < _NEARLY_ALL * several:
        return None
    return Issue("order_sum", {"column": plan.header[at_of["amount"]], "count": same})


def restarted_numbers(con: Connection, lines: str, row_count: int) -> dict[str, object]:
    """How many order numbers of these lines stand for several orders, and one of them; {} where that is no rule.

    lines: a relation with order_id and order_at, and customer_id where customers are known.
    """
    every = max(1, row_count // _LINES_LOOKED_AT)
    row = con.execute(statement("restarted", lines=lines, every=every)).fetchone() or (0, 0, 0, 0, None)
    named, of_customers, nameless, of_days, example = row
    is_rule = (of_customers >= _ORDERS and of_customers > _REPEATED * named) or (
        of_days >= _ORDERS and 2 * of_days > nameless
    )
    return {"count": of_customers + of_days, "example": example} if is_rule else {}


def repeated_numbers(con: Connection, files: Sequence[Cells], parquet: Path) -> list[tuple[str, Issue]]:
    """The files of which the reader should say whether their order numbers begin anew each day."""
    asked = [each.plan for each in files if _may_restart(each)]
    if not asked:
        return []
    found = restarted_numbers(con, quoted(parquet), sum(each.plan.row_count for each in files))
    return [
        (plan.incoming.name, Issue("order_numbers", {"column": header_of(plan, "order_id")} | found))
        for plan in asked
        if found
    ]


def _may_restart(cells: Cells) -> bool:
    plan = cells.plan
    is_named = any(column.name == "order_id" for column in cells.typed.values())
    # Whoever says that each number is one order is believed; numbers told apart by day and store must then be so.
    is_daily = plan.mapping is not None and any(name.endswith(DAILY) for name in plan.mapping.columns)
    is_told = plan.source_of_mapping == "given" and not is_daily
    return is_named and not is_told and not plan.is_joined and export_of(plan.header) is None


def header_of(plan: FilePlan, column: str) -> str:
    """The header that a column of the table stands under."""
    places = plan.mapping.places if plan.mapping else {}
    return next((plan.header[at] for at, name in places.items() if name == column), column)


def with_doubts(plan: FilePlan, names: Sequence[str], rows: Rows) -> FilePlan:
    """The plan with a warning where a header stands twice, times name a time zone, customers have names for numbers or
    are starred out.
    """
    if plan.mapping is None:
        return plan
    places, known = plan.mapping.places, tables()[plan.mapping.table].columns
    counts = Counter(" ".join(name.split()) for name in names)
    found = [
        Issue("duplicate_header", {"column": plan.header[at], "count": counts[plan.header[at]]}, "warning")
        for at in places
        if counts[plan.header[at]] > 1
    ]
    for at, name in places.items():
        if known[name].kind in DAYS and (zones := _zones(plan.header[at], rows, at)):
            found.append(Issue("time_zone", {"column": plan.header[at], "zones": ", ".join(zones)}, "warning"))
    for at, name in places.items():
        if name == "customer_id" and is_customer(plan.header[at]):
            found.append(Issue("name_for_id", {"column": plan.header[at]}, "warning"))
        if name == "customer_id" and (masked := _masked(rows, at)):
            found.append(Issue("masked_ids", {"column": plan.header[at], "examples": ", ".join(masked)}, "warning"))
    return replace(plan, issues=(*plan.issues, *found))


def _masked(rows: Rows, at: int) -> list[str]:
    """Some of the names of which a part is starred out, where more than a few of the first rows have such."""
    filled = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    masked = [value for value in filled if "*" in value]
    return list(dict.fromkeys(masked))[:3] if len(masked) > _MASKED * len(filled) else []


def _zones(header: str, rows: Rows, at: int) -> list[str]:
    named = [mark[1] for row in rows if at < len(row) and (mark := shape("zone").search(row[at].strip()))]
    return sorted({*named, *shape("zone_of_header").findall(header)})


def _listed(header: Sequence[str], places: list[int]) -> str:
    return ", ".join(header[at] for at in places[:_SAID]) + (" …" if len(places) > _SAID else "")

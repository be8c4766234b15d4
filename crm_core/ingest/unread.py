"""Columns whose header means one thing and whose values all are another: bands for ages, rates for discounts."""

import re
from dataclasses import replace

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import BAD_CODE, DATE_KINDS, Cells, cells_of, source, statement, typed_list
from crm_core.ingest.contract import EXTRA, FilePlan, Issue, Refused
from crm_core.ingest.guess import Rows
from crm_core.ingest.match import missing_ways
from crm_core.schema import Column, looks_of, tables

_FEWEST = 3  # filled cells: of fewer each is rejected and said by itself
_NUMBERS = ("integer", "quantity", "price", "money", "seconds")
_DISCOUNT = "discount_amount"
_COUNTED = re.compile(r"\d{5}(\.\d+)?|\d{10}|\d{13}")  # a day of a spreadsheet, seconds since 1970: judged later
_PERCENT = ("%", "％")
_UP_TO_ONE = re.compile(r"0?\.\d+|1(?:\.0+)?")
_AMOUNT = tables()["transactions"].columns["amount"]


def _values(rows: Rows, at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _is_strange(column: Column, values: list[str]) -> bool:
    """Whether no value of the first rows looks like its column's kind, or all could be rates of a discount."""
    if len(values) < _FEWEST:
        return False
    if column.kind == "money" and all(value.endswith(_PERCENT) for value in values):
        return True
    if column.name == _DISCOUNT and all(map(_UP_TO_ONE.fullmatch, values)):
        return True
    if column.kind in DATE_KINDS and all(map(_COUNTED.fullmatch, values)):
        return False
    looks = looks_of(_AMOUNT).of_kind if column.kind in _NUMBERS else looks_of(column).of_date
    return looks is not None and not any(map(looks.fullmatch, values))


def _reason(con: Connection, cells: Cells, at: int) -> str:
    """Why no cell of the whole column is what its header says, though at least a few are filled; "" where some are.

    Discounts in money are more than 1, or nothing for some; rates of them are neither.
    """
    column = cells.typed[at]
    one = replace(cells, typed={at: column})
    text = statement("unread", cell=f"c{at}", typed=typed_list(one), value=f"t{at}", source=source(cells))
    filled, read, rates, percents = con.execute(text).fetchone() or (0, 0, 0, 0)
    if filled < _FEWEST:
        return ""
    if not read:
        return "no_amount" if column.kind == "money" and percents == filled else BAD_CODE[column.kind]
    return "rate" if column.name == _DISCOUNT and rates == read == filled else ""


def with_unread(con: Connection, plan: FilePlan, rows: Rows) -> FilePlan:
    """The plan with such columns kept as text, and a warning for each.

    Errors: Refused("ask_unread") where the table cannot do without one of them.
    """
    if plan.mapping is None:
        return plan
    cells = cells_of(plan, {name: "extra" for name in plan.header}, {})
    kinds = (*_NUMBERS, *DATE_KINDS)
    strange = [at for at, each in cells.typed.items() if each.kind in kinds and _is_strange(each, _values(rows, at))]
    unread = {at: reason for at in strange if (reason := _reason(con, cells, at))}
    if not unread:
        return plan
    table, columns = tables()[plan.mapping.table], list(plan.mapping.columns)
    warnings = []
    for at, reason in unread.items():
        columns[at] = EXTRA
        examples = dict.fromkeys(_values(rows, at))
        values: dict[str, object] = {
            "column": plan.header[at],
            "reject": reason,
            "examples": ", ".join([*examples][:3]),
        }
        warnings.append(Issue("kept_as_text", values, "warning"))
    mapping = replace(plan.mapping, columns=tuple(columns))
    if missing_ways(table, set(mapping.places.values())):
        raise Refused("ask_unread", **warnings[0].values)
    return replace(plan, mapping=mapping, issues=(*plan.issues, *warnings))

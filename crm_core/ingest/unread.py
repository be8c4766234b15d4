"""Columns whose header means one thing and whose values all are another: ages that are bands, dates that are words."""

from dataclasses import replace

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import BAD_CODE, DATE_KINDS, Cells, cells_of, source, statement, typed_list
from crm_core.ingest.contract import EXTRA, FilePlan, Issue, Refused
from crm_core.ingest.guess import Rows
from crm_core.ingest.match import missing_ways
from crm_core.schema import Column, looks_of, tables

_FEWEST = 3  # filled cells: of fewer each is rejected and said by itself
_NUMBERS = ("integer", "quantity", "price", "money")
_AMOUNT = tables()["transactions"].columns["amount"]


def _is_strange(column: Column, rows: Rows, at: int) -> bool:
    """Whether no value of the first rows looks like its column's kind."""
    looks = looks_of(_AMOUNT).of_kind if column.kind in _NUMBERS else looks_of(column).of_date
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return len(values) >= _FEWEST and looks is not None and not any(map(looks.fullmatch, values))


def _is_unread(con: Connection, cells: Cells, at: int) -> bool:
    """Whether no cell of the whole column can be read, though at least a few are filled."""
    one = replace(cells, typed={at: cells.typed[at]})
    text = statement("unread", cell=f"c{at}", typed=typed_list(one), value=f"t{at}", source=source(cells))
    filled, read = con.execute(text).fetchone() or (0, 0)
    return filled >= _FEWEST and not read


def with_unread(con: Connection, plan: FilePlan, rows: Rows) -> FilePlan:
    """The plan with such columns kept as text, and a warning for each.

    Errors: Refused("ask_unread") where the table cannot do without one of them.
    """
    if plan.mapping is None:
        return plan
    cells = cells_of(plan, {name: "extra" for name in plan.header}, {})
    kinds = (*_NUMBERS, *DATE_KINDS)
    strange = [at for at, each in cells.typed.items() if each.kind in kinds and _is_strange(each, rows, at)]
    unread = [at for at in strange if _is_unread(con, cells, at)]
    if not unread:
        return plan
    table, columns = tables()[plan.mapping.table], list(plan.mapping.columns)
    warnings = []
    for at in unread:
        columns[at] = EXTRA
        examples = dict.fromkeys(row[at].strip() for row in rows if at < len(row) and row[at].strip())
        reason = BAD_CODE[cells.typed[at].kind]
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

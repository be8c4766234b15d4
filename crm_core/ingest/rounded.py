"""Ids that a spreadsheet rounded: it keeps fifteen digits of a number and writes zeros for the rest."""

import re
from dataclasses import replace

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import cells_of, source, statement
from crm_core.ingest.contract import FilePlan, Issue
from crm_core.ingest.guess import Rows

_FEWEST = 20
_SHARE = 0.95
_LONG = re.compile(r"\D*(\d{15})(\d+)\D*")


def _looks_rounded(rows: Rows, at: int) -> bool:
    """Whether of the long numbers in the first rows at least half end in zeros; one in a thousand does by chance."""
    found = [_LONG.fullmatch(row[at]) for row in rows if at < len(row)]
    ends = [number[2] for number in found if number]
    return bool(ends) and 2 * sum(not end.strip("0") for end in ends) >= len(ends)


def with_rounded_ids(con: Connection, plan: FilePlan, rows: Rows) -> FilePlan:
    """The plan with a warning for each column of ids, phones or unknown texts whose long numbers end in zeros.

    All values of a column are counted where the first rows show such numbers.
    """
    cells = cells_of(plan, {name: "extra" for name in plan.header}, {})
    ids = [at for at, column in cells.typed.items() if column.kind == "id" or column.name == "phone"]
    shown = [at for at in sorted([*ids, *cells.extras]) if _looks_rounded(rows, at)]
    warnings = []
    for at in shown:
        found = con.execute(statement("rounded_ids", cell=f"c{at}", source=source(cells))).fetchone()
        long_ids, rounded = found or (0, 0)
        if long_ids >= _FEWEST and rounded >= _SHARE * long_ids:
            values = {"column": plan.header[at], "count": rounded, "all": long_ids}
            warnings.append(Issue("rounded_ids", values, "warning"))
    return replace(plan, issues=(*plan.issues, *warnings)) if warnings else plan

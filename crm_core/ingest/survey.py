"""How the numbers and dates of a file's columns are written, decided over all values of a column."""

import re
from dataclasses import replace
from typing import Any

import duckdb

from crm_core.ingest.cells import DATE_KINDS, Cells, source, statement
from crm_core.ingest.contract import DateOrder, FilePlan, Issue, Refused
from crm_core.ingest.decimals import number_forms

# One typing error among many dates does not turn the order of day and month around.
_CLEAR_MAJORITY = 20
_YEAR_LAST = re.compile(r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


def _survey(con: duckdb.DuckDBPyConnection, cells: Cells, at: int) -> dict[str, Any]:
    found = con.execute(statement("survey", cell=f"c{at}", source=source(cells)))
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchone() or (), strict=True))


def _date_order(columns: dict[int, dict[str, Any]], plan: FilePlan) -> DateOrder | None:
    """Day first or month first, from all date columns of the file together.

    Errors: Refused("ask_date_order") when the values do not tell.
    """
    day_first = sum(seen["day_first"] for seen in columns.values())
    month_first = sum(seen["month_first"] for seen in columns.values())
    written_so = [at for at, seen in columns.items() if seen["year_last"]]
    if not written_so:
        return None
    if day_first > _CLEAR_MAJORITY * month_first:
        return "dmy"
    if month_first > _CLEAR_MAJORITY * day_first:
        return "mdy"
    raise Refused("ask_date_order", column=plan.header[written_so[0]], example=columns[written_so[0]]["example"])


def date_order(con: duckdb.DuckDBPyConnection, cells: Cells) -> DateOrder | None:
    """The order of day and month where the year stands last; None where no date is written so."""
    dates = {at: _survey(con, cells, at) for at, column in cells.typed.items() if column.kind in DATE_KINDS}
    return _date_order(dates, cells.plan)


def looks_year_last(plan: FilePlan, sample: tuple[tuple[str, ...], ...], date_cells: list[int]) -> bool:
    """Whether a few rows already show a date with the year last, so that its order must be known."""
    return any(_YEAR_LAST.match(row[at]) for row in sample for at in date_cells if at < len(row))


def restyled(con: duckdb.DuckDBPyConnection, cells: Cells, doubtful: list[int]) -> Cells:
    """The cells with how the numbers or dates of the doubtful ones are written, see values.sql; zones are told.

    Errors: Refused("ask_date_order").
    """
    dates = {at: _survey(con, cells, at) for at in doubtful if cells.typed[at].kind in DATE_KINDS}
    numbers = number_forms(con, source(cells), [at for at in doubtful if at not in dates])
    asked = cells.plan.mapping.date_order if cells.plan.mapping else None
    order = asked or _date_order(dates, cells.plan)
    found = {
        at: "mixed" if forms.point and forms.comma else forms.mark or cells.style(at) for at, forms in numbers.items()
    }
    for at, facts in dates.items():
        if facts["filled"] and facts["serial"] == facts["filled"]:
            found[at] = "serial"
        elif facts["filled"] and facts["unix"] == facts["filled"]:
            found[at] = "unix"
        else:
            found[at] = order or "plain" if facts["zones"] else f"{order or 'plain'} local"
    issues = [
        Issue("time_zone", {"column": cells.plan.header[at], "zones": facts["zones"]}, "warning")
        for at, facts in dates.items()
        if facts["zones"] and cells.plan.header[at] not in cells.plan.zoned
    ]
    return replace(cells, styles=found, plan=replace(cells.plan, issues=(*cells.plan.issues, *issues)))

"""What became of every column of a file: read, missing, not readable, with examples."""

from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest import cells as sql
from crm_core.ingest.cells import statement
from crm_core.ingest.contract import ColumnReport
from crm_core.ingest.rejects import Part

_LONGEST_EXAMPLE = 60


def column_reports(con: Connection, parts: list[Part], parquet: dict[str, Path]) -> dict[int, tuple[ColumnReport, ...]]:
    """The columns of every loaded file by its batch, in the order of its header; skipped columns are not there.

    Shape: parsed + missing = rows loaded; rejected counts cells of rows that were not loaded.
    """
    rejected = {
        (batch_id, header): (int(cells), tuple((value or "")[:_LONGEST_EXAMPLE] for value in values))
        for batch_id, header, cells, values in con.execute(statement("rejected_cells")).fetchall()
    }
    reports = {}
    for table, path in parquet.items():
        own = [part for part in parts if part.cells.table.name == table]
        filled = _filled(con, own, path)
        for part in own:
            reports[part.batch_id] = tuple(_reported(part, filled.get(part.batch_id, {}), rejected))
    return reports


def _columns(part: Part) -> dict[int, str]:
    """The place of a cell to the column that holds it."""
    typed = {at: column.name for at, column in part.cells.typed.items()}
    return dict(sorted((typed | part.cells.extras).items()))


def _filled(con: Connection, parts: list[Part], path: Path) -> dict[int, dict[str, int]]:
    names = list(dict.fromkeys(name for part in parts for name in _columns(part).values()))
    counts = ", ".join(f'count("{name}")' for name in names)  # columns of the schema and extra ids: names of ours
    rows = con.execute(statement("count_cells", counts=counts, parquet=sql.quoted(path))).fetchall()
    return {batch_id: dict(zip(names, found, strict=True)) for batch_id, *found in rows}


def _reported(
    part: Part, filled: dict[str, int], rejected: dict[tuple[int, str], tuple[int, tuple[str, ...]]]
) -> list[ColumnReport]:
    reports = []
    for at, name in _columns(part).items():
        header = part.cells.plan.header[at]
        parsed = filled.get(name, 0)
        bad, examples = rejected.get((part.batch_id, header), (0, ()))
        reports.append(ColumnReport(header, name, parsed, part.loaded - parsed, bad, examples))
    return reports

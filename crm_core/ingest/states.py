"""The states of orders: what the words of a known layout mean, and those of other files that nobody knows."""

from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest import cells as sql
from crm_core.ingest.cells import Cells, state_column, statement, states_of
from crm_core.ingest.contract import Issue, LoadedFile
from crm_core.ingest.rejects import Part
from crm_core.schema import order_states
from crm_core.schema.exports import OTHERS, plain

_SAID = 12  # different words; the rest are counted


def know_states(con: Connection, cells: Cells) -> None:
    """Tell the engine what the states of a file mean, where its layout says so."""
    if state_column(cells) is None:
        return
    states = dict(states_of(cells))
    values = {"other_state": states.pop(OTHERS, None), "state_words": [plain(word) for word in states]}
    values["state_kinds"] = list(states.values())
    for line in statement("states").split(";"):
        con.execute(line, {name: value for name, value in values.items() if f"${name}" in line})


def with_unknown_states(con: Connection, files: list[LoadedFile], parts: list[Part], parquet: Path) -> list[LoadedFile]:
    """The files, each with a warning that names the states of which no word is known, with their rows and money.

    They count as sales; where the layout of the file says what counts, all others do not.
    """
    asked = {part.batch_id: part.cells for part in parts if _at(part.cells) is not None}
    found = {batch_id: _unknown(con, batch_id, cells, parquet) for batch_id, cells in asked.items()}
    return [
        _warned(file, asked[file.batch_id], found[file.batch_id]) if found.get(file.batch_id) else file
        for file in files
    ]


def _at(cells: Cells) -> int | None:
    return next((at for at, column in cells.typed.items() if column.name == "order_status"), None)


def _unknown(con: Connection, batch_id: int, cells: Cells, parquet: Path) -> list[dict[str, object]]:
    names, states = {column.name for column in cells.typed.values()}, states_of(cells)
    text = statement(
        "told_states", parquet=sql.quoted(parquet), batch_id=batch_id,
        amount="amount" if "amount" in names else "quantity * unit_price",
        paid_at="paid_at" if "paid_at" in names and not states else "null",
    )  # fmt: skip
    known = {plain(word) for word in states} or {word for words in order_states().values() for word in words}
    return [
        {"asked": "unknown_states", "word": state, "count": f"{rows:,}", "amount": f"{amount:,.2f}"}
        for state, rows, amount in con.execute(text).fetchall()
        if (plain(state) if states else state.lower()) not in known
    ]


def _warned(file: LoadedFile, cells: Cells, states: list[dict[str, object]]) -> LoadedFile:
    values = {"column": cells.plan.header[_at(cells) or 0], "columns": states[:_SAID], "all": len(states)}
    if states_of(cells):
        return replace(file, issues=(*file.issues, Issue("states_left_out", values, "warning")))
    return replace(file, issues=(*file.issues, Issue("unknown_states", values, "warning")))

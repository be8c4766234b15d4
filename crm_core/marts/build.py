"""Build the serving file of a version: `python -m crm_core.marts.build FOLDER VERSION`.

A server lets a process of its own do it, so that the memory of a large build goes back to the system.
The file is written aside and renamed when it is whole.
"""

import hashlib
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import duckdb

from crm_core.engines.duckdb import Connection, identifier, lake_columns, lake_filled, open_lake, statement
from crm_core.marts.dimensions import create_value_types, write_dimensions
from crm_core.schema import order_states, tables

HERE = Path(__file__).parent
SMALL_BYTES = 1 << 20
# Part of the file's name: what builds a serving file is also what can read it.
STAMP = hashlib.sha256(
    b"".join(p.read_bytes() for p in sorted(HERE.iterdir()) if p.is_file()) + repr(order_states()).encode()
).hexdigest()[:8]

ORDER = (
    "told_columns", "customer_keys", "transactions", "charges", "orders",
    "customer_costs", "customer_totals", "customers",
    "survey_responses", "survey_weights", "comment_topics", "survey_reasons", "survey_comments", "preferences",
    "price_list",
    "programme_members", "kano_answers",
    "cases", "improvements", "solutions", "temperaments",
    "periods", "relation_words", "account_demand", "account_criteria", "account_plans", "joint_value",
    "market_volume", "contacts", "payments", "requirements",
    "employees", "interactions", "order_promises", "audit_items", "service_audits", "trainings",
    "line_counts", "products", "calendar", "history", "facts", "totals",
    "merges", "important_columns", "freshness", "filled_counts", "completeness", "problems",
)  # fmt: skip

# The store's own books as the marts read them (crm_core/lake/*book*.sql makes them), by the engine's types.
BOOKS = {
    "rejected_rows": {},
    "extra_columns": {},
    "batches": {"how": "VARCHAR", "rows_standing": "BIGINT", "column_counts": "VARCHAR"},
    "totals": {
        "version": "INTEGER", "revenue": "DECIMAL(38,4)", "order_count": "BIGINT", "customer_count": "BIGINT",
        "is_sample": "BOOLEAN",
    },
    "merges": {
        "version": "INTEGER", "removed_in": "INTEGER", "group_id": "INTEGER", "customer_id": "VARCHAR",
        "kept_id": "VARCHAR", "decision": "VARCHAR", "decided_at": "TIMESTAMP", "decided_by": "VARCHAR",
        "is_sample": "BOOLEAN",
    },
}  # fmt: skip


def serving_path(folder: Path, version: int) -> Path:
    """Where the serving file of a version lies."""
    return folder / "serving" / f"{version}-{STAMP}.duckdb"


def served_versions(folder: Path) -> set[int]:
    """The versions whose serving file stands, made by these very marts."""
    return {int(path.stem.partition("-")[0]) for path in (folder / "serving").glob(f"*-{STAMP}.duckdb")}


def sweep(folder: Path, most: int) -> None:
    """Keep the newest serving files; drop older ones, those of other marts, and unfinished ones."""
    kept = {serving_path(folder, version) for version in sorted(served_versions(folder))[-most:]}
    for path in (folder / "serving").iterdir():
        if path not in kept:
            path.unlink()


def sources() -> dict[str, dict[str, str]]:
    """What the marts read: every canonical table and the store's books, with the engine's type of each column."""
    canonical = {
        t.name: {"batch_id": "INTEGER", **{c.name: c.stored_as for c in t.columns.values()}} for t in tables().values()
    }
    return canonical | {name: dict(columns) for name, columns in BOOKS.items()}


def _small_tables(con: Connection) -> set[str]:
    """Tables of the lake that are cheaper to copy than to ask for again: each question reads the catalogue anew."""
    found = con.execute((HERE / "table_sizes.sql").read_text("utf-8")).fetchall()
    return {name for name, byte_count in found if byte_count < SMALL_BYTES}


def complete(con: Connection, *, copies_small: bool) -> dict[str, set[str]]:
    """What the marts read: a view of every table and book of the lake with every column asked for, or a copy.

    The lake holds only what some file brought, and a version of an older release lacks later books.
    Gives the columns that it holds of each filled table and book.
    """
    con.execute("begin")  # the catalogue of the lake is read once, not with every table
    filled = lake_filled(con) | BOOKS.keys()
    held = {name: columns for name, columns in lake_columns(con).items() if name in filled}
    small = _small_tables(con) if copies_small else set()
    if held.keys() <= small:
        con.execute("set threads = 1")  # a second one would cost more than it does
    for name, columns in sources().items():
        _complete(con, name, columns, held.get(name, []), is_copied=name in small)
    con.execute("commit")
    return {name: set(columns) for name, columns in held.items()}


def _complete(con: Connection, name: str, columns: dict[str, str], held: list[str], *, is_copied: bool) -> None:
    # Of a table without rows the engine knows at once that nothing follows from it.
    made, found = identifier(name), "lake." + identifier(name) if held else "(select 1) where false"
    listed = [identifier(column) for column in held]
    listed += [
        f"cast(null as {kind}) as {identifier(column)}" for column, kind in columns.items() if column not in held
    ]
    kind = "create table source." if is_copied and held else "create view source."
    con.execute(" ".join((kind + made, "as select", ", ".join(listed), "from", found)))


def build(folder: Path, version: int, newest: Connection | None = None) -> Path:
    """Read the lake at a version, write all marts, and put the file in its place.

    newest is a connection to the lake whose newest version this is; without it the lake is opened at the version.
    Errors: the engine's; nothing is left behind then.
    """
    final = serving_path(folder, version)
    final.parent.mkdir(exist_ok=True)
    unfinished = final.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    con = newest.cursor() if newest else open_lake(folder, version=version)
    con.execute("set memory_limit = '1800MB'")
    con.execute("attach ':memory:' as source")
    try:
        con.execute("attach '" + str(unfinished).replace("'", "''") + "' as serving (storage_version 'latest')")
        _write(con, version)
        con.execute("detach serving")
        unfinished.rename(final)
    except BaseException:
        _abandon(con, unfinished)
        raise
    finally:
        con.execute("detach source")
        con.execute("reset threads")
        con.close()
    return final


def _write(con: Connection, version: int) -> None:
    held = complete(con, copies_small=True)
    con.execute("use serving")
    con.execute("begin")
    con.execute("create schema mart")
    create_value_types(con, held)
    for name in ORDER:
        # The number is written in: binding any value would load pandas, a third of a second per build.
        con.execute(_with_states(statement(HERE / f"{name}.sql", version=version)))
        if name == "transactions":  # rows that are not yet committed are slow to read
            con.execute("commit")
            con.execute("begin")
        if name == "filled_counts":
            _count_filled(con, held)
    write_dimensions(con)
    con.execute("commit")
    con.execute("use memory")


def _with_states(sql: str) -> str:
    """The SQL with the words of each state of an order, which are data of ours."""
    for meaning, words in order_states().items():
        sql = sql.replace("{" + meaning + "}", ", ".join("'" + word.replace("'", "''") + "'" for word in words))
    return sql


def _count_filled(con: Connection, held: dict[str, set[str]]) -> None:
    for table in sorted(held.keys() & tables().keys() - {"transactions"}):
        con.execute(statement(HERE / "filled_count.sql", table=table))


def _abandon(con: Connection, unfinished: Path) -> None:
    """Let go of a half-written file and remove it, so that its space comes back."""
    for step in ("rollback", "use memory", "detach database if exists serving"):
        with suppress(duckdb.Error):
            con.execute(step)
    for path in unfinished.parent.glob(unfinished.name + "*"):
        path.unlink(missing_ok=True)


def build_apart(folder: Path, version: int) -> None:
    """Build a version's serving file in a process of its own.

    Errors: RuntimeError with the engine's message when it could not be built; nothing is left behind.
    """
    command = [sys.executable, "-m", "crm_core.marts.build", str(folder), str(version)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    if done.returncode:
        for path in (folder / "serving").glob("*.unfinished*"):
            path.unlink(missing_ok=True)
        reason = (done.stderr.strip().splitlines() or [f"the process ended with {done.returncode}"])[-1]
        raise RuntimeError(f"Version {version} could not be prepared for reading: {reason}")


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))

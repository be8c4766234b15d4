"""Build the serving file of a version: `python -m crm_core.marts.build FOLDER VERSION`.

A server lets a process of its own do it, so that the memory of a large build goes back to the system.
The file is written aside and renamed when it is whole.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from crm_core.engines.duckdb import Connection, identifier, open_lake
from crm_core.marts.dimensions import create_value_types, write_dimensions
from crm_core.schema import Table, tables

HERE = Path(__file__).parent
# Part of the file's name: what builds a serving file is also what can read it.
STAMP = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(HERE.iterdir()) if p.is_file())).hexdigest()[:8]

ORDER = (
    "customer_keys", "transactions", "orders", "customers", "customer_costs",
    "line_counts", "products", "calendar", "history", "facts",
)  # fmt: skip


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


def complete(con: Connection, table: Table) -> None:
    """A view of a canonical table with every column of the schema: the lake holds only what some file brought."""
    name = identifier(table.name)
    held = [column[0] for column in con.execute("from lake." + name + " limit 0").description or ()]
    absent = [column for column in table.columns.values() if column.name not in held]
    columns = [identifier(column) for column in held]
    columns += [f"cast(null as {column.stored_as}) as {identifier(column.name)}" for column in absent]
    con.execute(" ".join(("create view source." + name, "as select", ", ".join(columns), "from lake." + name)))


def build(folder: Path, version: int, newest: Connection | None = None) -> Path:
    """Read the lake at a version, write all marts, and put the file in its place.

    newest is a connection to the lake whose newest version this is; without it the lake is opened at the version.
    """
    final = serving_path(folder, version)
    final.parent.mkdir(exist_ok=True)
    unfinished = final.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    con = newest.cursor() if newest else open_lake(folder, version=version)
    con.execute("set memory_limit = '1800MB'")
    con.execute("attach '" + str(unfinished).replace("'", "''") + "' as serving (storage_version 'latest')")
    con.execute("attach ':memory:' as source")
    for table in tables().values():
        complete(con, table)
    con.execute("use serving")
    con.execute("begin")
    con.execute("create schema mart")
    create_value_types(con)
    for name in ORDER:
        con.execute((HERE / f"{name}.sql").read_text("utf-8"))
    write_dimensions(con)
    con.execute("commit")
    con.execute("use memory")
    con.execute("detach serving")
    con.execute("detach source")
    con.close()
    unfinished.rename(final)
    return final


def build_apart(folder: Path, version: int) -> None:
    """Build a version's serving file in a process of its own.

    Errors: RuntimeError with the engine's message when it could not be built; nothing is left behind.
    """
    command = [sys.executable, "-m", "crm_core.marts.build", str(folder), str(version)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    if done.returncode:
        serving_path(folder, version).with_suffix(".unfinished").unlink(missing_ok=True)
        reason = (done.stderr.strip().splitlines() or [f"the process ended with {done.returncode}"])[-1]
        raise RuntimeError(f"Version {version} could not be prepared for reading: {reason}")


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))

"""DuckDB: connections with the locks and limits that the product relies on, and SQL read from files."""

import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
Connection = duckdb.DuckDBPyConnection

MEMORY_LIMIT = "1GB"  # of a serving connection; the operating system's limit still stands behind it
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


def identifier(name: str) -> str:
    """The name quoted for SQL. Only names of our own making (schema, extra columns) pass.

    Errors: ValueError for anything else, so that no text of a user ever becomes SQL.
    """
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"not an identifier of the schema: {name!r}")
    return f'"{name}"'


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def statement(path: Path, **parts: str | int) -> str:
    """The SQL of a file, with each {part} replaced by a quoted identifier or a whole number."""
    sql = _text(path)
    for placeholder, part in parts.items():
        sql = sql.replace("{" + placeholder + "}", str(part) if isinstance(part, int) else identifier(part))
    return sql


def used(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only the parameters that the SQL names: DuckDB refuses the others."""
    return {name: values[name] for name in set(_PARAMETER.findall(sql))}


def renamed(sql: str, values: Mapping[str, Any], prefix: str) -> tuple[str, dict[str, Any]]:
    """The SQL with every parameter's name prefixed, so that it can stand inside another, and its values."""
    text = _PARAMETER.sub(lambda found: f"${prefix}_{found[1]}", sql)
    return text, {f"{prefix}_{name}": value for name, value in used(sql, values).items()}


def run(con: Connection, sql: str, **values: Any) -> Connection:
    """Execute with bound parameters.

    A value that is a frame stands in the SQL as a table, `from $name`: a list of many numbers takes seconds to bind, a
    frame is read where it lies.
    """
    bound = used(sql, values)
    for name in [name for name, value in bound.items() if hasattr(value, "columns")]:
        con.register(name, bound.pop(name))
        sql = re.sub(rf"\${name}\b", identifier(name), sql)
    return con.execute(sql, bound)


_QUIET: dict[str, Any] = {
    "memory_limit": MEMORY_LIMIT,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


# Names the extension files whose signatures were found good; processes that this one starts inherit it.
CHECKED = "ZHIKE_EXTENSIONS_CHECKED"


def extension_files() -> list[Path]:
    """The store's extensions as their packages brought them."""
    return [
        Path(str(files(f"duckdb_extension_{name}"))) / f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"
        for name in ("ducklake", "sqlite_scanner")
    ]


def _with_extensions(config: dict[str, Any]) -> Connection:
    """A connection that can open the store.

    The engine checks the signature of a file of 35 MB at every load, an eighth of a second each. The first load of a
    file is checked; later ones only when it is another file, by its size and time, than the one that was checked.
    """
    paths = extension_files()
    stamp = " ".join(f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in paths)
    con = duckdb.connect(config=config | {"allow_unsigned_extensions": os.environ.get(CHECKED) == stamp})
    for path in paths:
        con.load_extension(str(path))
    os.environ[CHECKED] = stamp
    return con


def open_lake(folder: Path, *, version: int | None = None) -> Connection:
    """A connection with the store attached as `lake`, for writing, or read-only at a version."""
    con = _with_extensions(_QUIET | {"temp_directory": str(folder / "spill")})
    con.execute("set TimeZone = 'UTC'")
    con.execute("set enable_progress_bar = false")  # it would be drawn into the output that scripts read
    options = "data_path $data, override_data_path true, meta_journal_mode 'WAL', meta_busy_timeout 10000"
    if version is not None:
        options += f", read_only, snapshot_version {int(version)}"
    # ATTACH takes no parameters: the folder is ours, and a quote in its name is doubled.
    data = "'" + str(folder / "lake").replace("'", "''") + "/'"
    catalogue = "'ducklake:sqlite:" + str(folder / "catalog.sqlite").replace("'", "''") + "'"
    con.execute(f"attach {catalogue} as lake ({options.replace('$data', data)})")
    return con


def lake_columns(con: Connection) -> dict[str, list[str]]:
    """The columns of every table of the lake, as the connection sees it."""
    held: dict[str, list[str]] = {}
    for table, column in con.execute(_text(HERE / "lake_columns.sql")).fetchall():
        held.setdefault(table, []).append(column)
    return held


def lake_filled(con: Connection) -> set[str]:
    """The canonical tables that any import has ever brought rows to; all others are empty and need not be asked."""
    return {row[0] for row in con.execute(_text(HERE / "lake_filled.sql")).fetchall()}


# What the engine raises when it found a fault of its own, and from then on to every question to the same database.
ENGINE_FAULTS = (duckdb.InternalException, duckdb.FatalException)


def open_serving(path: Path) -> Connection:
    """A connection with one version's serving file attached as `serving`, read-only, that can reach nothing else.

    Each is an engine of its own, so that one opened after a fault of the engine does not share what is broken.
    """
    # What queries have freed goes back to the system within seconds, not with the next query.
    own = {"allocator_background_threads": True, "temp_directory": f"{path}.tmp"}
    con = duckdb.connect(config=_QUIET | own)
    # ATTACH takes no parameters: the folder is ours, and a quote in its name is doubled.
    con.execute("attach '" + str(path).replace("'", "''") + "' as serving (read_only)")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def serving_cursor(con: Connection) -> Connection:
    """A cursor of its own on an opened serving file."""
    return con.cursor().execute("use serving")

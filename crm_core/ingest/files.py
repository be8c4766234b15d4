"""Files and folders that a command names, as files to import."""

from collections.abc import Sequence
from pathlib import Path

from crm_core.ingest.contract import Incoming

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".zip", ".parquet")  # of a folder; .xls says why not
CONTAINERS = (".xlsx", ".xlsm", ".zip")


def files_of(paths: Sequence[Path], encoding: str | None, sheets: tuple[str, ...]) -> list[Incoming]:
    """The files, and what is readable in the folders, in the order of their names.

    sheets are wanted of workbooks and archives, encoding is that of texts; see Incoming.
    Errors: ValueError when a path leads to no file.
    """
    files: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if _is_readable(p)) if path.is_dir() else [path]
        if not inside or not all(file.is_file() for file in inside):
            raise ValueError(f"{path} holds no file to import; expected {', '.join(READABLE)}. Check the path.")
        files += inside
    return [
        Incoming(file.resolve(), file.name, encoding, sheets if file.suffix.lower() in CONTAINERS else ())
        for file in files
    ]


def _is_readable(path: Path) -> bool:
    """Files that a spreadsheet program has open, and hidden ones, are none of the reader's."""
    return path.suffix.lower() in READABLE and not path.name.startswith(("~$", "."))

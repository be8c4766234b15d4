"""The account of an import: what became of every row of every file."""

from dataclasses import dataclass

from crm_core import ingest


@dataclass(frozen=True)
class ImportedFile(ingest.LoadedFile):
    """A loaded file in the store: rows_replaced earlier rows gave way to it."""

    rows_replaced: int = 0


@dataclass(frozen=True)
class Imported:
    """One import: the version it made and the account of each of its files."""

    version: int
    files: tuple[ImportedFile, ...]


def account(file: ingest.LoadedFile, replaced: int) -> ImportedFile:
    """What was loaded of a file, with the number of earlier rows that gave way to it."""
    return ImportedFile(**vars(file), rows_replaced=replaced)

"""The account of an import: what became of every row of every file."""

from dataclasses import dataclass

from crm_core import ingest
from crm_core.ingest.contract import ColumnReport


@dataclass(frozen=True)
class ImportedFile:
    """The account of one file: rows_read = rows_loaded + rows_rejected + rows_blank + rows_totals, always."""

    file: str
    sha256: str
    table: str
    encoding: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_blank: int
    rows_totals: int
    rows_replaced: int
    mapping: dict[str, str]
    issues: tuple[ingest.Issue, ...]
    batch_id: int
    columns: tuple[ColumnReport, ...] = ()


@dataclass(frozen=True)
class Imported:
    """One import: the version it made and the account of each of its files."""

    version: int
    files: tuple[ImportedFile, ...]


def account(file: ingest.LoadedFile, replaced: int) -> ImportedFile:
    """What was loaded of a file, with the number of earlier rows that gave way to it."""
    return ImportedFile(
        file=file.file,
        sha256=file.sha256,
        table=file.table,
        encoding=file.encoding,
        rows_read=file.rows_read,
        rows_loaded=file.rows_loaded,
        rows_rejected=file.rows_rejected,
        rows_blank=file.rows_blank,
        rows_totals=file.rows_totals,
        rows_replaced=replaced,
        mapping=file.mapping,
        issues=tuple(file.issues),
        batch_id=file.batch_id,
        columns=file.columns,
    )

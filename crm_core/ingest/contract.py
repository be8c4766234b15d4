"""What the import takes and gives: the hand-over types between the caller, the child and the lake."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from crm_core.schema import Column, Table, tables
from crm_core.text import Lang, t

Severity = Literal["refused", "warning", "note"]
DateOrder = Literal["dmy", "mdy"]
Origin = Literal["matched", "remembered", "given"]
EXTRA = "extra"  # a header kept as text under an id of ours
SKIP = "skip"


@dataclass(frozen=True)
class Incoming:
    """One file to import; name is what the user's file was called: data only, never a path."""

    path: Path
    name: str


@dataclass(frozen=True)
class Issue:
    """One finding about a file, as a code and the values that its sentence needs."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
    severity: Severity = "refused"


class Refused(Exception):
    """A file that is not read further; it carries the issue that says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.issue = Issue(code, values)
        self.file_name: str | None = None


class ImportRefused(Exception):
    """No file of the import was loaded; refusals names each refused file with its issue."""

    def __init__(self, refusals: list[tuple[str, Issue]]) -> None:
        super().__init__("; ".join(f"{name}: {issue.code}" for name, issue in refusals))
        self.refusals = refusals


@dataclass(frozen=True)
class Mapping:
    """Which column of a table each header of a file is; columns aligns with the header."""

    table: str
    columns: tuple[str, ...]
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class FilePlan:
    """What is known of a file before its rows are loaded.

    text_path is UTF-8 text; skip_records of it (0 or 1) stand above the first row. raw_header is the
    header as written, header the same made distinct.
    """

    incoming: Incoming
    sha256: str = ""
    byte_count: int = 0
    encoding: str = ""
    delimiter: str = ","
    header: tuple[str, ...] = ()
    raw_header: tuple[str, ...] = ()
    header_line_count: int = 0
    signature: str = ""
    sample: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping | None = None
    source_of_mapping: Origin | None = None
    guesses: dict[int, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    refused: Issue | None = None
    row_count: int = 0
    blank_count: int = 0
    text_path: Path | None = None
    skip_records: int = 1


@dataclass(frozen=True)
class LoadedFile:
    """What became of a file: rows_read = rows_loaded + rows_rejected + rows_blank + rows_totals."""

    file: str
    sha256: str
    table: str
    encoding: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_blank: int
    rows_totals: int
    mapping: dict[str, str]
    issues: tuple[Issue, ...]
    batch_id: int
    signature: str
    date_order: DateOrder | None


@dataclass(frozen=True)
class Loaded:
    """The files of one import, the Parquet file of each table, and the rejected rows."""

    files: list[LoadedFile]
    parquet: dict[str, Path]
    rejected: Path | None
    extras: dict[str, dict[str, str]]


def _name(named: Table | Column, lang: Lang) -> str:
    return named.zh if lang == "zh" else named.en


def needs_in_words(table_names: list[str], lang: Lang) -> str:
    """What tables require, by the names of their columns."""
    phrases = []
    for table in (tables()[name] for name in table_names):
        ways = [
            t("ingest.needs.or", lang).join(
                t("ingest.needs.with", lang).join(_name(table.columns[column], lang) for column in way) for way in ways
            )
            for ways in table.required
        ]
        columns = t("ingest.needs.and", lang).join(ways)
        phrases.append(t("ingest.needs.of_table", lang, table=_name(table, lang), columns=columns))
    return t("ingest.needs.tables", lang).join(phrases)


def sentence(issue: Issue, lang: Lang) -> str:
    """What was found, what was expected and what to do, in words."""
    values = dict(issue.values)
    if isinstance(needed := values.get("needs"), list):
        values["needs"] = needs_in_words(needed, lang)
    if values.get("table") in tables():
        values["table"] = _name(tables()[str(values["table"])], lang)
    return t(f"ingest.issue.{issue.code}", lang, **values)


def to_plain(thing: Any) -> Any:
    """A hand-over type as values that JSON can carry."""
    return asdict(thing)


def _issues(raw: list[dict[str, Any]]) -> tuple[Issue, ...]:
    return tuple(Issue(**issue) for issue in raw)


def mapping_from_plain(raw: dict[str, Any]) -> Mapping:
    """The mapping that was written by to_plain."""
    return Mapping(raw["table"], tuple(raw["columns"]), raw["date_order"])


def plan_from_plain(raw: dict[str, Any]) -> FilePlan:
    """The plan of a file that was written by to_plain."""
    incoming = Incoming(Path(raw["incoming"]["path"]), raw["incoming"]["name"])
    return FilePlan(
        **{
            **raw,
            "incoming": incoming,
            "header": tuple(raw["header"]),
            "raw_header": tuple(raw["raw_header"]),
            "sample": tuple(tuple(row) for row in raw["sample"]),
            "mapping": mapping_from_plain(raw["mapping"]) if raw["mapping"] else None,
            "guesses": {int(at): column for at, column in raw["guesses"].items()},
            "issues": _issues(raw["issues"]),
            "refused": Issue(**raw["refused"]) if raw["refused"] else None,
            "text_path": Path(raw["text_path"]) if raw["text_path"] else None,
        }
    )


def loaded_from_plain(raw: dict[str, Any]) -> Loaded:
    """The result of a load that was written by to_plain."""
    return Loaded(
        files=[LoadedFile(**{**file, "issues": _issues(file["issues"])}) for file in raw["files"]],
        parquet={table: Path(path) for table, path in raw["parquet"].items()},
        rejected=Path(raw["rejected"]) if raw["rejected"] else None,
        extras=raw["extras"],
    )

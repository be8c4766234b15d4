"""What the import takes and gives: the hand-over types between the caller, the child and the lake."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from crm_core.schema import Column, Scale, Table, tables
from crm_core.schema.exports import exports
from crm_core.text import Lang, t

Severity = Literal["refused", "warning", "note"]
DateOrder = Literal["dmy", "mdy"]
DecimalMark = Literal["point", "comma"]
Origin = Literal["matched", "remembered", "given"]
_WAYS_SAID = 5  # of many ways to meet a requirement
EXTRA = "extra"  # a header kept as text under an id of ours
SKIP = "skip"
DAILY = ".daily"  # behind an id: its numbers begin anew each day, and in each store
DAYS = ("date", "timestamp")  # kinds that have a day
TIME = ".time"  # behind a column: the time of day whose day stands in another header
ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "utf-16")  # what a reader may say; else it is found out


@dataclass(frozen=True)
class Issue:
    """One finding about a file, as a code and the values that its sentence needs."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
    severity: Severity = "refused"


@dataclass(frozen=True)
class Incoming:
    """One file to import; name is what the user's file was called: data only, never a path.

    encoding is the reader's choice, else it is found out. only names the sheets of a workbook or the members of
    an archive that are wanted, all when empty. A part of such a container is a file of ours: part_of is the
    container's name, delimiter what was written between its cells, findings what was seen when it was opened.
    is_typed: every dot in its numbers is a decimal point: those of a workbook or a Parquet file are no texts.
    """

    path: Path
    name: str
    encoding: str | None = None
    only: tuple[str, ...] = ()
    part_of: str = ""
    delimiter: str = ""
    findings: tuple[Issue, ...] = ()
    is_typed: bool = False


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
    """Which column of a table each header of a file is; columns aligns with the header.

    TIME behind a column: the time of day of that column, whose day stands under another header. DAILY: an id told apart
    by its day and store.
    scales: by column, what the reader says that the file's scores stand on, where that is not for the values to tell.
    decimals: by column, the mark before the decimals where the numbers of the column are not plain by themselves.
    """

    table: str
    columns: tuple[str, ...]
    date_order: DateOrder | None = None
    scales: dict[str, Scale] = field(default_factory=dict)
    decimals: dict[str, DecimalMark] = field(default_factory=dict)

    @property
    def places(self) -> dict[int, str]:
        """Place in the header to the table's column that its cells give: no extras, and no times beside their day."""
        named = {at: name.removesuffix(DAILY) for at, name in enumerate(self.columns) if name not in (EXTRA, SKIP)}
        days = set(named.values())
        return {
            at: name.removesuffix(TIME)
            for at, name in named.items()
            if not name.endswith(TIME) or name.removesuffix(TIME) not in days
        }

    @property
    def halves(self) -> dict[int, tuple[int, int]]:
        """Place of a moment in two headers to the places of its day and its time; several times may share a day."""
        place = {name: at for at, name in enumerate(self.columns)}
        known = tables()[self.table].columns
        first_day = next((at for name, at in place.items() if name in known and known[name].kind in DAYS), None)
        found: dict[int, tuple[int, int]] = {}
        for name, at in place.items():
            if name.endswith(TIME):
                own = place.get(name.removesuffix(TIME))
                day = first_day if own is None else own
                found |= {} if day is None else {at if own is None else own: (day, at)}
        return found


@dataclass(frozen=True)
class Guess:
    """A column that a header could be, and how sure that is, 0..1."""

    column: str
    confidence: float


@dataclass(frozen=True)
class FilePlan:
    """What is known of a file before its rows are loaded.

    text_path is UTF-8 text; skip_records of it (0 or 1) stand above the first row. raw_header is the
    header as written, header the same made distinct. A plan that is left out is not loaded and stops no other:
    a sheet that holds no table, or what the reader does not want. Of a file that no table fits, likely is the
    table that it could be if its guesses were taken over. factors are by what the numbers of a header are multiplied,
    currency that of all amounts, where the file says so; see amounts.py.
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
    guesses: dict[int, Guess] = field(default_factory=dict)
    likely: Mapping | None = None
    issues: tuple[Issue, ...] = ()
    refused: Issue | None = None
    row_count: int = 0
    blank_count: int = 0
    text_path: Path | None = None
    skip_records: int = 1
    is_left_out: bool = False
    factors: dict[int, float] = field(default_factory=dict)
    currency: str = ""

    @property
    def is_joined(self) -> bool:
        """Whether it is of orders and their lines from two files, made one by us."""
        return any(issue.code == "joined" for issue in self.issues)

    @property
    def zoned(self) -> set[str]:
        """The headers of which it was told that their times have a zone."""
        return {str(issue.values["column"]) for issue in self.issues if issue.code == "time_zone"}


@dataclass(frozen=True)
class ColumnReport:
    """What became of the cells of one column: parsed + missing = rows loaded; rejected are cells of rows that were not.

    column is the schema's, or the id of a header that no schema knows; examples are the first different rejected cells.
    """

    header: str
    column: str
    parsed: int
    missing: int
    rejected: int
    examples: tuple[str, ...]


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
    columns: tuple[ColumnReport, ...] = ()
    scales: dict[str, Scale] = field(default_factory=dict)
    decimals: dict[str, DecimalMark] = field(default_factory=dict)


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
    phrases = [
        t("ingest.needs.of_table", lang, table=_name(table, lang), columns=_ways_in_words(table, table.proof, lang))
        for table in (tables()[name] for name in table_names)
    ]
    return t("ingest.needs.tables", lang).join(phrases)


def _ways_in_words(table: Table, required: Sequence[Sequence[Sequence[str]]], lang: Lang) -> str:
    """Requirements of a table: the ways to meet each, by the names of its columns."""
    said = [
        t("ingest.needs.or", lang).join(
            t("ingest.needs.with", lang).join(_name(table.columns[column], lang) for column in way)
            for way in ways[:_WAYS_SAID]
        )
        + (t("ingest.needs.other", lang) if ways[_WAYS_SAID:] else "")
        for ways in required
    ]
    return t("ingest.needs.and", lang).join(said)


def sentence(issue: Issue, lang: Lang) -> str:
    """What was found, what was expected and what to do, in words."""
    values = dict(issue.values)
    if isinstance(needed := values.get("needs"), list):
        values["needs"] = needs_in_words(needed, lang)
    if isinstance(missing := values.get("missing"), list):
        values["missing"] = _ways_in_words(tables()[str(values["table"])], missing, lang)
    if isinstance(others := values.get("tables"), list):
        values["tables"] = t("ingest.needs.names", lang).join(_name(tables()[name], lang) for name in others)
    if values.get("table") in tables():
        table = tables()[str(values["table"])]
        values |= {"table": _name(table, lang), "grain": table.grain_zh if lang == "zh" else table.grain_en}
    if export := exports().get(str(values.get("export"))):
        values |= {"export": export.name[lang], "means": export.means[lang]}
    if isinstance(columns := values.get("columns"), list):
        said = [t(f"ingest.asked.{each.get('asked', issue.code)}", lang, **_in_words(each, lang)) for each in columns]
        values["columns"] = t("ingest.needs.tables", lang).join(said)
    return t(f"ingest.issue.{issue.code}", lang, **_in_words(values, lang))


def _in_words(values: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Scales, words of grades, reasons of rejected cells and numbers as they are read."""
    words = dict(values)
    for name, value in values.items():
        if name in ("scale", "from"):
            words[name] = scale_in_words((value[0], value[1]), lang)
        elif name == "reject":
            words[name] = t(f"ingest.reject.{value}", lang)
        elif isinstance(value, dict):
            pairs = [f"{word} = {score}" for word, score in value.items()]
            words[name] = t("ui.bar.list", lang).join(pairs)
        elif isinstance(value, float):
            words[name] = f"{value:g}"
    return words


def scale_in_words(scale: Scale, lang: Lang) -> str:
    """A scale as people write it: 1–5."""
    return t("ingest.scale.ends", lang, low=f"{scale[0]:g}", high=f"{scale[1]:g}")


def to_plain(thing: Any) -> Any:
    """A hand-over type as values that JSON can carry."""
    return asdict(thing)


def _issues(raw: list[dict[str, Any]]) -> tuple[Issue, ...]:
    return tuple(Issue(**issue) for issue in raw)


def _scales(raw: dict[str, list[float]]) -> dict[str, Scale]:
    return {column: (ends[0], ends[1]) for column, ends in raw.items()}


def mapping_from_plain(raw: dict[str, Any]) -> Mapping:
    """The mapping that was written by to_plain."""
    return Mapping(
        raw["table"], tuple(raw["columns"]), raw["date_order"], _scales(raw.get("scales", {})), raw.get("decimals", {})
    )


def incoming_from_plain(raw: dict[str, Any]) -> Incoming:
    """The file that was written by to_plain."""
    return Incoming(
        **{**raw, "path": Path(raw["path"]), "only": tuple(raw["only"]), "findings": _issues(raw["findings"])}
    )


def plan_from_plain(raw: dict[str, Any]) -> FilePlan:
    """The plan of a file that was written by to_plain."""
    return FilePlan(
        **{
            **raw,
            "incoming": incoming_from_plain(raw["incoming"]),
            "header": tuple(raw["header"]),
            "raw_header": tuple(raw["raw_header"]),
            "sample": tuple(tuple(row) for row in raw["sample"]),
            "mapping": mapping_from_plain(raw["mapping"]) if raw["mapping"] else None,
            "guesses": {int(at): Guess(**guess) for at, guess in raw["guesses"].items()},
            "likely": mapping_from_plain(raw["likely"]) if raw["likely"] else None,
            "issues": _issues(raw["issues"]),
            "refused": Issue(**raw["refused"]) if raw["refused"] else None,
            "text_path": Path(raw["text_path"]) if raw["text_path"] else None,
            "factors": {int(at): factor for at, factor in raw["factors"].items()},
        }
    )


def _column_reports(raw: list[dict[str, Any]]) -> tuple[ColumnReport, ...]:
    return tuple(ColumnReport(**{**column, "examples": tuple(column["examples"])}) for column in raw)


def loaded_from_plain(raw: dict[str, Any]) -> Loaded:
    """The result of a load that was written by to_plain."""
    return Loaded(
        files=[
            LoadedFile(
                **{
                    **file,
                    "issues": _issues(file["issues"]),
                    "columns": _column_reports(file["columns"]),
                    "scales": _scales(file["scales"]),
                }
            )
            for file in raw["files"]
        ],
        parquet={table: Path(path) for table, path in raw["parquet"].items()},
        rejected=Path(raw["rejected"]) if raw["rejected"] else None,
        extras=raw["extras"],
    )

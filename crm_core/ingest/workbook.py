"""XLSX workbooks as text: every sheet becomes one CSV text, read as a stream under limits.

Numbers are taken as they stand in the file, so that no digit is lost: dates by their cell's format as ISO,
formulas by the value kept beside them, errors as empty cells. A merged cell that runs down a column of labels
stands in each of its rows; one over a column of amounts only in its first, for an amount counts once.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from crm_core.ingest import match
from crm_core.ingest.contract import Issue, Refused
from crm_core.ingest.sheet_xml import Cell, column_number, read_table, rows_of
from crm_core.schema import tables

MOST_COLUMNS = 1000
HEADER_ROWS = 20
LOOK_AHEAD = 200
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # numbers of built-in formats
_NOT_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLAIN = re.compile(r"-?\d+")
_GROUPED = re.compile(r"\D*\d{1,3}\.\d{3}\D*")
_MEASURES = ("integer", "quantity", "price", "money")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name and where it lies in the file."""

    name: str
    member: str


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook share; formats says of each style whether it shows a date."""

    archive: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    strings: list[str]
    formats: list[bool]
    starts_1904: bool


@dataclass
class _Seen:
    """What was met on the way through a sheet and is told to the reader."""

    uncalculated: int = 0
    filled: int = 0
    unfilled: int = 0
    is_grouped_text: bool = False  # a text like 1.234, which may mean a thousand

    def findings(self) -> tuple[Issue, ...]:
        """The findings as issues."""
        counted = (
            Issue("uncalculated", {"count": self.uncalculated}, "warning"),
            Issue("merged_filled", {"count": self.filled}, "note"),
            Issue("merged_amounts", {"count": self.unfilled}, "warning"),
        )
        return tuple(issue for issue in counted if issue.values["count"])


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Relation id to member name of the sheets (not of charts)."""
    found = {}
    for name, attributes, _ in read_table(archive, "xl/_rels/workbook.xml.rels", {"Relationship"}):
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            found[attributes["Id"]] = target[1:] if target.startswith("/") else "xl/" + target.removeprefix("./")
    return found


def _is_date_format(code: str) -> bool:
    return bool(re.search("[dmyhs]", _NOT_PATTERN.sub("", code.split(";")[0]), re.IGNORECASE))


def _formats(archive: zipfile.ZipFile) -> list[bool]:
    """Per cell style, whether it shows its number as a date or a time."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    own: dict[str, bool] = {}
    styles: list[bool] = []
    for name, attributes, parents in read_table(archive, "xl/styles.xml", {"numFmt", "xf"}):
        number = attributes.get("numFmtId", "0")
        if name == "numFmt" and "dxf" not in parents:
            own[number] = _is_date_format(attributes.get("formatCode", ""))
        elif name == "xf" and "cellXfs" in parents:
            styles.append(own.get(number, number.isdigit() and int(number) in _DATE_FORMATS))
    return styles


def open_book(archive: zipfile.ZipFile) -> Book:
    """The sheets of a workbook, hidden ones too, in their order.

    Errors: Refused("damaged_workbook" | "unsafe_xml").
    """
    try:
        targets, sheets, starts_1904 = _targets(archive), [], False
        for name, attributes, _ in read_table(archive, "xl/workbook.xml", {"sheet", "workbookPr"}):
            if name == "workbookPr":
                starts_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif attributes.get("id") in targets:
                sheets.append(Sheet(attributes.get("name", ""), targets[attributes["id"]]))
        strings = [text for _, _, text in read_table(archive, "xl/sharedStrings.xml", {"si"}, text_of="si")]
        return Book(archive, tuple(sheets), strings, _formats(archive), starts_1904)
    except (KeyError, zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused("damaged_workbook") from error


def _moment(raw: str, starts_1904: bool) -> str:
    """A day number of a spreadsheet as ISO text: a date, a date with time, or a time alone; else as it stands."""
    try:
        days = float(raw)
    except ValueError:
        return raw
    if not 0 <= days < 2_958_466:
        return raw
    milliseconds = round(days * 86_400_000)
    if milliseconds < 86_400_000 and not starts_1904:
        start, form = datetime(1900, 1, 1), "time"
    else:
        # Spreadsheets count a 29 February 1900 that never was.
        start = datetime(1904, 1, 1) if starts_1904 else datetime(1899, 12, 31 if days < 60 else 30)
        form = "timestamp" if milliseconds % 86_400_000 else "date"
    moment = start + timedelta(milliseconds=milliseconds)
    if form == "date":
        return moment.date().isoformat()
    exact = "milliseconds" if milliseconds % 1000 else "seconds"
    return moment.time().isoformat(exact) if form == "time" else moment.isoformat(" ", exact)


def _number(raw: str) -> str:
    """Digits as they stand; a number with a power of ten as plain digits where all of them are known."""
    if _PLAIN.fullmatch(raw):
        return raw
    try:
        number = float(raw)
    except ValueError:
        return raw
    if abs(number) >= 1e15:
        return raw  # a long id that lost its digits is told apart by its power of ten
    text = repr(number)
    if "e" in text:
        return f"{number:.20f}".rstrip("0").rstrip(".")
    return text.removesuffix(".0")


def _text(book: Book, cell: Cell, seen: _Seen) -> str:
    raw = cell.value
    if cell.kind == "s":
        raw = book.strings[int(raw)] if raw.isdigit() and int(raw) < len(book.strings) else ""
    if cell.kind in ("s", "str", "inlineStr"):
        seen.is_grouped_text |= len(raw) < 20 and _GROUPED.fullmatch(raw) is not None
        plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), raw)
        return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if cell.kind == "e":
        return ""
    if not raw:
        seen.uncalculated += cell.is_formula
        return ""
    if cell.kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    if cell.kind == "d":
        return raw.replace("T", " ")
    is_date = 0 <= cell.style < len(book.formats) and book.formats[cell.style]
    return _moment(raw, book.starts_1904) if is_date else _number(raw)


def _merges(book: Book, sheet: Sheet) -> dict[int, list[tuple[int, int]]]:
    """Column to the first and last rows of its merged cells; those within one row need nothing.

    The file names them behind all rows, hence a pass of their own.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    with book.archive.open(sheet.member) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            piece = tail + chunk
            end = 0
            for match_ in _MERGE.finditer(piece):
                end = match_.end()
                column, first, last = column_number(match_[1].decode()), int(match_[2]), int(match_[4])
                if last > first:
                    found.setdefault(column, []).append((first, last))
            tail = piece[max(end, len(piece) - 200) :]
    return {column: sorted(spans) for column, spans in found.items()}


def _filled_rows(book: Book, sheet: Sheet, seen: _Seen) -> Iterator[tuple[int, dict[int, str]]]:
    """Row number and the filled cells of each row that has some."""
    for row in rows_of(book.archive, sheet.member):
        cells = {}
        for column, cell in row.cells:
            if text := _text(book, cell, seen):
                cells[column] = text
        if cells:
            if max(cells) > MOST_COLUMNS:
                raise Refused("too_wide", count=max(cells), most=MOST_COLUMNS)
            yield row.number, cells


@dataclass
class _Merged:
    """Merged cells on the way down: what each column's label is and how far it reaches."""

    spans: dict[int, list[tuple[int, int]]]
    measures: set[int]
    labels: dict[int, tuple[str, int]] = field(default_factory=dict)

    def fill(self, number: int, cells: dict[int, str], seen: _Seen) -> None:
        """Write the labels that reach this row into its empty cells."""
        for column, spans in self.spans.items():
            while spans and spans[0][1] < number:
                spans.pop(0)
            if not spans or number < spans[0][0]:
                continue
            if number == spans[0][0] or column not in self.labels or self.labels[column][1] != spans[0][1]:
                self.labels[column] = (cells.get(column, "") if number == spans[0][0] else "", spans[0][1])
            label = self.labels[column][0]
            if not label or column in cells:
                continue
            if column in self.measures and re.search(r"\d", label):  # not the header itself
                seen.unfilled += 1
            else:
                cells[column] = label
                seen.filled += 1


def _measures(rows: list[tuple[int, dict[int, str]]]) -> set[int]:
    """The columns whose header names an amount or a number of something."""
    every = (column for table in tables().values() for column in table.columns.values() if column.kind in _MEASURES)
    names = {match.folded(name) for column in every for name in (column.name, column.zh, column.en, *column.aliases)}
    return {
        column
        for _, cells in rows[:HEADER_ROWS]
        for column, text in cells.items()
        if len(text) < 60 and match.folded(text) in names
    }


def write_sheet(book: Book, sheet: Sheet, target: Path) -> tuple[tuple[Issue, ...], bool]:
    """One sheet as CSV text; rows keep their places, empty ones below the last filled row are not written.

    Shape:  what was found, and whether a dot in its numbers is a decimal point without doubt.

    Errors: Refused("too_wide" | "unsafe_xml" | "damaged_workbook").
    """
    seen = _Seen()
    try:
        rows = _filled_rows(book, sheet, seen)
        head = list(islice(rows, LOOK_AHEAD))
        width = max((max(cells) for _, cells in head), default=0)
        merged = _Merged(_merges(book, sheet), _measures(head))
        with target.open("w", encoding="utf-8", newline="") as file:
            writer, written = csv.writer(file, lineterminator="\n"), 0
            for number, cells in chain(head, rows):
                merged.fill(number, cells, seen)
                file.write("\n" * (number - written - 1))
                written = number
                writer.writerow([cells.get(at, "") for at in range(1, max(width, max(cells)) + 1)])
    except (KeyError, zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused("damaged_workbook") from error
    return seen.findings(), not seen.is_grouped_text

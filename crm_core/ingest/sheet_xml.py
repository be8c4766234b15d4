"""The XML of a workbook as a stream of elements; a document that declares entities is refused, not read.

A few kilobytes of entities can unfold to gigabytes; no spreadsheet program writes any.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from crm_core.ingest.contract import Refused

CHUNK_BYTES = 1 << 18
MOST_ROWS = 1 << 20
LONGEST_CELL = 1_000_000  # characters; spreadsheets allow 32,767


@dataclass(slots=True)
class Cell:
    """A cell as written: kind is the file's own letter, value its raw text, style the number of its style."""

    kind: str
    style: int
    is_formula: bool
    value: str = ""


@dataclass(slots=True)
class SheetRow:
    """One row that the file names: its number from 1 and its cells by column number from 1."""

    number: int
    cells: list[tuple[int, Cell]]


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _refuse_entity(*_: object) -> None:
    raise Refused("unsafe_xml")


def _parser() -> "expat.XMLParserType":
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entity
    parser.StartDoctypeDeclHandler = _refuse_entity
    return parser


def _fed(parser: "expat.XMLParserType", archive: zipfile.ZipFile, member: str) -> Iterator[None]:
    """Feed a member piece by piece; after each the caller takes what its handlers collected."""
    with archive.open(member) as stream:
        try:
            while chunk := stream.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise Refused("damaged_workbook") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def read_table(
    archive: zipfile.ZipFile, member: str, wanted: set[str], text_of: str = ""
) -> Iterator[tuple[str, dict[str, str], str]]:
    """The wanted elements of a small part: name, attributes, and the names above it, or with text_of its text.

    Of a rich text all runs count, its phonetic hints (rPh) do not. A part that is not there has none.
    Errors: Refused("unsafe_xml" | "damaged_workbook").
    """
    if member not in archive.namelist():
        return
    found: list[tuple[str, dict[str, str], str]] = []
    path: list[str] = []
    texts: list[str] = []
    parser = _parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in wanted and not text_of:
            found.append((local, {_local(key): value for key, value in attributes.items()}, "/".join(path)))
        if local == text_of:
            texts.clear()
        path.append(local)

    def end(name: str) -> None:
        path.pop()
        if text_of and _local(name) == text_of:
            found.append((text_of, {}, "".join(texts)))

    def characters(data: str) -> None:
        if text_of and path[-1] == "t" and "rPh" not in path:
            texts.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    for _ in _fed(parser, archive, member):
        yield from found
        found.clear()


class _Rows:
    """Handlers that gather the rows of a sheet."""

    def __init__(self) -> None:
        self.done: list[SheetRow] = []
        self.row = SheetRow(0, [])
        self.cell: Cell | None = None
        self.column = 0
        self.takes_text = self.is_hint = False
        self.length = 0
        self.texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_number(letters) if letters.isalpha() else self.column + 1
            style = attributes.get("s", "")
            self.cell = Cell(attributes.get("t", "n"), int(style) if style.isdigit() else -1, False)
            self.texts, self.length = [], 0
        elif local in ("v", "t"):
            self.takes_text = self.cell is not None and not self.is_hint
        elif local == "f" and self.cell is not None:
            self.cell.is_formula = True
        elif local == "rPh":
            self.is_hint = True  # on pronunciation
        elif local == "row":
            number = attributes.get("r", "")
            self.row = SheetRow(max(int(number) if number.isdigit() else 0, self.row.number + 1), [])
            if self.row.number > MOST_ROWS:
                raise Refused("damaged_workbook")
            self.column = 0

    def end(self, name: str) -> None:
        local = _local(name)
        if local in ("v", "t"):
            self.takes_text = False
        elif local == "rPh":
            self.is_hint = False
        elif local == "c":
            if self.cell is not None:
                self.cell.value = "".join(self.texts)
                self.row.cells.append((self.column, self.cell))
            self.cell = None
        elif local == "row":
            self.done.append(self.row)

    def characters(self, data: str) -> None:
        if self.takes_text:
            self.length += len(data)
            if self.length > LONGEST_CELL:
                raise Refused("line_too_long", megabytes=LONGEST_CELL // 1_000_000)
            self.texts.append(data)


def rows_of(archive: zipfile.ZipFile, member: str) -> Iterator[SheetRow]:
    """The rows of a sheet in the order of the file; rows that hold nothing may be missing.

    Errors: Refused("unsafe_xml" | "damaged_workbook" | "line_too_long").
    """
    parser, rows = _parser(), _Rows()
    parser.StartElementHandler, parser.EndElementHandler = rows.start, rows.end
    parser.CharacterDataHandler = rows.characters
    for _ in _fed(parser, archive, member):
        yield from rows.done
        rows.done = []

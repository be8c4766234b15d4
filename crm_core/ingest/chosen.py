"""Encodings that only the reader can tell: what each would make of a file, and the text as the reader says."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from crm_core.ingest.contract import Refused
from crm_core.ingest.scan import CHUNK_BYTES, LONGEST_LINE_BYTES

# What the names mean on the computers that write such files.
_CODECS = {"utf-8": "utf-8", "gb18030": "gb18030", "big5": "cp950", "shift_jis": "cp932"}
UNREADABLE = "\ufdd0"  # no character: no file holds it, the loader knows by it why a row has one cell only
_HEAD_BYTES = 1 << 20
_SHOWN_LINES, _SHOWN_CHARACTERS, _COUNTED_LINES = 4, 80, 2000


def is_utf8_chinese(line: bytes) -> bool:
    """Four Hanzi or more as UTF-8 do not come about by chance in text of another encoding."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    letters = [character for character in text if not character.isascii()]
    return len(letters) >= 4 and all("\u3000" <= character <= "\uffef" for character in letters)


def looks_utf16(head: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: read so, it has line ends and separators and no zeros."""
    order = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        text = head[: len(head) // 2 * 2].decode(order)
    except UnicodeDecodeError:
        return None
    is_table = "\n" in text and any(mark in text for mark in ",;\t|") and "\0" not in text
    return order if is_table else None


def _is_readable(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return codec == "utf-8" or not is_utf8_chinese(line)


def preview(path: Path, line: bytes = b"") -> list[dict[str, object]]:
    """What each encoding would make of a file: its name, how many lines it cannot read, and a few lines.

    Looked at are lines that are not ASCII, from the beginning of the file, and the line that raised the question.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if order := looks_utf16(head):
        texts = head[: len(head) // 2 * 2].decode(order, "replace").splitlines()[:_SHOWN_LINES]
        return [{"encoding": "utf-16", "unreadable": 0, "lines": [text[:_SHOWN_CHARACTERS] for text in texts]}]
    lines = [each for each in head.splitlines() if not each.isascii()][:_COUNTED_LINES]
    broken = [each for each in lines if not _is_readable(each, "utf-8")][:1]
    shown = list(dict.fromkeys(each for each in [*lines[:3], *broken, line.rstrip(b"\r\n")] if each))
    looked_at = list(dict.fromkeys([*lines, *shown]))
    return [
        {
            "encoding": name,
            "unreadable": sum(not _is_readable(each, codec) for each in looked_at),
            "lines": [each.decode(codec, "replace")[:_SHOWN_CHARACTERS] for each in shown],
        }
        for name, codec in _CODECS.items()
    ]


def _lines(path: Path, end: bytes) -> Iterator[bytes]:
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            *whole, rest = (rest + chunk).split(end)
            yield from (line + end for line in whole)
            if len(rest) > LONGEST_LINE_BYTES:
                raise Refused("line_too_long", megabytes=LONGEST_LINE_BYTES // 1_000_000)
    if rest:
        yield rest


def _records(path: Path, end: bytes) -> Iterator[bytes]:
    """Lines, those of one quoted cell together: a quote and a line end are no part of any character here."""
    held: list[bytes] = []
    is_open, length = False, 0
    for line in _lines(path, end):
        held.append(line)
        length += len(line)
        is_open ^= bool(line.count(b'"') % 2)
        if not is_open:
            yield b"".join(held)
            held, length = [], 0
        elif length > LONGEST_LINE_BYTES:
            raise Refused("line_too_long", megabytes=LONGEST_LINE_BYTES // 1_000_000)
    yield b"".join(held)


def _marked(record: bytes, codec: str) -> str:
    """A record that cannot be read, as one quoted cell: what is readable, the other bytes in hexadecimal."""
    body = record.rstrip(b"\r\n")
    text = body.decode(codec, "backslashreplace").replace('"', '""')
    return f'"{UNREADABLE}{text}"' + record[len(body) :].decode("ascii")


def as_chosen(path: Path, encoding: str, line_end: str) -> Iterator[bytes]:
    """The file as UTF-8, read strictly in an encoding of the reader's choice.

    A row that cannot be read so becomes one marked cell, which no table of two columns or more accepts.
    Errors: Refused("line_too_long"; "unknown_encoding" when the first row cannot be read), and UnicodeDecodeError
        for UTF-16, which has no lines to go on with.
    """
    if encoding == "utf-16":
        with path.open("rb") as file:
            order = looks_utf16(file.read(_HEAD_BYTES)) or "utf-16-le"
            file.seek(0)
            decoder = codecs.getincrementaldecoder(order)("strict")
            while chunk := file.read(CHUNK_BYTES):
                yield decoder.decode(chunk).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
        return
    codec = _CODECS[encoding]
    for number, record in enumerate(_records(path, b"\r" if line_end == "cr" else b"\n")):
        plain = record.removeprefix(codecs.BOM_UTF8) if number == 0 else record
        if plain.isascii():
            yield plain
        elif _is_readable(plain, codec):
            yield plain.decode(codec).encode("utf-8")
        elif number == 0:
            raise Refused("unknown_encoding", line=1, preview=preview(path))
        else:
            yield _marked(plain, codec).encode("utf-8")

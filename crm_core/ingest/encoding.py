"""Bytes to UTF-8 text: what a file is, in which encoding, and a clean copy where the engine needs one."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from crm_core.ingest.chosen import as_chosen, is_utf8_chinese, looks_utf16, preview
from crm_core.ingest.contract import Refused
from crm_core.ingest.scan import CHUNK_BYTES

HEAD_BYTES = 1 << 20
LineEnd = Literal["lf", "crlf", "cr", "mixed"]
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"%PDF", "pdf"), (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"PK\x03\x04", "nested"), (b"PAR1", "nested"),
    (b"SQLite format 3", "binary"),
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how a workbook with a password lies in its file
_HTML = re.compile(rb"<(!doctype|html|table|\?xml|meta|head|body|script)", re.IGNORECASE)
_JSON = re.compile(rb'[\[{]\s*(["{\[\]}]|-?\d+\s*[,\]])')


@dataclass(frozen=True)
class Fingerprint:
    """Facts from one pass over the bytes."""

    sha256: str
    byte_count: int
    is_utf8: bool
    has_nul: bool
    line_end: LineEnd
    head: bytes


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


class _LineEnds:
    """Which kinds of line end occur; a file of lone CRs is an old spreadsheet's."""

    def __init__(self) -> None:
        self.held, self.cr, self.crlf, self.lf, self.has_plain_lf = b"", 0, 0, 0, False

    def feed(self, chunk: bytes) -> None:
        piece = self.held + chunk
        self.held = b"\r" if piece.endswith(b"\r") else b""
        piece = piece.removesuffix(self.held)
        if b"\r" in piece:
            self.cr += piece.count(b"\r")
            self.crlf += piece.count(b"\r\n")
            self.lf += piece.count(b"\n")
        else:
            self.has_plain_lf = self.has_plain_lf or b"\n" in piece

    def kind(self) -> LineEnd:
        cr = self.cr + len(self.held)
        if cr == 0:
            return "lf"
        if cr == self.crlf == self.lf and not self.has_plain_lf:
            return "crlf"
        return "cr" if self.crlf == 0 and cr > self.lf and not self.has_plain_lf else "mixed"


def _line_end(pieces: Iterator[bytes]) -> LineEnd:
    ends = _LineEnds()
    for piece in pieces:
        ends.feed(piece)
    return ends.kind()


def fingerprint(path: Path) -> Fingerprint:
    """Hash, size and what decides about the encoding, in one pass."""
    digest, size, head = hashlib.sha256(), 0, b""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8, has_nul, ends = True, False, _LineEnds()
    hashed: Future[None] | None = None
    with ThreadPoolExecutor(1) as beside:  # hashing takes as long as looking
        for chunk in _chunks(path):
            head = head or chunk[:HEAD_BYTES]
            if hashed is not None:
                hashed.result()
            hashed = beside.submit(digest.update, chunk)
            size += len(chunk)
            has_nul = has_nul or b"\0" in chunk
            ends.feed(chunk)
            if is_utf8 and (decoder.getstate()[0] or not chunk.isascii()):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    return Fingerprint(digest.hexdigest(), size, is_utf8, has_nul, ends.kind(), head)


def _refuse_by_content(path: Path, facts: Fingerprint, chosen: str | None) -> None:
    head = facts.head
    if not head:
        raise Refused("empty")
    if any(head == bom for bom, _ in _BOMS):
        raise Refused("bom_only")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("locked_workbook" if _ENCRYPTED in head else "old_workbook")
    for mark, code in _BINARY:
        if head.startswith(mark):
            raise Refused(code)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:200]
    if not start and facts.byte_count <= HEAD_BYTES:
        raise Refused("empty")
    if _HTML.match(start):
        raise Refused("html")
    if _JSON.match(start):
        raise Refused("json")
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or chosen == "utf-16"
    if facts.has_nul and not is_utf16:
        if looks_utf16(head):
            raise Refused("unknown_encoding", line=1, preview=preview(path))
        raise Refused("nul_bytes")


def _common_hanzi() -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], ...]:
    """Of the first 65,536 code points: all Hanzi and private marks, and the 3,755 Hanzi of GB2312 level 1."""
    every, common = np.zeros(65536, bool), np.zeros(65536, bool)
    every[0x3400:0xA000] = every[0xE000:0xFB00] = True
    for lead in range(0xB0, 0xD8):
        for trail in range(0xA1, 0xFF):
            character = bytes((lead, trail)).decode("gb2312", "ignore")
            if character:
                common[ord(character)] = True
    return every, common


def _check_gb18030(path: Path) -> None:
    """Text that happens to decode is not yet Chinese: most Hanzi must be everyday ones, no line may be UTF-8.

    Errors: Refused("unknown_encoding" | "mixed_encoding").
    """
    every, common = _common_hanzi()
    hanzi = known = line_number = 0
    with path.open("rb") as file:
        for line_number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                text = line.decode("gb18030")
            except UnicodeDecodeError as error:
                raise Refused("unknown_encoding", line=line_number, preview=preview(path, line)) from error
            if is_utf8_chinese(line):
                raise Refused("mixed_encoding", line=line_number, preview=preview(path, line))
            points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
            points = points[points < 65536]
            hanzi += int(every[points].sum())
            known += int(common[points].sum())
    if hanzi and known / hanzi < 0.6:
        raise Refused("unknown_encoding", line=1, preview=preview(path))


def _encoding(path: Path, facts: Fingerprint) -> str:
    """Byte-order mark, else strict UTF-8, else strict and plausible GB18030; never a guess."""
    for bom, name in _BOMS:
        if facts.head.startswith(bom):
            if name == "utf-8-sig" and not facts.is_utf8:
                raise Refused("mixed_encoding", line=1, preview=preview(path))
            return name
    if facts.is_utf8:
        return "utf-8"
    _check_gb18030(path)
    return "gb18030"


def _as_utf8(path: Path, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for chunk in _chunks(path):
        yield decoder.decode(chunk).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _one_line_end(pieces: Iterator[bytes], line_end: LineEnd) -> Iterator[bytes]:
    """Every line end outside quotes as LF; those inside a quoted cell belong to the cell.

    In a file of lone CRs an LF outside quotes is a line break within a cell: it becomes a blank.
    """
    inside, held = 0, b""
    for piece in pieces:
        data = np.frombuffer(held + piece, np.uint8)
        held = b"\r" if len(data) and data[-1] == 13 else b""
        data = data[: len(data) - len(held)].copy()
        outside = (np.cumsum(data == 34) + inside) % 2 == 0
        cr = (data == 13) & outside
        before_lf = np.concatenate((data[1:] == 10, [False])) & cr if len(data) else cr
        inside = (inside + int((data == 34).sum())) % 2
        if line_end == "cr":
            data[(data == 10) & outside] = 32
        data[cr & ~before_lf] = 10
        yield data[~before_lf].tobytes()
    if held:
        yield b"\n"


def copied(pieces: Iterator[bytes], target: Path) -> Path:
    """The pieces written to a file of our own."""
    with target.open("wb") as file:
        file.writelines(pieces)
    return target


def as_text(path: Path, facts: Fingerprint, target: Path, chosen: str | None = None) -> tuple[Path, str]:
    """The file as UTF-8 text with one kind of line end, and its encoding; in place where it is so already.

    An encoding chosen by the reader is taken at their word, unless a byte-order mark says better.
    Errors: Refused, with the code of what the file is instead.
    """
    _refuse_by_content(path, facts, chosen)
    has_mark = any(facts.head.startswith(bom) for bom, _ in _BOMS) and (facts.is_utf8 or facts.has_nul)
    if chosen is None or has_mark or (chosen == "utf-8" and facts.is_utf8):
        chosen, encoding = None, _encoding(path, facts)
    else:
        encoding = chosen
    if encoding.startswith("utf-8") and facts.line_end in ("lf", "crlf") and not chosen:
        return path, encoding

    def pieces() -> Iterator[bytes]:
        if chosen:
            return as_chosen(path, chosen, facts.line_end)
        return _chunks(path) if encoding.startswith("utf-8") else _as_utf8(path, encoding)

    try:
        # In UTF-16 the bytes of a line end also stand within other characters, such as the full-width minus.
        line_end = _line_end(pieces()) if encoding.startswith("utf-16") else facts.line_end
        return copied(_one_line_end(pieces(), line_end), target), encoding
    except UnicodeDecodeError as error:
        raise Refused("unknown_encoding", line=1) from error

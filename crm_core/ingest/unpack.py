"""Containers: a workbook, an archive or a Parquet file becomes text files in the work folder, one per table.

Everything is checked in the container's own directory before a byte is unpacked: how many parts, how large, how
many times larger than the file. The names inside are shown and never become paths. Called in the child only.
"""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import duckdb

from crm_core.ingest.cells import quoted, statement
from crm_core.ingest.contract import FilePlan, Incoming, Issue, Refused
from crm_core.ingest.space import lacking_space
from crm_core.ingest.workbook import open_book, write_sheet

MOST_PARTS = 1000
MOST_BYTES = 4 << 30  # unpacked, all parts together
MOST_BYTES_PER_BYTE = 200  # real tables pack to a tenth or a fiftieth
HARMLESS_BYTES = 10 << 20  # below this a good packer is no attack
MOST_CELLS = 1_000_000_000
READABLE = (".csv", ".tsv", ".txt")
_CONTAINERS = (".zip", ".xlsx", ".xlsm", ".parquet")
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_JUNK = ("__MACOSX/", "/.DS_Store")  # what a Mac adds to every archive
_OTHER_BOOKS = ("xl/workbook.bin", "content.xml")
# Of a part: nothing in it is a table, so it is left out; of a table that nobody knows the reader may decide.
_NO_TABLE = {
    "empty", "bom_only", "header_only", "one_column", "no_member", "program", "pdf", "binary", "html", "json",
    "old_workbook", "nested", "archive",
}  # fmt: skip
_UNKNOWN_TABLE = {"no_table", "no_header", "missing_columns", "ask_table"}


def is_container(path: Path) -> bool:
    """Whether the first bytes are those of a workbook, an archive or a Parquet file."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06", b"PAR1")


def opened(con: duckdb.DuckDBPyConnection, incoming: Incoming, number: int, work_dir: Path) -> Iterator[FilePlan]:
    """The parts of a container, each a file of ours still to be planned, or left out with the reason.

    Errors: Refused when the container is damaged, locked, too large, or a part that was asked for is not there.
    """
    with incoming.path.open("rb") as file:
        mark = file.read(4)
    if mark == b"PAR1":
        yield FilePlan(_parquet_part(con, incoming, work_dir / f"part-{number}.csv"))
        return
    try:
        with zipfile.ZipFile(incoming.path) as archive:
            members = archive.infolist()
            _check_size(members, incoming.path, work_dir)
            names = {member.filename for member in members}
            if "xl/workbook.xml" in names:
                yield from _sheets(archive, incoming, number, work_dir)
            elif names & set(_OTHER_BOOKS):
                raise Refused("old_workbook")
            else:
                yield from _members(archive, members, incoming, number, work_dir)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused("damaged_archive") from error
    except NotImplementedError as error:  # a packing method or a lock that Python does not know
        raise Refused("locked_archive") from error


def _check_size(members: list[zipfile.ZipInfo], path: Path, work_dir: Path) -> None:
    """Errors: Refused("too_many_parts" | "locked_archive" | "bomb" | "no_space")."""
    if len(members) > MOST_PARTS:
        raise Refused("too_many_parts", count=len(members), most=MOST_PARTS)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused("locked_archive")
    unpacked, packed = sum(member.file_size for member in members), path.stat().st_size
    if unpacked > MOST_BYTES or unpacked > max(HARMLESS_BYTES, MOST_BYTES_PER_BYTE * packed):
        raise Refused(
            "bomb", packed=_megabytes(packed), unpacked=_megabytes(unpacked),
            most=_megabytes(MOST_BYTES), times=MOST_BYTES_PER_BYTE,
        )  # fmt: skip
    if lacking := lacking_space(work_dir, unpacked):
        raise Refused(lacking.code, **lacking.values)


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f}"


def _part(incoming: Incoming, name: str, path: Path) -> Incoming:
    return replace(incoming, path=path, name=f"{incoming.name} › {name}", only=(), part_of=incoming.name)


def _wanted(incoming: Incoming, names: list[str]) -> Callable[[str], bool]:
    """Errors: Refused("no_such_part") when a name was asked for that is not there."""
    missing = [name for name in incoming.only if name not in names]
    if missing:
        raise Refused("no_such_part", wanted=", ".join(missing), found=", ".join(names[:50]))
    return lambda name: not incoming.only or name in incoming.only


def _sheets(archive: zipfile.ZipFile, incoming: Incoming, number: int, work_dir: Path) -> Iterator[FilePlan]:
    book = open_book(archive)
    wanted = _wanted(incoming, [sheet.name for sheet in book.sheets])
    for at, sheet in enumerate(book.sheets):
        if not wanted(sheet.name):
            continue
        path = work_dir / f"part-{number}-{at}.csv"
        part = replace(_part(incoming, sheet.name, path), delimiter=",")
        findings, is_typed = write_sheet(book, sheet, path)
        yield FilePlan(replace(part, findings=findings, is_typed=is_typed))


def _shown_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: Chinese Windows writes GBK and does not say so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            last = error
    return last.object.decode("ascii", "backslashreplace")


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], incoming: Incoming, number: int, work_dir: Path
) -> Iterator[FilePlan]:
    files = [(member, _shown_name(member)) for member in members if not member.is_dir()]
    files = [(member, name) for member, name in files if not name.startswith(_JUNK[0]) and not name.endswith(_JUNK[1])]
    wanted = _wanted(incoming, [name for _, name in files])
    for at, (member, name) in enumerate(files):
        if not wanted(name):
            continue
        path = work_dir / f"part-{number}-{at}.csv"
        part = _part(incoming, name, path)
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _CONTAINERS:
            yield FilePlan(part, refused=Issue("nested"))
            continue
        if stat.S_ISLNK(member.external_attr >> 16) or suffix not in READABLE:
            yield FilePlan(part, refused=Issue("no_member", {"known": ", ".join(READABLE)}))
            continue
        with archive.open(member) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
        yield FilePlan(part)


def _parquet_part(con: duckdb.DuckDBPyConnection, incoming: Incoming, target: Path) -> Incoming:
    """A Parquet file as CSV text, each value as text."""
    try:
        cells = con.execute(statement("parquet_cells", file=quoted(incoming.path))).fetchone()
        if cells and cells[0] and cells[0] > MOST_CELLS:
            raise Refused("too_many_cells", count=f"{cells[0]:,}", most=f"{MOST_CELLS:,}")
        con.execute(statement("parquet_as_text", file=quoted(incoming.path), target=quoted(target)))
        in_texts = con.execute(statement("parquet_text_numbers", file=quoted(incoming.path))).fetchone() or ()
    except duckdb.Error as error:
        raise Refused("damaged_parquet") from error
    return replace(incoming, path=target, delimiter=",", part_of=incoming.name, is_typed=not any(in_texts))


def settled(container: Incoming, plans: list[FilePlan]) -> list[FilePlan]:
    """The plans of a container's parts: what is no table is left out, as long as something is one.

    When nothing is, the container is refused as a whole; a single part says so itself.
    """
    if len(plans) == 1 and plans[0].refused and plans[0].refused.code not in ("no_member", "nested"):
        return plans
    is_table = [plan.refused is None or plan.refused.code not in _NO_TABLE | _UNKNOWN_TABLE for plan in plans]
    left = _NO_TABLE | _UNKNOWN_TABLE if any(is_table) else _NO_TABLE
    settled = [replace(plan, is_left_out=bool(plan.refused and plan.refused.code in left)) for plan in plans]
    if all(plan.is_left_out for plan in settled):
        names = ", ".join(plan.incoming.name.partition(" › ")[2] for plan in plans[:20])
        return [FilePlan(replace(container, findings=()), refused=Issue("no_parts", {"found": names or "–"}))]
    return settled

"""What people write down beside the data: saved views, segments, dated notes, targets; one small file per workspace.

It belongs to no version: an import or an undo changes none of it.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

Kind = Literal["view", "segment", "note", "target"]
LONGEST_TITLE = 80
_SQL = Path(__file__).parent
_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Entry:
    """One thing that was written down.

    owner: '' = for all, else who alone sees it. body: what the kind holds, as plain values.
    """

    entry_id: int
    kind: Kind
    title: str
    body: Mapping[str, Any]
    owner: str
    made_at: datetime
    made_by: str
    is_removed: bool


class NotWritten(ValueError):
    """An entry that cannot be kept or found; the text is a key of the catalogue under notebook."""


class Notebook:
    """The notebook of one workspace. Every call is one transaction; several processes may write."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "notes.sqlite"

    def entries(self, kind: Kind, owner: str = "") -> list[Entry]:
        """What stands, of one kind, oldest first: what is for all and what is the owner's."""
        return self._rows(kind=kind, owner=owner, entry_id=None)

    def entry(self, entry_id: int) -> Entry | None:
        """One entry, also when it was removed; None where there never was one."""
        found = self._rows(kind="", owner="", entry_id=entry_id)
        return found[0] if found else None

    def add(self, kind: Kind, title: str, body: Mapping[str, Any], *, owner: str = "", by: str = "") -> int:
        """Write down an entry; returns its number, which no other entry ever has.

        Errors: NotWritten without a title, or with one that another entry of this kind has.
        """
        title = self._checked(kind, title, owner)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = {"kind": kind, "title": title, "body": json.dumps(body, ensure_ascii=False), "owner": owner}
        return self._write("add", **values, made_at=now, made_by=by).lastrowid or 0

    def remove(self, entry_id: int) -> None:
        """Take an entry away; links that name it say so from then on."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._write("remove", entry_id=entry_id, removed_at=now)

    def _checked(self, kind: Kind, title: str, owner: str) -> str:
        title = " ".join(title.split())[:LONGEST_TITLE]
        if not title:
            raise NotWritten("no_title")
        others = self.entries(kind, owner)
        if kind != "note" and any(each.title.casefold() == title.casefold() for each in others):
            raise NotWritten("title_taken")
        return title

    def _rows(self, **values: Any) -> list[Entry]:
        if not self._path.exists():
            return []
        with closing(self._opened()) as con:
            return [_entry(*row) for row in con.execute(_sql("entries"), values)]

    def _write(self, name: str, **values: Any) -> sqlite3.Cursor:
        with closing(self._opened()) as con, con:
            con.execute(_sql("schema"))
            return con.execute(_sql(name), values)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT_SECONDS)


def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _entry(
    entry_id: int, kind: Kind, title: str, body: str, owner: str, made_at: str, made_by: str, removed_at: str | None
) -> Entry:
    made = datetime.fromisoformat(made_at)
    return Entry(entry_id, kind, title, json.loads(body), owner, made, made_by, removed_at is not None)

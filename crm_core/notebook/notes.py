"""Dated notes: what happened on a day that explains a number. From the page one by one, or many from a CSV."""

import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from crm_core.notebook import LONGEST_TITLE, Entry, Notebook

MOST_NOTES = 1_000


@dataclass(frozen=True)
class Note:
    """What happened on a day."""

    on: date
    text: str
    tag: str = ""
    author: str = ""
    entry_id: int = 0


@dataclass(frozen=True)
class Misread:
    """A line of a file that is no note: its number, the code of the problem (a key under notebook.notes), the value."""

    line: int
    problem: str
    found: str


def notes(notebook: Notebook) -> tuple[Note, ...]:
    """All notes that stand, earliest first."""
    return tuple(sorted(map(_note, notebook.entries("note")), key=lambda note: (note.on, note.entry_id)))


def marks(notebook: Notebook) -> tuple[tuple[date, str], ...]:
    """What charts over time say of the notes: the day, and text and tag."""
    return tuple((note.on, " · ".join(filter(None, (note.text, note.tag)))) for note in notes(notebook))


def _note(entry: Entry) -> Note:
    body = entry.body
    return Note(date.fromisoformat(body["on"]), entry.title, body.get("tag", ""), entry.made_by, entry.entry_id)


def write(notebook: Notebook, note: Note) -> int:
    """Write a note down. Errors: NotWritten without a text."""
    return notebook.add("note", note.text, {"on": note.on.isoformat(), "tag": note.tag.strip()}, by=note.author.strip())


def notes_of_csv(content: bytes) -> tuple[list[Note], list[Misread]]:
    """The notes of a CSV file with a column for the day and one for the text; tag and author may be there too.

    UTF-8 or GB18030; separated by comma, semicolon or tab.
    """
    text = _text(content)
    if text is None:
        return [], [Misread(1, "unknown_encoding", "")]
    lines = text.splitlines()
    first = lines[0] if lines else ""
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    places = _places(rows[0] if rows else [])
    if "on" not in places or "text" not in places:
        return [], [Misread(1, "no_columns", first[:80])]
    found: list[Note] = []
    misread: list[Misread] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
        on = _day(cells["on"])
        if on is None:
            misread.append(Misread(number, "bad_day", cells["on"][:40]))
        elif not cells["text"]:
            misread.append(Misread(number, "no_text", ""))
        else:
            found.append(Note(on, cells["text"][:LONGEST_TITLE], cells.get("tag", ""), cells.get("author", "")))
    if len(found) > MOST_NOTES:
        return [], [Misread(1, "too_many", str(len(found)))]
    return found, misread


@cache
def _forms() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("notes.toml").read_text("utf-8"))


def _text(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _places(header: Iterable[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in header]
    found = {}
    for name, known in _forms()["headers"].items():
        at = next((names.index(each) for each in known if each in names), None)
        if at is not None:
            found[name] = at
    return found


def _day(text: str) -> date | None:
    for form in _forms()["day_forms"]:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return day if 1900 <= day.year <= 2200 else None
    return None

"""The folder of a workspace: open it, commit a version, serve it, keep so many of them.

A version is published when its snapshot is committed in the lake and its serving file stands. Whatever
happens in between, the folder holds the whole old version or the whole new one; opening finishes the rest.
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from crm_core.engines.duckdb import Connection, open_lake, run
from crm_core.ingest import Child, Limits
from crm_core.lake import keeping, rows
from crm_core.lake.reader import Reader
from crm_core.marts.build import build, build_apart, served_versions, serving_path, sweep

Progress = Callable[[float, str], None]
Change = Callable[[Connection, int], None]
SERVING_FILES_KEPT = 5  # older ones are built again when a pinned link asks for them
VERSIONS_KEPT = 30
WORK_KEPT_SECONDS = 24 * 3600  # nobody looks at a planned import for longer; a crash left it behind
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Version:
    """One state of the store."""

    version: int
    created_at: datetime
    author: str
    message: str


class NotInStore(LookupError):
    """A version or batch that the workspace does not have; the text says what there is."""


class StoreFailed(RuntimeError):
    """The store could not be written or prepared: no space, no memory, a damaged file. The text says what holds now."""


@contextmanager
def failing_plainly(what: str) -> Iterator[None]:
    """Turn an error of the engine into a StoreFailed that says what could not be done."""
    try:
        yield
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        raise StoreFailed(
            f"{what}: {reason}. Nothing was changed; see that there is space, then try again."
        ) from problem


def versions_to_keep(asked: int | None) -> int:
    """How many versions stay: what is asked for, else ZHIKE_VERSIONS_KEPT, else 30.

    Errors: ValueError for less than one.
    """
    found = asked if asked is not None else os.environ.get("ZHIKE_VERSIONS_KEPT") or VERSIONS_KEPT
    if not str(found).isascii() or not str(found).isdigit() or int(found) < 1:
        raise ValueError(f"ZHIKE_VERSIONS_KEPT is {found}; expected a whole number from 1 up. Set it, or leave it out.")
    return int(found)


class Store:
    """One folder of data: catalogue, Parquet files, serving files. One writer at a time; readers never wait."""

    def __init__(self, folder: Path | str, *, short_lived: bool = False, versions_kept: int | None = None) -> None:
        """short_lived: a command line's process. It keeps its reading child and builds here, since all ends with it;
        a server gives the memory of both back.
        """
        self._short_lived = short_lived
        self._child = Child(Limits()) if short_lived else None
        self._versions_kept = versions_to_keep(versions_kept)
        self.folder = Path(folder).resolve()
        for part in ("lake", "serving", "work"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        self._readers: dict[int, Reader] = {}
        self._readers_lock = threading.Lock()
        self._lake: Connection | None = None
        self._lake_lock = threading.Lock()
        self.lock = FileLock(self.folder / "writer.lock")
        # Whoever holds the lock is writing and finishes its own version; a reader does not wait for it.
        with suppress(Timeout), self.lock.acquire(timeout=0):
            self._finish_what_was_left()

    def _open(self) -> Connection:
        """The store, opened once and ready for values: what the engine loads for both takes longer than most questions.

        The first bound value of a process has the engine import pandas, a third of a second.
        """
        with self._lake_lock:
            if self._lake is None:
                self._lake = open_lake(self.folder)
                run(self._lake, "select $ready", ready=True)
            return self._lake

    # Reading

    def latest(self) -> int | None:
        """The newest published version, or None for an empty workspace."""
        return max(served_versions(self.folder), default=None)

    def reader(self, version: int | None = None) -> Reader:
        """A reader of one version (default: the newest).

        Errors: NotInStore when the workspace is empty, never had that version, or no longer keeps it; StoreFailed
            when it is kept but cannot be prepared for reading.
        """
        wanted = version if version is not None else self.latest()
        if wanted is None:
            raise NotInStore("The workspace is empty. Import a file, or load the sample company.")
        with self._readers_lock:
            found = self._readers.get(wanted)
            if (found is None or found.is_resting) and wanted not in served_versions(self.folder):
                self._serve_again(wanted)
            if found is None:
                found = self._readers[wanted] = Reader(serving_path(self.folder, wanted), wanted)
            return found

    def rest(self, seconds: float, from_bytes: int) -> None:
        """Give back the memory of readers of large versions that were asked nothing for so long."""
        for reader in list(self._readers.values()):
            reader.rest(seconds, from_bytes)

    def versions(self) -> list[Version]:
        """The versions that are kept, oldest first."""
        return [Version(*row) for row in self._lake_rows("snapshots")]

    # Inside

    def _publish(self, change: Change, by: str, message: str, progress: Progress) -> int:
        version = self._commit(change, by, message)
        progress(0.65, "")
        try:
            self._finish_publishing()
        except (StoreFailed, RuntimeError, OSError) as problem:
            raise StoreFailed(
                f"{problem} The change is stored as version {version}; what was shown before is still shown. "
                "It is prepared when Zhike is opened again: see that there is space and memory."
            ) from problem
        progress(1.0, "")
        return version

    def _commit(self, change: Change, by: str, message: str) -> int:
        version = self._newest_snapshot() + 1
        with failing_plainly("The store could not be written"), closing(self._open().cursor()) as con:
            con.execute("begin")
            rows.create_books(con, is_new=version == 1)
            self._note_totals(con)
            change(con, version)
            run(con, "call lake.set_commit_message($by, $message)", by=by, message=message)
            con.execute("commit")
        return version

    def _note_totals(self, con: Connection) -> None:
        """What the version before amounts to goes into the books: its serving file will not be kept."""
        before = self.latest()
        if before is not None:
            for total in self.reader(before).totals(before):
                run(con, rows.sql("note_totals"), **total)

    def _finish_publishing(self) -> None:
        """Build the newest version's serving file where it is missing; drop what is no longer needed."""
        newest = self._newest_snapshot()
        if newest and newest not in served_versions(self.folder):
            if self._short_lived:
                with failing_plainly(f"Version {newest} could not be prepared for reading"):
                    build(self.folder, newest, self._open())
            else:
                build_apart(self.folder, newest)
        self._tidy()

    def _finish_what_was_left(self) -> None:
        """At opening. What is served already stays readable when, say, the disk is full; with nothing it fails."""
        try:
            self._finish_publishing()
        except (StoreFailed, RuntimeError, OSError) as problem:
            if self.latest() is None:
                raise
            _log.warning("the newest version is not served yet: %s", problem)

    def _tidy(self) -> None:
        """Give back what old versions and crashes left. The version stands already: a failure waits for next time."""
        try:
            if self._newest_snapshot():
                with closing(self._open().cursor()) as con:
                    for version in keeping.expire(con, self._versions_kept):
                        self._forget(version)
                    keeping.sweep_orphans(con, self.folder)
        except (duckdb.Error, StoreFailed, OSError) as problem:
            _log.warning("old versions could not be removed: %s", problem)
        sweep(self.folder, min(SERVING_FILES_KEPT, self._versions_kept))
        long_ago = time.time() - WORK_KEPT_SECONDS
        for left in (self.folder / "work").iterdir():
            if left.stat().st_mtime < long_ago:
                shutil.rmtree(left, ignore_errors=True)

    def _forget(self, version: int) -> None:
        """Serve an expired version no longer; a question under way still ends well."""
        self._readers.pop(version, None)
        serving_path(self.folder, version).unlink(missing_ok=True)

    def _serve_again(self, version: int) -> None:
        kept = [each.version for each in self.versions()]
        if version not in kept:
            raise NotInStore(_not_kept(version, kept))
        with self.lock:
            try:
                build_apart(self.folder, version)
            except RuntimeError as problem:
                raise StoreFailed(f"{problem} See that there is space and memory, then ask again.") from problem

    def _newest_snapshot(self) -> int:
        return max((int(row[0]) for row in self._lake_rows("snapshots")), default=0)

    def _oldest_snapshot(self) -> int:
        return min((int(row[0]) for row in self._lake_rows("snapshots")), default=0)

    def _lake_rows(self, name: str) -> list[tuple[Any, ...]]:
        if not (self.folder / "catalog.sqlite").exists():
            return []
        with failing_plainly("The store could not be read"), closing(self._open().cursor()) as con:
            return con.execute(rows.sql(name)).fetchall()

    def _book_rows(self, name: str) -> list[tuple[Any, ...]]:
        """Rows of the store's own books; none before the first version, which creates them."""
        if not (self.folder / "catalog.sqlite").exists():
            return []
        with failing_plainly("The store could not be read"), closing(self._open().cursor()) as con:
            has_books = con.execute(rows.sql("snapshots")).fetchone() is not None
            return con.execute(rows.sql(name)).fetchall() if has_books else []


def _not_kept(version: int, kept: list[int]) -> str:
    if not kept or not 1 <= version <= kept[-1]:
        return f"Version {version} was asked for; versions {_first(kept)} to {_last(kept)} exist. Choose one of these."
    return (
        f"Version {version} is no longer kept: only the newest {len(kept)} versions are, {kept[0]} to {kept[-1]}. "
        "Choose one of these; to keep more from now on, set ZHIKE_VERSIONS_KEPT."
    )


def _first(kept: list[int]) -> int:
    return kept[0] if kept else 0


def _last(kept: list[int]) -> int:
    return kept[-1] if kept else 0

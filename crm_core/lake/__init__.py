"""The store: a workspace is one folder, one import is one version, and any import can be undone.

A version is published when its snapshot is committed in the lake and its serving file stands.
Whatever happens in between, the folder holds the whole old version or the whole new one;
opening the workspace finishes what a crash left half done.
"""

import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from crm_core import ingest
from crm_core.engines.duckdb import Connection, open_lake, run
from crm_core.ingest.contract import DateOrder
from crm_core.lake import rows
from crm_core.lake.imported import Imported, ImportedFile, account
from crm_core.lake.reader import Reader
from crm_core.marts.build import build, build_apart, served_versions, serving_path, sweep
from crm_core.schema import Table, tables

Progress = Callable[[float, str], None]
SAMPLE_COMPANY = Path(__file__).parents[2] / "data" / "demo"
SERVING_FILES_KEPT = 5  # older ones are built again when a pinned link asks for them
WORK_KEPT_SECONDS = 24 * 3600  # nobody looks at a planned import for longer; a crash left it behind


def _silent(_share: float, _file: str) -> None:
    pass


@dataclass(frozen=True)
class Version:
    """One state of the store."""

    version: int
    created_at: datetime
    author: str
    message: str


@dataclass(frozen=True)
class Planned:
    """Files looked at but not loaded: what each is taken for. Discard it, or hand it to load()."""

    work_dir: Path
    plans: tuple[ingest.FilePlan, ...]

    def discard(self) -> None:
        """Give the space of the looked-at files back."""
        shutil.rmtree(self.work_dir, ignore_errors=True)


class NotInStore(LookupError):
    """A version or batch that the workspace does not have; the text says what there is."""


class Workspace:
    """One folder of data: catalogue, Parquet files, serving files. One writer at a time; readers never wait."""

    def __init__(self, folder: Path | str, *, builds_apart: bool = True) -> None:
        """builds_apart: a server gives the memory of a build back; a command line's ends with it anyway."""
        self._builds_apart = builds_apart
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
            self._finish_publishing()

    def _open(self) -> Connection:
        """The store, opened once: loading the extensions takes longer than most of what is asked of it."""
        with self._lake_lock:
            if self._lake is None:
                self._lake = open_lake(self.folder)
            return self._lake

    # Reading

    def latest(self) -> int | None:
        """The newest published version, or None for an empty workspace."""
        return max(served_versions(self.folder), default=None)

    def reader(self, version: int | None = None) -> Reader:
        """A reader of one version (default: the newest).

        Errors: NotInStore when the workspace is empty or never had that version.
        """
        wanted = version if version is not None else self.latest()
        if wanted is None:
            raise NotInStore("The workspace is empty. Import a file, or load the sample company.")
        with self._readers_lock:
            if wanted not in self._readers:
                if wanted not in served_versions(self.folder):
                    self._serve_again(wanted)
                self._readers[wanted] = Reader(serving_path(self.folder, wanted), wanted)
            return self._readers[wanted]

    def versions(self) -> list[Version]:
        """All versions, oldest first."""
        return [Version(*row) for row in self._lake_rows("snapshots")]

    # Writing

    def plan(
        self,
        files: Sequence[ingest.Incoming],
        *,
        table: str | None = None,
        given: dict[str, str] | None = None,
        date_order: DateOrder | None = None,
    ) -> Planned:
        """Look at files without loading them: encoding, table, columns, guesses, or why a file is refused."""
        work_dir = self.folder / "work" / uuid.uuid4().hex
        work_dir.mkdir()
        live = self._live_batches()
        remembered = {b["signature"]: _mapping(b["mapping"]) for b in live if b["mapping"]}
        with ThreadPoolExecutor(1) as beside:
            beside.submit(self._open)  # takes as long as reading a small file, which another process does
            plans = ingest.plan(files, work_dir, remembered=remembered, table=table, given=given, date_order=date_order)
        seen = {b["sha256"]: b["file"] for b in live if not b["is_sample"]}
        marked = []
        for plan in plans:
            if plan.refused is None and plan.sha256 in seen:
                plan = replace(plan, refused=ingest.Issue("already_imported", {"file": seen[plan.sha256]}, "refused"))
            seen.setdefault(plan.sha256, plan.incoming.name)
            marked.append(plan)
        return Planned(work_dir, tuple(marked))

    def load(self, planned: Planned, *, by: str = "", progress: Progress = _silent) -> Imported:
        """Import the planned files as one new version, all of them or none; the sample company leaves with it.

        Errors: ingest.ImportRefused when a file cannot be read or has no table; nothing is published then.
        """
        with self.lock:
            known = self._known_extras()
            sample = [b["batch_id"] for b in self._live_batches() if b["is_sample"]]
            loaded = ingest.load(
                list(planned.plans),
                planned.work_dir,
                first_batch_id=self._next_batch_id(),
                known_extras=known,
                held=self._held_columns(),
                progress=lambda share, file: progress(0.6 * share, file),
            )
            files: list[ImportedFile] = []

            def change(con: Connection, version: int) -> None:
                if sample:
                    rows.remove(con, sample, version)
                rows.name_extras(con, loaded.extras, known)
                replaced = {name: self._add(con, tables()[name], path) for name, path in loaded.parquet.items()}
                if loaded.rejected is not None:
                    run(con, rows.sql("add_rejected"), path=str(loaded.rejected))
                for file in loaded.files:
                    count = replaced.get(file.table, {}).get(file.batch_id, 0)
                    files.append(account(file, count))
                    run(con, rows.sql("insert_batch"), **rows.batch_row(file, count, version, by))

            version = self._publish(change, by, f"import of {len(loaded.files)} file(s)", progress)
            planned.discard()
            return Imported(version, tuple(files))

    def load_sample(self, folder: Path, *, by: str = "", progress: Progress = _silent) -> int:
        """Put the sample company's Parquet files into an empty workspace; they leave with the first real import.

        Errors: ValueError when something was imported already.
        """
        with self.lock:
            if self._live_batches():
                raise ValueError("The workspace holds data already; the sample company belongs into an empty one.")
            first = self._next_batch_id()

            def change(con: Connection, version: int) -> None:
                for batch_id, name in enumerate(tables(), first):
                    row_count = rows.insert_sample(con, name, folder / f"{name}.parquet", batch_id)
                    run(con, rows.sql("insert_batch"), **rows.sample_row(batch_id, name, row_count, version, by))

            return self._publish(change, by, "sample company", progress)

    def undo(self, batch_ids: Sequence[int], *, by: str = "", progress: Progress = _silent) -> int:
        """Take batches out again as a new version; rows that they had replaced come back.

        When nothing imported is left, the sample company that the first import had replaced comes back.
        Errors: NotInStore for a batch that does not stand.
        """
        with self.lock:
            live = {b["batch_id"]: b["version"] for b in self._live_batches()}
            unknown = sorted(set(batch_ids) - set(live))
            if unknown or not batch_ids:
                raise NotInStore(
                    f"Batch {unknown[:1] or 'none'} was asked for; batches {sorted(live)} stand. Choose one of these."
                )
            newest = max(live[batch_id] for batch_id in batch_ids)
            left = [batch_id for batch_id in live if batch_id not in set(batch_ids)]

            def change(con: Connection, version: int) -> None:
                rows.keep_removed_keys(con, list(batch_ids))
                rows.remove(con, list(batch_ids), version)
                for made in sorted({live[batch_id] for batch_id in left if live[batch_id] < newest}, reverse=True):
                    rows.restore_replaced(con, [batch_id for batch_id in left if live[batch_id] == made], made)
                if not left:
                    rows.revive_sample(con)

            return self._publish(change, by, "undo of batch " + ", ".join(map(str, sorted(batch_ids))), progress)

    def batches_of(self, version: int) -> list[int]:
        """The batches that still stand of the import that made a version."""
        return [b["batch_id"] for b in self._live_batches() if b["version"] == version]

    # Inside

    def _add(self, con: Connection, table: Table, parquet: Path) -> dict[int, int]:
        """Put a Parquet file into the lake without rewriting it; rows with the same key give way to it."""
        rows.add_columns(con, table.name, parquet)
        key = table.key[0]
        counted = run(con, rows.sql("count_replaced", table=table.name, key=key), path=str(parquet)).fetchall()
        if counted:
            run(con, rows.sql("delete_replaced", table=table.name, key=key), path=str(parquet))
        # In the table's own folder the catalogue keeps the path relative, so a workspace can be moved.
        kept = self.folder / "lake" / "main" / table.name / f"{uuid.uuid4().hex}.parquet"
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.replace(parquet, kept)
        run(con, rows.sql("adopt_file"), table=table.name, path=str(kept))
        return dict(counted)

    def _publish(self, change: Callable[[Connection, int], None], by: str, message: str, progress: Progress) -> int:
        version = self._newest_snapshot() + 1
        with closing(self._open().cursor()) as con:
            con.execute("begin")
            if version == 1:
                rows.create_tables(con)
            change(con, version)
            run(con, "call lake.set_commit_message($by, $message)", by=by, message=message)
            con.execute("commit")
        progress(0.65, "")
        self._finish_publishing()
        progress(1.0, "")
        return version

    def _finish_publishing(self) -> None:
        """Build the newest version's serving file where it is missing; drop work that a crash left behind."""
        newest = self._newest_snapshot()
        if newest and newest not in served_versions(self.folder):
            if self._builds_apart:
                build_apart(self.folder, newest)
            else:
                build(self.folder, newest, self._open())
        sweep(self.folder, SERVING_FILES_KEPT)
        long_ago = time.time() - WORK_KEPT_SECONDS
        for left in (self.folder / "work").iterdir():
            if left.stat().st_mtime < long_ago:
                shutil.rmtree(left, ignore_errors=True)

    def _serve_again(self, version: int) -> None:
        newest = self._newest_snapshot()
        if not 1 <= version <= newest:
            raise NotInStore(f"Version {version} was asked for; versions 1 to {newest} exist. Choose one of these.")
        with self.lock:
            build_apart(self.folder, version)

    def _newest_snapshot(self) -> int:
        return max((int(row[0]) for row in self._lake_rows("snapshots")), default=0)

    def _lake_rows(self, name: str) -> list[tuple[Any, ...]]:
        if not (self.folder / "catalog.sqlite").exists():
            return []
        with closing(self._open().cursor()) as con:
            return con.execute(rows.sql(name)).fetchall()

    def _book_rows(self, name: str) -> list[tuple[Any, ...]]:
        """Rows of the store's own books; none before the first version, which creates them."""
        if not (self.folder / "catalog.sqlite").exists():
            return []
        with closing(self._open().cursor()) as con:
            has_books = con.execute(rows.sql("snapshots")).fetchone() is not None
            return con.execute(rows.sql(name)).fetchall() if has_books else []

    def _live_batches(self) -> list[dict[str, Any]]:
        names = ("batch_id", "version", "file", "sha256", "table_name", "signature", "mapping", "is_sample")
        return [dict(zip(names, row, strict=True)) for row in self._book_rows("live_batches")]

    def _next_batch_id(self) -> int:
        return next((int(row[0]) for row in self._book_rows("next_batch_id")), 1)

    def _held_columns(self) -> dict[str, list[str]]:
        if self._newest_snapshot() == 0:
            return {name: [] for name in tables()}
        with closing(self._open().cursor()) as con:
            return {name: rows.held_columns(con, name) for name in tables()}

    def _known_extras(self) -> dict[str, dict[str, str]]:
        known: dict[str, dict[str, str]] = {name: {} for name in tables()}
        for table, column, header in self._book_rows("known_extras"):
            known[table][header] = column
        return known


def _mapping(text: str) -> ingest.Mapping:
    raw = json.loads(text)
    return ingest.Mapping(raw["table"], tuple(raw["columns"]), raw["date_order"])

"""The store: a workspace is one folder, one import is one version, and any import can be undone.

Workspace is what the rest of the product sees; store.py holds what it stands on.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crm_core import ingest
from crm_core.engines.duckdb import Connection, run
from crm_core.ingest.contract import DateOrder, mapping_from_plain
from crm_core.lake import adding, keeping, removing, rows
from crm_core.lake.adding import HOWS, How
from crm_core.lake.imported import Imported, ImportedFile, account
from crm_core.lake.store import NotInStore, Progress, Store, StoreFailed, Version, failing_plainly
from crm_core.lake.verifying import Verified, verify
from crm_core.schema import tables

__all__ = [
    "HOWS", "SAMPLE_COMPANY", "How", "NotInStore", "Planned", "Progress", "StoreFailed", "Verified", "Version",
    "Workspace",
]  # fmt: skip

SAMPLE_COMPANY = Path(__file__).parents[2] / "data" / "demo"


def _silent(_share: float, _file: str) -> None:
    pass


@dataclass(frozen=True)
class Planned:
    """Files looked at but not loaded: what each is taken for. Discard it, or hand it to load()."""

    work_dir: Path
    plans: tuple[ingest.FilePlan, ...]

    def discard(self) -> None:
        """Give the space of the looked-at files back."""
        shutil.rmtree(self.work_dir, ignore_errors=True)


class Workspace(Store):
    """One folder of data that takes imports, undoes them, and answers for each version."""

    def plan(
        self,
        files: Sequence[ingest.Incoming],
        *,
        table: str | None = None,
        given: dict[str, str] | None = None,
        date_order: DateOrder | None = None,
        scales: Mapping[str, Sequence[float]] | None = None,
        decimals: Mapping[str, str] | None = None,
    ) -> Planned:
        """Look at files without loading them: encoding, table, columns, guesses, or why a file is refused."""
        work_dir = self.folder / "work" / uuid.uuid4().hex
        work_dir.mkdir()
        live = self._live_batches()
        remembered = _remembered(live)
        with ThreadPoolExecutor(1) as beside:
            beside.submit(self._open)  # takes as long as reading a small file, which another process does
            plans = ingest.plan(
                files, work_dir, remembered=remembered, table=table, given=given, date_order=date_order,
                scales=scales, decimals=decimals, child=self._child,
            )  # fmt: skip
        if not table and not given:
            plans = ingest.joined(plans, work_dir, remembered=remembered, child=self._child)
        return Planned(work_dir, _marked(plans, live))

    def plan_together(self, planned: Planned, later: Planned) -> Planned:
        """The files of two drops, where the orders may have come in one and their lines in the other.

        Shape:  the plans of both, in the first's folder; the later's folder is still to be discarded.
        """
        live = self._live_batches()
        plans = [*planned.plans, *later.plans]
        plans = ingest.joined(plans, later.work_dir, remembered=_remembered(live), child=self._child)
        return replace(planned, plans=_marked(plans, live))

    def load(
        self, planned: Planned, *, how: How = "replace_by_key", by: str = "", progress: Progress = _silent
    ) -> Imported:
        """Import the planned files as one new version, all of them or none; the sample company leaves with it.

        how: replace_by_key: earlier rows with the same key give way; append: all rows are added; replace_table: all
            earlier rows of the tables that the import brings give way. Whatever gave way comes back with undo.
        Errors: ingest.ImportRefused when a file cannot be read, has no table, or may not be appended; StoreFailed when
            there is no space. Nothing is published then, and the space comes back.
        """
        if how not in HOWS:
            raise ValueError(f"{how} is no way to load; expected one of {', '.join(HOWS)}. Choose one of these.")
        with self.lock:
            known = self._known_extras()
            with _giving_space_back(planned):
                loaded = ingest.load(
                    list(planned.plans),
                    planned.work_dir,
                    first_batch_id=self._next_batch_id(),
                    known_extras=known,
                    held=self._held_columns(),
                    progress=lambda share, file: progress(0.6 * share, file),
                    child=self._child,
                )
                adding.refuse_empty(loaded.files)
                adding.check_space(self.folder, list(loaded.parquet.values()))
                version, files = self._store(loaded, known, how, by)
            progress(0.65, "")
            try:
                self._finish_publishing()
            except (StoreFailed, OSError, RuntimeError) as problem:
                self._take_back(version, by, problem)
            planned.discard()
            progress(1.0, "")
            return Imported(version, files)

    def load_sample(self, folder: Path, *, by: str = "", progress: Progress = _silent) -> int:
        """Put the sample company's Parquet files into an empty workspace; they leave with the first real import.

        Errors: ValueError when something was imported already.
        """
        with self.lock:
            if self._live_batches():
                raise ValueError("The workspace holds data already; the sample company belongs into an empty one.")
            first = self._next_batch_id()
            change: Callable[[Connection, int], None] = lambda con, version: adding.add_sample(  # noqa: E731
                con, folder, first, version, by
            )
            return self._publish(change, by, "sample company", progress)

    def undo(self, batch_ids: Sequence[int], *, by: str = "", progress: Progress = _silent) -> int:
        """Take batches out again as a new version; rows that they had replaced come back.

        When nothing imported is left, the sample company that the first import had replaced comes back.
        Errors: NotInStore for a batch that does not stand, or one whose replaced rows are no longer kept.
        """
        with self.lock:
            change = self._undoing(batch_ids)
            return self._publish(change, by, "undo of batch " + ", ".join(map(str, sorted(batch_ids))), progress)

    def batches_of(self, version: int) -> list[int]:
        """The batches that still stand of the import that made a version."""
        return [b["batch_id"] for b in self._live_batches() if b["version"] == version]

    def verify(self, version: int | None = None) -> Verified:
        """Count and sum a version (default: the newest) again: files, rows per batch, what is served.

        Errors: NotInStore when the version is not kept.
        """
        reader = self.reader(version)
        if reader.version not in [each.version for each in self.versions()]:
            self._serve_again(reader.version)  # says which versions are kept
        with closing(self._open().cursor()) as con:
            return verify(con, self.folder, reader)

    # Inside

    def _store(
        self, loaded: ingest.Loaded, known: dict[str, dict[str, str]], how: How, by: str
    ) -> tuple[int, tuple[ImportedFile, ...]]:
        """Commit an import. When that fails, files that were moved into the lake are removed again."""
        files: list[ImportedFile] = []
        moved: list[Path] = []
        sample = [b["batch_id"] for b in self._live_batches() if b["is_sample"]]
        before = self._newest_snapshot()

        def change(con: Connection, version: int) -> None:
            if sample:
                rows.remove(con, sample, version)
            rows.name_extras(con, loaded.extras, known)
            replaced: dict[int, int] = {}
            for name, parquet in loaded.parquet.items():
                arriving = [file for file in loaded.files if file.table == name]
                replaced |= adding.give_way(con, tables()[name], parquet, arriving, how, version)
                moved.append(adding.adopt(con, self.folder, name, parquet, sums[name].result()))
            if loaded.rejected is not None:
                run(con, rows.sql("add_rejected"), path=str(loaded.rejected))
            for file in loaded.files:
                count = replaced.get(file.batch_id, 0)
                files.append(account(file, count))
                run(con, rows.sql("insert_batch"), **rows.batch_row(file, count, version, by, how))

        with ThreadPoolExecutor(1) as beside:  # sums files while the engine looks for rows to replace
            sums = {name: beside.submit(adding.checksum, path) for name, path in loaded.parquet.items()}
            try:
                version = self._commit(change, by, f"import of {len(loaded.files)} file(s)")
            except BaseException:
                # Files that a commit names stay, whatever failed after it.
                with suppress(StoreFailed):
                    if self._newest_snapshot() == before:
                        adding.drop(moved)
                raise
        return version, tuple(files)

    def _undoing(self, batch_ids: Sequence[int]) -> Callable[[Connection, int], None]:
        """The change that takes batches out again. Call it under the lock."""
        live = {b["batch_id"]: b for b in self._live_batches()}
        unknown = sorted(set(batch_ids) - set(live))
        if unknown or not batch_ids:
            raise NotInStore(
                f"Batch {unknown[:1] or 'none'} was asked for; batches {sorted(live)} stand. Choose one of these."
            )
        oldest = self._oldest_snapshot()
        with failing_plainly("The store could not be read"), closing(self._open().cursor()) as con:
            needed = removing.needed_version(con, list(batch_ids))
        if needed is not None and needed < oldest:
            raise NotInStore(
                f"The rows that batch {sorted(batch_ids)[0]} replaced were in version {needed}; the oldest kept is "
                f"version {oldest}. Import the earlier file again instead, or replace the table."
            )
        return lambda con, version: removing.undo(con, list(live.values()), list(batch_ids), version, oldest)

    def _take_back(self, version: int, by: str, problem: Exception) -> None:
        """Undo an import that is stored but cannot be served, so that nothing is changed and its space comes back.

        Errors: StoreFailed, always.
        """
        stored = f"{problem} The import is stored as version {version}; the version before it is still shown."
        with suppress(StoreFailed, NotInStore, OSError):
            self._commit(self._undoing(self.batches_of(version)), by, f"version {version} taken back")
            stored = f"{problem} The import was taken back; the data are as before. See that there is space and memory."
            with failing_plainly("Its space was not given back"), closing(self._open().cursor()) as con:
                keeping.expire(con, self._versions_kept, also=(version,))
        raise StoreFailed(stored) from problem

    def _live_batches(self) -> list[dict[str, Any]]:
        if not self._newest_snapshot():
            return []
        with failing_plainly("The store could not be read"), closing(self._open().cursor()) as con:
            found = con.execute(rows.sql("live_batches"))
            names = [column[0] for column in found.description or ()]
            return [{"how": None, **dict(zip(names, row, strict=True))} for row in found.fetchall()]

    def _next_batch_id(self) -> int:
        return next((int(row[0]) for row in self._book_rows("next_batch_id")), 1)

    def _held_columns(self) -> dict[str, list[str]]:
        if self._newest_snapshot() == 0:
            return {name: [] for name in tables()}
        with failing_plainly("The store could not be read"), closing(self._open().cursor()) as con:
            return rows.held_columns(con)

    def _known_extras(self) -> dict[str, dict[str, str]]:
        known: dict[str, dict[str, str]] = {name: {} for name in tables()}
        for table, column, header in self._book_rows("known_extras"):
            known[table][header] = column
        return known


@contextmanager
def _giving_space_back(planned: Planned) -> Iterator[None]:
    """When an import fails, its half-made files go. Refused files stay as planned, to be loaded another way."""
    try:
        yield
    except ingest.ImportRefused:
        adding.drop(planned.work_dir.glob("*.parquet"))
        raise
    except BaseException:
        planned.discard()
        raise


def _remembered(live: Sequence[Mapping[str, Any]]) -> dict[str, ingest.Mapping]:
    """The mappings of what was loaded, by the signature of its header."""
    return {b["signature"]: _mapping(b["mapping"]) for b in live if b["mapping"]}


def _marked(plans: Sequence[ingest.FilePlan], live: Sequence[Mapping[str, Any]]) -> tuple[ingest.FilePlan, ...]:
    """The plans; one whose content was imported already, or stands before it, is refused for that."""
    seen = {b["sha256"]: b["file"] for b in live if not b["is_sample"]}
    marked = []
    for plan in plans:
        if plan.refused is None and plan.sha256 in seen:
            plan = replace(plan, refused=ingest.Issue("already_imported", {"file": seen[plan.sha256]}))
        seen.setdefault(plan.sha256, plan.incoming.name)
        marked.append(plan)
    return tuple(marked)


def _mapping(text: str) -> ingest.Mapping:
    return mapping_from_plain(json.loads(text))

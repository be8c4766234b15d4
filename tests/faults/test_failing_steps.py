"""Every statement and every renaming of an import fails once: the old or the new version, whole."""

import os
import pathlib
import shutil

import duckdb
import pytest
from whole import assert_whole, opened, orders_file, worth

import crm_core.lake
from crm_core.ingest import Incoming
from crm_core.lake import StoreFailed


class Countdown:
    """Lets so many steps pass, then fails once."""

    def __init__(self):
        self.left, self.passed = -1, 0

    def step(self):
        self.passed += 1
        self.left -= 1
        if self.left == 0:
            raise duckdb.IOException("IO Error: No space left on device")


class Failing:
    """A connection whose statements count down."""

    def __init__(self, con, countdown):
        self._con, self._countdown = con, countdown

    def cursor(self):
        return Failing(self._con.cursor(), self._countdown)

    def execute(self, *args):
        if args[0] not in ("rollback", "use memory") and not args[0].startswith("detach"):
            self._countdown.step()
        return self._con.execute(*args)

    def __getattr__(self, name):
        return getattr(self._con, name)


@pytest.fixture
def workspace(tmp_path, first_import):
    return opened(first_import(tmp_path / "ws"))


@pytest.fixture
def read_once(workspace, tmp_path, monkeypatch):
    """The second file, read by the child one time only: the store's side is what fails here."""
    planned = workspace.plan([Incoming(orders_file(tmp_path, 2), "file2.csv")])
    loaded = crm_core.lake.ingest.load(
        list(planned.plans), planned.work_dir, first_batch_id=2, held=workspace._held_columns()
    )
    kept = shutil.copytree(planned.work_dir, tmp_path / "kept")

    def again(*_, **__):
        shutil.copytree(kept, planned.work_dir, dirs_exist_ok=True)
        return loaded

    monkeypatch.setattr(crm_core.lake.ingest, "load", again)
    monkeypatch.setattr(workspace, "_next_batch_id", lambda: 2)
    return planned


def test_a_statement_that_fails_leaves_the_old_version(workspace, read_once, monkeypatch):
    countdown, con = Countdown(), workspace._open()
    monkeypatch.setattr(workspace, "_open", lambda: Failing(con, countdown))
    failed_at, state = 0, worth([1])
    while state == worth([1]):
        # Statements of the commit one by one; of the build, which are many and alike, some.
        failed_at += 1 if failed_at < 30 else 14
        countdown.left, countdown.passed = failed_at, 0
        try:
            workspace.load(read_once)
        except StoreFailed as failure:
            assert "No space left" in str(failure)
        countdown.left = -1
        state = assert_whole(workspace, worth([1]), worth([1, 2]))
        orders = (workspace.folder / "lake" / "main" / "transactions").rglob("*.parquet")  # the books have their own
        assert len(list(orders)) == (1 if state == worth([1]) else 2)
    assert failed_at > 30
    assert_whole(opened(workspace.folder), worth([1, 2]))


@pytest.mark.parametrize("failing", ["replace", "rename"])
def test_a_renaming_that_fails_leaves_the_old_version(workspace, read_once, monkeypatch, failing):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if failing == "replace" else pathlib.Path, failing, fails)
    with pytest.raises((OSError, StoreFailed)):
        workspace.load(read_once)
    assert_whole(workspace, worth([1]))
    monkeypatch.undo()
    assert_whole(opened(workspace.folder), worth([1]))

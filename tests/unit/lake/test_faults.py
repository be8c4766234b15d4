"""A crash at any place leaves the whole old or the whole new version; writers wait, readers do not."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import crm_core.lake.store
from crm_core.engines.duckdb import run
from crm_core.lake import Workspace
from crm_core.marts.build import build_apart, serving_path

ROOT = Path(__file__).parents[3]
MANY_LINES = """
insert into lake.transactions by name
select
    2 as batch_id,
    'o' || range as order_id,
    'c' || range % 1000 as customer_id,
    timestamp '2024-01-01' + to_hours(range % 5000) as order_at,
    range % 97 + 1 as amount,
from range(400000)
"""


@pytest.fixture
def workspace(tmp_path, built_here):
    """A server's store: another process builds its versions."""
    return Workspace(tmp_path / "ws")


def no_build(folder, version):
    raise RuntimeError("the power went out")


def publish_many_lines(workspace):
    """Commit a version whose marts take a while; the build after it fails."""
    with pytest.raises(RuntimeError):
        workspace._publish(lambda con, version: run(con, MANY_LINES), "", "many lines", lambda share, file: None)


def test_a_crash_between_commit_and_serving_file_is_finished_at_the_next_open(workspace, small_sample, monkeypatch):
    monkeypatch.setattr(crm_core.lake.store, "build_apart", no_build)
    with pytest.raises(RuntimeError):
        workspace.load_sample(small_sample)
    assert workspace.latest() is None
    monkeypatch.undo()
    assert Workspace(workspace.folder).latest() == 1


def test_kill_9_in_the_build_leaves_the_old_version_served(workspace, small_sample, monkeypatch):
    workspace.load_sample(small_sample)
    monkeypatch.setattr(crm_core.lake.store, "build_apart", no_build)
    publish_many_lines(workspace)
    unfinished = serving_path(workspace.folder, 2).with_suffix(".unfinished")
    command = [sys.executable, "-m", "crm_core.marts.build", str(workspace.folder), "2"]
    with subprocess.Popen(command, cwd=ROOT) as child:
        while not unfinished.exists() and child.poll() is None:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert not serving_path(workspace.folder, 2).exists()
    assert workspace.latest() == 1
    assert workspace.reader().facts["line_count"] == 1
    monkeypatch.undo()
    again = Workspace(workspace.folder)
    assert again.reader().facts["line_count"] == 400_001
    assert not unfinished.exists()


def test_a_second_writer_waits_and_a_reader_does_not(workspace, small_sample):
    other = Workspace(workspace.folder)
    done = threading.Event()
    writer = threading.Thread(target=lambda: (other.load_sample(small_sample), done.set()))
    with workspace.lock:
        writer.start()
        assert not done.wait(0.5)
        assert Workspace(workspace.folder).latest() is None
    writer.join(60)
    assert done.is_set()
    assert workspace.latest() == 1


def test_a_failed_import_rolls_everything_back(workspace, small_sample):
    workspace.load_sample(small_sample)

    def change(con, version):
        run(con, MANY_LINES)
        raise KeyError("a mistake of ours")

    with pytest.raises(KeyError):
        workspace._publish(change, "", "half", lambda share, file: None)
    assert Workspace(workspace.folder).latest() == 1
    assert [version.version for version in workspace.versions()] == [1]


def test_a_build_that_fails_says_why_and_leaves_nothing(workspace, small_sample):
    workspace.load_sample(small_sample)
    with pytest.raises(RuntimeError, match="Version 7 could not be prepared"):
        build_apart(workspace.folder, 7)
    assert [path.name for path in (workspace.folder / "serving").iterdir()] == [serving_path(workspace.folder, 1).name]

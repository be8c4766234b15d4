"""SIGKILL at random moments of imports, of the child that reads, and of the process that builds."""

import os
import random
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from whole import assert_whole, importing, load, opened, orders_file, worth

import crm_core.ingest.child
import crm_core.marts.build
from crm_core.ingest import ImportRefused
from crm_core.lake import StoreFailed, Workspace

KILLS, SIDE_BY_SIDE = 50, 2


def killed_imports(folder, seed):
    """Imports one after another into one workspace, each killed somewhere; returns how many were done all the same."""
    dice, store, done = random.Random(seed), folder / "ws", []
    usual = 0.0
    for number in (1, 2):
        started = time.monotonic()
        process = importing(orders_file(folder, number), store)
        process.join()
        assert process.exitcode == 0
        usual = time.monotonic() - started
        done.append(number)
    for number in range(3, 3 + KILLS // SIDE_BY_SIDE):
        process = importing(orders_file(folder, number), store)
        process.join(dice.uniform(0, 1.1) * usual)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        found = assert_whole(opened(store), worth(done), worth([*done, number]))
        if found == worth([*done, number]):
            done.append(number)
    load(opened(store), orders_file(folder, 99))
    assert_whole(opened(store), worth([*done, 99]))
    return len(done) - 2


def test_kill_9_at_fifty_moments_of_an_import(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIKE_VERSIONS_KEPT", "4")  # so that removing old versions is killed, too
    folders = [tmp_path / str(number) for number in range(SIDE_BY_SIDE)]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as beside:
        done = sum(beside.map(killed_imports, folders, range(SIDE_BY_SIDE)))
    assert 0 < done < KILLS  # some were killed early, some were through


@pytest.fixture
def workspace(tmp_path, first_import):
    return Workspace(first_import(tmp_path / "ws"))


def test_kill_9_of_the_child_that_reads_is_a_refusal(workspace, tmp_path, monkeypatch):
    started = subprocess.Popen

    def short_lived(*args, **kwargs):
        child = started(*args, **kwargs)
        threading.Timer(short_lived.seconds, child.kill).start()
        return child

    planned = workspace.plan([crm_core.ingest.Incoming(orders_file(tmp_path, 2), "file2.csv")])
    monkeypatch.setattr(crm_core.ingest.child.subprocess, "Popen", short_lived)
    for short_lived.seconds in (0, 0.05):
        with pytest.raises(ImportRefused, match="unsafe"):
            workspace.load(planned)
        assert_whole(workspace, worth([1]))
    monkeypatch.undo()
    workspace.load(planned)  # the files are still planned
    assert_whole(workspace, worth([1, 2]))


def test_kill_9_of_the_building_process_takes_the_import_back(workspace, tmp_path, monkeypatch):
    def killed(command, **_):
        with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=crm_core.marts.build.HERE.parents[1]) as child:
            while not list((workspace.folder / "serving").glob("*.unfinished*")) and child.poll() is None:
                time.sleep(0.002)
            child.kill()
        return subprocess.CompletedProcess(command, child.returncode, "", "")

    monkeypatch.setattr(crm_core.marts.build.subprocess, "run", killed)
    with pytest.raises(StoreFailed, match="taken back"):
        load(workspace, orders_file(tmp_path, 2))
    monkeypatch.undo()
    assert_whole(workspace, worth([1]))
    assert [each.version for each in workspace.versions()] == [1, 3]
    again = opened(workspace.folder)
    assert_whole(again, worth([1]))
    load(again, orders_file(tmp_path, 2))  # the same file is not taken for one that is there
    assert_whole(again, worth([1, 2]))

"""The child process: limited, without secrets, and its death is an answer."""

import os
import signal
import subprocess

import pytest

from crm_core import ingest
from crm_core.ingest import ImportRefused, Incoming, Limits, child, load, plan
from crm_core.ingest.check import connection

TEXT = "下单时间,金额\n2024-01-01,1\n"


@pytest.fixture
def files(tmp_path):
    made = []
    for name in ("first.csv", "second.csv"):
        path = tmp_path / name
        path.write_text(TEXT, "utf-8")
        made.append(Incoming(path, name))
    return made


def test_a_child_without_time_refuses_each_file_as_unsafe(files, tmp_path):
    found = plan(files, tmp_path, limits=Limits(wall_seconds=0.01))
    assert [each.refused.code for each in found] == ["unsafe", "unsafe"]


def test_a_load_that_dies_is_refused_with_the_file_in_hand(files, tmp_path, monkeypatch):
    def dying(*_):
        yield {"progress": 0.5, "file": "second.csv"}
        raise child.ChildDied("-9")

    plans = plan(files, tmp_path)
    monkeypatch.setattr(ingest, "messages", dying)
    with pytest.raises(ImportRefused) as refused:
        load(plans, tmp_path, first_batch_id=1)
    assert [(name, issue.code) for name, issue in refused.value.refusals] == [("second.csv", "unsafe")]


def test_a_killed_child_refuses_only_its_file(files, tmp_path, monkeypatch):
    real, starts = subprocess.Popen, []

    def popen(*args, **settings):
        started = real(*args, **settings)
        starts.append(started)
        if len(starts) == 1:
            os.kill(started.pid, signal.SIGKILL)
        return started

    monkeypatch.setattr(subprocess, "Popen", popen)
    found = plan(files, tmp_path)
    assert [each.refused and each.refused.code for each in found] == ["unsafe", None]


def test_the_limits_hold_the_engine_and_stop_a_greedy_child(files, tmp_path):
    assert plan(files[:1], tmp_path)[0].refused is None
    starved = plan(files[:1], tmp_path, limits=Limits(address_bytes=64 << 20))
    assert starved[0].refused.code == "unsafe"


def test_the_child_sees_no_settings_of_the_parent(files, tmp_path, monkeypatch):
    seen = {}
    real = subprocess.Popen

    def popen(*args, **settings):
        seen.update(settings["env"])
        return real(*args, **settings)

    monkeypatch.setenv("ZHIKE_SECRET", "hidden")
    monkeypatch.setattr(subprocess, "Popen", popen)
    plan(files[:1], tmp_path)
    assert set(seen) <= {"PATH", "PYTHONPATH", "PYTHONIOENCODING", "LC_ALL", "OPENBLAS_NUM_THREADS"}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to '/tmp/outside.csv'",
        "attach '/tmp/outside.db'",
        "install httpfs",
        "set memory_limit = '100GB'",
        "select * from read_csv('http://localhost/x.csv')",
    ],
)
def test_the_engine_of_the_child_reads_and_writes_nothing_else(tmp_path, statement):
    import duckdb

    with connection(tmp_path, []) as con, pytest.raises(duckdb.Error):
        con.execute(statement)


def test_progress_is_told_per_file_and_never_falls(files, tmp_path):
    told = []
    load(plan(files, tmp_path), tmp_path, first_batch_id=1, progress=lambda share, name: told.append((share, name)))
    assert told and told == sorted(told) and all(0 <= share <= 1 for share, _ in told)


@pytest.fixture
def starts(monkeypatch):
    """The processes that were started, in order."""
    real, started = subprocess.Popen, []

    def popen(*args, **settings):
        started.append(real(*args, **settings))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return started


def test_a_kept_child_does_one_request_after_another(files, tmp_path, starts):
    kept = ingest.Child(Limits())
    plans = plan(files, tmp_path, child=kept)
    done = load(plans, tmp_path, first_batch_id=1, child=kept)
    assert [(file.file, file.rows_loaded) for file in done.files] == [("first.csv", 1), ("second.csv", 1)]
    assert len(starts) == 1 and starts[0].poll() is None
    kept.end()
    assert starts[0].poll() == -signal.SIGKILL


def test_a_kept_child_that_died_unasked_is_followed_by_another(files, tmp_path, starts):
    kept = ingest.Child(Limits())
    plans = plan(files, tmp_path, child=kept)
    starts[0].kill()
    starts[0].wait()
    assert len(load(plans, tmp_path, first_batch_id=1, child=kept).files) == 2
    assert len(starts) == 2
    kept.end()


def test_a_kept_child_that_dies_of_a_file_refuses_only_that(files, tmp_path, starts):
    kept = ingest.Child(Limits(wall_seconds=0.01))
    found = plan(files, tmp_path, child=kept)
    assert [each.refused.code for each in found] == ["unsafe", "unsafe"]
    assert len(starts) == 2 and all(each.poll() is not None for each in starts)


def test_a_kept_child_ends_with_its_owner(files, tmp_path, starts):
    kept = ingest.Child(Limits())
    plan(files[:1], tmp_path, child=kept)
    del kept
    assert starts[0].poll() == -signal.SIGKILL

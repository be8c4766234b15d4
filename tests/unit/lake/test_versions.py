"""One import is one version; any import can be undone; readers keep what they opened."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

import crm_core.lake.store
from crm_core.ingest import ImportRefused, Incoming
from crm_core.lake import NotInStore, Workspace
from crm_core.marts.build import serving_path

HEADER = "order_id,customer_id,order_at,amount\n"
FIRST = HEADER + "o1,A,2024-01-01,10\no2,B,2024-01-02,20\n"
SECOND = HEADER + "o2,B,2024-01-02,25\no2,B,2024-01-02,5\no3,C,2024-01-03,40\n"
THIRD = HEADER + "o2,B,2024-01-02,1000\n"
ALL_THREE = [("o1", 10), ("o2", 1000), ("o3", 40)]


def amounts(reader):
    """What each order is worth; every customer has one order here, and the marts keep keys, not numbers, of orders."""
    sql = """
        select customer_id, sum(case when kind = 'sale' then amount end) from mart.transactions
        join mart.customers using (customer_key)
        group by customer_id order by customer_id
    """
    orders = {"A": "o1", "B": "o2", "C": "o3", "S": "s1"}
    return [(orders[customer], float(amount)) for customer, amount in reader.query(sql).fetchall()]


def test_an_empty_workspace_has_no_version(workspace):
    assert workspace.latest() is None
    assert workspace.versions() == []
    with pytest.raises(NotInStore):
        workspace.reader()


def test_the_life_of_a_workspace(workspace, small_sample, imported):
    assert workspace.load_sample(small_sample) == 1
    assert workspace.reader().is_sample
    first = imported(workspace, "first.csv", FIRST)
    before = workspace.reader()
    second = imported(workspace, "second.csv", SECOND)
    assert (first.version, second.version) == (2, 3)
    assert [file.rows_replaced for file in (*first.files, *second.files)] == [0, 1]
    assert amounts(workspace.reader()) == [("o1", 10), ("o2", 30), ("o3", 40)]
    # A reader of the older version keeps its numbers, and so does a new one.
    assert amounts(before) == amounts(workspace.reader(2)) == [("o1", 10), ("o2", 20)]
    assert not before.is_sample
    assert workspace.undo([second.files[0].batch_id]) == 4
    assert amounts(workspace.reader()) == [("o1", 10), ("o2", 20)]
    assert workspace.undo([first.files[0].batch_id]) == 5
    assert amounts(workspace.reader()) == [("s1", 7)]
    assert workspace.reader().is_sample
    assert [version.version for version in workspace.versions()] == [1, 2, 3, 4, 5]
    assert workspace.reader().facts["registered_count"] == 1
    with pytest.raises(NotInStore):
        workspace.undo([first.files[0].batch_id])


@pytest.fixture(scope="module")
def three_imports(tmp_path_factory, small_sample):
    """The sample company (batches 1 to 4), then three imports (5 to 7), each replacing a row of the one before."""
    folder = tmp_path_factory.mktemp("three_imports")
    workspace = Workspace(folder / "ws", short_lived=True)
    workspace.load_sample(small_sample)
    for number, text in enumerate((FIRST, SECOND, THIRD)):
        (folder / f"{number}.csv").write_text(text, "utf-8")
        workspace.load(workspace.plan([Incoming(folder / f"{number}.csv", f"{number}.csv")]))
    return folder / "ws"


@pytest.fixture
def copied(three_imports, tmp_path, built_here):
    return Workspace(shutil.copytree(three_imports, tmp_path / "copied"))


@pytest.mark.parametrize("undone", [([6], [7]), ([6, 7],)])
def test_undo_in_any_order_gives_the_first_row_back(copied, undone):
    assert amounts(copied.reader()) == ALL_THREE
    for batches in undone:
        copied.undo(batches)
    assert amounts(copied.reader()) == [("o1", 10), ("o2", 20)]


@pytest.mark.parametrize("undone", [([5], [6, 7])])
def test_undo_of_everything_brings_the_sample_company_back(copied, undone):
    for batches in undone:
        copied.undo(batches)
    assert amounts(copied.reader()) == [("s1", 7)]
    assert copied.reader().is_sample
    assert amounts(copied.reader(4)) == ALL_THREE


def test_a_refused_file_publishes_nothing(copied, tmp_path):
    (tmp_path / "words.csv").write_text("alpha,beta\n1,2\n", "utf-8")
    (tmp_path / "more.csv").write_text(HEADER + "o9,A,2024-01-01,10\n", "utf-8")
    files = [Incoming(tmp_path / name, name) for name in ("more.csv", "words.csv")]
    with pytest.raises(ImportRefused) as refused:
        copied.load(copied.plan(files))
    assert [file for file, _ in refused.value.refusals] == ["words.csv"]
    assert copied.latest() == 4
    assert amounts(copied.reader()) == ALL_THREE


def test_the_same_file_twice_is_refused(copied, imported):
    with pytest.raises(ImportRefused) as refused:
        imported(copied, "again.csv", FIRST)
    assert [issue.code for _, issue in refused.value.refusals] == ["already_imported"]


def test_the_sample_company_does_not_join_imported_data(copied, small_sample):
    with pytest.raises(ValueError, match="empty"):
        copied.load_sample(small_sample)


def test_an_old_version_is_served_again_when_it_is_asked_for(copied, monkeypatch):
    monkeypatch.setattr(crm_core.lake.store, "SERVING_FILES_KEPT", 1)
    again = Workspace(copied.folder)
    assert not serving_path(copied.folder, 1).exists()
    assert amounts(again.reader(1)) == [("s1", 7)]
    with pytest.raises(NotInStore):
        again.reader(9)


def test_a_workspace_can_be_moved(copied):
    catalogue = sqlite3.connect(copied.folder / "catalog.sqlite")
    kept = catalogue.execute("select path, path_is_relative from ducklake_data_file").fetchall()
    catalogue.close()
    assert kept
    assert all(is_relative and not path.startswith("/") for path, is_relative in kept)
    serving_path(copied.folder, 4).unlink()
    assert amounts(Workspace(copied.folder).reader()) == ALL_THREE


def test_work_that_a_crash_left_behind_is_dropped_after_a_day(workspace):
    for name, age_days in (("old", 2), ("new", 0)):
        left = workspace.folder / "work" / name
        left.mkdir()
        os.utime(left, (time.time() - age_days * 86_400,) * 2)
    Workspace(workspace.folder)
    assert [path.name for path in (workspace.folder / "work").iterdir()] == ["new"]


def test_a_column_that_only_an_earlier_import_had_is_unknown_in_a_later_one(workspace, imported):
    imported(workspace, "with_amount.csv", FIRST)
    priced = "order_id,customer_id,order_at,quantity,unit_price,colour\no3,C,2024-02-01,4,2.5,red\n"
    imported(workspace, "with_price.csv", priced)
    assert amounts(workspace.reader()) == [("o1", 10), ("o2", 20), ("o3", 10)]
    found = workspace.reader().query("select extra_1, count(*) from mart.transactions group by all order by all")
    assert found.fetchall() == [("red", 1), (None, 2)]


def test_an_open_workspace_goes_on_from_what_another_process_imported(workspace, imported, tmp_path):
    imported(workspace, "first.csv", FIRST)
    other = tmp_path / "other.csv"
    other.write_text(HEADER + "o3,C,2024-01-03,40\n", "utf-8")
    command = [sys.executable, "-m", "crm_core", "import", str(other), "--workspace", str(workspace.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("Version 2\n")
    assert amounts(workspace.reader()) == [("o1", 10), ("o2", 20), ("o3", 40)]
    assert imported(workspace, "third.csv", THIRD).version == 3
    assert amounts(workspace.reader()) == ALL_THREE

"""The newest versions are kept; what none of them needs is removed, and a link to one that is gone says so."""

import os
import time

import pytest

from crm_core.lake import NotInStore, Workspace
from crm_core.marts.build import serving_path

HEADER = "order_id,customer_id,order_at,amount\n"


def text(number, amount):
    """A file of 20 lines: small deletions are kept in the catalogue, larger ones as files."""
    return HEADER + "".join(f"o{number}_{line},C{number},2024-01-01,{amount}\n" for line in range(20))


def parquet(workspace):
    return {path.name for path in (workspace.folder / "lake").rglob("*.parquet")}


def revenue(workspace, version=None):
    return float(workspace.reader(version).query("select sum(sale_amount) from mart.orders").fetchone()[0])


@pytest.fixture
def three_kept(tmp_path, built_here):
    return Workspace(tmp_path / "ws", versions_kept=3, short_lived=True)


def test_only_the_newest_versions_stay(three_kept, imported):
    for number in range(1, 6):
        imported(three_kept, f"{number}.csv", text(number, number))
    assert [each.version for each in three_kept.versions()] == [3, 4, 5]
    assert [revenue(three_kept, version) for version in (3, 4, 5)] == [120, 200, 300]
    assert len(parquet(three_kept)) == 5  # all are still read by a kept version
    for version in (3, 4, 5):
        assert three_kept.verify(version).is_ok
    with pytest.raises(NotInStore, match=r"Version 2 is no longer kept: only the newest 3 versions are, 3 to 5"):
        three_kept.reader(2)
    with pytest.raises(NotInStore, match="versions 3 to 5 exist"):
        three_kept.reader(6)
    assert not serving_path(three_kept.folder, 2).exists()
    # What a version amounted to is known after it is gone.
    totals = three_kept.reader().changes().set_index("version")
    assert list(totals["revenue"].astype(float)) == [20, 60, 120, 200, 300]


def test_files_that_no_kept_version_reads_are_removed(three_kept, imported):
    first = imported(three_kept, "1.csv", text(1, 1))
    imported(three_kept, "2.csv", text(2, 2))
    before = parquet(three_kept)
    three_kept.undo([first.files[0].batch_id])
    assert parquet(three_kept) == before
    imported(three_kept, "3.csv", text(3, 3))
    imported(three_kept, "4.csv", text(4, 4))
    imported(three_kept, "5.csv", text(5, 5))
    left = parquet(three_kept)
    assert len(before - left) == 1
    assert len(left) == 4
    assert three_kept.verify().is_ok


def test_what_replaced_rows_can_be_undone_while_the_version_before_is_kept(three_kept, imported):
    first = imported(three_kept, "1.csv", text(1, 1))
    second = imported(three_kept, "2.csv", text(1, 2))  # replaces all of the first
    imported(three_kept, "3.csv", text(3, 3))
    third = imported(three_kept, "4.csv", text(3, 4))
    with pytest.raises(NotInStore, match=r"in version 1; the oldest kept is version 2"):
        three_kept.undo([second.files[0].batch_id])
    assert three_kept.undo([first.files[0].batch_id]) == 5  # replaced nothing: always
    assert three_kept.undo([third.files[0].batch_id]) == 6
    assert revenue(three_kept) == 20 * 2 + 20 * 3
    assert three_kept.verify().is_ok


def test_files_of_a_crash_are_swept_after_an_hour(three_kept, imported):
    imported(three_kept, "1.csv", text(1, 1))
    folder = three_kept.folder / "lake" / "main" / "transactions"
    for name, age_seconds in (("old", 7200), ("new", 60)):
        (folder / f"{name}.parquet").write_bytes(b"PAR1")
        os.utime(folder / f"{name}.parquet", (time.time() - age_seconds,) * 2)
    Workspace(three_kept.folder)
    assert not (folder / "old.parquet").exists()
    assert (folder / "new.parquet").exists()
    assert three_kept.verify().is_ok


@pytest.mark.parametrize("asked", ["0", "-1", "many", "1.5"])
def test_a_number_of_versions_that_is_none_is_refused(tmp_path, monkeypatch, asked):
    monkeypatch.setenv("ZHIKE_VERSIONS_KEPT", asked)
    with pytest.raises(ValueError, match="expected a whole number from 1 up"):
        Workspace(tmp_path / "ws", short_lived=True)


def test_the_setting_comes_from_the_environment(tmp_path, monkeypatch, built_here, imported):
    monkeypatch.setenv("ZHIKE_VERSIONS_KEPT", "1")
    workspace = Workspace(tmp_path / "ws", short_lived=True)
    imported(workspace, "1.csv", text(1, 1))
    imported(workspace, "2.csv", text(2, 2))
    assert [each.version for each in workspace.versions()] == [2]

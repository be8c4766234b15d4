"""A full disk: the old version stands, the space comes back, and with space the import goes through."""

import os
import shutil
import subprocess

import pytest
from whole import assert_whole, importing, load, opened, orders_file, totals, worth

import crm_core.ingest
import crm_core.lake.adding
from crm_core.ingest import ImportRefused
from crm_core.lake import StoreFailed

DISK_BYTES = 24 << 20
GROWTH_BYTES = 200_000  # the catalogue, which notes what happened


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own in memory, which only root can have."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk of its own needs the right to mount; the test beside it limits file sizes instead")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("free_kb", [16, 64, 300, 1200, 2800])
@pytest.mark.parametrize("is_looked_at_first", [True, False])
def test_a_full_disk_leaves_the_old_version_and_gives_the_space_back(
    small_disk, tmp_path, first_import, monkeypatch, free_kb, is_looked_at_first
):
    if not is_looked_at_first:
        monkeypatch.setattr(crm_core.lake.adding, "check_space", lambda *_: None)
        monkeypatch.setattr(crm_core.ingest, "lacking_space", lambda *_: None)
    workspace = opened(first_import(small_disk / "ws"))
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - free_kb * 1024))
    used = shutil.disk_usage(small_disk).used
    with pytest.raises((StoreFailed, ImportRefused, OSError)):
        load(workspace, orders_file(tmp_path, 2))
    assert shutil.disk_usage(small_disk).used - used < GROWTH_BYTES
    assert totals(workspace) == worth([1])
    assert totals(opened(small_disk / "ws")) == worth([1])  # a start on the full disk shows what it showed before
    ballast.unlink()
    again = opened(small_disk / "ws")
    load(again, orders_file(tmp_path, 2))
    assert_whole(again, worth([1, 2]))


def test_a_serving_file_that_finds_no_space_takes_the_import_back(tmp_path, first_import):
    first_import(tmp_path / "ws")
    process = importing(orders_file(tmp_path, 2), tmp_path / "ws", file_bytes=1 << 20)
    process.join()
    assert process.exitcode == 2
    again = opened(tmp_path / "ws")
    assert_whole(again, worth([1]))
    load(again, orders_file(tmp_path, 2))
    assert_whole(again, worth([1, 2]))

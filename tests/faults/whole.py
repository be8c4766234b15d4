"""What must hold after any fault: one of the expected states, whole, verified, and a clean next start."""

import multiprocessing
import os
import resource
import tempfile
from pathlib import Path

from crm_core.engines.duckdb import open_lake
from crm_core.ingest import Incoming
from crm_core.lake import Workspace

HEADER = "order_id,customer_id,order_at,amount\n"
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["crm_core.cli.storing"]
)  # a Python that has read the modules already: only the import counts


with tempfile.TemporaryDirectory() as _folder:
    open_lake(Path(_folder)).close()  # so that no import needs to check the extensions again


def orders_file(folder, number):
    """A file with an order of 20 lines of its own, and o0, which every file brings again, worth its number."""
    path = folder / f"file{number}.csv"
    lines = f"o{number},C{number},2024-01-02,5\n" * 20
    path.write_text(f"{HEADER}o0,C0,2024-01-01,{number}\n{lines}", "utf-8")
    return path


def worth(numbers):
    """Orders, customers and revenue after the files of these numbers were imported in this order."""
    if not numbers:
        return None
    return 1 + len(numbers), 1 + len(numbers), 100 * len(numbers) + numbers[-1]


def totals(workspace, version=None):
    """The same of a version of the store."""
    if workspace.latest() is None:
        return None
    sql = "select order_count, customer_count, cast(revenue as integer) from mart.totals order by version desc limit 1"
    return workspace.reader(version).query(sql).fetchone()


def load(workspace, path, **asked):
    """Import a file as the page does."""
    return workspace.load(workspace.plan([Incoming(path, path.name)]), **asked)


def assert_whole(workspace, *allowed):
    """One of the expected states, counted again, and nothing half made beside it; returns that state."""
    found = totals(workspace)
    assert found in allowed
    if found is not None:
        assert workspace.verify().differences == ()
    assert [path.name for path in (workspace.folder / "serving").iterdir() if path.suffix != ".duckdb"] == []
    return found


def opened(folder):
    """The next start."""
    return Workspace(folder, short_lived=True)


def _run(arguments, file_bytes):
    from crm_core.cli import main

    if file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    os._exit(main(arguments))


def importing(path, folder, *, file_bytes=None):
    """The process of `python -m crm_core import`, started; file_bytes = the largest file it may write."""
    arguments = ["import", str(path), "--workspace", str(folder), "--json"]
    process = _PROCESSES.Process(target=_run, args=(arguments, file_bytes), daemon=True)
    process.start()
    return process

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# Dealt in this order before all other files: a long one at the end would leave the other process without work.
LONGEST = [
    ROOT / "tests" / name
    for name in (
        "browser/test_every_page.py",
        "faults/test_kill_import.py",
        "faults/test_failing_steps.py",
        "browser/test_importing.py",
        "sql/test_cases.py",
        "pages/test_marks.py",
        "browser/test_sharing.py",
        "faults/test_disk_full.py",
    )
]


def pytest_collection_modifyitems(items):
    places = {path: place for place, path in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """made_once(name, make) → a folder that the first test process fills; the others wait, and find it whole."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name, make):
        folder, mark = base / name, base / f"{name}.whole"
        with FileLock(base / f"{name}.lock"):
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed here
                folder.mkdir()
                make(folder)
                mark.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def sample(made_once):
    """The sample company in a workspace that is read, and in a copy of it that nobody opens."""
    from crm_core.lake import Workspace

    def make(folder):
        Workspace(folder / "read").load_sample(ROOT / "data" / "demo")
        shutil.copytree(folder / "read", folder / "untouched")

    return made_once("sample", make)


@pytest.fixture(scope="session")
def sample_workspace(sample):
    """A workspace that holds the sample company, to be read only."""
    return sample / "read"


@pytest.fixture(scope="session")
def small_workspace(made_once):
    """A workspace that holds a small company of the sample's generator, to be read only.

    What holds for any data holds for it, at a tenth of the sample company's time.
    """
    from crm_core.lake import Workspace
    from data.demo.generate import generate

    def make(folder):
        generate(folder, customers=3_000, lines=45_000, seed=11)
        Workspace(folder / "store", short_lived=True).load_sample(folder)

    return made_once("small", make) / "store"


@pytest.fixture(scope="session")
def own_sample(sample):
    """own_sample(folder) → a new workspace there that holds the sample company, to be changed."""
    return lambda folder: shutil.copytree(sample / "untouched", folder)


@pytest.fixture(scope="session")
def kept_child():
    """A process that reads files, kept as a command of the command line keeps it."""
    from crm_core.ingest import Child, Limits

    child = Child(Limits())
    yield child
    child.end()


@pytest.fixture(scope="module")
def one_child(kept_child):
    """The files of a module are read by one child: the same work in a process apart, without the start of each."""
    import crm_core.ingest

    asked, usual = crm_core.ingest.messages, crm_core.ingest.Limits()

    def messages(request, work_dir, limits, child=None):
        yield from asked(request, work_dir, limits, child or (kept_child if limits == usual else None))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crm_core.ingest, "messages", messages)
        yield


@pytest.fixture
def built_here(monkeypatch):
    """Files read and marts built in this process: the same work without the start of another Python."""
    import crm_core.ingest
    import crm_core.lake.store
    from crm_core.ingest import worker
    from crm_core.marts.build import build

    def messages(request, *_):
        said = []
        monkeypatch.setattr(worker, "_say", lambda **message: said.append(message))
        plain = json.loads(json.dumps(request, default=str))
        worker.TASKS[request["task"]](plain)
        yield from json.loads(json.dumps(said, default=str))

    monkeypatch.setattr(crm_core.ingest, "messages", messages)
    monkeypatch.setattr(crm_core.lake.store, "build_apart", build)

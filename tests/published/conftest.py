"""The real files of ../shared/datasets, each imported once the way a user does."""

import pickle
from pathlib import Path

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"


def imported(folder, files):
    """A workspace with these files as one import, and the account of it."""
    for file in files:
        if not file.exists():
            pytest.skip(f"published numbers need {file}, which is not on this machine")
    workspace = Workspace(folder)
    planned = workspace.plan([Incoming(file, file.name) for file in files])
    assert [plan.refused for plan in planned.plans] == [None] * len(files)
    return workspace, workspace.load(planned)


@pytest.fixture(scope="session")
def imported_once(made_once):
    """imported_once(name, files) → workspace and account of one import, made by the first test process that asks."""

    def once(name, files):
        def make(folder):
            _, account = imported(folder / "store", files)
            (folder / "account").write_bytes(pickle.dumps(account))

        folder = made_once(name, make)
        return Workspace(folder / "store"), pickle.loads((folder / "account").read_bytes())

    return once


@pytest.fixture(scope="session")
def online_retail(imported_once):
    files = sorted((DATASETS / "online_retail").glob("*.csv"))
    if not files:
        pytest.skip(f"published numbers need {DATASETS / 'online_retail'}, which is not on this machine")
    return imported_once("online_retail", files)


@pytest.fixture(scope="session")
def tmall_twins(imported_once):
    """Encoding → workspace and account, of the UTF-8 file and of the same text in GB18030."""
    names = {"utf-8": "tmall_order_report.csv", "gb18030": "tmall_order_report.gb18030.csv"}
    return {name: imported_once(f"tmall_{name}", [DATASETS / "tmall" / file]) for name, file in names.items()}


@pytest.fixture(params=["utf-8", "gb18030"])
def tmall(request, tmall_twins):
    return tmall_twins[request.param]

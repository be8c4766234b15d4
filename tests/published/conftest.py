"""The real files of ../shared/datasets, each imported once the way a user does."""

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
def online_retail(tmp_path_factory):
    files = sorted((DATASETS / "online_retail").glob("*.csv"))
    if not files:
        pytest.skip(f"published numbers need {DATASETS / 'online_retail'}, which is not on this machine")
    return imported(tmp_path_factory.mktemp("online_retail"), files)


@pytest.fixture(scope="session")
def tmall_twins(tmp_path_factory):
    """Encoding → workspace and account, of the UTF-8 file and of the same text in GB18030."""
    names = {"utf-8": "tmall_order_report.csv", "gb18030": "tmall_order_report.gb18030.csv"}
    folder = tmp_path_factory.mktemp("tmall")
    return {name: imported(folder / name, [DATASETS / "tmall" / file]) for name, file in names.items()}


@pytest.fixture(params=["utf-8", "gb18030"])
def tmall(request, tmall_twins):
    return tmall_twins[request.param]

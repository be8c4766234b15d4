import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory):
    """A workspace that holds the sample company; made once, to be read only."""
    from crm_core.lake import Workspace

    folder = tmp_path_factory.mktemp("sample")
    Workspace(folder).load_sample(ROOT / "data" / "demo")
    return folder


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
        (worker._plan if request["task"] == "plan" else worker._load)(plain)
        yield from json.loads(json.dumps(said, default=str))

    monkeypatch.setattr(crm_core.ingest, "messages", messages)
    monkeypatch.setattr(crm_core.lake.store, "build_apart", build)

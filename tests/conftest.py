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

"""The workspace that this process serves."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from crm_core.access.export_log import note_export
from crm_core.lake import SAMPLE_COMPANY, Workspace
from crm_core.notebook import Notebook

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The workspace's folder: ZHIKE_WORKSPACE, or data/workspaces/default."""
    return Path(os.environ.get("ZHIKE_WORKSPACE") or ROOT / "data" / "workspaces" / "default")


@cache
def _opened(path: Path) -> Workspace:
    return Workspace(path)


def exported(made: bytes, **of: Any) -> bytes:
    """A file that a reader takes, written into the log of exports on its way. of: see note_export."""
    note_export(folder(), **of)
    return made


def workspace() -> Workspace:
    """The one workspace; opened once per process and shared by all sessions."""
    return _opened(folder())


def notebook() -> Notebook:
    """What people wrote down beside the data."""
    return Notebook(folder())


def prepared() -> Workspace:
    """The workspace with something in it: an empty one gets the sample company."""
    found = workspace()
    if found.latest() is None:
        found.load_sample(SAMPLE_COMPANY)
    return found

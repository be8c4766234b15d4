"""Room on the disk: looked at before an import, so that a full disk is a sentence and not a half-done import."""

import shutil
from pathlib import Path

from crm_core.ingest.contract import Issue

TIMES = 3  # a clean copy of the text, typed Parquet, and the engine's own files on the way


def lacking_space(folder: Path, byte_count: int) -> Issue | None:
    """Why files of so many bytes do not fit into a folder's disk; None when they do."""
    free, needed = shutil.disk_usage(folder).free, TIMES * byte_count
    if free >= needed:
        return None
    return Issue("no_space", {"free": f"{free / 1e9:,.1f}", "needed": f"{needed / 1e9:,.1f}"})

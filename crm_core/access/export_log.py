"""What left the product: one line per file in the workspace, for whoever answers for the data."""

import json
from datetime import UTC, datetime
from pathlib import Path

NAME = "exports.jsonl"


def note_export(folder: Path, *, who: str, page: str, what: str, kind: str, rows: int, version: int) -> None:
    """Add a line: who took what, from which page, in which format, how many rows of which version, when (UTC).

    who:  the signed-in reader, '' where nobody signs in. No value of the data is written.
    rows: of all tables in the file.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"at": at, "who": who, "page": page, "what": what, "format": kind, "rows": rows, "version": version}
    # One write of one line: several readers may take files at once.
    with (folder / NAME).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")

"""How long the store keeps things: the newest versions, and the files that one of them needs."""

import time
from pathlib import Path

from crm_core.engines.duckdb import Connection, run
from crm_core.lake import rows

ORPHANS_KEPT_SECONDS = 3600  # a file younger than this may belong to an import under way


def expire(con: Connection, most: int, *, also: tuple[int, ...] = ()) -> list[int]:
    """Let all but the newest versions go, and the versions named; returns the versions that went.

    Their files go with them unless a kept version reads them too. Call it under the writer's lock.
    """
    known = [int(row[0]) for row in con.execute(rows.sql("snapshots")).fetchall()]
    gone = [version for version in known if version in known[:-most] or version in also]
    if gone:
        run(con, rows.sql("expire"), versions=gone)
    # Also without a version to let go: a crash may have come between the two statements.
    con.execute(rows.sql("clean_up"))
    return gone


def sweep_orphans(con: Connection, folder: Path) -> list[Path]:
    """Remove Parquet files that no version names and that are older than an hour; returns them.

    A crash between moving a file into the lake and committing it leaves such a file behind.
    """
    long_ago = time.time() - ORPHANS_KEPT_SECONDS
    named = {folder / "lake" / row[0] for row in con.execute(rows.sql("known_files")).fetchall()}
    swept = []
    for path in (folder / "lake").rglob("*.parquet"):
        if path not in named and path.stat().st_mtime < long_ago:
            path.unlink(missing_ok=True)
            swept.append(path)
    return swept

"""Rows that go out again: undo, and what comes back with it.

A row of a batch is in the store while its batch stands and no later standing batch that replaces by key holds
the row's key. Undo makes that true again for what stands without the batches that are taken out.
"""

from typing import Any

from crm_core.engines.duckdb import Connection, run
from crm_core.lake import rows
from crm_core.schema import tables


def needed_version(con: Connection, batch_ids: list[int]) -> int | None:
    """The oldest version that the undo of batches must read; None when they replaced nothing."""
    row = run(con, rows.sql("needed_for_undo"), batch_ids=batch_ids).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def undo(con: Connection, live: list[dict[str, Any]], batch_ids: list[int], version: int, oldest: int) -> None:
    """Take batches out; live = the batches that stand now, oldest = the oldest version that is kept."""
    out = [batch for batch in live if batch["batch_id"] in batch_ids]
    left = [batch for batch in live if batch["batch_id"] not in batch_ids]
    newest = max(batch["version"] for batch in out)
    rows.keep_removed_keys(con, batch_ids)
    rows.remove(con, batch_ids, version)
    # The newest first: the last who held a key holds it again.
    for made in sorted({batch["version"] for batch in left if batch["version"] < newest}, reverse=True):
        standing = [batch["batch_id"] for batch in left if batch["version"] == made]
        later = [batch["batch_id"] for batch in left if batch["version"] > made and batch["how"] != "append"]
        rows.restore_replaced(con, standing, later, max(made, oldest))
    revived = _revive_tables(con, out, left)
    if not left and not revived:
        _revive_sample(con, oldest)
    for table in rows.filled_tables(con):
        run(con, rows.sql("recount_standing", table=table), table_name=table)


def _revive_tables(con: Connection, out: list[dict[str, Any]], left: list[dict[str, Any]]) -> bool:
    """Batches whose whole table had given way to batches that all are out now stand again."""
    kept = {(batch["version"], batch["table_name"]) for batch in left}
    replaced = {(batch["version"], batch["table_name"]) for batch in out} - kept
    revived = False
    for made, table in sorted(replaced, reverse=True):
        found = run(con, rows.sql("replaced_batches"), table_name=table, version=made).fetchall()
        batch_ids = [row[0] for row in found]
        if not batch_ids:
            continue
        later = [batch["batch_id"] for batch in left if batch["version"] > made and batch["how"] != "append"]
        revive = rows.sql("revive_rows", table=table, key=tables()[table].key[0], before=made - 1)
        run(con, revive, batch_ids=batch_ids, later_batch_ids=later)
        run(con, rows.sql("revive_batches"), batch_ids=batch_ids)
        revived = True
    return revived


def _revive_sample(con: Connection, oldest: int) -> None:
    """Bring back the sample company that an import had replaced, while the version that had it is kept."""
    removed = run(con, rows.sql("removed_sample")).fetchall()
    if not removed or removed[0][1] - 1 < oldest:
        return
    batch_ids = [row[0] for row in removed]
    for table in rows.tables_at(con, removed[0][1] - 1):
        run(con, rows.sql("restore_batches", table=table, before=removed[0][1] - 1), batch_ids=batch_ids)
    run(con, rows.sql("revive_batches"), batch_ids=batch_ids)

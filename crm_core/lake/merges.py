"""Customers that are one and the same: decisions kept as a mapping, each set of them one version that can be undone.

No row of any table is rewritten. The marts lead every merged customer to the kept one when customers get their keys.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crm_core.engines.duckdb import Connection, run
from crm_core.lake import NotInStore, Workspace, rows
from crm_core.lake.reader import Reader

if TYPE_CHECKING:  # an import of files need not wait for pandas
    import pandas as pd

Progress = Callable[[float, str], None]


def _silent(_share: float, _file: str) -> None:
    pass


@dataclass(frozen=True)
class Decision:
    """What is to become of one group of customers.

    kept_id: the customer that stands for the group when it is merged; one of customer_ids.
    """

    customer_ids: tuple[str, ...]
    kept_id: str
    is_merge: bool


def decide(workspace: Workspace, decisions: Sequence[Decision], *, by: str = "", progress: Progress = _silent) -> int:
    """Store decisions about groups as one new version; merged groups are one customer from then on.

    Errors: ValueError for a group that is no group, or a customer that two groups name;
            NotInStore when a customer was merged into another one meanwhile.
    """
    _checked(decisions)
    with workspace.lock:
        is_sample = workspace.reader().is_sample
        standing = [row for row in _standing(workspace, is_sample) if row[3] == "merged"]
        away = {customer for _, customer, kept, _ in standing if customer != kept}
        gone = away.intersection(customer for decision in decisions for customer in decision.customer_ids)
        if gone:
            raise NotInStore(
                f"{len(gone)} of these customers were merged into another one meanwhile. Look for duplicates again."
            )

        def change(con: Connection, version: int) -> None:
            con.execute(rows.sql("merges_book"))
            step = {"version": version, "decided_by": by, "is_sample": is_sample}
            now = datetime.now(UTC).replace(tzinfo=None)
            run(con, rows.sql("merges_insert"), **step, **_columns(decisions), decided_at=now)

        merged = sum(decision.is_merge for decision in decisions)
        message = f"{merged} group(s) of customers merged, {len(decisions) - merged} refused"
        return workspace._publish(change, by, message, progress)


def undo_decisions(workspace: Workspace, version: int, *, by: str = "", progress: Progress = _silent) -> int:
    """Take the decisions of one version back as a new version: its merged customers are separate again.

    Errors: NotInStore when no decision of that version stands.
    """
    with workspace.lock:
        standing = {made for made, *_ in _standing(workspace, workspace.reader().is_sample)}
        if version not in standing:
            expected = ", ".join(map(str, sorted(standing))) or "none"
            raise NotInStore(
                f"Decisions of version {version} were asked for; those of versions {expected} stand. Choose one."
            )

        def change(con: Connection, new: int) -> None:
            run(con, rows.sql("merges_undo"), version=new, undone=version)

        return workspace._publish(change, by, f"undo of the merges of version {version}", progress)


def merge_steps(reader: Reader) -> "pd.DataFrame":
    """The steps of merging up to a version, newest first.

    Shape: version, removed_in (NULL while it stands), decided_at, decided_by, group_count, customer_count (merged
           into another one), refused_count.
    """
    return reader.frame("merges_listed", is_sample=reader.is_sample)


def _checked(decisions: Sequence[Decision]) -> None:
    named = [customer for decision in decisions for customer in decision.customer_ids]
    if not decisions or any(len(set(d.customer_ids)) < 2 or d.kept_id not in d.customer_ids for d in decisions):
        raise ValueError("A group needs two customers or more, one of them the kept one. Choose groups to decide.")
    if len(named) != len(set(named)):
        raise ValueError("A customer stands in two of the groups. Decide about one of them at a time.")


def _columns(decisions: Sequence[Decision]) -> dict[str, list[Any]]:
    """The rows of the decisions, column by column: one statement for all, since each would be a file of the store."""
    listed = [
        (group_id, customer_id, decision.kept_id if decision.is_merge else min(decision.customer_ids), decision)
        for group_id, decision in enumerate(decisions, 1)
        for customer_id in sorted(decision.customer_ids)
    ]
    return {
        "group_ids": [row[0] for row in listed],
        "customer_ids": [row[1] for row in listed],
        "kept_ids": [row[2] for row in listed],
        "decisions": ["merged" if row[3].is_merge else "refused" for row in listed],
    }


def _standing(workspace: Workspace, is_sample: bool) -> list[tuple[Any, ...]]:
    """version, customer_id, kept_id, decision of what stands; nothing before the first decision."""
    with closing(workspace._open().cursor()) as con:
        if not (con.execute(rows.sql("merges_exist")).fetchone() or (0,))[0]:
            return []
        return run(con, rows.sql("merges_standing"), is_sample=is_sample).fetchall()

"""Import of files: bytes to text rows to checked rows and rejected rows, in a child process with limits.

The calling process never parses file content: plan() and load() start the child and pass on what it says.
"""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from crm_core.ingest.child import Child, ChildDied, Limits, messages
from crm_core.ingest.contract import (
    ENCODINGS,
    DateOrder,
    FilePlan,
    ImportRefused,
    Incoming,
    Issue,
    Loaded,
    LoadedFile,
    Mapping,
    loaded_from_plain,
    plan_from_plain,
    sentence,
    to_plain,
)  # fmt: skip
from crm_core.ingest.heads import pair, with_hints
from crm_core.ingest.space import lacking_space

__all__ = [
    "ENCODINGS", "Child", "FilePlan", "ImportRefused", "Incoming", "Issue", "Limits", "Loaded", "LoadedFile", "Mapping",
    "joined", "lacking_space", "load", "plan", "sentence",
]  # fmt: skip

UNSAFE = Issue("unsafe")


def _no_progress(share: float, name: str) -> None:
    """Progress that nobody watches."""


def plan(
    files: Sequence[Incoming],
    work_dir: Path,
    *,
    remembered: AnyMapping[str, Mapping] | None = None,
    table: str | None = None,
    given: dict[str, str] | None = None,
    date_order: DateOrder | None = None,
    scales: AnyMapping[str, Sequence[float]] | None = None,
    decimals: AnyMapping[str, str] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    child: Child | None = None,
) -> list[FilePlan]:
    """What each file is and how it would be read; a file that cannot be read is refused in its plan.

    scales: by header, the first and last value of the scale on which its scores stand.
    decimals: by header, "point" or "comma": what stands before its decimals.
    Shape:  one plan per file, in the given order; a workbook or an archive gives one per sheet or member.
    Errors: none for a bad file; a file that ends the child is refused as unsafe and the others go on. When the
        disk has no room for the import, every file is refused for that.
    child: a process that is kept for more than this request; by default one of its own, with the limits.
    """
    work_dir = work_dir.resolve()
    if lacking := lacking_space(work_dir, sum(each.path.stat().st_size for each in files)):
        return [FilePlan(each, refused=lacking) for each in files]
    plans: list[FilePlan] = []
    looked_at = 0
    wishes = {"table": table, "given": given, "date_order": date_order, "scales": scales, "decimals": decimals}
    known = {key: to_plain(mapping) for key, mapping in (remembered or {}).items()}
    while looked_at < len(files):
        rest = [to_plain(replace(each, path=each.path.resolve())) for each in files[looked_at:]]
        request = {
            "task": "plan", "work_dir": str(work_dir), "files": rest, "first_number": looked_at,
            "remembered": known, **wishes,
        }  # fmt: skip
        try:
            for message in messages(request, work_dir, limits, child):
                plans += [plan_from_plain(raw) for raw in message["plans"]]
                looked_at += 1
        except ChildDied:
            plans.append(FilePlan(files[looked_at], refused=UNSAFE))
            looked_at += 1
    return plans


def joined(
    plans: Sequence[FilePlan],
    work_dir: Path,
    *,
    remembered: AnyMapping[str, Mapping] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    child: Child | None = None,
) -> list[FilePlan]:
    """The plans; orders that came in two files, heads in one and lines in the other, are read as one table.

    Shape:  the lines' plan is that of both, the orders' plan is left out and names it. Nothing changes where the two
        do not fit; a file that is but one half then says what it lacks.
    Errors: none; where the child dies, the plans stay as they are.
    """
    plans = list(plans)
    if pair(plans) is None:
        return with_hints(plans)
    request = {
        "task": "join", "work_dir": str(work_dir.resolve()), "plans": [to_plain(each) for each in plans],
        "remembered": {key: to_plain(mapping) for key, mapping in (remembered or {}).items()},
    }  # fmt: skip
    with suppress(ChildDied):
        for message in messages(request, work_dir.resolve(), limits, child):
            plans = [plan_from_plain(raw) for raw in message["plans"]]
    return plans


def load(
    plans: Sequence[FilePlan],
    work_dir: Path,
    *,
    first_batch_id: int,
    known_extras: dict[str, dict[str, str]] | None = None,
    held: dict[str, list[str]] | None = None,
    progress: Callable[[float, str], None] = _no_progress,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    child: Child | None = None,
) -> Loaded:
    """Check and type the rows of all plans that are not left out; the Parquet files lie in work_dir.

    Shape:  batch_id, the table's columns in schema order, its extra columns. With held, the columns that the
        store has of each table, only these, those that some file has, and the key.
    Errors: ImportRefused when a plan is refused or has no mapping, when a file turns out to be unreadable,
        or when the child dies; then nothing is to be taken over.
    child: as of plan().
    """
    plans = [each for each in plans if not each.is_left_out]
    refusals = [
        (each.incoming.name, each.refused or Issue("unmapped")) for each in plans if each.refused or not each.mapping
    ]
    if refusals:
        raise ImportRefused(refusals)
    work_dir = work_dir.resolve()
    request = {
        "task": "load", "work_dir": str(work_dir), "plans": [asdict(each) for each in plans],
        "first_batch_id": first_batch_id, "known_extras": known_extras or {}, "held": held,
    }  # fmt: skip
    name, result = plans[0].incoming.name if plans else "", None
    try:
        for message in messages(request, work_dir, limits, child):
            if "refused" in message:
                raise ImportRefused([(file, Issue(**issue)) for file, issue in message["refused"]])
            if "progress" in message:
                name = message["file"]
                progress(message["progress"], name)
            result = message.get("result", result)
    except ChildDied as death:
        raise ImportRefused([(name, UNSAFE)]) from death
    if result is None:
        raise ImportRefused([(name, UNSAFE)])
    return loaded_from_plain(result)

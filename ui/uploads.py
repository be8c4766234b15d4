"""Uploaded files on their way in: spooled, looked at, gathered into groups of one layout."""

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crm_core.ingest import FilePlan, Incoming
from crm_core.lake import Planned
from ui.store import workspace

CHUNK = 1 << 20


@dataclass(frozen=True)
class Group:
    """Files of one layout that are taken for the same table, or refused for the same reason."""

    key: str
    plans: tuple[FilePlan, ...]

    @property
    def first(self) -> FilePlan:
        """The file that stands for the group."""
        return self.plans[0]

    @property
    def row_count(self) -> int:
        """Rows of all files, blank ones included."""
        return sum(plan.row_count for plan in self.plans)


@dataclass
class Upload:
    """The files of one drop. Their names are data: what lies on disk is numbered."""

    folder: Path
    planned: Planned
    aside: list[Planned]

    def groups(self) -> list[Group]:
        """Files gathered by layout, table and reason of refusal, in the order of the drop."""
        found: dict[str, list[FilePlan]] = {}
        for plan in self.planned.plans:
            code = plan.refused.code if plan.refused else ""
            found.setdefault("|".join((plan.signature, code, str(plan.mapping))), []).append(plan)
        return [Group(key, tuple(plans)) for key, plans in found.items()]

    def look_again(self, group: Group, table: str | None, given: dict[str, str] | None, date_order: str | None) -> None:
        """Plan a group anew with what the reader says about it."""
        files = [plan.incoming for plan in group.plans]
        again = workspace().plan(files, table=table, given=given, date_order=date_order)
        self.aside.append(again)
        anew = {plan.incoming.path: plan for plan in again.plans}
        plans = tuple(anew.get(plan.incoming.path, plan) for plan in self.planned.plans)
        self.planned = Planned(self.planned.work_dir, plans)

    def leave_out(self, group: Group) -> None:
        """Go on without a group's files."""
        out = {plan.incoming.path for plan in group.plans}
        plans = tuple(plan for plan in self.planned.plans if plan.incoming.path not in out)
        self.planned = Planned(self.planned.work_dir, plans)

    def discard(self) -> None:
        """Give all the space back."""
        for planned in (self.planned, *self.aside):
            planned.discard()
        shutil.rmtree(self.folder, ignore_errors=True)


def receive(files: Sequence[IO[bytes]], names: Sequence[str]) -> Upload:
    """Write uploaded files to disk in pieces and look at them."""
    folder = workspace().folder / "work" / f"upload-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    incoming = []
    for number, (file, name) in enumerate(zip(files, names, strict=True)):
        path = folder / f"{number:05}"
        with path.open("wb") as spool:
            shutil.copyfileobj(file, spool, CHUNK)
        incoming.append(Incoming(path, name))
    return Upload(folder, workspace().plan(incoming), [])

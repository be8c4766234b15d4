"""Uploaded files on their way in: spooled, looked at, gathered into groups of one layout."""

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from crm_core.ingest import FilePlan, ImportRefused, Incoming, Issue, lacking_space
from crm_core.ingest.contract import DecimalMark
from crm_core.lake import HOWS, How, Planned
from crm_core.schema import Scale
from ui.store import workspace

CHUNK = 1 << 20
CURED_BY_ANOTHER_WAY = ("keys_exist",)  # refusals of a way to load, not of a file
# The mapping of the file asks for it.
CURED_BY_AN_ANSWER = (
    "ask_table", "lines_alone", "ask_unread", "order_sum", "order_numbers", "order_numbers_stand",
    "ask_date_order", "ask_scale", "ask_decimals", "mixed_currency",
)  # fmt: skip


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
    def taken(self) -> tuple[FilePlan, ...]:
        """The files that are to be imported."""
        return tuple(plan for plan in self.plans if not plan.is_left_out)

    @property
    def row_count(self) -> int:
        """Rows of the files to be imported, blank ones included."""
        return sum(plan.row_count for plan in self.taken)

    @property
    def preview(self) -> list[dict[str, object]]:
        """What each encoding would make of the file, where the reader is asked for it."""
        found = self.first.refused.values.get("preview") if self.first.refused else None
        return found if isinstance(found, list) else []

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether its mapping must be looked at: nothing fits, or the values leave a question open."""
        asked = self.first.refused is not None and self.first.refused.code in CURED_BY_AN_ANSWER
        return self.first.mapping is None or asked

    @property
    def is_open(self) -> bool:
        """Whether the reader can make something of it: it is read, or waits for an answer."""
        plan = self.first
        return plan.refused is None or bool(plan.header or self.preview) or not plan.is_left_out


@dataclass
class Upload:
    """The files dropped so far. Their names are data: what lies on disk is numbered."""

    planned: Planned
    folders: list[Path]
    aside: list[Planned] = field(default_factory=list)
    how: How = HOWS[0]
    is_discarded: bool = False

    def groups(self) -> list[Group]:
        """Files gathered by layout, table and reason of refusal, in the order of the drop."""
        found: dict[str, list[FilePlan]] = {}
        for plan in self.planned.plans:
            code = plan.refused.code if plan.refused else ""
            found.setdefault("|".join((plan.signature, code, str(plan.mapping))), []).append(plan)
        return [Group(key, tuple(plans)) for key, plans in found.items()]

    def taken(self) -> tuple[FilePlan, ...]:
        """The files that are to be imported."""
        return tuple(plan for plan in self.planned.plans if not plan.is_left_out)

    def add(self, other: "Upload") -> None:
        """Take the files of a later drop in beside those that are here; the same content counts once."""
        seen = {plan.sha256: plan.incoming.name for plan in self.planned.plans if plan.sha256}
        more = [
            replace(plan, refused=Issue("already_imported", {"file": seen[plan.sha256]}), is_left_out=True)
            if plan.sha256 in seen
            else plan
            for plan in other.planned.plans
        ]
        self.planned = workspace().plan_together(self.planned, replace(other.planned, plans=tuple(more)))
        self.aside += [other.planned, *other.aside]
        self.folders += other.folders

    def look_again(
        self,
        group: Group,
        table: str | None,
        given: dict[str, str] | None,
        date_order: str | None,
        scales: dict[str, Scale],
        decimals: dict[str, DecimalMark],
    ) -> None:
        """Plan a group anew with what the reader says about it."""
        files = [plan.incoming for plan in group.plans]
        wishes = {"date_order": date_order, "scales": scales, "decimals": decimals}
        self._renew(workspace().plan(files, table=table, given=given, **wishes))

    def read_as(self, group: Group, encoding: str) -> None:
        """Read a group's files in the encoding that the reader chose."""
        self._renew(workspace().plan([replace(plan.incoming, encoding=encoding) for plan in group.plans]))

    def _renew(self, again: Planned) -> None:
        self.aside.append(again)
        anew = {plan.incoming.path: plan for plan in again.plans}
        plans = tuple(anew.get(plan.incoming.path, plan) for plan in self.planned.plans)
        self.planned = Planned(self.planned.work_dir, plans)

    def take(self, wanted: Sequence[FilePlan], out: Sequence[FilePlan] = ()) -> None:
        """Take files in, or leave them out; nothing of them is lost."""
        is_out = {plan.incoming.path: False for plan in wanted} | {plan.incoming.path: True for plan in out}
        plans = tuple(
            replace(plan, is_left_out=is_out.get(plan.incoming.path, plan.is_left_out)) for plan in self.planned.plans
        )
        self.planned = Planned(self.planned.work_dir, plans)

    def can_go_on(self, refused: ImportRefused) -> bool:
        """Whether another choice on the page cures a refusal: another way to load, an answer, going without a file.

        A file that turned out to be unreadable is marked so, and waits for the answer or to be left out.
        """
        found = {name: issue for name, issue in refused.refusals if issue.code not in CURED_BY_ANOTHER_WAY}
        names = [plan.incoming.name for plan in self.taken()]
        if any(names.count(name) != 1 for name in found):  # which of them is meant?
            return False
        if len(found) == len(names) and any(issue.code not in CURED_BY_AN_ANSWER for issue in found.values()):
            return False
        plans = tuple(
            plan if plan.is_left_out else replace(plan, refused=found.get(plan.incoming.name, plan.refused))
            for plan in self.planned.plans
        )
        self.planned = Planned(self.planned.work_dir, plans)
        return True

    def discard(self) -> None:
        """Give all the space back."""
        for planned in (self.planned, *self.aside):
            planned.discard()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        self.is_discarded = True


def receive(files: Sequence[UploadedFile]) -> Upload:
    """Write uploaded files to disk in pieces, let the server's memory of them go, and look at them.

    Errors: ImportRefused when the disk has no room for them.
    """
    # Once more for the files themselves, beside what the import needs.
    if lacking := lacking_space(workspace().folder, sum(file.size for file in files) * 4 // 3):
        raise ImportRefused([(files[0].name, lacking)])
    folder = workspace().folder / "work" / f"upload-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    incoming = []
    for number, file in enumerate(files):
        path = folder / f"{number:05}"
        with path.open("wb") as spool:
            shutil.copyfileobj(file, spool, CHUNK)
        incoming.append(Incoming(path, file.name))
        _release(file)
    return Upload(workspace().plan(incoming), [folder])


def _release(file: UploadedFile) -> None:
    """Drop the server's copy of a file's bytes, which otherwise stays as long as the session."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file.file_id)
    file.close()

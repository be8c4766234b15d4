"""One customer as an account: our share, where the relation stands, plans, contacts, joint value, payments."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core.access.masking import masked_name
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import AnswerColumn
from crm_core.metrics.runner import selected_rows
from crm_core.selection import Selection, scope_of

HERE = Path(__file__).parent
_NEEDS = ("ladder", "account_needs", "account_demand", "joint_value", "payments", "requirements")
_FACTS = {
    "relation_stage": "code", "target_stage": "code", "our_share": "share", "total_units": "number",
    "headroom_units": "number", "main_rival": "text", "saving_share": "share", "saved_amount": "money",
    "late_share": "share", "overdue_amount": "money", "open_needs": "count", "overdue_open_needs": "count",
}  # fmt: skip
_OF_ANYBODY = ("open_needs", "overdue_open_needs")  # these alone make nobody an account
_PLANS = {
    "goal": "text", "plan_step": "text", "start_stage": "code", "target_stage": "code", "due_on": "date",
    "done_on": "date",
}  # fmt: skip
_CONTACTS = {"contact_name": "name", "contact_title": "code", "contact_role": "code"}
Listed = tuple[tuple[AnswerColumn, ...], pd.DataFrame]


@dataclass(frozen=True)
class Brief:
    """An account in short.

    facts: column and value, only known ones. plans, contacts: columns and rows; names of people are masked.
    """

    facts: tuple[tuple[AnswerColumn, Any], ...]
    plans: Listed
    contacts: Listed

    @property
    def is_empty(self) -> bool:
        """Whether no file says anything about this customer as an account."""
        own = [column.name for column, _ in self.facts if column.name not in _OF_ANYBODY]
        return not (own or len(self.plans[1]) or len(self.contacts[1]))


@lru_cache(maxsize=256)
def brief_of(reader: Reader, selection: Selection) -> Brief:
    """The brief of the one customer that a selection is narrowed to; payments are those due in its period."""
    as_of = scope_of(selection, reader).as_of
    row = selected_rows(reader, selection, _NEEDS, statement(HERE / "brief.sql"), as_of=as_of).iloc[0]
    plans = selected_rows(reader, selection, ("account_plans",), statement(HERE / "plans.sql"))
    people = selected_rows(reader, selection, ("contacts",), statement(HERE / "contacts.sql"))
    people["contact_name"] = people["contact_name"].map(masked_name)
    return Brief(
        tuple((column, row[column.name]) for column in _columns(reader, _FACTS) if pd.notna(row[column.name])),
        (_columns(reader, _PLANS), plans),
        (_columns(reader, _CONTACTS), people),
    )


def _columns(reader: Reader, kinds: dict[str, str]) -> tuple[AnswerColumn, ...]:
    return tuple(AnswerColumn(name, kind, reader.currency if kind == "money" else None) for name, kind in kinds.items())

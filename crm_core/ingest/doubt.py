"""Whether a file that fits a table is one: a few known names among many unknown may be of anything."""

import re
from collections.abc import Sequence

from crm_core.ingest.contract import EXTRA, FilePlan, Refused
from crm_core.ingest.guess import Rows
from crm_core.ingest.match import nearest
from crm_core.schema import Table, tables

_MANY = 2  # unknown headers
_REPEATED = 0.05  # of the first rows: more than errors of a list
_NAME_OF_AN_ID = re.compile(r"(?i)编号|编码|单号|(?:^|[\s_])(?:id|no|number|code)$")
_SAID = 12


def _fewest(table: Table) -> int:
    """How many columns the table cannot do without."""
    return sum(min(map(len, ways)) for ways in table.required)


def _repeats(rows: Rows, at: int) -> bool:
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return len(values) - len(set(values)) > _REPEATED * len(values)


def _is_doubtful(header: Sequence[str], table: Table, places: dict[int, str], unknown: list[int], rows: Rows) -> bool:
    if len(unknown) < _MANY:
        return False
    if len(places) <= _fewest(table):
        return True
    key = next((at for at, name in places.items() if name == table.key[0]), None)
    if key is None or not table.key_is_unique or len(unknown) < len(places):
        return False
    return _repeats(rows, key) or any(at < key and _NAME_OF_AN_ID.search(header[at]) for at in unknown)


def ask_where_little_is_known(plan: FilePlan, rows: Rows) -> None:
    """Stop a file of which the table knows no more than it must, or whose rows are of something else than its key.

    Errors: Refused("ask_table"); whoever names the table is not asked.
    """
    if plan.mapping is None:
        return
    table, places = tables()[plan.mapping.table], plan.mapping.places
    unknown = [at for at, name in enumerate(plan.mapping.columns) if name == EXTRA]
    if _is_doubtful(plan.header, table, places, unknown, rows):
        raise Refused(
            "ask_table", table=table.name, known=_listed(plan.header, list(places)),
            unknown=_listed(plan.header, unknown), tables=[name for name in nearest(plan.header) if name != table.name],
        )  # fmt: skip


def _listed(header: Sequence[str], places: list[int]) -> str:
    return ", ".join(header[at] for at in places[:_SAID]) + (" …" if len(places) > _SAID else "")

"""Saved segments: a rule that is kept up to date, or a fixed list of customers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import answer, members
from crm_core.notebook import Entry, Notebook
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, Group, ListedCustomers, Pairs, Selection, compared_segment
from crm_core.selection.link import query_of, selection_of

Customers = CellCustomers | ListedCustomers
_PLAIN = Selection()
_COURSE = tuple(
    AnswerColumn(name, kind)
    for name, kind in {
        "period_on": "date", "customers": "count", "came": "count", "left": "count", "revenue": "money"
    }.items()
)  # fmt: skip


def rule(metric: str, params: Pairs, cell: Pairs, selection: Selection) -> dict[str, Any]:
    """What a segment by rule holds: the question behind a mark, free of version and day: it moves with the data."""
    # Whom the reader compared them with makes nobody a member.
    days_compared = "none" if _is_by_group(selection) else selection.compare
    moving = replace(selection, version=None, as_of=None, compare=days_compared)
    return {"metric": metric, "params": list(params), "cell": list(cell), "query": query_of(moving, _PLAIN)}


def _is_by_group(selection: Selection) -> bool:
    return selection.compare == "others" or compared_segment(selection.compare) is not None


def fixed(customer_ids: Iterable[str]) -> dict[str, Any]:
    """What a segment by list holds."""
    return {"customer_ids": sorted(customer_ids)}


def customers_of(entry: Entry, reader: Reader, notebook: Notebook, as_of: date | None = None) -> Customers:
    """The customers of a segment on these data, as of a day.

    Errors: Refused segment_misread when its rule names what these data do not have.
    """
    body = entry.body
    if "customer_ids" in body:
        return ListedCustomers(tuple(body["customer_ids"]))
    earlier = {each.entry_id: each for each in notebook.entries("segment") if each.entry_id < entry.entry_id}
    selection, misread = selection_of(body["query"], _PLAIN, reader.dimensions, earlier)
    if misread:
        raise Refused("segment_misread", title=entry.title, found=", ".join(value for _, value in misread))
    within = tuple(customers_of(earlier[number], reader, notebook, as_of) for number in selection.segments)
    params, cell = (tuple((name, value) for name, value in body[part]) for part in ("params", "cell"))
    if metric_of(body["metric"]).cuts_days(cell) and "grain" not in dict(params):
        params = (*params, ("grain", "month"))  # saved before the grain followed the days
    return CellCustomers(body["metric"], replace(selection, as_of=as_of, among=within), params, cell)


def kept_to(selection: Selection, reader: Reader, notebook: Notebook) -> Selection:
    """The selection with the customers of its segments, and of the one compared with, so that it can be answered.

    Errors: those of customers_of.
    """
    compared = compared_segment(selection.compare)
    if not selection.segments and compared is None:
        return selection
    known = {each.entry_id: each for each in notebook.entries("segment")}
    sets = (customers_of(known[number], reader, notebook, selection.as_of) for number in selection.segments)
    among = tuple(sets)
    if compared is None:
        return replace(selection, among=among)
    group = Group(customers_of(known[compared], reader, notebook, selection.as_of), known[compared].title)
    return replace(selection, among=among, group=group)


def ids_of(customers: Customers, reader: Reader) -> frozenset[str]:
    """The ids of the customers of a segment who are in these data."""
    return frozenset(members(reader, "overview.kpis", Selection(among=(customers,)))["customer_id"])


def course(entry: Entry, reader: Reader, notebook: Notebook, days: Sequence[date]) -> Answer:
    """How a segment went, day by day of the given ones.

    Shape:  one row per day, in order: period_on (the day), customers, came, left, revenue.
    Units:  customers; money of the segment's customers of that day in the twelve months up to it.
    Nulls:  came and left of the first day.
    Errors: those of customers_of; Refused where amounts cannot be added up.
    """
    rows: list[tuple[object, ...]] = []
    before: frozenset[str] | None = None
    for day in days:
        customers = customers_of(entry, reader, notebook, day)
        ids = ids_of(customers, reader)
        asked = Selection(period="last_12_months", as_of=day, among=(customers,))
        revenue = answer(reader, "overview.kpis", asked).rows["revenue"].iloc[0]
        came, left = (None, None) if before is None else (len(ids - before), len(before - ids))
        rows.append((day, len(ids), came, left, revenue))
        before = ids
    columns = tuple(replace(c, unit=reader.currency) if c.kind == "money" else c for c in _COURSE)
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return Answer(
        metric="segments.course", version=reader.version, as_of=days[-1], period=(days[0], days[-1]),
        compare_period=None, filters={}, params={"grain": "month"}, n=int(frame["customers"].iloc[-1]), left_out=(),
        columns=columns, rows=frame, is_sample=reader.is_sample,
    )  # fmt: skip

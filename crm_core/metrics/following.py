"""What a clicked mark means to the other answers of a page."""

from dataclasses import replace
from datetime import date

from crm_core.lake.reader import Reader
from crm_core.metrics.runner import question_of
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, Pairs, Selection, scope_of
from crm_core.selection.period import last_day_of
from crm_core.selection.values import dimension_values


def followed(reader: Reader, selection: Selection, metric_id: str, params: Pairs, cell: Pairs) -> Selection:
    """The selection narrowed to a mark: its days, its value of a dimension, or else the customers behind it.

    Errors: Refused for a metric, parameter or dimension that is not there.
    """
    question = question_of(reader, metric_id, selection, params)
    metric, known, values = question.metric, question.params, dict(cell)
    if metric.chart[:2] == ("time", "period_on") and set(values) == {"period_on"}:
        return _in_days(reader, selection, str(known["grain"]), values["period_on"])
    by = question.breakdown
    if by is not None and set(values) == {"value"} and values["value"] in dimension_values(reader, by.id):
        return replace(selection, filters=tuple((dict(selection.filters) | {by.id: (values["value"],)}).items()))
    return replace(selection, among=(*selection.among, CellCustomers(metric_id, selection, params, cell)))


def _in_days(reader: Reader, selection: Selection, grain: str, text: str) -> Selection:
    """The days of one mark, as far as they are among the chosen ones."""
    try:
        first = date.fromisoformat(text)
    except ValueError as error:
        raise Refused("unknown_cell", found=text, expected="2025-12-31", metric="period_on") from error
    low, high = scope_of(selection, reader).days
    days = max(first, low), min(last_day_of(grain, first), high)
    return replace(selection, period="custom", custom=days)

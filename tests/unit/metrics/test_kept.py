"""Rows of shared steps are asked once and kept: what cards read of them is what the whole query says."""

import pandas as pd
import pytest

from crm_core.engines.duckdb import used
from crm_core.metrics import kept
from crm_core.metrics.kept import values_of, written
from crm_core.metrics.registry import all_needs, metrics, steps
from crm_core.metrics.runner import answer, question_of
from crm_core.selection import ListedCustomers, Selection

KEPT_STEPS = {name for name, step in steps().items() if step.is_kept}
READING = [
    name
    for name, metric in metrics().items()
    if KEPT_STEPS & all_needs(metric.needs) and not metric.is_of_change and metric.against is None
]
CHOSEN = {
    "all": Selection(),
    "a_year": Selection(period="last_12_months"),
    "filtered": Selection(filters=(("transactions.channel", ("online", "store")),)),
    "net": Selection(rule="net"),
}


def whole_answer(reader, question):
    """The answer by the query with every step written out, as a card shows it."""
    days, tables = question.scope.days, question.tables(question.scope.days)
    below = written(tables, question.metric.needs, is_whole=True)
    given = {name: list(v) if isinstance(v, tuple) else v for name, v in question.params.items()}
    values = values_of(reader, tables, below, given)
    for fitted in question.fitted(days):
        values |= fitted.values
    text = question.shown(days)
    return reader.query(text, used(text, values)).df()


@pytest.mark.parametrize("chosen", CHOSEN)
@pytest.mark.parametrize("metric_id", READING)
def test_what_is_kept_is_what_the_whole_query_says(sample_reader, metric_id, chosen):
    question = question_of(sample_reader, metric_id, CHOSEN[chosen], ())
    expected = whole_answer(sample_reader, question)
    for _ in range(2):  # asked, and read again
        found = sample_reader.query(*question.sql(question.scope.days, question.metric.answer)).df()
        pd.testing.assert_frame_equal(found, expected)
    assert len(expected) > 0


def test_steps_asked_by_many_are_kept():
    assert {"typical_gap", "list_lines"} <= KEPT_STEPS
    assert len(READING) > 10


def test_of_chosen_customers_nothing_is_kept(sample_reader, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", kept._Kept())
    some = sample_reader.query("select customer_id from mart.customers order by customer_id limit 50").fetchall()
    mark = Selection(among=(ListedCustomers(tuple(row[0] for row in some)),))
    answer.__wrapped__(sample_reader, "next.due", mark)
    assert not kept.KEPT._found
    answer.__wrapped__(sample_reader, "next.due", Selection())
    assert kept.KEPT._found


def test_beyond_the_most_bytes_the_oldest_rows_give_way_and_are_asked_again(sample_reader, monkeypatch):
    expected = answer.__wrapped__(sample_reader, "next.due", Selection()).rows
    monkeypatch.setattr(kept, "KEPT", kept._Kept())
    monkeypatch.setattr(kept, "MOST_BYTES", 0)
    for _ in range(2):
        pd.testing.assert_frame_equal(answer.__wrapped__(sample_reader, "next.due", Selection()).rows, expected)
        assert len(kept.KEPT._found) == 1

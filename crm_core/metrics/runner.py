"""Answers: a metric's SQL behind the reader's selected tables, and the list behind any cell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core.engines.duckdb import identifier, renamed, statement, used
from crm_core.lake.reader import Dimension, Reader
from crm_core.metrics.answer import Answer, LeftOut
from crm_core.metrics.billed import billed
from crm_core.metrics.breakdown import breakdown_of, names_products
from crm_core.metrics.capabilities import holds
from crm_core.metrics.defaults import default_choices
from crm_core.metrics.intervals import with_intervals
from crm_core.metrics.kept import rows_bound, values_of, written
from crm_core.metrics.registry import Fitted, Metric, Statistics, all_needs, metric_of, steps
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, ListedCustomers, Scope, Selection, scope_of, scope_since
from crm_core.selection.period import Days, grain_of, is_cut
from crm_core.selection.tables import CONTRADICTED, LEFT_OUT_OF, Among, SelectedTables, listed_customers, with_tables

ANSWERS_KEPT = 512
STATISTICS_KEPT = 4  # of models, with a row per customer: some forty megabytes for half a million
Params = tuple[tuple[str, str], ...]
Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """A metric made ready to run on one version: SQL and bound values for any days."""

    metric: Metric
    reader: Reader
    scope: Scope
    params: dict[str, Any]
    among: tuple[Among, ...] = ()
    of_others: bool = False

    def sql(self, days: Days, question: str) -> tuple[str, dict[str, Any]]:
        """The whole query for some days, and its values."""
        tables = self.tables(days)
        below = written(tables, self.metric.needs)
        values = self._values(tables, below)
        for fitted in self.fitted(days):
            values |= fitted.values
        return self._text(below, question), values

    def shown(self, days: Days) -> str:
        """The whole query of the answer with every step written out, to be read and not run."""
        return self._text(written(self.tables(days), self.metric.needs, is_whole=True), self.metric.answer)

    def _text(self, below: dict[str, str], question: str) -> str:
        return with_tables(below, "").rstrip() + ",\n" + self.metric.steps + "\n" + question

    def tables(self, days: Days) -> SelectedTables:
        """The tables that the question may read."""
        return SelectedTables(self.reader, self.scope, days, self.breakdown, self.among, self.of_others)

    def fitted(self, days: Days) -> list[Fitted]:
        """The models that the metric reads, fitted.

        They are fitted on all customers that the filters leave: those of a segment or a mark were chosen by what they
        did, and a model of them alone would take that for the rule.
        """
        found = []
        for name in sorted(all_needs(self.metric.needs) & set(steps())):
            step = steps()[name]
            if step.fit is None:
                continue
            tables = SelectedTables(self.reader, self.scope, days)
            below = written(tables, step.needs) | {name: step.sql}
            statistics = _statistics(self.reader, name, below, self._values(tables, below))
            model = step.fit(statistics, self.params)
            found.append(replace(model, values={**model.values, f"{name}_rows": statistics.rows}))
        return found

    def _values(self, tables: SelectedTables, below: dict[str, str]) -> dict[str, Any]:
        return values_of(self.reader, tables, below, {name: _bound(value) for name, value in self.params.items()})

    @property
    def breakdown(self) -> Dimension | None:
        """The dimension that a parameter of this metric names, if it has one."""
        name = next((param.name for param in self.metric.params if param.kind == "dimension"), None)
        return self.reader.dimensions[self.params[name]] if name else None


def selected_rows(
    reader: Reader, selection: Selection, needs: tuple[str, ...], question: str,
    replaced: Mapping[str, str] | None = None, **values: Any,
) -> pd.DataFrame:  # fmt: skip
    """The rows of a question that is no metric, over selected tables and shared steps.

    replaced: SQL that stands in the place of a step.

    Shape: as the question says.
    """
    scope = scope_of(selection, reader)
    tables = SelectedTables(reader, scope, scope.days, among=_among(reader, selection))
    below = written(tables, needs) | dict(replaced or {})
    return reader.query(with_tables(below, question), values_of(reader, tables, below, values)).df()


def _bound(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _statistics(reader: Reader, name: str, below: dict[str, str], values: dict[str, Any]) -> Statistics:
    """What the model of a step is fitted on; the same object for the same question."""
    text = with_tables(below, statement(Path(__file__).with_name("step_rows.sql"), step=name))
    frozen = sorted((each, tuple(v) if isinstance(v, list) else v) for each, v in used(text, values).items())
    return _asked(reader, name, text, tuple(frozen))


@lru_cache(maxsize=STATISTICS_KEPT)
def _asked(reader: Reader, name: str, text: str, values: tuple[tuple[str, Any], ...]) -> Statistics:
    rows = reader.query(text, {each: _bound(value) for each, value in values}).to_arrow_table()
    kept, bound = {name: rows_bound(name)}, {f"{name}_rows": rows}
    asked = {each: reader.query(with_tables(kept, sql), bound).df() for each, sql in steps()[name].statistics}
    return Statistics(rows, asked)


def question_of(reader: Reader, metric_id: str, selection: Selection, params: Params) -> Question:
    """A question checked against the metric and the data.

    Errors: Refused (unknown metric, parameter, dimension or value; data that cannot answer it).
    """
    metric = metric_of(metric_id)
    values = metric.param_values(default_choices(metric, reader) | dict(params))
    _require(metric, values, reader.facts | {"has_product_names": names_products(reader)})
    for param in metric.params:
        if param.kind == "dimension":
            values[param.name] = breakdown_of(reader, values[param.name], param.choices)
    scope = scope_since(selection, reader, values.get("since", ""))
    for param in metric.params:
        if param.kind == "grain":
            values[param.name] = values[param.name] or grain_of(scope.days, param.followed)
    facts = {"has_earlier_sales": reader.first_on < scope.days[0], "has_few_days": is_cut("day", scope.days)}
    _require(metric, values, reader.facts | facts)
    if metric.is_of_change and scope.compare_missing:
        raise Refused("needs_earlier_days", first=reader.first_on)
    if metric.is_of_change and (scope.compare_days is None or scope.group is not None):
        raise Refused("needs_comparison")
    return Question(metric, reader, scope, values, _among(reader, selection))


def _require(metric: Metric, values: dict[str, Any], facts: dict[str, Any]) -> None:
    """Refuse what data with these facts cannot answer."""
    for capability, condition in metric.requires:
        name, _, wanted = (part.strip() for part in condition.partition("="))
        means = {param.name for param in metric.params if param.applies(values)}
        applies = not condition or (name in means and values.get(name) == wanted)
        if applies and not holds(capability, facts):
            raise Refused(f"needs_{capability}")


def _among(reader: Reader, selection: Selection) -> tuple[Among, ...]:
    """The SQL of the customers that a selection keeps to, each with names of its own."""
    return tuple(_set_of(reader, wanted, f"among_{number}") for number, wanted in enumerate(selection.among))


def _set_of(reader: Reader, wanted: CellCustomers | ListedCustomers, name: str) -> Among:
    if isinstance(wanted, ListedCustomers):
        sql, values = listed_customers(reader, wanted)
    else:
        sql, values = _members(reader, wanted, "member_keys")
    return renamed(sql, values, name)


def _compared_with(question: Question) -> Question:
    """The same question about the customers compared with: in place of segments and mark, under the same filters."""
    group = question.scope.group
    if group is None:
        return question
    if group.customers is None:
        return replace(question, of_others=True)
    return replace(question, among=(_set_of(question.reader, group.customers, "among_0"),))


@lru_cache(maxsize=ANSWERS_KEPT)
def answer(reader: Reader, metric_id: str, selection: Selection, params: Params = ()) -> Answer:
    """The answer of a metric on one version under a selection; kept by exactly these.

    Errors: Refused, with the sentence to show.
    """
    question = question_of(reader, metric_id, selection, params)
    scope = question.scope
    is_shorter = scope.days != scope_of(selection, reader).days
    asked = replace(selection, period="custom", custom=scope.days) if is_shorter else selection
    if question.metric.against is not None and (scope.group is None or scope.compare_days is None):
        raise Refused("needs_other_customers")
    sql, values = question.sql(scope.days, question.metric.answer)
    rows, compared = _frame(question, sql, values), None
    fitted = question.fitted(scope.days)
    days_before = None if question.metric.is_forecast else scope.compare_days
    if days_before is not None and not question.metric.is_of_change:
        other = _compared_with(question)
        compared = _frame(other, *other.sql(days_before, question.metric.answer))
    group = scope.group.title if scope.group and compared is not None else None
    if question.metric.against is not None:
        rows, compared = question.metric.against(rows, compared, question), None
    rows = _finished(question.metric, rows)
    compared = None if compared is None else _finished(question.metric, compared)
    return Answer(
        metric=metric_id,
        version=reader.version,
        as_of=scope.as_of,
        period=scope.days,
        compare_period=days_before,
        compare_group=group,
        filters=dict(scope.filters),
        params=question.params,
        n=_n(question.metric, rows),
        left_out=_left_out(reader, asked, question),
        columns=tuple(replace(c, unit=reader.currency) if c.kind == "money" else c for c in question.metric.columns),
        rows=rows,
        compared=compared,
        notes=(
            *(("compare_before_data",) if scope.compare_missing else ()),
            *(("equal_spans",) if asked != selection else ()),
            *(("chosen_since",) if question.metric.is_record and question.among else ()),
            *(note for model in fitted for note in model.notes),
        ),
        is_sample=reader.is_sample,
        sql=question.shown(scope.days),
        estimates=question.metric.estimates,
    )


def _frame(question: Question, sql: str, values: dict[str, Any]) -> pd.DataFrame:
    frame = question.reader.query(sql, values).df()
    return frame if question.metric.turned is None else question.metric.turned(frame, question)


def _finished(metric: Metric, frame: pd.DataFrame) -> pd.DataFrame:
    """With the ends of intervals, in the columns of the header."""
    return with_intervals(frame, metric.estimates)[[column.name for column in metric.columns]]


def _n(metric: Metric, rows: pd.DataFrame) -> int | None:
    """The number behind the answer: its column summed, or the first value where rows repeat it.

    Of the leading row alone, where the rows are about unlike things that make no sum.
    """
    how, _, column = metric.n.rpartition(" ")
    if rows.empty:
        return 0
    if how == "leading":
        rows = rows.sort_values(metric.chart[2], ascending=False, kind="stable")
    value = rows[column].sum() if how == "" else rows[column].iloc[0]
    return None if pd.isna(value) else int(value)


def _left_out(reader: Reader, selection: Selection, question: Question) -> tuple[LeftOut, ...]:
    """What an answer does not count: rows of what it is about where that is no order line, else order lines."""
    needs = all_needs(question.metric.needs)
    for table in LEFT_OUT_OF:
        if table in needs:
            return named_left_out(reader, selection, table)
    of_profit = "profit" if {("costs", ""), ("any_costs", "")}.intersection(question.metric.requires) else ""
    basis = question.params.get("basis", of_profit)
    shared_by = question.params.get("shared_by", "") if basis == "commercial_value" else ""
    told = [item for table in CONTRADICTED if table in needs for item in named_left_out(reader, selection, table)]
    if "charges" in needs and question.params.get("charges") != "counted":
        told += billed(reader, question.tables(question.scope.days), question.params, needs)
    return (*left_out(reader, selection, "customers" in needs, basis, shared_by), *told)


@lru_cache(maxsize=ANSWERS_KEPT)
def named_left_out(reader: Reader, selection: Selection, table: str) -> tuple[LeftOut, ...]:
    """What an answer about responses, contacts or complaints does not count, by reason."""
    scope = scope_of(selection, reader)
    tables = SelectedTables(reader, scope, scope.days, among=_among(reader, selection))
    sql = tables.named_left_out(table)
    found = reader.query(sql, used(sql, tables.values)).fetchall() if sql else []
    return tuple(LeftOut(reason, rows) for reason, rows in found)


@lru_cache(maxsize=ANSWERS_KEPT)
def left_out(
    reader: Reader, selection: Selection, of_customers: bool, basis: str = "", shared_by: str = ""
) -> tuple[LeftOut, ...]:
    """What the answers under a selection do not count, by reason.

    Lines without a customer are named where customers matter, orders without a cost where profit does, costs of
    customers without an order where costs do.
    """
    scope = scope_of(selection, reader)
    tables = SelectedTables(reader, scope, scope.days, among=_among(reader, selection))
    found = reader.query(tables.left_out(), tables.values).fetchall()
    if basis == "profit" or shared_by == "by_profit":
        found += reader.query(tables.without_cost(), tables.values).fetchall()
    if basis in ("profit", "commercial_value"):
        found += reader.query(tables.costs_without_order(), tables.values).fetchall()
    return tuple(LeftOut(reason, rows) for reason, rows in found if of_customers or reason != "no_customer")


def members(reader: Reader, metric_id: str, selection: Selection, params: Params = (), cell: Cell = ()) -> pd.DataFrame:
    """The customers (or cases) behind a cell: the metric's own members, filtered by the cell.

    Shape: the columns of the metric's members; one row per member. A value '' of the cell means unknown.
    Errors: Refused unknown_cell for a column that names no cell of this metric.
    """
    return reader.query(*_members(reader, CellCustomers(metric_id, selection, params, cell), "members")).df()


def _members(reader: Reader, wanted: CellCustomers, listing: str) -> tuple[str, dict[str, Any]]:
    """SQL and values of the members behind a cell, all their columns (members) or their keys (member_keys)."""
    question = question_of(reader, wanted.metric, wanted.selection, wanted.params)
    conditions, bound = [], {}
    for number, (column, value) in enumerate(wanted.cell):
        if column not in question.metric.cell_columns:
            expected = ", ".join(question.metric.cell_columns)
            raise Refused("unknown_cell", found=column, expected=expected, metric=wanted.metric)
        name = identifier(column)
        conditions.append(f"cast({name} as varchar) = $cell_{number}" if value else f"{name} is null")
        bound[f"cell_{number}"] = value
    where = "where " + " and ".join(conditions) if conditions else ""
    text = statement(Path(__file__).with_name(f"{listing}.sql")).replace("/* cell */", where)
    sql, values = question.sql(question.scope.days, text)
    return sql, used(sql, values | bound)

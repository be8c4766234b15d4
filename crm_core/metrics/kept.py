"""The steps that a question is written of, and the rows of those that many cards of a page share: asked once, kept."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa

from crm_core.engines.duckdb import statement, used
from crm_core.lake.reader import Reader
from crm_core.metrics.registry import Step, step_of, steps
from crm_core.selection.tables import SelectedTables, with_tables

MOST_BYTES = 96 << 20  # of all kept rows together; the newest are kept whatever they take
Values = dict[str, Any]


def rows_bound(name: str) -> str:
    """The SQL that reads the rows of a step which were asked before and are bound as a table."""
    return statement(Path(__file__).with_name("kept_rows.sql")).replace("$kept_rows", f"${name}_rows")


def written(tables: SelectedTables, needs: tuple[str, ...], *, is_whole: bool = False) -> dict[str, str]:
    """Selected tables, then shared steps, then nothing else: what a metric's own steps may read.

    is_whole: with the SQL of steps whose rows are kept, as a reader wants to see it.
    """
    selected: list[str] = []
    shared: dict[str, str] = {}
    pending = list(needs)
    for name in pending:
        step = step_of(name)
        if step is None or tables.is_added_up(name):
            selected.append(name)
        else:
            # The rows of a model's step were asked already and are bound as a table.
            is_bound = step.fit is not None or (not is_whole and _is_kept(tables, step))
            own = rows_bound(name) if is_bound else step.sql
            shared = {name: own} | {each: sql for each, sql in shared.items() if each != name}
            pending.extend(() if is_bound else step.needs)
    return tables.needed(dict.fromkeys(selected)) | shared


def values_of(reader: Reader, tables: SelectedTables, steps_written: Mapping[str, str], given: Values) -> Values:
    """What is bound: values of the selection and of the parameters, defaults of steps, the rows of kept ones."""
    defaults = dict(pair for name in steps_written if name in steps() for pair in steps()[name].defaults)
    values = tables.values | defaults | given
    for name in steps_written:
        step = step_of(name)
        if step is not None and _is_kept(tables, step) and not tables.is_added_up(name):
            values[f"{name}_rows"] = _rows(reader, tables, name, step, given)
    return values


def _is_kept(tables: SelectedTables, step: Step) -> bool:
    """Rows of chosen customers are not kept: every click would leave some behind."""
    return step.is_kept and not tables.is_of_chosen


def _rows(reader: Reader, tables: SelectedTables, name: str, step: Step, given: Values) -> pa.Table:
    below = written(tables, step.needs)
    values = values_of(reader, tables, below, dict(step.defaults) | given)
    text = with_tables(below | {name: step.sql}, statement(Path(__file__).with_name("step_rows.sql"), step=name))
    return KEPT.rows(reader, text, used(text, values))


class _Kept:
    """Rows by the question that they answer; the longest unused give way when there are too many bytes."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, tuple[Values, pa.Table]] = OrderedDict()
        self._lock = Lock()

    def rows(self, reader: Reader, text: str, values: Values) -> pa.Table:
        key = (reader, text, tuple(sorted((name, _frozen(value)) for name, value in values.items())))
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][1]
        rows = reader.query(text, values).to_arrow_table()
        with self._lock:
            # The values stay too: tables among them are known by where they lie.
            self._found[key] = (values, rows)
            while len(self._found) > 1 and sum(each.nbytes for _, each in self._found.values()) > MOST_BYTES:
                self._found.popitem(last=False)
        return rows


def _frozen(value: Any) -> Hashable:
    if hasattr(value, "columns"):
        return id(value)
    return tuple(value) if isinstance(value, list) else value


KEPT = _Kept()

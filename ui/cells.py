"""Marks and the cells that they stand for: what is chosen in the link, and choosing another."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from crm_core.figures import cell_columns
from crm_core.figures.marks import plain
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer
from crm_core.metrics.param import Param
from crm_core.metrics.registry import Metric, as_text, metric_of, metrics
from crm_core.refusal import Refused
from crm_core.selection import Pairs
from crm_core.selection.cell import Cell, cell_of, cell_text
from crm_core.selection.link import Complaint
from ui.link import put, query


@dataclass(frozen=True)
class Mark:
    """The mark that the link has chosen: its metric, the metric's parameters, the cell."""

    metric: str
    params: Pairs
    cell: Cell


def chosen_mark(reader: Reader) -> Mark | None:
    """The mark that the link has chosen, if it is one that a metric has."""
    found = cell_of((query().get("cell") or [""])[0])
    if found is None or found[0] not in metrics() or chosen_cell(found[0]) is None:
        return None
    given, _ = params_of(reader, metric_of(found[0]))
    return Mark(found[0], tuple(sorted(given.items())), found[1])


def param_name(metric: Metric, param: Param) -> str:
    """The name of a metric's parameter in the link; a shared one has its owner's."""
    return f"{param.owner or metric.id}.{param.name}"


def params_of(reader: Reader, metric: Metric) -> tuple[dict[str, str], list[Complaint]]:
    """The parameters of a metric that the link sets, as text, and those that it sets wrongly."""
    good: dict[str, str] = {}
    bad: list[Complaint] = []
    for param in metric.params:
        text = (query().get(param_name(metric, param)) or [None])[0]
        if text is None:
            continue
        if _reads(reader, param, text):
            good[param.name] = text
        else:
            bad.append((param_name(metric, param), text))
    return good, bad


def _reads(reader: Reader, param: Param, text: str) -> bool:
    try:
        param.read(text)
    except Refused:
        return False
    return param.kind != "dimension" or text in reader.dimensions


def chosen_cell(metric_id: str) -> Cell | None:
    """The cell of this metric that the link has chosen, if it names columns that the metric knows."""
    found = cell_of((query().get("cell") or [""])[0])
    if found is None or found[0] != metric_id:
        return None
    known = metric_of(metric_id).cell_columns
    return found[1] if all(column in known for column, _ in found[1]) else None


def cell_complaints() -> list[Complaint]:
    """The link's cell, if no metric has such a one."""
    asked = (query().get("cell") or [""])[0]
    found = cell_of(asked)
    good = found is not None and found[0] in metrics() and chosen_cell(found[0]) is not None
    return [("cell", asked)] if asked and not good else []


def choose(metric_id: str, cell: Cell | None) -> None:
    """Put a cell into the link; the one that is chosen already, or None, closes the list."""
    closes = cell is None or cell == chosen_cell(metric_id)
    put(cell=None if closes else cell_text(metric_id, cell or ()), list=None)


def choose_in(found: Answer, cell: Cell | None) -> None:
    """Choose a cell of an answer. A period is chosen with its grain: among other days it would become another one."""
    metric = metric_of(found.metric)
    if cell is not None and metric.cuts_days(cell):
        grains = [param for param in metric.params if param.kind == "grain"]
        put(**{param_name(metric, param): found.params[param.name] for param in grains})
    choose(found.metric, cell)


def row_cells(found: Answer) -> list[Cell]:
    """The cell of every row of an answer, in its order; none where a mark stands for no customers."""
    metric = metric_of(found.metric)
    if not metric.chart:
        return []
    columns = cell_columns(found, metric_of(found.metric).chart)
    rows = zip(*(found.rows[column] for column in columns), strict=True)
    cells = [tuple((c, as_text(plain(v))) for c, v in zip(columns, row, strict=True)) for row in rows]
    return list(dict.fromkeys(cells))


def mark_of(found: Answer, cell: Cell | None) -> dict[str, Any] | None:
    """The chosen cell in the values of the answer, for the figure to light up."""
    if cell is None or any(column not in found.rows for column, _ in cell):
        return None
    columns = [column for column, _ in cell]
    wanted = [value for _, value in cell]
    # Column by column: a row of a frame would turn whole scores into floats.
    for row in zip(*(found.rows[column] for column in columns), strict=True):
        values = [plain(value) for value in row]
        if [as_text(value) for value in values] == wanted:
            return dict(zip(columns, values, strict=True))
    return None


def mark_clicked(found: Answer, key: str) -> None:
    """A chart's callback: the clicked mark's cell goes into the link."""
    points = st.session_state[key]["selection"]["points"]
    data = points[0].get("customdata") if points else None
    if data is None:
        return
    columns = cell_columns(found, metric_of(found.metric).chart)
    cell = tuple((column, as_text(plain(value))) for column, value in zip(columns, data, strict=False))
    if cell in row_cells(found):
        choose_in(found, cell)

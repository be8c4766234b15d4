"""The metrics: every .sql file of an area's folder, read from its own header."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from crm_core.metrics.answer import AnswerColumn, Estimate
from crm_core.metrics.param import Param, names_of, stated_param
from crm_core.refusal import Refused
from crm_core.selection import Pairs
from crm_core.selection.tables import BEFORE, in_other_days

HERE = Path(__file__).parent
STEPS = HERE / "steps"
_ESTIMATES = "rate|mean|ratio|range|whole|derived"
_ASKED = "needs|requires|filled|param|default|kept"
_LABELS = f"metric|grain|forecast|record|{_ASKED}|column|{_ESTIMATES}|less|chart|n|source|part"
_HEADER = re.compile(rf"^-- ({_LABELS}): +(.+?) *$", re.M)


@dataclass(frozen=True)
class Metric:
    """One metric as its file states it.

    needs: selected tables and shared steps that its SQL reads. requires: (capability, param=value or '').
    filled: (columns of tables, param=value): which one must fill for this value to be the default.
    parts: columns of members, beyond those of the answer, that a cell may name.
    estimates: its rates and means; beside each stand the columns of its interval.
    whole: shares and means of all there is, counted: nothing was drawn, so no interval. derived: those that are set,
    stand for something outside the data, or follow from others that have theirs.
    is_forecast: whether it says of itself that it is about days to come, so that there are none to compare with.
    is_record: whether it holds what was said in the past against what happened; who was chosen by what they did since
    makes it look better than it was.
    less: columns of which less is better; of all others more is, or neither.
    turned: of a metric with a module beside its file: its rows(), which turns the SQL's rows into the answer's.
    against: of one about two groups of customers: its against(), which makes one answer of the rows of both.
    """

    id: str
    grain: str
    needs: tuple[str, ...]
    requires: tuple[tuple[str, str], ...]
    params: tuple[Param, ...]
    columns: tuple[AnswerColumn, ...]
    parts: tuple[str, ...]
    chart: tuple[str, ...]
    n: str
    source: tuple[str, ...]
    steps: str
    answer: str
    estimates: tuple[Estimate, ...] = ()
    whole: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    turned: Callable[[pd.DataFrame, Any], pd.DataFrame] | None = None
    against: Callable[[pd.DataFrame, pd.DataFrame, Any], pd.DataFrame] | None = None
    is_forecast: bool = False
    is_record: bool = False

    @property
    def path(self) -> Path:
        """The metric's file."""
        return HERE / (self.id.replace(".", "/") + ".sql")

    @property
    def is_of_change(self) -> bool:
        """Whether it answers about both periods at once, so that without a comparison there is no answer."""
        return any(name.endswith(BEFORE) for name in all_needs(self.needs))

    @property
    def groups(self) -> frozenset[str]:
        """The metrics whose parameters say how this one groups customers, itself included."""
        return frozenset((self.id, *(param.owner for param in self.params if param.owner and param.groups)))

    @property
    def cell_columns(self) -> tuple[str, ...]:
        """The columns by which a cell of the answer, and the list behind it, can be named."""
        named = tuple(column.name for column in self.columns if column.kind in ("code", "date", "boolean"))
        return named + self.parts

    def cuts_days(self, cell: Pairs) -> bool:
        """Whether a cell is a period, which without the grain would be another one among other days."""
        dates = {column.name for column in self.columns if column.kind == "date"}
        return any(param.kind == "grain" for param in self.params) and any(column in dates for column, _ in cell)

    def param_values(self, given: dict[str, str]) -> dict[str, Any]:
        """All parameters, read from text or by default. Errors: Refused unknown_param, bad_param."""
        known = {param.name: param for param in self.params}
        for name in given:
            if name not in known:
                raise Refused("unknown_param", found=name, expected=", ".join(known) or "–", metric=self.id)
        return {name: param.read(given[name]) if name in given else param.default for name, param in known.items()}


def _param(text: str) -> Param:
    """A parameter of a line: one that it states, or `name of` the metric that owns it.

    `name as` another metric has it: the same, where it does not say how customers are grouped.
    """
    if taken := re.fullmatch(r"(\w+) (of|as) ([\w.]+)", text):
        name, how, owner = taken.groups()
        lines = _HEADER.findall((HERE / (owner.replace(".", "/") + ".sql")).read_text("utf-8"))
        found = (_param(line) for label, line in lines if label == "param")
        return replace(next(param for param in found if param.name == name), owner=owner, groups=how == "of")
    return stated_param(text)


def _column(text: str) -> AnswerColumn:
    name, kind = text.split()[:2]
    return AnswerColumn(name, kind)


def _rate(text: str) -> Estimate:
    name, _, made = text.partition("=")
    hits, of = made.split("/")
    return Estimate(name.strip(), of.strip(), hits.strip())


def _mean(text: str, is_ratio: bool = False) -> Estimate:
    name, of = text.split(" of ")
    return Estimate(name.strip(), of.strip(), is_ratio=is_ratio)


def _ratio(text: str) -> Estimate:
    return _mean(text, is_ratio=True)


def _range(text: str) -> Estimate:
    return Estimate(text.strip())


def _with_intervals(columns: list[AnswerColumn], estimates: tuple[Estimate, ...]) -> tuple[AnswerColumn, ...]:
    """The columns, each rate and mean followed by the two ends of its interval."""
    ends = {each.name: (each.low, each.high) for each in estimates}
    return tuple(
        AnswerColumn(name, column.kind) for column in columns for name in (column.name, *ends.get(column.name, ()))
    )


def _requirement(text: str) -> tuple[str, str]:
    capability, _, condition = text.partition(" when ")
    return capability.strip(), condition.strip()


def _split(text: str) -> tuple[str, str]:
    """The steps before `-- answer`, without their leading `with`, and the question after it."""
    body = re.sub(r"^--.*\n", "", text[: text.index("-- answer")], flags=re.M).strip()
    return body.removeprefix("with").strip(), text[text.index("-- answer") :].partition("\n")[2].strip()


def read_metric(path: Path) -> Metric:
    """One metric from its file."""
    text = path.read_text("utf-8")
    header: dict[str, list[str]] = {}
    for label, value in _HEADER.findall(text):
        header.setdefault(label, []).append(value)
    steps, answer = _split(text)
    made = {"rate": _rate, "mean": _mean, "ratio": _ratio, "range": _range}
    estimates = tuple(read(line) for label, read in made.items() for line in header.get(label, []))
    return Metric(
        id=header["metric"][0],
        grain=header["grain"][0],
        needs=names_of(header["needs"][0]),
        requires=tuple(_requirement(line) for line in header.get("requires", [])),
        filled=tuple(_requirement(line) for line in header.get("filled", [])),
        params=tuple(_param(line) for line in header.get("param", [])),
        columns=_with_intervals([_column(line) for line in header["column"]], estimates),
        parts=names_of(header["part"][0]) if "part" in header else (),
        chart=tuple(header["chart"][0].split()) if "chart" in header else (),
        n=header["n"][0],
        source=names_of(header["source"][0]),
        steps=steps,
        answer=answer,
        estimates=estimates,
        **{label: names_of(", ".join(header.get(label, []))) for label in ("whole", "derived", "less")},
        turned=_beside(path, "rows"),
        against=_beside(path, "against"),
        is_forecast="forecast" in header,
        is_record="record" in header,
    )


@cache
def metrics() -> dict[str, Metric]:
    """All metrics by id, sorted."""
    found = [read_metric(path) for path in sorted(HERE.glob("*/*.sql")) if path.parent != STEPS]
    return {metric.id: metric for metric in found}


def metric_of(metric_id: str) -> Metric:
    """A metric by its id. Errors: Refused unknown_metric."""
    if metric_id not in metrics():
        raise Refused("unknown_metric", found=metric_id, expected=", ".join(metrics()))
    return metrics()[metric_id]


@dataclass(frozen=True, eq=False)
class Statistics:
    """What a model is fitted on: the rows of its step, and frames by name.

    Equal only to itself, so that a fit can be kept by it.
    """

    rows: pa.Table
    frames: Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Fitted:
    """What a model hands to SQL: values bound by name, frames among them as tables; codes of notes on the answer."""

    values: Mapping[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A shared step: SQL of one name that several metrics read.

    fit: of a step with a model beside it: statistics by name and parameters → what SQL needs of the model.
    statistics: the questions, by name, whose answers the model is fitted on.
    defaults: values of parameters that a metric may have, where it has not.
    is_kept: whether its rows are asked once per selection and bound as a table: few rows that cost much.
    """

    needs: tuple[str, ...]
    sql: str
    fit: Callable[[Statistics, Mapping[str, Any]], Fitted] | None = None
    statistics: tuple[tuple[str, str], ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    is_kept: bool = False


@cache
def steps() -> dict[str, Step]:
    """The shared steps by name."""
    return {path.stem: _step(path) for path in sorted(STEPS.glob("*.sql"))}


def _beside(path: Path, name: str) -> Any:
    """A function of the module that lies beside a .sql file under the same name, if there is one that has it."""
    if not path.with_suffix(".py").exists():
        return None
    return getattr(import_module(f"crm_core.metrics.{path.parent.name}.{path.stem}"), name, None)


def _step(path: Path) -> Step:
    text = path.read_text("utf-8")
    header = _HEADER.findall(text)
    needs = [part for label, value in header if label == "needs" for part in names_of(value)]
    # The step itself, then name and SQL of each statistic by turns.
    own, *told = (part.strip().rstrip(";") for part in re.split(r"^-- statistics: *(\w+) *\n", text, flags=re.M))
    defaults = (value.partition("=") for label, value in header if label == "default")
    return Step(
        tuple(needs),
        re.sub(r"^--.*\n", "", own, flags=re.M),
        _beside(path, "fitted"),
        tuple(zip(told[::2], told[1::2], strict=True)),
        tuple((name.strip(), value.strip()) for name, _, value in defaults),
        any(label == "kept" for label, _ in header),
    )


@cache
def step_of(name: str) -> Step | None:
    """A shared step by its name, None for a table; <name>_before is the step in the days compared with."""
    if name in steps() or not name.endswith(BEFORE):
        return steps().get(name)
    step = steps().get(name.removesuffix(BEFORE))
    if step is None:
        return None
    # A step that reads nothing holds rules, not data.
    dated = [each for each in step.needs if each != "customers" and (each not in steps() or steps()[each].needs)]
    needs = tuple(each + BEFORE if each in dated else each for each in step.needs)
    return Step(needs, in_other_days(step.sql, dated), is_kept=step.is_kept)


def all_needs(names: Iterable[str]) -> set[str]:
    """Every table and step that these read, themselves included."""
    found = set(names)
    return found.union(*(all_needs(step.needs) for step in map(step_of, found) if step is not None))


def as_text(value: object) -> str:
    """A cell's value as a link or the command line writes it; unknown is empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).lower() if isinstance(value, bool) else str(value)

"""The one computed line above a chart: what to see, with n and the comparison. It is also the alt text."""

from collections.abc import Callable

from crm_core.figures.cohorts import shown_column
from crm_core.figures.marks import Words
from crm_core.figures.told_cohorts import tell_cohorts
from crm_core.figures.told_courses import (
    tell_control,
    tell_stacks,
    tell_steps,
    tell_tested,
    tell_time,
    tell_timeline,
    tell_versus,
)
from crm_core.figures.told_groups import (
    tell_bridge,
    tell_differences,
    tell_flow,
    tell_index,
    tell_matrix,
    tell_moves,
    tell_pareto,
    tell_parts,
    tell_pyramid,
    tell_ranked,
    tell_tiles,
)
from crm_core.figures.told_missing import tell_missing
from crm_core.figures.told_opinions import tell_gaps, tell_graded, tell_quadrants
from crm_core.figures.told_sure import tell_funnel, tell_heat
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, has, t
from crm_core.text.numbers import as_float


def sentence(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> str:
    """What the chart shows, in one line of plain text (user values inside: escape it where it becomes HTML).

    Nulls:  no rows, or no known value, is said as such.
    Errors: KeyError for an unknown kind of chart.
    """
    tell = _TELLERS[chart[0]]
    days = dict(zip(("start", "end"), answer.period, strict=True))
    labels = [t(f"figures.note.{note}", lang, **days) for note in answer.notes if has(f"figures.note.{note}")]
    if answer.rows.empty:
        return t("figures.sentence.empty", lang)
    value = _value_column(answer, chart)
    if _tells_nothing([as_float(v) for v in answer.rows[value]], chart[0]):
        own = f"figures.sentence.unknown_{value}"
        unknown = t(own, lang) if has(own) else t("figures.sentence.unknown", lang, column=words(value, value))
        return t("figures.sentence.join", lang).join([unknown, *tell_missing(answer, lang, value)])
    parts = [*tell(answer, chart, lang, words), *tell_missing(answer, lang, value)]
    n = t("figures.sentence.n", lang, n=f"{answer.n:,}") if answer.n is not None else ""
    return t("figures.sentence.join", lang).join(p for p in [*labels, *parts] if p) + n


def _tells_nothing(values: list[float | None], kind: str) -> bool:
    """Whether no value is known; bars of groups with nobody, 0 each, tell nothing of the one that is unknown."""
    return None in values and not any(values) if kind == "bars" else all(each is None for each in values)


# Else the second column.
_VALUE_AT = {"flow": 4} | dict.fromkeys(
    ("pyramid", "matrix", "heat", "moves", "tiles", "stacks", "funnel", "quadrants", "parts"), 3
)


def _value_column(answer: Answer, chart: tuple[str, ...]) -> str:
    return shown_column(answer, chart) if chart[0] == "cohorts" else chart[_VALUE_AT.get(chart[0], 2)]


_TELLERS: dict[str, Callable[[Answer, tuple[str, ...], Lang, Words], list[str]]] = {
    "pyramid": tell_pyramid,
    "pareto": tell_pareto,
    "time": tell_time,
    "bars": tell_ranked,
    "differences": tell_differences,
    "matrix": tell_matrix,
    "tree": tell_ranked,
    "bridge": tell_bridge,
    "index": tell_index,
    "funnel": tell_funnel,
    "heat": tell_heat,
    "tiles": tell_tiles,
    "versus": tell_versus,
    "timeline": tell_timeline,
    "moves": tell_moves,
    "flow": tell_flow,
    "cohorts": tell_cohorts,
    "steps": tell_steps,
    "lines": tell_steps,
    "stacks": tell_stacks,
    "tested": tell_tested,
    "quadrants": tell_quadrants,
    "radar": tell_gaps,
    "graded": tell_graded,
    "control": tell_control,
    "parts": tell_parts,
}

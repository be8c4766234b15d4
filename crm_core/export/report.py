"""A page as a document: its band, and one section per metric. Every kind of file is written from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from crm_core.figures import NoteMark, period_label, sentence
from crm_core.figures.certainty import interval_words, small_words, sure_change
from crm_core.figures.marks import Measure, measure, plain
from crm_core.figures.theme import Theme, on_paper
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.metrics.pages import PageLayout, page_of
from crm_core.metrics.registry import Metric, metric_of
from crm_core.metrics.runner import Params, answer
from crm_core.metrics.words import (
    Facts,
    Words,
    against_in_words,
    answer_words,
    column_label,
    comparison_in_words,
    definition,
    filters_in_words,
)
from crm_core.refusal import Refused
from crm_core.selection import Scope, Selection, scope_of
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, number

Cell = str | int | float | date | None
Rows = tuple[tuple[Cell, ...], ...]
_WORDED = ("code", "text")
_FILTER_VALUES = 50  # a printed page says what was filtered; a list of thousands says it by its number


@dataclass(frozen=True)
class ReportColumn:
    """A column of a section's table. kind as in an answer; grain of a period's first day, else empty."""

    name: str
    title: str
    kind: str
    unit: str | None
    grain: str = ""


@dataclass(frozen=True)
class Figure:
    """One headline number: its name, its value, how sure it is and how it changed.

    change: empty where nothing is compared and the number is no estimate.
    """

    title: str
    value: str
    change: str


@dataclass(frozen=True)
class Section:
    """One metric of a report.

    says:     what the chart shows in one sentence, or why there is no answer.
    rows:     every cell as a value: codes as words, numbers raw and signed, days as dates; None = unknown.
    texts:    the same cells as a reader sees them, each column in one unit; unknown is n/a.
    compared: the rows of the comparison, in the same columns; empty where nothing is compared.
    notes:    dated notes of a chart over time, as far as they fall into its days.
    facts:    the definition as far as the band does not say it: meaning, formula, parameters, n, left out, source.
    """

    metric_id: str
    title: str
    says: str
    answer: Answer | None = field(default=None, compare=False)
    columns: tuple[ReportColumn, ...] = ()
    rows: Rows = ()
    texts: tuple[tuple[str, ...], ...] = ()
    compared: Rows = ()
    chart: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: Facts = ()
    words: Words = field(default=lambda column, code: code, compare=False, repr=False)
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True)
class Report:
    """A page with its answers, ready to be written. band: (name, text) pairs that every file shows."""

    page: str
    title: str
    question: str
    band: Facts
    sections: tuple[Section, ...]
    lang: Lang
    is_sample: bool
    version: int
    as_of: date
    compare_days: tuple[date, date] | None = None
    theme: Theme = "light"

    def section(self, metric_id: str) -> Section:
        """The section of a metric. Errors: Refused unknown_metric."""
        found = next((section for section in self.sections if section.metric_id == metric_id), None)
        if found is None:
            expected = ", ".join(section.metric_id for section in self.sections)
            raise Refused("unknown_metric", found=metric_id, expected=expected)
        return found


def report_of(
    reader: Reader,
    page: str,
    selection: Selection,
    params: Params,
    lang: Lang,
    made_at: datetime,
    company: str = "",
    asked: Callable[[str], Selection] | None = None,
    narrowed: str = "",
    theme: Theme = "light",
    notes: Sequence[NoteMark] = (),
) -> Report:
    """The report of a page under a selection.

    params:  (name, text) pairs; a name is <metric id>.<param> as in a link, or <param> for every metric that has it.
    made_at: in UTC.
    company: the name in the band; the sample company says of itself that it is one.
    asked:   metric id → the selection under which the page asks that metric, where a clicked mark narrows some.
    notes:   what was noted on which day; drawn on the charts over time and named beside them.
    theme:   of the screen; a file has its colours of change on a light ground.
    narrowed: the mark and segments in words; the band and the sections that they narrow say them.
    Nulls:   a metric that these data cannot answer is a section with the sentence that says so.
    Errors:  Refused (unknown page, dimension, parameter; a parameter's value that does not fit).
    """
    layout, scope = page_of(page), scope_of(selection, reader)
    given = _given(reader, layout.metrics, params)
    selections = {id_: asked(id_) if asked else selection for id_ in layout.metrics}
    if not narrowed and any(each.among for each in selections.values()):
        narrowed = t("export.some_customers", lang)
    band = _band(reader, scope, lang, made_at, company, narrowed)
    sections = [
        _noted(_section(reader, id_, (selections[id_], given[id_]), lang, layout), notes, lang)
        for id_ in layout.metrics
    ]
    return Report(
        page=page,
        title=t(f"ui.page.{page}.title", lang),
        question=t(f"ui.page.{page}.question", lang),
        band=band,
        sections=tuple(
            _told_once(each, band, narrowed if selections[each.metric_id] != selection or selection.among else "", lang)
            for each in sections
        ),
        lang=lang,
        is_sample=reader.is_sample,
        version=reader.version,
        as_of=scope.as_of,
        compare_days=scope.compare_days,
        theme=on_paper(theme),
    )


def _given(reader: Reader, metric_ids: Sequence[str], params: Params) -> dict[str, Params]:
    """The parameters of each metric; a wrong one is refused here, before anything is written."""
    given: dict[str, dict[str, str]] = {metric_id: {} for metric_id in metric_ids}
    for key, text in params:
        owner, _, name = key.rpartition(".")
        takers = [
            id_ for id_ in metric_ids if owner in ("", id_) and name in {param.name for param in metric_of(id_).params}
        ]
        if not takers:
            known = sorted({f"{id_}.{param.name}" for id_ in metric_ids for param in metric_of(id_).params})
            raise Refused("unknown_page_param", found=key, expected=", ".join(known) or "–")
        for metric_id in takers:
            _check(reader, metric_of(metric_id), name, text)
            given[metric_id][name] = text
    return {metric_id: tuple(sorted(found.items())) for metric_id, found in given.items()}


def _check(reader: Reader, metric: Metric, name: str, text: str) -> None:
    metric.param_values({name: text})
    if any(param.kind == "dimension" and param.name == name for param in metric.params):
        reader.dimension_of(text)


def _band(reader: Reader, scope: Scope, lang: Lang, made_at: datetime, company: str, narrowed: str) -> Facts:
    whose = t("export.sample", lang) if reader.is_sample else company
    filters = filters_in_words(reader, scope.filters, lang, _FILTER_VALUES) or t("export.no_filters", lang)
    return (
        *(((t("export.band.company", lang), whose),) if whose else ()),
        (t("ui.definition.period", lang), t("ui.bar.days", lang, start=scope.days[0], end=scope.days[1])),
        (t("ui.bar.compare", lang), comparison_in_words(reader, scope, lang)),
        (t("ui.definition.filters", lang), filters),
        *(((t("export.band.narrowed", lang), narrowed),) if narrowed else ()),
        (t("ui.definition.rule", lang), t(f"ui.rule.{scope.rule}", lang)),
        (t("ui.definition.as_of", lang), scope.as_of.isoformat()),
        (t("ui.definition.version", lang), str(reader.version)),
        (t("export.band.made_at", lang), t("export.made_at", lang, at=f"{made_at:%Y-%m-%d %H:%M}")),
    )


def _told_once(section: Section, band: Facts, narrowed: str, lang: Lang) -> Section:
    """A section says what the band does not: also whom it shows, where it does not show everybody."""
    facts = tuple(fact for fact in section.facts if fact not in band)
    return replace(section, facts=(*facts, (t("export.band.narrowed", lang), narrowed)) if narrowed else facts)


def _noted(section: Section, notes: Sequence[NoteMark], lang: Lang) -> Section:
    """A chart over time with the notes of its days, which are also said in words."""
    if section.chart[:1] != ("time",) or section.answer is None:
        return section
    first, last = section.answer.period
    seen = tuple(note for note in notes if first <= note[0] <= last)
    if not seen:
        return section
    said = t("ui.bar.join", lang).join(f"{on:%Y-%m-%d} {text}" for on, text in seen)
    return replace(section, notes=seen, facts=(*section.facts, (t("export.fact.notes", lang), said)))


def _section(reader: Reader, metric_id: str, how: tuple[Selection, Params], lang: Lang, layout: PageLayout) -> Section:
    metric, title = metric_of(metric_id), t(f"metrics.{metric_id}.title", lang)
    selection, params = how
    try:
        found = answer(reader, metric_id, selection, params)
    except Refused as refusal:
        return Section(metric_id, title, refusal.sentence(lang))
    facts, words = definition(reader, found, selection.rule, lang), answer_words(reader, found, lang)
    if metric.chart and not found.n:
        # As on the page: rows of zeros would look like an answer.
        return Section(metric_id, title, t("figures.sentence.empty", lang), found, facts=facts, words=words)
    columns = tuple(_column(column, found, words) for column in found.columns)
    figures = layout.figures if len(found.rows) == 1 and all(name in found.rows for name in layout.figures) else ()
    against = selection.compare if layout.figures_compared else "none"
    return Section(
        metric_id=metric_id,
        title=title,
        says=sentence(found, metric.chart, lang, words) if metric.chart else "",
        answer=found,
        columns=columns,
        rows=_rows(reader, found.rows, columns, words, lang),
        texts=_texts(reader, found, columns, words, lang),
        compared=() if found.compared is None else _rows(reader, found.compared, columns, words, lang),
        chart=metric.chart,
        figures=tuple(_figure(found, name, words, lang, against) for name in figures),
        facts=facts,
        words=words,
    )


def _column(column: AnswerColumn, found: Answer, words: Words) -> ReportColumn:
    grain = str(found.params.get("grain", "")) if column.name in ("period_on", "cohort_on") else ""
    return ReportColumn(column.name, words(column.name, column.name), column.kind, column.unit, grain)


def _figure(found: Answer, name: str, words: Words, lang: Lang, against: str) -> Figure:
    column = next(column for column in found.columns if column.name == name)
    now, change = found.rows[name].iloc[0], ""
    if found.compared is not None and against != "none":
        moved = sure_change(found, name, found.compared[name].iloc[0], lang)
        words_against = against_in_words(against, found.compare_group, lang)
        change = t("ui.kpi.change", lang, against=words_against, change=moved.text)
    alone = replace(found, compared=None)  # in the number's own unit, whatever it is compared with
    sure = interval_words(found, name, measure(alone, name, lang, words))[0]
    said = t("ui.bar.join", lang).join(filter(None, (sure, small_words(found, name, lang)[0], change)))
    return Figure(words(name, name), number(plain(now), column.kind, lang, currency=column.unit), said)


def _rows(reader: Reader, frame: pd.DataFrame, columns: Sequence[ReportColumn], words: Words, lang: Lang) -> Rows:
    cells = [
        _labels(reader, frame, lang)
        if column.name == "column_name"
        else [_cell(column, v, words) for v in frame[column.name]]
        for column in columns
    ]
    return tuple(zip(*cells, strict=True))


def _labels(reader: Reader, frame: pd.DataFrame, lang: Lang) -> list[Cell]:
    """Stored columns by name: which one is meant is known with its table only."""
    pairs = zip(frame["table_name"], frame["column_name"], strict=True)
    return [column_label(reader, str(table), str(column), lang) for table, column in pairs]


def _cell(column: ReportColumn, value: Any, words: Words) -> Cell:
    if column.kind in _WORDED:
        return words(column.name, "" if pd.isna(value) else str(value))
    if pd.isna(value):
        return None
    if column.kind == "boolean":
        return words(column.name, str(bool(value)))
    if column.kind == "name":
        return str(value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    known = as_float(value)
    return int(known) if known is not None and column.kind == "count" and known.is_integer() else known


def _texts(
    reader: Reader, found: Answer, columns: Sequence[ReportColumn], words: Words, lang: Lang
) -> tuple[tuple[str, ...], ...]:
    rows = _rows(reader, found.rows, columns, words, lang)
    measures = [measure(found, column.name, lang, words) for column in columns]
    few = zip(*(small_words(found, column.name, lang) for column in columns), strict=True)
    return tuple(
        tuple(
            " · ".join(filter(None, (_text(column, by, value, lang), small)))
            for column, by, value, small in zip(columns, measures, row, smalls, strict=True)
        )
        for row, smalls in zip(rows, few, strict=True)
    )


def _text(column: ReportColumn, by: Measure, value: Cell, lang: Lang) -> str:
    if isinstance(value, str):
        return value
    if column.grain and value is not None:
        return period_label(value, column.grain, lang)
    return by.text(value)

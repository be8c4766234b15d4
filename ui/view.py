"""What a page holds: the reader's language, theme, data and choice, and the answers under them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crm_core.figures import period_label
from crm_core.figures.theme import Theme
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer
from crm_core.metrics.defaults import default_choices
from crm_core.metrics.following import followed
from crm_core.metrics.param import Param
from crm_core.metrics.registry import Metric, metric_of
from crm_core.metrics.runner import answer
from crm_core.metrics.words import answer_words, filter_in_words
from crm_core.refusal import Refused
from crm_core.selection import Scope, Selection, scope_of
from crm_core.selection.cell import Cell
from crm_core.selection.period import grain_of
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float
from ui.cells import Mark, params_of
from ui.link import Choice
from ui.store import notebook

FORECAST = "prediction.kpis"


@dataclass(frozen=True)
class View:
    """One page as one reader sees it at one moment."""

    name: str
    lang: Lang
    theme: Theme
    choice: Choice
    selection: Selection
    newest: int
    mark: Mark | None = None
    is_of_one: bool = False  # about one customer: its marks lead to no list
    said: dict[str, str] = field(default_factory=dict, compare=False)  # why cards show nothing, and the first of them

    @property
    def reader(self) -> Reader:
        """The version of the data that is shown."""
        return self.choice.reader

    @cached_property
    def scope(self) -> Scope:
        """The selection as real days."""
        return scope_of(self.selection, self.reader)

    def asked(self, metric_id: str) -> Selection:
        """The selection under which a metric is asked: the chosen mark of another one narrows it.

        The source of the mark keeps all its marks, and so do cards that make the same groups by its parameters:
        among a few they would be other groups. Questions about the data themselves follow no mark, and forecasts
        none either: customers chosen by what they did would make any back-test look well, have another rhythm,
        and any lever work on all.
        """
        areas = {metric_id.partition(".")[0], self.mark.metric.partition(".")[0]} if self.mark else set()
        follows_none = areas & {"quality", "prediction", "next", "whatif"}
        if self.mark is None or follows_none or metric_of(metric_id).groups & metric_of(self.mark.metric).groups:
            return self.selection
        try:
            return followed(self.reader, self.selection, self.mark.metric, self.mark.params, self.mark.cell)
        except Refused:
            return self.selection  # the card of the mark says why

    def answer(self, metric_id: str, **params: str) -> Answer:
        """The answer of a metric under the reader's selection. Errors: Refused."""
        return answer(self.reader, metric_id, self.asked(metric_id), tuple(sorted(params.items())))

    @cached_property
    def said_above(self) -> tuple[str, ...]:
        """The notes on answers that the head of the page says for all of its cards."""
        if self.name != "prediction":
            return ()
        try:
            return self.answer(FORECAST, **params_of(self.reader, metric_of(FORECAST))[0]).notes
        except Refused:
            return ()

    def default_of(self, metric: Metric, param: Param) -> Any:
        """What a parameter is where the link does not state it; a grain follows the days, a choice the data."""
        if param.kind == "grain":
            return grain_of(scope_of(self.asked(metric.id), self.reader).days, param.followed)
        return default_choices(metric, self.reader).get(param.name, param.default)

    def word_of(self, found: Answer | None, column: str, code: str) -> str:
        """The word of a code, or of a column where both are the same; a break-down's values by their dimension."""
        return answer_words(self.reader, found, self.lang)(column, code)

    def cell_in_words(self, found: Answer | None, cell: Cell) -> str:
        """A cell as a reader names it: VIP; R 5 and F 4."""
        parts = []
        for column, value in cell:
            if column in ("province", "place") and not value and any(each for _, each in cell):
                continue  # either of the two says where, and the other is always empty
            label = self.word_of(found, column, value)
            if column in ("period_on", "cohort_on") and value and found is not None:
                label = period_label(value, found.params["grain"], self.lang)
            elif column == "cohort_on":
                label = t("figures.cohorts.mean", self.lang)
            named = t("ui.card.cell", self.lang, column=self.word_of(found, column, column), value=label)
            if value == "true":
                parts.append(self.word_of(found, column, column))
            else:
                parts.append(named if column.endswith(("_score", "age")) else label)
        return t("ui.bar.list", self.lang).join(parts)

    def follows(self, metric_id: str) -> bool:
        """Whether the chosen mark narrows this metric."""
        return self.asked(metric_id) != self.selection

    @cached_property
    def mark_in_words(self) -> str:
        """The chosen mark with the card it stands on; empty without one."""
        if self.mark is None:
            return ""
        try:
            found = self.answer(self.mark.metric, **dict(self.mark.params))
        except Refused:
            return ""
        words = self.cell_in_words(found, self.mark.cell)
        title = t(f"metrics.{self.mark.metric}.title", self.lang)
        return t("ui.bar.mark_of", self.lang, title=title, cell=words)

    @property
    def narrowed_in_words(self) -> str:
        """The chosen mark and segments as one text."""
        segments = [t("notebook.segment.chip", self.lang, title=title) for title in self.segments.values()]
        return t("ui.bar.join", self.lang).join([*segments, *([self.mark_in_words] if self.mark_in_words else [])])

    @property
    def filters_in_words(self) -> str:
        """All filters and segments as one text."""
        segments = [t("notebook.segment.chip", self.lang, title=title) for title in self.segments.values()]
        filters = [filter_in_words(self.reader, *item, self.lang) for item in self.selection.filters]
        return t("ui.bar.join", self.lang).join([*segments, *filters])

    @cached_property
    def segment_titles(self) -> dict[int, str]:
        """All saved segments with their titles."""
        return {entry.entry_id: entry.title for entry in notebook().entries("segment")}

    @property
    def segments(self) -> dict[int, str]:
        """The chosen segments with their titles."""
        titles = self.segment_titles
        return {number: titles[number] for number in self.selection.segments if number in titles}

    @cached_property
    def customers_left(self) -> int | None:
        """How many customers the filters leave; None where the data know no customers."""
        try:
            left = as_float(self.answer("overview.kpis").rows["customers"].iloc[0])
        except Refused:
            return None
        return None if left is None else int(left)

"""What a page holds: the reader's language, theme, data and choice, and the answers under them."""

from dataclasses import dataclass
from functools import cached_property

from crm_core.figures.theme import Theme
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer
from crm_core.metrics.runner import answer
from crm_core.refusal import Refused
from crm_core.selection import Scope, Selection, scope_of
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float
from crm_core.text.words import word
from ui.link import Choice
from ui.words import dimension_label, value_label


@dataclass(frozen=True)
class View:
    """One page as one reader sees it at one moment."""

    name: str
    lang: Lang
    theme: Theme
    choice: Choice
    selection: Selection
    newest: int

    @property
    def reader(self) -> Reader:
        """The version of the data that is shown."""
        return self.choice.reader

    @cached_property
    def scope(self) -> Scope:
        """The selection as real days."""
        return scope_of(self.selection, self.reader)

    def answer(self, metric_id: str, **params: str) -> Answer:
        """The answer of a metric under the reader's selection. Errors: Refused."""
        return answer(self.reader, metric_id, self.selection, tuple(sorted(params.items())))

    def word_of(self, found: Answer | None, column: str, code: str) -> str:
        """The word of a code, or of a column where both are the same; a break-down's values by their dimension."""
        dimension = found.params.get("dimension") if found is not None else None
        if dimension is not None and column == "value":
            if code == column:
                return dimension_label(self.reader, dimension, self.lang)
            return value_label(self.reader, dimension, code, self.lang)
        return word("column" if code == column else column, code, self.lang)

    @property
    def filters_in_words(self) -> str:
        """All filters as one text."""
        return t("ui.bar.join", self.lang).join(self.filter_in_words(*item) for item in self.selection.filters)

    def filter_in_words(self, dimension: str, values: tuple[str, ...]) -> str:
        """One filter: the dimension and its first values."""
        shown = [value_label(self.reader, dimension, value, self.lang) for value in values[:3]]
        text = t("ui.bar.list", self.lang).join(shown)
        if len(values) > len(shown):
            text = t("ui.bar.more", self.lang, values=text, count=len(values))
        return t("ui.bar.chip", self.lang, name=dimension_label(self.reader, dimension, self.lang), values=text)

    @cached_property
    def customers_left(self) -> int | None:
        """How many customers the filters leave; None where the data know no customers."""
        try:
            left = as_float(self.answer("overview.kpis").rows["customers"].iloc[0])
        except Refused:
            return None
        return None if left is None else int(left)

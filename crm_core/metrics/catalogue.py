"""All metrics in words, from their own headers and the catalogue of texts: the glossary page and docs/metrics.md.

`python -m crm_core.metrics.catalogue` writes docs/metrics.md and docs/coverage.md.
"""

from dataclasses import dataclass
from pathlib import Path

from crm_core.metrics.pages import pages
from crm_core.metrics.registry import Metric, metrics
from crm_core.text import LANGS, Lang, t
from crm_core.text.words import word

DOCUMENT = (Path(__file__).parents[2] / "docs" / "metrics").with_suffix(".md")
COVERAGE = DOCUMENT.with_name("coverage.md")
_HEAD = """# Metrics

Every number of the product, from the header of its SQL file and the catalogue of texts, in both languages.
Written by `make docs`; a test keeps it true.

"""

_COVERAGE_HEAD = """# Coverage

Which method, system, function or question of the inventory (M-, S-, F-, Q-) is answered by which metric, on which page.
Read from the metrics' `-- source:` headers and the layout of the pages. Written by `make docs`; a test keeps it true.

| id | metric | page |
| --- | --- | --- |
"""


@dataclass(frozen=True)
class Entry:
    """A metric in words of one language."""

    metric_id: str
    title: str
    meaning: str
    formula: str
    columns: tuple[tuple[str, str], ...]  # name in words, kind in words
    source: tuple[str, ...]

    def matches(self, asked: str) -> bool:
        """Whether all words asked for stand somewhere in the entry."""
        names = " ".join(name for name, _ in self.columns)
        text = " ".join((self.metric_id, self.title, self.meaning, self.formula, names, *self.source)).casefold()
        return all(each in text for each in asked.casefold().split())


def entry(metric: Metric, lang: Lang) -> Entry:
    """One metric in words."""
    key = f"metrics.{metric.id}"
    columns = tuple(
        (word("column", column.name, lang), t(f"glossary.kind.{column.kind}", lang)) for column in metric.columns
    )
    return Entry(
        metric.id, t(f"{key}.title", lang), t(f"{key}.meaning", lang), t(f"{key}.formula", lang), columns, metric.source
    )


def entries(lang: Lang) -> list[Entry]:
    """All metrics in words, by id."""
    return [entry(metric, lang) for metric in metrics().values()]


def document() -> str:
    """The text of docs/metrics.md."""
    return _HEAD + "\n".join(_section(metric) for metric in metrics().values())


def _section(metric: Metric) -> str:
    told = [entry(metric, lang) for lang in LANGS]
    lines = [f"## {metric.id}", ""]
    for each in told:
        lines += [f"**{each.title}** {each.meaning}", "", each.formula, ""]
    names = ", ".join(f"`{c.name}` {' · '.join(e.columns[i][0] for e in told)}" for i, c in enumerate(metric.columns))
    lines += [f"- grain: {metric.grain}", f"- columns: {names}", f"- reads: {', '.join(metric.needs)}"]
    if metric.params:
        lines.append("- parameters: " + ", ".join(f"`{p.name}`" for p in metric.params))
    return "\n".join([*lines, f"- source: {', '.join(metric.source)}", ""])


def coverage() -> str:
    """The text of docs/coverage.md: one row per id and metric; a metric on no page has its list and its file only."""
    shown = {metric_id: layout.name for layout in pages().values() for metric_id in layout.metrics}
    rows = sorted((source, metric.id) for metric in metrics().values() for source in metric.source)
    return _COVERAGE_HEAD + "".join(f"| {source} | {id_} | {_page(shown.get(id_))} |\n" for source, id_ in rows)


def _page(name: str | None) -> str:
    return "–" if name is None else " · ".join(t(f"ui.page.{name}.title", lang) for lang in LANGS)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
    COVERAGE.write_text(coverage(), "utf-8")

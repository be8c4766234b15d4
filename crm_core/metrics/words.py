"""Answers in words that need the data: names of dimensions and their values, filters, days, the definition."""

from collections.abc import Callable, Sequence
from typing import Any

from crm_core.lake.reader import Reader
from crm_core.metrics.answer import Answer, LeftOut
from crm_core.metrics.param import Param
from crm_core.metrics.registry import Metric, metric_of
from crm_core.schema import tables
from crm_core.selection import Rule, Scope
from crm_core.text import Lang, has, t
from crm_core.text.numbers import number
from crm_core.text.words import word

Words = Callable[[str, str], str]
Facts = tuple[tuple[str, str], ...]
_VALUES_SHOWN = 3
_CHARGES_SHOWN = 6
JOINT = " + "  # between the values of a combination


def dimension_label(reader: Reader, dimension_id: str, lang: Lang) -> str:
    """The name of a dimension: the schema's, or the header of the file it came with."""
    dimension = reader.dimensions[dimension_id]
    return (
        dimension.label
        if dimension.label is not None
        else column_label(reader, dimension.table, dimension.column, lang)
    )


def column_label(reader: Reader, table: str, column: str, lang: Lang) -> str:
    """The name of a stored column: the schema's, else the header of its file, else as it is stored."""
    known = tables()[table].columns.get(column)
    if known is not None:
        return known.zh if lang == "zh" else known.en
    dimension = reader.dimensions.get(f"{table}.{column}")
    return (dimension.label if dimension else None) or column


def value_label(reader: Reader, dimension_id: str, value: str, lang: Lang) -> str:
    """The label of a value of a dimension."""
    return word(reader.dimensions[dimension_id].column, value, lang)


def answer_words(reader: Reader, found: Answer | None, lang: Lang) -> Words:
    """The words of an answer: (column, code) → label, and (column, column) → the column's own name.

    The values of a break-down are named by their dimension, or by the column that they are of.
    """
    params = found.params if found is not None else {}
    dimension, by = params.get("dimension"), params.get("by")

    def words(column: str, code: str) -> str:
        if dimension is not None and column == "value":
            if code == column:
                return dimension_label(reader, dimension, lang)
            return value_label(reader, dimension, code, lang)
        if dimension is not None and column == "combination" and code != column:
            return JOINT.join(value_label(reader, dimension, part, lang) for part in code.split(JOINT))
        if column == "touchpoint" and "place" in params:
            place = params["place"]
            return choice_in_words("place", place, lang) if code == column else word(place, code, lang)
        if column == "week_on" and code != column:
            return t("figures.week", lang, date=code)
        if column in ("trait", "wish") and code not in (column, "…"):
            attribute, _, value = code.partition("=")
            if not attribute:
                return value
            name = column_label(reader, "customers", attribute, lang)
            name = word("column", attribute, lang) if name == attribute else name
            return t("ui.bar.chip", lang, name=name, values=word(attribute, value, lang))
        label = word("column" if code == column else column, code, lang)
        # What is broken down by a column of ours, such as the channel, has that column's words.
        return word(by, code, lang) if by and column == "value" and label == code else label

    return words


def filter_in_words(
    reader: Reader, dimension: str, values: Sequence[str], lang: Lang, most: int = _VALUES_SHOWN
) -> str:
    """One filter: the dimension and its first values, with how many there are in all."""
    shown = [value_label(reader, dimension, value, lang) for value in values[:most]]
    text = t("ui.bar.list", lang).join(shown)
    if len(values) > len(shown):
        text = t("ui.bar.more", lang, values=text, count=len(values))
    return t("ui.bar.chip", lang, name=dimension_label(reader, dimension, lang), values=text)


def filters_in_words(
    reader: Reader, filters: Sequence[tuple[str, tuple[str, ...]]], lang: Lang, most: int = _VALUES_SHOWN
) -> str:
    """All filters as one text; empty where there are none."""
    return t("ui.bar.join", lang).join(filter_in_words(reader, name, values, lang, most) for name, values in filters)


def group_in_words(title: str, lang: Lang) -> str:
    """The customers compared with: a saved segment by its title, else everyone who is not chosen."""
    return t("notebook.segment.chip", lang, title=title) if title else t("figures.others", lang)


def against_in_words(compare: str, group: str | None, lang: Lang) -> str:
    """What a change is measured against, in few words; group as in an answer."""
    if group is None:
        return t(f"ui.kpi.against_{compare}", lang)
    return t("ui.kpi.against_group", lang, name=group or t("figures.others", lang))


def comparison_in_words(reader: Reader, scope: Scope, lang: Lang) -> str:
    """The days or customers compared with, or why there are none."""
    if scope.group is not None:
        if scope.group_missing:
            return t("export.compare_nobody", lang)
        return t("export.compare_group", lang, name=group_in_words(scope.group.title, lang))
    if scope.compare_days is not None:
        return t("ui.bar.days", lang, start=scope.compare_days[0], end=scope.compare_days[1])
    if scope.compare_missing:
        return t("export.compare_missing", lang, first=reader.first_on)
    return t("ui.compare.none", lang)


def choice_in_words(name: str, value: str, lang: Lang) -> str:
    """A choice of a parameter; one that reads otherwise under this parameter has words of its own."""
    own = f"ui.choice.{name}_{value}"
    return t(own if has(own) else f"ui.choice.{value}", lang)


def param_in_words(reader: Reader, param: Param, value: Any, lang: Lang) -> tuple[str, str]:
    """A parameter's name and value as a reader knows them."""
    name = t(f"ui.param.{param.name}", lang)
    if param.kind == "dimension":
        return name, dimension_label(reader, value, lang)
    if param.kind == "weights":
        pairs = (part.partition(":") for part in value)
        parts = [t("ui.weights.one", lang, name=word("attribute", code, lang), weight=each) for code, _, each in pairs]
        return name, t("ui.bar.list", lang).join(parts) or t("ui.weights.of_file", lang)
    if param.kind == "amount":
        return name, number(value, "money", lang, currency=reader.currency)
    if param.kind == "edges":
        return name, t("ui.bar.list", lang).join(map(str, value))
    if param.kind == "numbers":
        return name, t("ui.bar.list", lang).join(number(cut, "share", lang) for cut in value)
    return name, choice_in_words(param.name, value, lang)


def _certainty(metric: Metric, lang: Lang) -> str:
    """Which numbers have an interval, and why the other shares and means have none."""
    named = {"estimated": [each.name for each in metric.estimates], "whole": metric.whole, "derived": metric.derived}
    said = [
        t(
            f"ui.definition.{way}",
            lang,
            columns=t("ui.bar.list", lang).join(word("column", name, lang) for name in names),
        )
        for way, names in named.items()
        if names
    ]
    return t("ui.bar.join", lang).join(said)


def _left_out_in_words(reader: Reader, left: LeftOut, lang: Lang) -> str:
    """What was left out, why and how much; with its money and the names of the largest where they are told."""
    named = {"names": t("ui.bar.list", lang).join(left.names[:_CHARGES_SHOWN])}
    reason, rows = t(f"left_out.{left.reason}", lang, **(named if left.names else {})), f"{left.rows:,}"
    if left.amount is None:
        return t("ui.definition.rows", lang, reason=reason, rows=rows)
    amount = number(left.amount, "money", lang, currency=reader.currency)
    return t("ui.definition.rows_and_money", lang, reason=reason, rows=rows, amount=amount)


def definition(reader: Reader, found: Answer, rule: Rule, lang: Lang) -> Facts:
    """What an answer means and stands on: (name, text) pairs from the meaning to what was left out."""
    metric = metric_of(found.metric)
    facts = [
        (t("export.fact.meaning", lang), t(f"metrics.{metric.id}.meaning", lang)),
        (t("export.fact.formula", lang), t(f"metrics.{metric.id}.formula", lang)),
        *(
            param_in_words(reader, param, found.params[param.name], lang)
            for param in metric.params
            if param.applies(found.params)
        ),
        (t("ui.definition.n", lang), f"{found.n:,}" if found.n is not None else t("figures.na", lang)),
        (t("ui.definition.period", lang), t("ui.bar.days", lang, start=found.period[0], end=found.period[1])),
        (t("ui.definition.as_of", lang), found.as_of.isoformat()),
        (t("ui.definition.version", lang), str(found.version)),
        (t("ui.definition.rule", lang), t(f"ui.rule.{rule}", lang)),
    ]
    if metric.is_of_change and found.compare_period is not None:
        start, end = found.compare_period
        facts.append((t("ui.bar.compare", lang), t("ui.bar.days", lang, start=start, end=end)))
    if found.filters:
        facts.append((t("ui.definition.filters", lang), filters_in_words(reader, tuple(found.filters.items()), lang)))
    left_out = [_left_out_in_words(reader, left, lang) for left in found.left_out]
    if sure := _certainty(metric, lang):
        facts.append((t("ui.definition.intervals", lang), sure))
    if left_out:
        facts.append((t("ui.definition.left_out", lang), t("ui.bar.join", lang).join(left_out)))
    return (*facts, (t("ui.definition.source", lang), t("ui.bar.list", lang).join(metric.source)))

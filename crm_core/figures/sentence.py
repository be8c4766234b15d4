"""The one computed line above a chart: what to see, with n and the comparison. It is also the alt text."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from crm_core.figures.bridge import signed
from crm_core.figures.marks import Words, cell_columns, cells, compared_by_cell, kind_of, label, measure
from crm_core.figures.periods import period_label
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import is_clear_change, small_samples
from crm_core.text import Lang, has, t
from crm_core.text.numbers import as_float, delta, number


def sentence(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> str:
    """What the chart shows, in one line of plain text (user values inside: escape it where it becomes HTML).

    Nulls:  no rows, or no known value, is said as such.
    Errors: KeyError for an unknown kind of chart.
    """
    tell = _TELLERS[chart[0]]
    labels = [t(f"figures.note.{note}", lang) for note in answer.notes if has(f"figures.note.{note}")]
    if answer.rows.empty:
        return t("figures.sentence.empty", lang)
    value = _value_column(chart)
    if all(as_float(v) is None for v in answer.rows[value]):
        return t("figures.sentence.unknown", lang, column=words(value, value))
    parts = tell(answer, chart, lang, words)
    n = t("figures.sentence.n", lang, n=f"{answer.n:,}") if answer.n is not None else ""
    return t("figures.sentence.join", lang).join(p for p in [*labels, *parts] if p) + n


def _value_column(chart: tuple[str, ...]) -> str:
    return chart[3] if chart[0] in ("pyramid", "matrix") else chart[2]


def _change(now: Any, before: Any, kind: str, lang: Lang, against: str, is_clear: bool | None = None) -> str:
    """The change in words; is_clear False = no more than chance, None = nothing is estimated here."""
    change = delta(now, before, kind, lang)
    if is_clear is False and change.direction in ("up", "down"):
        change = replace(change, text=t("figures.delta.not_significant", lang, change=change.text))
    if change.direction in ("new", "flat"):
        return t(f"figures.sentence.{against}_{change.direction}", lang)
    return t(f"figures.sentence.{against}", lang, delta=change.text) if change.direction != "unknown" else ""


def _compared(answer: Answer, chart: tuple[str, ...], value: str, row: int, lang: Lang) -> str:
    if answer.compared is None:
        return ""
    named = cell_columns(answer, chart)
    cell = cells(answer.rows, named)[row]
    before = compared_by_cell(answer, named, value).get(tuple(cell))
    then = next((place for place, each in enumerate(cells(answer.compared, named)) if each == cell), None)
    is_clear = None if then is None else is_clear_change(answer, value, row, then)
    return _change(answer.rows[value].iloc[row], before, kind_of(answer, value), lang, "compared", is_clear)


def _ends(answer: Answer, value: str) -> tuple[int, int, int]:
    """Rows of the highest and lowest known value, the first one among equals, and how many are known."""
    known = [(x, -i) for i, x in enumerate(map(as_float, answer.rows[value])) if x is not None]
    small = small_samples(answer, value)
    # A rate of few is high or low by chance: it is named first or last only where there is nothing else.
    sure = [(x, i) for x, i in known if small[-i] is None] or known
    return -max(sure)[1], -min(sure, key=lambda k: (k[0], -k[1]))[1], len(known)


def _pyramid(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, code, customers, share = chart
    top = answer.rows.iloc[0]
    says = t(
        "figures.sentence.pyramid", lang, label=label(words, code, top[code], lang), column=words(share, share),
        customers=number(top[customers], "count", lang), share=number(top[share], "share", lang),
    )  # fmt: skip
    return [says, _compared(answer, chart, share, 0, lang)]


def _pareto(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    first, column = answer.rows.iloc[0], words(chart[2], chart[2])
    if "top_20_share" not in first:
        middle = answer.rows.iloc[(len(answer.rows) - 1) // 2]
        at, share = number(middle[chart[1]], "share", lang), number(middle[chart[2]], "share", lang)
        return [t("figures.sentence.pareto_curve", lang, customers=at, column=column, share=share)]
    parts = [t("figures.sentence.pareto", lang, column=column, share=number(first["top_20_share"], "share", lang))]
    if answer.compared is not None and len(answer.compared):
        before = answer.compared["top_20_share"].iloc[0]
        parts.append(_change(first["top_20_share"], before, "share", lang, "compared"))
    if pd.notna(first.get("customers_for_80_share")):
        need = number(first["customers_for_80_share"], kind_of(answer, "customers_for_80_share"), lang)
        parts.append(t("figures.sentence.pareto_need", lang, customers=need))
    if pd.notna(first.get("gini")):
        parts.append(t("figures.sentence.pareto_gini", lang, gini=number(first["gini"], "number", lang)))
    return parts


def _time(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    on, value = chart[1:3]
    by, grain = measure(answer, value, lang, words), str(answer.params.get("grain", "month"))
    is_open = answer.rows[chart[3]].fillna(False).astype(bool).tolist() if chart[3:] else [False] * len(answer.rows)
    values = [as_float(v) for v in answer.rows[value]]
    ended = [i for i, x in enumerate(values) if x is not None and not is_open[i]]
    last = ended[-1] if ended else next(i for i, x in enumerate(values) if x is not None)

    def name(row: int) -> str:
        return period_label(answer.rows[on].iloc[row], grain, lang)

    def clear(frame: pd.DataFrame, before: int) -> bool | None:
        return is_clear_change(replace(answer, compared=frame), value, last, before)

    key = "time" if ended else "time_unfinished"
    parts = [t(f"figures.sentence.{key}", lang, period=name(last), column=by.title, value=by.text(values[last]))]
    if ended and answer.compared is not None and last < len(answer.compared):
        then = answer.compared[value].iloc[last]
        parts.append(_change(values[last], then, by.kind, lang, "compared", clear(answer.compared, last)))
    elif ended and last:
        clearly = clear(answer.rows, last - 1)
        parts.append(_change(values[last], values[last - 1], by.kind, lang, "before", clearly))
    small = small_samples(answer, value)
    best = max([i for i in ended if small[i] is None], key=lambda i: (values[i] or 0.0, -i), default=last)
    if len(ended) > 2 and best != last:
        parts.append(t("figures.sentence.time_best", lang, period=name(best), value=by.text(values[best])))
    return parts


def _ranked(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    kind, code, value = chart[:3]
    by = measure(answer, value, lang, words)
    top, low, known = _ends(answer, value)

    def name(row: int) -> str:
        return label(words, code, answer.rows[code].iloc[row], lang)

    share = ""
    if chart[3:]:
        portion = number(answer.rows[chart[3]].iloc[top], kind_of(answer, chart[3]), lang)
        share = t("figures.sentence.share", lang, column=words(chart[3], chart[3]), share=portion)
    key = "bars_only" if known == 1 else kind
    text = by.text(answer.rows[value].iloc[top])
    parts = [t(f"figures.sentence.{key}", lang, label=name(top), column=by.title, value=text, share=share)]
    parts.append(_compared(answer, chart, value, top, lang))
    if few := small_samples(answer, value)[top]:
        parts.append(t("figures.small_sample", lang, n=few))
    if kind == "bars" and known > 2 and low != top:
        last = by.text(answer.rows[value].iloc[low])
        parts.append(t("figures.sentence.bars_last", lang, label=name(low), value=last))
    return parts


def _matrix(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, across, up, value = chart
    by, row = measure(answer, value, lang, words), _ends(answer, value)[0]
    # One column at a time: a row of mixed kinds would turn whole scores into decimals.
    x, y, most = (answer.rows[column].iloc[row] for column in (across, up, value))
    says = t(
        "figures.sentence.matrix", lang, x_title=words(across, across), x=label(words, across, x, lang),
        y_title=words(up, up), y=label(words, up, y, lang), column=by.title, value=by.text(most),
    )  # fmt: skip
    return [says, _compared(answer, chart, value, row, lang)]


def _bridge(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, step, amount = chart[:3]
    by, values = measure(answer, amount, lang, words), [as_float(v) for v in answer.rows[amount]]
    names = [label(words, step, code, lang) for code in answer.rows[step]]
    texts = [number(value, by.kind, lang, currency=by.currency) for value in values]
    parts = [t("figures.sentence.bridge", lang, label=names[-1], value=texts[-1])]
    if len(values) > 1:
        parts.append(_change(values[-1], values[0], by.kind, lang, "compared"))
    steps = [(value, row) for row, value in enumerate(values) if value is not None and 0 < row < len(values) - 1]
    for key, (value, row) in (("bridge_up", max(steps, default=(0, 0))), ("bridge_down", min(steps, default=(0, 0)))):
        if value > 0 if key == "bridge_up" else value < 0:
            parts.append(t(f"figures.sentence.{key}", lang, label=names[row], value=signed(value, texts[row])))
    return parts


def _tested(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Totals of what was observed and expected: the last row of a course, the means times their customers else."""
    on, actual = chart[1:3]
    others = [column for column in chart[3:] if kind_of(answer, column) != "boolean"]
    rows = answer.rows

    def total(column: str) -> float | None:
        known = [as_float(v) for v in rows[column]]
        if kind_of(answer, on) == "date":
            return known[-1]
        weights = [as_float(w) or 0.0 for w in rows["customers"]] if "customers" in rows else [1.0] * len(known)
        pairs = [(w, x) for w, x in zip(weights, known, strict=True) if x is not None]
        return sum(w * x for w, x in pairs) if pairs else None

    happened = total(actual)
    parts = [t("figures.sentence.tested", lang, value=number(happened, "count", lang))]
    for column in others:
        expected = total(column)
        if expected is None:
            continue
        off = delta(expected, happened, "count", lang).text
        name = words(column, column)
        parts.append(t("figures.sentence.tested_by", lang, name=name, value=number(expected, "count", lang), off=off))
    return parts


_TELLERS: dict[str, Callable[[Answer, tuple[str, ...], Lang, Words], list[str]]] = {
    "pyramid": _pyramid,
    "pareto": _pareto,
    "time": _time,
    "bars": _ranked,
    "matrix": _matrix,
    "tree": _ranked,
    "bridge": _bridge,
    "tested": _tested,
}

"""The one computed line above a chart: what to see, with n and the comparison. It is also the alt text."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from crm_core.figures.bridge import signed
from crm_core.figures.certainty import interval_words
from crm_core.figures.cohorts import shown_column
from crm_core.figures.marks import (
    Words,
    cell_columns,
    cells,
    compared_by_cell,
    compared_name,
    kind_of,
    label,
    measure,
    plain,
)  # fmt: skip
from crm_core.figures.periods import period_label
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import is_clear_change, small_samples
from crm_core.text import Lang, has, t
from crm_core.text.numbers import as_float, delta, number

_CHANCE = 0.05  # from here on a difference between groups is put down to chance


def sentence(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> str:
    """What the chart shows, in one line of plain text (user values inside: escape it where it becomes HTML).

    Nulls:  no rows, or no known value, is said as such.
    Errors: KeyError for an unknown kind of chart.
    """
    tell = _TELLERS[chart[0]]
    labels = [t(f"figures.note.{note}", lang) for note in answer.notes if has(f"figures.note.{note}")]
    if answer.rows.empty:
        return t("figures.sentence.empty", lang)
    value = _value_column(answer, chart)
    if all(as_float(v) is None for v in answer.rows[value]):
        return t("figures.sentence.unknown", lang, column=words(value, value))
    parts = tell(answer, chart, lang, words)
    n = t("figures.sentence.n", lang, n=f"{answer.n:,}") if answer.n is not None else ""
    return t("figures.sentence.join", lang).join(p for p in [*labels, *parts] if p) + n


_VALUE_AT = {"flow": 4, "pyramid": 3, "matrix": 3, "moves": 3, "tiles": 3, "stacks": 3}  # else the second column


def _value_column(answer: Answer, chart: tuple[str, ...]) -> str:
    return shown_column(answer, chart) if chart[0] == "cohorts" else chart[_VALUE_AT.get(chart[0], 2)]


def _against(answer: Answer, lang: Lang) -> tuple[str, str]:
    """What the comparison is: a key of words, and the name of the customers where it is customers."""
    return "compared" if answer.compare_group is None else "group", compared_name(answer, lang)


def _change(
    now: Any, before: Any, kind: str, lang: Lang, against: tuple[str, str], is_clear: bool | None = None
) -> str:
    """The change in words; is_clear False = no more than chance, None = nothing is estimated here."""
    change = delta(now, before, kind, lang)
    if is_clear is False and change.direction in ("up", "down"):
        change = replace(change, text=t("figures.delta.not_significant", lang, change=change.text))
    if change.direction in ("new", "flat"):
        return t(f"figures.sentence.{against[0]}_{change.direction}", lang, name=against[1])
    known = change.direction != "unknown"
    return t(f"figures.sentence.{against[0]}", lang, delta=change.text, name=against[1]) if known else ""


def _compared(answer: Answer, chart: tuple[str, ...], value: str, row: int, lang: Lang) -> str:
    if answer.compared is None:
        return ""
    named = cell_columns(answer, chart)
    cell = cells(answer.rows, named)[row]
    before = compared_by_cell(answer, named, value).get(tuple(cell))
    then = next((place for place, each in enumerate(cells(answer.compared, named)) if each == cell), None)
    is_clear = None if then is None else is_clear_change(answer, value, row, then)
    return _change(answer.rows[value].iloc[row], before, kind_of(answer, value), lang, _against(answer, lang), is_clear)


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
        parts.append(_change(first["top_20_share"], before, "share", lang, _against(answer, lang)))
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
        parts.append(_change(values[last], then, by.kind, lang, _against(answer, lang), clear(answer.compared, last)))
    elif ended and last:
        clearly = clear(answer.rows, last - 1)
        parts.append(_change(values[last], values[last - 1], by.kind, lang, ("before", ""), clearly))
    small = small_samples(answer, value)
    best = max([i for i in ended if small[i] is None], key=lambda i: (values[i] or 0.0, -i), default=last)
    if len(ended) > 2 and best != last:
        parts.append(t("figures.sentence.time_best", lang, period=name(best), value=by.text(values[best])))
    return parts


def _ranked(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    kind, code, value = chart[:3]
    if "hhi" in answer.rows:
        return _concentrated(answer, chart, lang, words)
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


def _concentrated(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """How much hangs on the first of those who are named, and on the first three."""
    _, code, _, share = chart
    first = answer.rows.iloc[0]
    if as_float(first["hhi"]) is None:
        return [t("figures.sentence.nobody_named", lang)]
    told = {name: number(first[name], kind_of(answer, name), lang) for name in (share, "top_3_share", "hhi")}
    parts = [t("figures.sentence.leader", lang, label=label(words, code, first[code], lang), share=told[share])]
    if as_float(first["single_revenue"]) is not None:
        currency = next(column.unit for column in answer.columns if column.name == "single_revenue")
        risk = number(first["single_revenue"], "money", lang, currency=currency)
        parts.append(t("figures.sentence.at_risk", lang, amount=risk))
    return [*parts, t("figures.sentence.hhi", lang, hhi=told["hhi"], top=told["top_3_share"])]


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


def _moves(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Where those of the first group went, and since when."""
    _, way, group, value = chart
    first = answer.rows[group].iloc[0]
    rows = answer.rows[answer.rows[group] == first]
    by = measure(answer, value, lang, words)
    went = [
        t("figures.sentence.went", lang, way=label(words, way, code, lang), count=by.text(count))
        for code, count in zip(rows[way], rows[value], strict=True)
        if as_float(count)
    ]
    name, total = label(words, group, first, lang), by.text(rows[value].sum())
    went_in_words = t("figures.sentence.list", lang).join(went)
    return [t("figures.sentence.moves", lang, label=name, count=total, went=went_in_words), _since(answer, lang)]


def _since(answer: Answer, lang: Lang) -> str:
    """The days then, where the answer is about both; another answer has its comparison said by numbers."""
    if answer.compare_period is None or answer.compared is not None:
        return ""
    start, end = answer.compare_period
    return t("figures.sentence.since", lang, start=start, end=end)


def _flow(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What everybody brings now against then, and the largest stream between two different groups."""
    _, left, right, before, now = chart
    by, then = measure(answer, now, lang, words), answer.rows[before].sum()
    total = answer.rows[now].sum()
    parts = [
        t("figures.sentence.bridge", lang, label=by.title, value=by.text(total)),
        _change(total, then, by.kind, lang, _against(answer, lang)),
    ]
    moved = answer.rows[answer.rows[left] != answer.rows[right]]
    larger = moved[[before, now]].astype(float).max(axis=1)
    if not larger.empty and larger.max() > 0:
        row = moved.loc[larger.idxmax()]
        names = [label(words, column, row[column], lang) for column in (left, right)]
        amounts = [by.text(row[column]) for column in (before, now)]
        parts.append(t(
            "figures.sentence.stream", lang, left=names[0], right=names[1], before=amounts[0], now=amounts[1],
        ))  # fmt: skip
    return [*parts, _since(answer, lang)]


def _bridge(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, step, amount = chart[:3]
    by, values = measure(answer, amount, lang, words), [as_float(v) for v in answer.rows[amount]]
    names = [label(words, step, code, lang) for code in answer.rows[step]]
    texts = [number(value, by.kind, lang, currency=by.currency) for value in values]
    parts = [t("figures.sentence.bridge", lang, label=names[-1], value=texts[-1])]
    if len(values) > 1:
        parts.append(_change(values[-1], values[0], by.kind, lang, _against(answer, lang)))
    steps = [(value, row) for row, value in enumerate(values) if value is not None and 0 < row < len(values) - 1]
    for key, (value, row) in (("bridge_up", max(steps, default=(0, 0))), ("bridge_down", min(steps, default=(0, 0)))):
        if value > 0 if key == "bridge_up" else value < 0:
            parts.append(t(f"figures.sentence.{key}", lang, label=names[row], value=signed(value, texts[row])))
    return parts


def _index(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, code, value = chart[:3]
    by = measure(answer, value, lang, words)
    intervals = interval_words(answer, value, by)
    top, low, known = _ends(answer, value)
    parts = []
    for key, row in (("index", top), ("index_low", low))[: 1 if known == 1 or top == low else 2]:
        name, text = label(words, code, answer.rows[code].iloc[row], lang), by.text(answer.rows[value].iloc[row])
        sure = intervals[row] or t("figures.na", lang)
        parts.append(t(f"figures.sentence.{key}", lang, label=name, column=by.title, value=text, interval=sure))
    return parts


def _tiles(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    _, code, _, value = chart[:4]
    by = measure(answer, value, lang, words)
    is_inside = answer.rows[code].notna()
    parts = []
    if is_inside.any():
        best = max(answer.rows.index[is_inside], key=lambda row: as_float(answer.rows[value][row]) or 0.0)
        name, most = label(words, code, answer.rows[code][best], lang), by.text(answer.rows[value][best])
        parts.append(t("figures.sentence.tiles", lang, column=by.title, label=name, value=most))
    if (~is_inside).any():
        left = sum(as_float(v) or 0.0 for v in answer.rows[value][~is_inside])
        parts.append(t("figures.sentence.tiles_outside", lang, value=by.text(left)))
    return parts


def _versus(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Both sums over the whole time, whatever the single periods were."""
    totals = [sum(x for x in map(as_float, answer.rows[c]) if x is not None) for c in chart[2:4]]
    kinds = [next(c for c in answer.columns if c.name == name) for name in chart[2:4]]
    texts = [number(total, c.kind, lang, currency=c.unit) for total, c in zip(totals, kinds, strict=True)]
    if all(as_float(v) is None for v in answer.rows[chart[3]]):
        return [t("figures.sentence.total", lang, column=words(chart[2], chart[2]), value=texts[0])]
    names = [words(name, name) for name in chart[2:4]]
    return [t("figures.sentence.versus", lang, column=names[0], value=texts[0], other=names[1], beside=texts[1])]


def _timeline(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    first, last = (str(plain(answer.rows[chart[1]].iloc[i])) for i in (0, -1))
    return [t("figures.sentence.timeline", lang, first=first, last=last)]


def _cohorts(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The means of whole cells one, three and twelve periods on, as far as there are any."""
    _, age, cohort = chart[:3]
    value = shown_column(answer, chart)
    by = measure(answer, value, lang, words)
    means = answer.rows[answer.rows[cohort].isna()]
    known = {int(a): as_float(v) for a, v in zip(means[age], means[value], strict=True)}
    told = [
        t("figures.sentence.cohorts_age", lang, age=each, value=by.text(known[each]))
        for each in (1, 3, 12) if known.get(each) is not None
    ]  # fmt: skip
    if not told:
        return [t("figures.sentence.cohorts_young", lang)]
    listed = t("ui.bar.list", lang).join(told)
    return [t("figures.sentence.cohorts", lang, column=by.title, values=listed)]


def _steps(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The first line at its twelfth step or its end, when half is reached, and whether the lines differ."""
    _, across, up, group = chart[:4]
    by = measure(answer, up, lang, words)
    first = answer.rows[answer.rows[group].map(str) == str(answer.rows[group].iloc[0])]
    at = first[first[across] <= 12].iloc[-1]
    parts = [
        t("figures.sentence.steps", lang, label=label(words, group, at[group], lang), x=int(at[across]),
          x_title=words(across, across), column=by.title, value=by.text(at[up]))
    ]  # fmt: skip
    if "median_months" in first:
        half = as_float(at["median_months"])
        key = "steps_no_median" if half is None else "steps_median"
        parts.append(t(f"figures.sentence.{key}", lang, months=number(half, "number", lang)))
    if as_float(at.get("p_value")) is not None:
        differs = float(at["p_value"]) < _CHANCE
        parts.append(t(f"figures.sentence.{'groups_differ' if differs else 'groups_alike'}", lang))
    return parts


def _stacks(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The part that grew and the part that shrank most from the first period to the last, as shares of the whole."""
    _, on, code, value = chart[:4]
    shares = answer.rows.pivot_table(index=on, columns=code, values=value, aggfunc="sum", sort=False).astype(float)
    shares = shares.div(shares.sum(axis=1), axis=0)
    moved = (shares.iloc[-1] - shares.iloc[0]).dropna()
    names = {each: label(words, code, each, lang) for each in shares.columns}
    last = shares.iloc[-1]
    top = last.idxmax() if last.notna().any() else shares.columns[0]
    parts = [t("figures.sentence.stacks", lang, label=names[top], share=number(last[top], "share", lang))]
    if len(shares) > 1 and moved.abs().max() > 0:
        most = moved.abs().idxmax()
        change = delta(last[most], shares[most].iloc[0], "share", lang).text
        parts.append(t("figures.sentence.stacks_moved", lang, label=names[most], change=change))
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
    "index": _index,
    "tiles": _tiles,
    "versus": _versus,
    "timeline": _timeline,
    "moves": _moves,
    "flow": _flow,
    "cohorts": _cohorts,
    "steps": _steps,
    "lines": _steps,
    "stacks": _stacks,
    "tested": _tested,
}

"""Sentences of charts that follow something over time or age."""

from dataclasses import replace

import pandas as pd

from crm_core.figures.marks import (
    Words,
    kind_of,
    label,
    measure,
    plain,
)  # fmt: skip
from crm_core.figures.periods import period_label
from crm_core.figures.told_changes import against, change_words
from crm_core.figures.told_offers import tell_effort, tell_extra
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import estimate_of, is_clear_change, small_samples
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, delta, number

_CHANCE = 0.05  # from here on a difference between groups is put down to chance


def tell_time(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The last finished period and its change, and when the peak was."""
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
    if ended and answer.compared is not None and _is_whole(answer.compared, chart[3:], last):
        then = answer.compared[value].iloc[last]
        parts.append(
            change_words(values[last], then, by.kind, lang, against(answer, lang), clear(answer.compared, last))
        )
    elif ended and last:
        clearly = clear(answer.rows, last - 1)
        parts.append(change_words(values[last], values[last - 1], by.kind, lang, ("before", ""), clearly))
    small = small_samples(answer, value)
    best = max([i for i in ended if small[i] is None], key=lambda i: (values[i] or 0.0, -i), default=last)
    if len(ended) > 2 and best != last:
        # A period of few answers may lie higher: then the best is told as the best of those that can be relied on.
        is_topped = any((values[i] or 0.0) > (values[best] or 0.0) for i in ended)
        key = "time_best_sure" if is_topped else "time_best"
        parts.append(t(f"figures.sentence.{key}", lang, period=name(best), value=by.text(values[best])))
    return parts


def _is_whole(frame: pd.DataFrame, unfinished: tuple[str, ...], row: int) -> bool:
    """Whether the days compared with have this period, and as a whole one: other days are cut elsewhere."""
    return row < len(frame) and not any(bool(frame[name].fillna(False).iloc[row]) for name in unfinished)


def tell_versus(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Both sums over the whole time, whatever the single periods were."""
    totals = [sum(x for x in map(as_float, answer.rows[c]) if x is not None) for c in chart[2:4]]
    kinds = [next(c for c in answer.columns if c.name == name) for name in chart[2:4]]
    texts = [number(total, c.kind, lang, currency=c.unit) for total, c in zip(totals, kinds, strict=True)]
    if all(as_float(v) is None for v in answer.rows[chart[3]]):
        return [t("figures.sentence.total", lang, column=words(chart[2], chart[2]), value=texts[0])]
    names = [words(name, name) for name in chart[2:4]]
    return [t("figures.sentence.versus", lang, column=names[0], value=texts[0], other=names[1], beside=texts[1])]


def tell_timeline(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The first and the latest day."""
    first, last = (str(plain(answer.rows[chart[1]].iloc[i])) for i in (0, -1))
    return [t("figures.sentence.timeline", lang, first=first, last=last)]


def tell_steps(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The first line at its twelfth step or its end, when half is reached, and whether the lines differ."""
    _, across, up, group = chart[:4]
    by = measure(answer, up, lang, words)
    first = answer.rows[answer.rows[group].map(str) == str(answer.rows[group].iloc[0])]
    at = first[first[across] <= 12].iloc[-1]
    parts = [
        t(f"figures.sentence.steps_{across}", lang, label=label(words, group, at[group], lang), x=int(at[across]),
          column=by.title, value=by.text(at[up]))
    ]  # fmt: skip
    if "median_months" in first:
        half = as_float(at["median_months"])
        key = "steps_no_median" if half is None else "steps_median"
        parts.append(t(f"figures.sentence.{key}", lang, months=number(half, "number", lang)))
    if as_float(at.get("projected_share")) is not None:
        names = {"share": "projected_share", "low": "projected_share_low", "high": "projected_share_high"}
        told = {key: number(at[name], "share", lang) for key, name in names.items()}
        parts.append(t("figures.sentence.steps_projected", lang, **told))
    if as_float(at.get("p_value")) is not None:
        differs = float(at["p_value"]) < _CHANCE
        parts.append(t(f"figures.sentence.{'groups_differ' if differs else 'groups_alike'}", lang))
    return parts


def tell_stacks(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
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


def _rates_told(answer: Answer, columns: list[str], lang: Lang, words: Words) -> list[str]:
    """Each rate over all rows together."""
    told = []
    for column in columns:
        made = estimate_of(answer, column)
        hits, of = (answer.rows[name].sum() if name else 0 for name in (made and made.hits, made and made.of))
        rate = number(hits / of if of else None, "share", lang)
        told.append(t("figures.sentence.rate", lang, column=words(column, column), value=rate))
    return told


def tell_tested(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Totals of what was observed and expected: the last row of a course, the means times their customers else."""
    on, actual = chart[1:3]
    others = [column for column in chart[3:] if kind_of(answer, column) != "boolean"]
    rows = answer.rows
    if "extra_spend" in rows:
        return [tell_extra(answer, lang, words)]
    if "effort_index" in rows:
        return [tell_effort(answer, lang, words)]
    if kind_of(answer, actual) == "share":
        return _rates_told(answer, [actual, *others], lang, words)

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


def tell_control(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The mean at the end, and how many values lie outside the limits of chance, with the last of them."""
    _, on, value, mean, _, high, alarm = chart
    by, rows = measure(answer, value, lang, words), answer.rows
    out = [row for row, beyond in enumerate(map(as_float, rows[alarm])) if beyond is not None]
    known = [x for x in map(as_float, rows[mean]) if x is not None]
    parts = []
    if known:
        parts.append(t("figures.sentence.control_mean", lang, column=by.title, value=number(known[-1], "number", lang)))
    if not out:
        return [*parts, t("figures.sentence.control_none", lang)]
    parts.append(t(
        "figures.sentence.control_out", lang, count=len(out), day=period_label(rows[on].iloc[out[-1]], "day", lang),
        value=by.text(rows[value].iloc[out[-1]]), high=by.text(rows[high].iloc[out[-1]]),
    ))  # fmt: skip
    return parts

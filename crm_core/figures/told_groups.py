"""Sentences of charts that part customers or money into groups."""

import pandas as pd

from crm_core.figures.bridge import signed
from crm_core.figures.certainty import interval_words
from crm_core.figures.marks import (
    Words,
    kind_of,
    label,
    measure,
)  # fmt: skip
from crm_core.figures.told_changes import against, change_words, compared_words, ends
from crm_core.figures.told_offers import tell_effect, tell_improved, tell_lived, tell_product_lives, tell_questions
from crm_core.figures.told_opinions import tell_delivered, tell_driven, tell_loyal
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import estimate_of, small_samples
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, number


def tell_pyramid(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The share of the top and what it brings."""
    _, code, customers, share = chart
    top = answer.rows.iloc[0]
    says = t(
        "figures.sentence.pyramid", lang, label=label(words, code, top[code], lang), column=words(share, share),
        customers=number(top[customers], "count", lang), share=number(top[share], "share", lang),
    )  # fmt: skip
    return [says, compared_words(answer, chart, share, 0, lang)]


def tell_pareto(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What the top fifth holds, and how many hold four fifths."""
    first, column = answer.rows.iloc[0], words(chart[2], chart[2])
    if "top_20_share" not in first:
        middle = answer.rows.iloc[(len(answer.rows) - 1) // 2]
        at, share = number(middle[chart[1]], "share", lang), number(middle[chart[2]], "share", lang)
        return [t("figures.sentence.pareto_curve", lang, customers=at, column=column, share=share)]
    parts = [t("figures.sentence.pareto", lang, column=column, share=number(first["top_20_share"], "share", lang))]
    if answer.compared is not None and len(answer.compared):
        before = answer.compared["top_20_share"].iloc[0]
        parts.append(change_words(first["top_20_share"], before, "share", lang, against(answer, lang)))
    if pd.notna(first.get("customers_for_80_share")):
        need = number(first["customers_for_80_share"], kind_of(answer, "customers_for_80_share"), lang)
        parts.append(t("figures.sentence.pareto_need", lang, customers=need))
    if pd.notna(first.get("gini")):
        parts.append(t("figures.sentence.pareto_gini", lang, gini=number(first["gini"], "number", lang)))
    return parts


# Bars that have a sentence of their own are known by a column that no others have.
_BY_COLUMN = {
    "effect_share": tell_effect, "improvement_share": tell_improved, "question_share": tell_questions,
    "delivered_value": tell_delivered, "halved_products": tell_product_lives,
}  # fmt: skip


def tell_ranked(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The largest group and its share, or how concentrated all are."""
    kind, code, value = chart[:3]
    if "hhi" in answer.rows:
        return tell_concentrated(answer, chart, lang, words)
    if "importance_rank" in answer.rows:
        return tell_driven(answer, chart, lang, words)
    if (own := next((tell for column, tell in _BY_COLUMN.items() if column in answer.rows), None)) is not None:
        return own(answer, chart, lang, words)
    if "growth_advice" in answer.rows:
        return tell_advised(answer, chart, lang, words)
    if "reached_share" in answer.rows:
        return tell_ladder(answer, chart, lang, words)
    by = measure(answer, value, lang, words)
    top, low, known = ends(answer, value, code)

    def name(row: int) -> str:
        return label(words, code, answer.rows[code].iloc[row], lang)

    share = ""
    if chart[3:] and pd.notna(answer.rows[chart[3]].iloc[top]):
        portion = number(answer.rows[chart[3]].iloc[top], kind_of(answer, chart[3]), lang)
        share = t("figures.sentence.share", lang, column=words(chart[3], chart[3]), share=portion)
    key = "bars_only" if known == 1 else kind
    text = by.text(answer.rows[value].iloc[top])
    parts = [tell_loyal(answer, lang, words)] if "index_score" in answer.rows else []
    parts.append(t(f"figures.sentence.{key}", lang, label=name(top), column=by.title, value=text, share=share))
    parts.append(compared_words(answer, chart, value, top, lang))
    if few := small_samples(answer, value)[top]:
        parts.append(t("figures.small_sample", lang, n=few))
    if kind == "bars" and known == 2 and by.kind == "money" and as_float(answer.rows[value].iloc[low]):
        amounts = [as_float(answer.rows[value].iloc[row]) or 0.0 for row in (top, low)]
        parts.insert(1, t("figures.sentence.bars_times", lang, label=name(low), value=by.text(amounts[1]),
                          times=number(amounts[0] / amounts[1], "number", lang)))  # fmt: skip
    has_nobody = chart[3:] and kind_of(answer, chart[3]) == "count" and not as_float(answer.rows[chart[3]].iloc[low])
    if kind == "bars" and known > 2 and low != top and not has_nobody:
        last = by.text(answer.rows[value].iloc[low])
        parts.append(t("figures.sentence.bars_last", lang, label=name(low), value=last))
    return parts


def tell_ladder(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Of those who took the first step, how many took the second and how many came to the last; against then."""
    _, code, _, share = chart
    rows, parts = answer.rows, []
    for row in (1, len(rows) - 1):
        reached = number(rows[share].iloc[row], "share", lang)
        parts.append(t("figures.sentence.reached", lang, label=label(words, code, rows[code].iloc[row], lang),
                       share=reached))  # fmt: skip
    parts.insert(1, compared_words(answer, chart, share, 1, lang))
    return parts


def tell_differences(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The trait that parts two groups most, and the first one the other way round; only those beyond chance."""
    _, code, value, share, other = chart
    by, intervals = (
        measure(answer, value, lang, words),
        interval_words(answer, value, measure(answer, value, lang, words)),
    )
    made = estimate_of(answer, value)
    values = [as_float(x) or 0.0 for x in answer.rows[value]]
    low, high = [list(map(as_float, answer.rows[name])) for name in (made.low, made.high)] if made else (values, values)
    clear = {
        row: x > 0
        for row, (x, least, most) in enumerate(zip(values, low, high, strict=True))
        if least is None or most is None or not least <= 0 <= most
    }
    if not clear:
        return [t("figures.sentence.differences_none", lang)]
    first = next(iter(clear))
    back = next((row for row, is_up in clear.items() if is_up != clear[first]), None)
    parts = []
    for key, row in (("differences", first), ("differences_low", back)):
        if row is None:
            continue
        shares = {
            name: number(answer.rows[each].iloc[row], "share", lang)
            for name, each in (("share", share), ("other", other))
        }
        name = label(words, code, answer.rows[code].iloc[row], lang)
        text = by.text(answer.rows[value].iloc[row])
        parts.append(t(f"figures.sentence.{key}", lang, label=name, value=text, interval=intervals[row], **shares))
    return parts


def tell_concentrated(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
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


def tell_advised(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Which groups get which advice."""
    parts = []
    for advice in answer.rows["growth_advice"].dropna().unique():
        groups = answer.rows.loc[answer.rows["growth_advice"] == advice, chart[1]]
        named = t("figures.sentence.list", lang).join(label(words, chart[1], code, lang) for code in groups)
        parts.append(t("figures.sentence.advised", lang, advice=words("growth_advice", str(advice)), groups=named))
    return parts


def tell_matrix(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The largest cell."""
    _, across, up, value = chart
    by, row = measure(answer, value, lang, words), ends(answer, value)[0]
    # One column at a time: a row of mixed kinds would turn whole scores into decimals.
    x, y, most = (answer.rows[column].iloc[row] for column in (across, up, value))
    says = t(
        "figures.sentence.matrix", lang, x_title=words(across, across), x=label(words, across, x, lang),
        y_title=words(up, up), y=label(words, up, y, lang), column=by.title, value=by.text(most),
    )  # fmt: skip
    if "stage_before" in answer.rows and "change" in answer.rows:
        return [_stage_losses(answer, lang, words), says, _since(answer, lang)]
    return [says, compared_words(answer, chart, value, row, lang)]


def _stage_losses(answer: Answer, lang: Lang, words: Words) -> str:
    """The stage then whose customers brought most less since, and the stage now with the largest part of it."""
    by, rows = measure(answer, "change", lang, words), answer.rows.astype({"change": float})
    sums = answer.rows.groupby("stage_before", sort=False)[["revenue_before", "revenue", "change"]].sum().astype(float)
    worst = sums["change"].idxmin()
    if sums["change"][worst] >= 0:
        return t("figures.sentence.stage_gain", lang)
    inner = rows[rows["stage_before"] == worst].set_index("stage")["change"]
    names = {"stage": label(words, "stage", worst, lang), "to": label(words, "stage", inner.idxmin(), lang)}
    plain = measure(answer, "revenue", lang, words)
    before, now, change = sums.loc[worst]
    money = {"before": plain.text(before), "now": plain.text(now), "change": by.text(change)}
    return t("figures.sentence.stage_loss", lang, **names, **money, part=by.text(inner.min()))


def tell_moves(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
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


def tell_flow(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What everybody brings now against then, and the largest stream between two different groups."""
    _, left, right, before, now = chart
    by, then = measure(answer, now, lang, words), answer.rows[before].sum()
    total = answer.rows[now].sum()
    parts = [
        t("figures.sentence.bridge", lang, label=by.title, value=by.text(total)),
        change_words(total, then, by.kind, lang, against(answer, lang)),
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


def tell_bridge(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The whole change, the largest gain and the largest loss."""
    _, step, amount = chart[:3]
    by, values = measure(answer, amount, lang, words), [as_float(v) for v in answer.rows[amount]]
    names = [label(words, step, code, lang) for code in answer.rows[step]]
    texts = [number(value, by.kind, lang, currency=by.currency) for value in values]
    parts = [t("figures.sentence.bridge", lang, label=names[-1], value=texts[-1])]
    if len(values) > 1:
        parts.append(change_words(values[-1], values[0], by.kind, lang, against(answer, lang)))
    steps = [(value, row) for row, value in enumerate(values) if value is not None and 0 < row < len(values) - 1]
    for key, (value, row) in (("bridge_up", max(steps, default=(0, 0))), ("bridge_down", min(steps, default=(0, 0)))):
        if value > 0 if key == "bridge_up" else value < 0:
            parts.append(t(f"figures.sentence.{key}", lang, label=names[row], value=signed(value, texts[row])))
    return parts


def tell_index(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The highest and the lowest index with their intervals."""
    _, code, value = chart[:3]
    by = measure(answer, value, lang, words)
    intervals = interval_words(answer, value, by)
    top, low, known = ends(answer, value)
    parts = []
    for key, row in (("index", top), ("index_low", low))[: 1 if known == 1 or top == low else 2]:
        name, text = label(words, code, answer.rows[code].iloc[row], lang), by.text(answer.rows[value].iloc[row])
        sure = intervals[row] or t("figures.na", lang)
        parts.append(t(f"figures.sentence.{key}", lang, label=name, column=by.title, value=text, interval=sure))
    return parts


def tell_tiles(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The province that leads, and what lies outside all."""
    _, code, _, value = chart[:4]
    by = measure(answer, value, lang, words)
    is_inside = answer.rows[code].notna()
    parts = []
    if any((as_float(v) or 0.0) > 0 for v in answer.rows[value][is_inside]):
        best = max(answer.rows.index[is_inside], key=lambda row: as_float(answer.rows[value][row]) or 0.0)
        name, most = label(words, code, answer.rows[code][best], lang), by.text(answer.rows[value][best])
        parts.append(t("figures.sentence.tiles", lang, column=by.title, label=name, value=most))
    if (~is_inside).any():
        left = sum(as_float(v) or 0.0 for v in answer.rows[value][~is_inside])
        parts.append(t("figures.sentence.tiles_outside", lang, value=by.text(left)))
    return parts


def tell_parts(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What share of all the first part has, and the largest of the others."""
    _, _, part, value = chart[:4]
    if "success_sentence" in answer.rows:
        return tell_lived(answer, chart, lang, words)
    by = measure(answer, value, lang, words)
    sums = (
        answer.rows.assign(value=answer.rows[value].astype(float))
        .groupby(part, dropna=False, sort=False)["value"]
        .sum()
    )
    total = float(sums.sum())
    if total <= 0:
        return []
    first, *others = [(label(words, part, code, lang), float(amount)) for code, amount in sums.items()]
    told = [
        t("figures.sentence.part", lang, label=name, value=by.text(amount), share=number(amount / total, "share", lang))
        for name, amount in [first, *sorted(others, key=lambda pair: -pair[1])[:1]]
    ]
    return [t("figures.sentence.list", lang).join(told)]

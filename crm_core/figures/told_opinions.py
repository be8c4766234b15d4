"""Sentences of charts about what customers say: what drives them, what to mend, whether they come back."""

from crm_core.figures.certainty import interval_words
from crm_core.figures.marks import Measure, Words, label, measure
from crm_core.figures.told_offers import tell_kano
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, delta, number

# What books say of fives against fours (Xerox); shown beside the company's own number, never in its place.
BENCHMARK_RATIO = 6


def tell_driven(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """How much the attributes explain, and the first of them where a first can be told."""
    code = chart[1]
    first, by = answer.rows.iloc[0], measure(answer, "r_squared", lang, words)
    sure = _sure(answer, "r_squared", by)
    parts = [t("figures.sentence.explained", lang, share=by.text(first["r_squared"]), interval=sure)]
    ranks = [as_float(v) for v in answer.rows["importance_rank"]]
    share, part = (number(first[name], "share", lang) for name in ("importance_share", "explained"))
    key = "driver_first" if ranks[0] == 1 else "driver_unsure"
    parts.append(
        t(f"figures.sentence.{key}", lang, label=label(words, code, first[code], lang), part=part, share=share)
    )
    unranked = sum(rank is None for rank in ranks)
    if unranked:
        parts.append(t("figures.sentence.unranked", lang, count=unranked))
    return parts


def tell_quadrants(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What to mend first and what to keep; by which rule the lines stand."""
    _, code, score, weight, corner = chart[:5]
    if corner == "kano_class":
        return tell_kano(answer, code, lang, words)
    placed = answer.rows[answer.rows[corner].notna()]
    parts = []
    for wanted in ("mend", "keep"):
        here = placed[placed[corner] == wanted][code]
        names = t("figures.sentence.list", lang).join(label(words, code, each, lang) for each in here)
        if names:
            parts.append(t("figures.sentence.corner", lang, corner=words(corner, wanted), names=names))
        elif wanted == "mend":
            last = placed.loc[placed[score].astype(float).idxmin()]
            parts.append(
                t("figures.sentence.nothing_to_mend", lang, label=label(words, code, last[code], lang),
                  value=number(last[score], "score", lang), share=number(last[weight], "share", lang))
            )  # fmt: skip
    return parts


def tell_graded(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The best score against the next, beside the benchmark; where the curve turns; what lifting it brings."""
    _, code, value = chart[:3]
    by = measure(answer, value, lang, words)
    # By column: a row of mixed kinds would turn whole scores into decimals.
    grades = [str(grade) for grade in answer.rows[code]]
    rates = dict(zip(grades, map(as_float, answer.rows[value]), strict=True))
    parts = [
        t("figures.sentence.rate_of", lang, grade=grade, rate=by.text(rates[grade]), column=by.title)
        for grade in ("5", "4") if rates.get(grade) is not None
    ]  # fmt: skip
    best, next_ = rates.get("5"), rates.get("4")
    if best is not None and next_:
        ratio = number(best / next_, "number", lang)
        parts.append(t("figures.sentence.ratio_5_4", lang, ratio=ratio, benchmark=BENCHMARK_RATIO))
    parts += _turning(answer, grades, lang)
    if (gain := _at(answer, grades, "4", "lift_gain")) is not None:
        currency = next(column.unit for column in answer.columns if column.name == "lift_gain")
        rise, chance = (_at(answer, grades, "5", name) for name in ("jump", "chance_jump"))
        is_sure = rise is not None and chance is not None and rise > chance
        parts.append(
            t("figures.sentence.lift", lang, amount=number(gain, "money", lang, currency=currency))
            if is_sure else t("figures.sentence.lift_unsure", lang)
        )  # fmt: skip
    return parts or [t("figures.sentence.empty", lang)]


def _at(answer: Answer, grades: list[str], grade: str, name: str) -> float | None:
    known = grade in grades and name in answer.rows
    return as_float(answer.rows[name].iloc[grades.index(grade)]) if known else None


def _turning(answer: Answer, grades: list[str], lang: Lang) -> list[str]:
    """Where the curve turns, or that no step is beyond chance; nothing where no step could be judged."""
    if "turning_grade" not in answer.rows:
        return []
    turn = as_float(answer.rows["turning_grade"].iloc[0])
    if turn is None:
        is_judged = answer.rows["chance_jump"].notna().any()
        return [t("figures.sentence.no_turning", lang)] if is_judged else []
    jump = delta(answer.rows["jump"].iloc[grades.index(str(int(turn)))], 0, "share", lang).text
    return [t("figures.sentence.turning", lang, low=int(turn) - 1, high=int(turn), jump=jump)]


def tell_loyal(answer: Answer, lang: Lang, words: Words) -> str:
    """The index of loyalty with its interval."""
    by = measure(answer, "index_score", lang, words)
    index = by.text(answer.rows["index_score"].iloc[0])
    return t("figures.sentence.index_of", lang, column=by.title, value=index,
             interval=_sure(answer, "index_score", by))  # fmt: skip


def tell_delivered(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What customers get less what it costs them, and the weakest part of either side."""
    by = measure(answer, "delivered_value", lang, words)
    first = answer.rows.iloc[0]
    parts = [t("figures.sentence.delivered", lang, value=by.text(first["perceived_value"]),
               cost=by.text(first["felt_cost"]), difference=by.text(first["delivered_value"]),
               interval=_sure(answer, "delivered_value", by))]  # fmt: skip
    for side, worse in (("value", min), ("cost", max)):
        rows = answer.rows[answer.rows["value_side"] == side]
        if len(rows):
            score, part = worse(
                (float(score), str(part)) for score, part in zip(rows[chart[2]], rows[chart[1]], strict=True)
            )
            parts.append(t(f"figures.sentence.worst_{side}", lang, label=label(words, chart[1], part, lang),
                           value=by.text(score)))  # fmt: skip
    return parts


def tell_gaps(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Where expectations are missed most, and whether reliability, on which the others stand, is met less than they."""
    _, code, value = chart[:3]
    by, first = measure(answer, value, lang, words), answer.rows.iloc[0]
    name = label(words, code, first[code], lang)
    parts = [t("figures.sentence.widest_gap", lang, label=name, value=by.text(first[value]))]
    if "reliability_behind" in answer.rows and (as_float(answer.rows["reliability_behind"].iloc[0]) or 0) > 0:
        parts.append(t("figures.sentence.gate", lang))
    return parts


def _sure(answer: Answer, column: str, by: Measure) -> str:
    """The interval of the first row in brackets; empty where there is none."""
    words = interval_words(answer, column, by)[0]
    return t("figures.sentence.sure", by.lang, interval=words) if words else ""

"""Sentences of charts of rates and means that go by what the samples can bear."""

from crm_core.figures.funnel import outside
from crm_core.figures.marks import Words, label, measure
from crm_core.figures.told_changes import ends
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import small_samples
from crm_core.text import Lang, t

_MOST = 3


def tell_heat(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The highest and the lowest cell of those with samples large enough, or of all where none has."""
    _, across, up, value = chart
    by, (top, low, _) = measure(answer, value, lang, words), ends(answer, value)

    def told(row: int) -> str:
        x, y = (label(words, column, answer.rows[column].iloc[row], lang) for column in (across, up))
        return t("figures.sentence.heat_cell", lang, x=x, y=y, value=by.text(answer.rows[value].iloc[row]))

    if answer.rows[value].iloc[top] == answer.rows[value].iloc[low]:
        return [t("figures.sentence.heat_one", lang, column=by.title, cell=told(top))]
    return [t("figures.sentence.heat", lang, column=by.title, top=told(top), low=told(low))]


def tell_funnel(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """Who lies below and above the limits, how many within, and how many have too few values to tell."""
    _, code, _, value, *_ = chart
    by, sides = measure(answer, value, lang, words), outside(answer, chart[1:])
    few = small_samples(answer, value)
    parts = []
    for side, key in ((-1, "funnel_below"), (1, "funnel_above")):
        rows = [row for row, place in enumerate(sides) if place == side]
        rows = rows[::-1] if side < 0 else rows
        named = [
            t("figures.sentence.funnel_one", lang, label=label(words, code, answer.rows[code].iloc[row], lang),
              value=by.text(answer.rows[value].iloc[row]))
            for row in rows[:_MOST]
        ]  # fmt: skip
        if named:
            listed = t("figures.sentence.list", lang).join(named)
            parts.append(t(f"figures.sentence.{key}", lang, count=len(rows), names=listed))
    limited = answer.rows[chart[4]].notna().tolist()
    inside = sum(1 for row, side in enumerate(sides) if side == 0 and few[row] is None and limited[row])
    if inside:
        parts.append(t("figures.sentence.funnel_inside", lang, count=inside))
    if unsure := sum(1 for n in few if n is not None):
        parts.append(t("figures.sentence.funnel_few", lang, count=unsure))
    return parts

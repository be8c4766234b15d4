"""Sentences of charts about what is done for customers: programmes, features, improvements, care of key accounts."""

from crm_core.figures.certainty import interval_words
from crm_core.figures.marks import Words, label, measure
from crm_core.metrics.answer import Answer
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, number

_TOLD = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse")
# What IBM says of its inventions; shown beside the company's own share, never in its place.
_BENCHMARK_SHARE = 0.4
_WHOLE = ("effort_on_key",)  # the questions of which the answer should be all; of the others it should be nothing
_DOUBTFUL = 0.05  # of contradictory answers: more point to the questionnaire


def tell_effect(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What every programme brought, whether it can be told from chance, and which have too few members."""
    _, code, value = chart[:3]
    by, sure = measure(answer, value, lang, words), interval_words(answer, value, measure(answer, value, lang, words))
    names = [label(words, code, each, lang) for each in answer.rows[code]]
    columns = (value, f"{value}_low", f"{value}_high", "effect_share", "customers")
    parts = []
    for name, interval, row in zip(names, sure, answer.rows[list(columns)].itertuples(index=False), strict=True):
        effect, low, high, share, count = map(as_float, row)
        if effect is None or low is None or high is None:
            parts.append(t("figures.sentence.effect_few", lang, label=name, count=int(count or 0)))
            continue
        key = "effect_unsure" if low <= 0 <= high else "effect" if low > 0 else "effect_less"
        told = t("figures.sentence.sure", lang, interval=interval) if interval else ""
        parts.append(t(f"figures.sentence.{key}", lang, label=name, value=by.text(effect), interval=told,
                       share=number(share, "share", lang)))  # fmt: skip
    return parts


def tell_effort(answer: Answer, lang: Lang, words: Words) -> str:
    """What the best tenth brings and gets, and what the lower half does."""
    rows, names = answer.rows, ("revenue", "effort")
    first = {name: number(rows[f"{name}_share"].iloc[0], "share", lang) for name in names}
    low = {f"low_{name}": number(rows[f"{name}_share"].iloc[5:].sum(min_count=1), "share", lang) for name in names}
    index = number(rows["effort_index"].iloc[0], "number", lang)
    spent = label(words, "spent", answer.params["spent"], lang)
    return t("figures.sentence.effort", lang, spent=spent, index=index, **first, **low)


def tell_extra(answer: Answer, lang: Lang, words: Words) -> str:
    """What the last fortnight that can be compared says, how often it is beyond chance, and what it is not."""
    known = answer.rows[answer.rows["extra_spend"].notna()]
    last, by = known.iloc[-1], measure(answer, "listed_spend", lang, words)
    values = {"listed": "listed_spend", "unlisted": "unlisted_spend", "extra": "extra_spend"}
    values |= {"low": "extra_spend_low", "high": "extra_spend_high"}
    clear = (known["extra_spend_low"] > 0) | (known["extra_spend_high"] < 0)
    told = {name: by.text(last[column]) for name, column in values.items()}
    return t("figures.sentence.extra_spend", lang, fortnight=last["fortnight"], clear=int(clear.sum()),
             count=len(known), **told)  # fmt: skip


def tell_kano(answer: Answer, code: str, lang: Lang, words: Words) -> list[str]:
    """The features of each class, and those about which too many answers contradict themselves."""
    names = [label(words, code, each, lang) for each in answer.rows[code]]
    shares = [as_float(share) or 0.0 for share in answer.rows["questionable_share"]]
    listed = t("figures.sentence.list", lang)
    parts = []
    for kind in _TOLD:
        here = [name for name, own in zip(names, answer.rows["kano_class"], strict=True) if own == kind]
        if here:
            told = words("kano_class", kind)
            parts.append(t("figures.sentence.kano_class", lang, kind=told, names=listed.join(here)))
    if doubtful := [name for name, share in zip(names, shares, strict=True) if share > _DOUBTFUL]:
        parts.append(t("figures.sentence.kano_doubtful", lang, names=listed.join(doubtful)))
    return parts


def tell_improved(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """How many improvements came from complaints, beside the benchmark."""
    place = answer.rows[chart[1]].tolist().index("complaint")
    row = answer.rows.iloc[place]
    share = measure(answer, "improvement_share", lang, words)
    interval = interval_words(answer, "improvement_share", share)[place]
    return [
        t("figures.sentence.improved", lang, all=number(row["all_improvements"], "count", lang),
          count=number(row["improvements"], "count", lang), share=share.text(row["improvement_share"]),
          interval=t("figures.sentence.sure", lang, interval=interval) if interval else "",
          benchmark=number(_BENCHMARK_SHARE, "share", lang).replace(".0%", "%"))
    ]  # fmt: skip


def tell_questions(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The question of which the answer is furthest from what it should be; of equal ones the first."""
    _, code, value = chart[:3]
    known = [
        (abs((1.0 if question in _WHOLE else 0.0) - share), question, share)
        for question, share in zip(answer.rows[code], map(as_float, answer.rows[value]), strict=True)
        if share is not None
    ]
    _, question, share = max(known, key=lambda each: each[0])
    return [t("figures.sentence.question", lang, label=label(words, code, question, lang),
              value=number(share, "share", lang))]  # fmt: skip


def tell_lived(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The sentences that most and fewest key accounts bear out, of those that the data can judge; and the files
    that the others need.
    """
    _, code, state, value = chart[:4]
    counts = answer.rows.pivot(index=code, columns=state, values=value).loc[answer.rows[code].unique()].astype(int)
    known = counts[counts["done"] + counts["not_done"] > 0]["done"]
    named = {each: label(words, code, each, lang) for each in counts.index}
    told = []
    if len(known):
        best, weak = known.idxmax(), known.idxmin()
        told.append(t("figures.sentence.lived", lang, best=named[best], best_count=number(known[best], "count", lang),
                      weak=named[weak], weak_count=number(known[weak], "count", lang)))  # fmt: skip
    unknown = answer.rows[~answer.rows[code].isin(known.index) & answer.rows["needed_file"].notna()]
    if len(unknown):
        files = [label(words, "needed_file", each, lang) for each in unknown["needed_file"]]
        told.append(t("figures.sentence.lived_unknown", lang, count=len(unknown),
                      names=t("figures.sentence.list", lang).join(files)))  # fmt: skip
    return told


def tell_product_lives(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """What part of all products and of the money has fallen to half, and how many months that took."""
    code = chart[1]
    row = answer.rows[code].tolist().index("declined")
    shown = answer.rows.iloc[row]
    shares = {name: number(shown[name], "share", lang) for name in ("product_share", "revenue_share")}
    label_of = label(words, code, "declined", lang)
    parts = [t("figures.sentence.lives", lang, label=label_of, count=f"{shown['products']:,.0f}", **shares)]
    for name, counted in (("months_to_peak", "started_products"), ("months_to_half", "halved_products")):
        by = measure(answer, name, lang, words)
        if as_float(shown[name]) is None:
            continue
        interval = interval_words(answer, name, by)[row]
        told = t("figures.sentence.sure", lang, interval=interval) if interval else ""
        parts.append(t(f"figures.sentence.lives_{name}", lang, value=by.text(shown[name]), interval=told,
                       n=f"{shown[counted]:,.0f}"))  # fmt: skip
    return parts

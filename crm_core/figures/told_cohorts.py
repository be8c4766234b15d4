"""The sentence of a chart of cohorts: how many stay, which cohort keeps best, whether that is more than chance."""

from crm_core.figures.cohorts import shown_column
from crm_core.figures.marks import Words, measure
from crm_core.figures.periods import period_label
from crm_core.metrics.answer import Answer
from crm_core.statistics.rates import difference_of_rates
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, number

_CHANCE = 0.05
_FEWEST_CUSTOMERS = 30  # of a cohort that is held against the others
_FEWEST_COHORTS = 3


def tell_cohorts(answer: Answer, chart: tuple[str, ...], lang: Lang, words: Words) -> list[str]:
    """The means of whole cells one, three and twelve periods on, as far as there are any; which cohort keeps best."""
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
    best = _best(answer, (age, cohort), lang) if value == "retention_share" else ""
    return [t("figures.sentence.cohorts", lang, column=by.title, values=listed), best]


def _best(answer: Answer, columns: tuple[str, str], lang: Lang) -> str:
    """The cohort with the highest retention against all others together, at the latest age that enough have reached.

    The best of many is the best by chance often enough: the level of chance is divided by how many there are.
    """
    age, cohort = columns
    rows = answer.rows[answer.rows[cohort].notna() & ~answer.rows["is_unfinished"].fillna(False).astype(bool)]
    rows = rows[rows["cohort_customers"] >= _FEWEST_CUSTOMERS]
    at = next((each for each in (3, 1) if (rows[age] == each).sum() >= _FEWEST_COHORTS), None)
    if at is None:
        return ""
    whole = rows[rows[age] == at].sort_values("retention_share", ascending=False, kind="stable")
    first, others = whole.iloc[0], whole.iloc[1:]
    kept, of = (float(others[name].sum()) for name in ("customers", "cohort_customers"))
    own = (float(first["customers"]), float(first["cohort_customers"]))
    sure = difference_of_rates(own, (kept, of), confidence=1 - _CHANCE / len(whole))
    key = "cohorts_best" if sure is not None and sure[0] > 0 else "cohorts_alike"
    name = period_label(first[cohort], str(answer.params["grain"]), lang)
    shares = {"value": number(first["retention_share"], "share", lang), "others": number(kept / of, "share", lang)}
    return t(f"figures.sentence.{key}", lang, age=at, name=name, **shares)

"""What an answer cannot say from these data, and the file that would let it."""

from crm_core.metrics.answer import Answer
from crm_core.text import Lang, has, t
from crm_core.text.numbers import as_float


def tell_missing(answer: Answer, lang: Lang, value: str = "") -> list[str]:
    """What to bring for each column of which no row knows a value, and for each row whose charted value is unknown,
    where the catalogue names it; who has no name.

    Nulls:  nothing is said of an answer without rows.
    """
    if answer.rows.empty:
        return []
    unknown = [name for name in answer.rows if answer.rows[name].isna().all()]
    if value:
        unknown += answer.rows.loc[answer.rows[value].isna(), answer.columns[0].name].dropna().to_list()
    keys = dict.fromkeys(f"figures.bring.{answer.metric}.{name}" for name in unknown)
    parts = [t(key, lang) for key in keys if has(key)]
    nameless = as_float(answer.rows["anonymous_low_scores"].iloc[0]) if "anonymous_low_scores" in answer.rows else None
    if nameless:
        parts.append(t("figures.sentence.anonymous_low_scores", lang, count=f"{nameless:,.0f}"))
    return parts

"""The visible word of a column or of a code in it; values that a file brought stay as they are."""

from crm_core.schema import tables
from crm_core.text import Lang, has, t

# Columns of one name whose codes are those of several others: the first that has the code says it.
_SAID_BY = {name: ("group", "tier", "segment") for name in ("group_now", "group_before")} | {
    "need_level": ("level",),
    "value_level": ("level",),
    "contact_hour": ("order_hour",),
    "customer_group": ("customer_group", "tier", "group", "segment"),
}


def word(column: str, code: object, lang: Lang) -> str:
    """The label of a code of a column; with column = "column", the label of the column itself."""
    if column == "column":
        return t(f"columns.{code}", lang) if has(f"columns.{code}") else str(code)
    if code is None or code != code or code == "":
        return t("codes.unknown", lang)
    if code == "…":
        return t("codes.other", lang)
    if code == "*":
        return t("codes.everybody", lang)
    if str(code) in ("True", "False", "true", "false"):
        key = f"codes.{column}.{str(code).lower()}"
        return t(key if has(key) else f"codes.true_false.{str(code).lower()}", lang)
    if column == "attribute" and (known := tables()["survey_responses"].columns.get(str(code))) is not None:
        return known.zh if lang == "zh" else known.en
    keys = (f"codes.{name}.{code}" for name in _SAID_BY.get(column, (column,)))
    return next((t(key, lang) for key in keys if has(key)), str(code))

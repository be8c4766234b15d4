"""The visible word of a column or of a code in it; values that a file brought stay as they are."""

from crm_core.text import Lang, has, t


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
    key = f"codes.{column}.{code}"
    return t(key, lang) if has(key) else str(code)

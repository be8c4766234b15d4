"""What sentences of all charts say about a change: against what, how much, whether by more than chance."""

from dataclasses import replace
from typing import Any

from crm_core.figures.marks import (
    cell_columns,
    cells,
    compared_by_cell,
    compared_name,
    kind_of,
)  # fmt: skip
from crm_core.metrics.answer import Answer
from crm_core.metrics.intervals import is_clear_change, small_samples
from crm_core.text import Lang, t
from crm_core.text.numbers import as_float, delta


def against(answer: Answer, lang: Lang) -> tuple[str, str]:
    """What the comparison is: a key of words, and the name of the customers where it is customers."""
    return "compared" if answer.compare_group is None else "group", compared_name(answer, lang)


def change_words(
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


def compared_words(answer: Answer, chart: tuple[str, ...], value: str, row: int, lang: Lang) -> str:
    """The change of a row against the same cell of the comparison; empty without one."""
    if answer.compared is None:
        return ""
    named = cell_columns(answer, chart)
    cell = cells(answer.rows, named)[row]
    before = compared_by_cell(answer, named, value).get(tuple(cell))
    then = next((place for place, each in enumerate(cells(answer.compared, named)) if each == cell), None)
    is_clear = None if then is None else is_clear_change(answer, value, row, then)
    return change_words(
        answer.rows[value].iloc[row], before, kind_of(answer, value), lang, against(answer, lang), is_clear
    )


def ends(answer: Answer, value: str, code: str | None = None) -> tuple[int, int, int]:
    """Rows of the highest and lowest known value, the first one among equals, and how many are known.

    code: the column of the groups' names, where the rest of all groups ("…") is none that could come first or last.
    """
    known = [(x, -i) for i, x in enumerate(map(as_float, answer.rows[value])) if x is not None]
    named = [(x, i) for x, i in known if code is None or answer.rows[code].iloc[-i] != "…"] or known
    small = small_samples(answer, value)
    # A rate of few is high or low by chance: it is named first or last only where there is nothing else.
    sure = [(x, i) for x, i in named if small[-i] is None] or named
    return -max(sure)[1], -min(sure, key=lambda k: (k[0], -k[1]))[1], len(known)

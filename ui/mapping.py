"""The headers of a file with what each is taken for, samples and sureness, for the reader to set right."""

import streamlit as st

from crm_core.ingest.cells import NUMBER_KINDS
from crm_core.ingest.contract import DAILY, EXTRA, SKIP, TIME, DecimalMark, FilePlan, scale_in_words
from crm_core.ingest.moments import is_time_of_day
from crm_core.ingest.scales import SCALES, YES_NO
from crm_core.schema import Scale, tables
from crm_core.text import Lang, t
from ui.uploads import Group, Upload
from ui.words import as_label, line

_SAMPLES = 3
_DATES, _DECIMALS, _SCALES = "ask_date_order", "ask_decimals", "ask_scale"


def mapping(upload: Upload, group: Group, number: int, lang: Lang) -> None:
    """One row per header: its name, values under it, what it is taken for, and how sure that is.

    Of a file that no table fits, the form shows what it could be; nothing of it holds before the reader says so.
    """
    plan = group.first
    names, shown = list(tables()), plan.mapping or plan.likely
    chosen = st.selectbox(
        t("data.mapping.table", lang), names, key=f"table_{number}_{plan.signature}",
        index=names.index(shown.table) if shown else 0,
        format_func=lambda name: tables()[name].zh if lang == "zh" else tables()[name].en,
    )  # fmt: skip
    if plan.mapping is None and plan.likely is not None:
        line(t("data.mapping.likely", lang), "zk-warning")
    with st.form(f"mapping_{number}_{chosen}", border=False):
        given: dict[str, str] = {}
        scales: dict[str, Scale] = {}
        decimals: dict[str, DecimalMark] = {}
        asked = _asked(plan)
        # What the file was stopped for stands first; the rest need not be read.
        date_order = _date_order(number, lang, is_asked=True) if _DATES in asked else None
        for at in (at for at, header in enumerate(plan.header) if header in asked):
            if scale := _scale(plan, at, chosen, number, lang, is_asked=True):
                scales[plan.header[at]] = scale
            if mark := _decimals(plan, at, chosen, number, lang, is_asked=True):
                decimals[plan.header[at]] = mark
        for at, header in enumerate(plan.header):
            given[header] = _column(plan, at, chosen, number, lang)
            if header not in asked and (scale := _scale(plan, at, chosen, number, lang)):
                scales[header] = scale
            if header not in asked and (mark := _decimals(plan, at, chosen, number, lang)):
                decimals[header] = mark
        if _DATES not in asked:
            date_order = _date_order(number, lang)
        if st.form_submit_button(t("data.mapping.apply", lang)):
            taken = {header for header, column in given.items() if column not in (EXTRA, SKIP)}
            kept_scales = {header: scale for header, scale in scales.items() if header in taken}
            kept_marks = {header: mark for header, mark in decimals.items() if header in taken}
            upload.look_again(group, chosen, given, date_order, kept_scales, kept_marks)
            st.rerun()


def _asked(plan: FilePlan) -> set[str]:
    """What the values could not tell: headers of scores without a scale, the order of dates."""
    if plan.refused is None:
        return set()
    columns = plan.refused.values.get("columns")
    found = {str(each["column"]) for each in columns} if isinstance(columns, list) else set()
    return found | ({_DATES} if plan.refused.code == _DATES else set())


def _date_order(number: int, lang: Lang, is_asked: bool = False) -> str | None:
    orders: list[str | None] = ["dmy", "mdy"] if is_asked else [None, "dmy", "mdy"]
    return st.selectbox(
        t("data.mapping.date_order", lang), orders, key=f"order_{number}", index=None if is_asked else 0,
        format_func=lambda code: t(f"data.mapping.{code or 'by_values'}", lang),
        placeholder=t("data.mapping.choose", lang),
    )  # fmt: skip


def _column(plan: FilePlan, at: int, table: str, number: int, lang: Lang) -> str:
    columns = tables()[table].columns
    moments = [name for name, column in columns.items() if column.kind == "timestamp"]
    times = [name + TIME for name in moments] if is_time_of_day(plan.sample, at) else []
    restarting = [name + DAILY for name, column in columns.items() if column.counted_at]
    options = [EXTRA, SKIP, *times, *columns, *restarting]
    shown = plan.mapping or plan.likely
    now = shown.columns[at] if shown and shown.table == table else EXTRA
    guess = plan.guesses.get(at)
    is_guess = guess is not None and guess.column in columns and now == EXTRA

    text = t(
        "data.mapping.header", lang, header=as_label(plan.header[at]), sample=as_label(_sample(plan.sample, at, lang))
    )
    if guess is not None and is_guess:
        text += t(
            "data.mapping.guess", lang, column=taken_as(table, guess.column, lang), confidence=f"{guess.confidence:.0%}"
        )
        now = guess.column if plan.mapping is None else now
    return st.selectbox(
        text, options, index=options.index(now) if now in options else 0,
        format_func=lambda option: taken_as(table, option, lang), key=f"map_{number}_{table}_{at}",
    )  # fmt: skip


def taken_as(table: str, option: str, lang: Lang) -> str:
    """What a header is taken for, in words: a column of the table, part of one, or none."""
    if option in (EXTRA, SKIP):
        return t(f"data.mapping.{option}", lang)
    column = tables()[table].columns.get(option.removesuffix(TIME).removesuffix(DAILY))
    if column is None:
        return t("data.mapping.extra", lang)
    name = column.zh if lang == "zh" else column.en
    part = {TIME: "time_of", DAILY: "daily"}.get(option[len(column.name) :])
    return t(f"data.mapping.{part}", lang, column=name) if part else name


def _scale(plan: FilePlan, at: int, table: str, number: int, lang: Lang, is_asked: bool = False) -> Scale | None:
    """Of a column of scores, the scale that the reader says its numbers stand on; None leaves that to the values."""
    name = plan.mapping.columns[at] if plan.mapping and plan.mapping.table == table else EXTRA
    column = tables()[table].columns.get(name)
    if plan.mapping is None or column is None or column.kind != "score":
        return None
    answered = plan.mapping.scales.get(name)
    options = [each for each in dict.fromkeys((None, column.scale, *SCALES, answered)) if each or not is_asked]

    def label(option: Scale | None) -> str:
        if option is None:
            return t("data.mapping.by_values", lang)
        key = "scale_as_it_is" if option == column.scale else "scale_yes_no" if option == YES_NO else "scale_from"
        return t(f"data.mapping.{key}", lang, scale=scale_in_words(option, lang))

    return st.selectbox(
        t("data.mapping.scale", lang, header=as_label(plan.header[at]), scale=scale_in_words(column.scale, lang)),
        options, index=None if is_asked else options.index(answered), format_func=label,
        key=f"scale_{number}_{table}_{at}", placeholder=t("data.mapping.choose", lang),
    )  # fmt: skip


def _decimals(
    plan: FilePlan, at: int, table: str, number: int, lang: Lang, is_asked: bool = False
) -> DecimalMark | None:
    """Of a column of numbers that is not plain by itself, what stands before its decimals; None leaves it open."""
    name = plan.mapping.columns[at] if plan.mapping and plan.mapping.table == table else EXTRA
    column = tables()[table].columns.get(name)
    answered = plan.mapping.decimals.get(name) if plan.mapping else None
    is_open = is_asked and plan.refused is not None and plan.refused.code == _DECIMALS
    if column is None or column.kind not in NUMBER_KINDS or not (answered or is_open):
        return None
    options: list[DecimalMark] = ["point", "comma"]
    return st.selectbox(
        t("data.mapping.decimals", lang, header=as_label(plan.header[at])), options,
        index=options.index(answered) if answered else None, format_func=lambda mark: t(f"data.mapping.{mark}", lang),
        key=f"decimals_{number}_{table}_{at}", placeholder=t("data.mapping.choose", lang),
    )  # fmt: skip


def _sample(rows: tuple[tuple[str, ...], ...], at: int, lang: Lang) -> str:
    found = dict.fromkeys(row[at].strip()[:24] for row in rows if at < len(row) and row[at].strip())
    return t("ui.bar.list", lang).join(list(found)[:_SAMPLES]) or "–"

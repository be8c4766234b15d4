"""The head of the page of forecasts: assumptions chosen once for all cards, key figures, the record of the model."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from crm_core.figures import sentence
from crm_core.figures.certainty import interval_words
from crm_core.figures.marks import measure
from crm_core.metrics.answer import Answer
from crm_core.metrics.param import Param
from crm_core.metrics.registry import metric_of
from crm_core.metrics.words import param_in_words
from crm_core.refusal import Refused
from crm_core.text import has, t
from crm_core.text.numbers import as_float, number
from ui.cells import choose, param_name, params_of
from ui.link import put
from ui.look import card_title
from ui.notice import refused
from ui.panel import more, opened_view, panel
from ui.table import table
from ui.view import FORECAST, View
from ui.words import line

_KPIS = FORECAST
_TEST = "prediction.backtest"
_FIGURES = ("alive", "expected_orders", "expected_revenue", "clv", "repeat_buyers", "one_time_buyers")


def forecast_head(page: View) -> None:
    """Everything above the charts; a refusal takes its place."""
    try:
        found, tested = (page.answer(name, **params_of(page.reader, metric_of(name))[0]) for name in (_KPIS, _TEST))
    except Refused as refusal:
        with st.container(key="card_prediction_kpis"):
            refused(page, refusal, _KPIS)
        return
    with st.container(key="prediction_assumptions", horizontal=True, vertical_alignment="bottom"):
        for name in ("model", "horizon"):
            _choice(page, name)
        for name in ("margin", "discount"):
            _percent(page, name)
    for note in found.notes:
        if has(f"figures.note.{note}"):
            line(t(f"figures.note.{note}", page.lang), "zk-warning")
    _figures(page, found)
    _record(page, found, tested)


def _param(name: str) -> tuple[Param, str]:
    metric = metric_of(_KPIS)
    param = next(each for each in metric.params if each.name == name)
    return param, param_name(metric, param)


def _given(page: View, param: Param) -> str | None:
    return params_of(page.reader, metric_of(_KPIS))[0].get(param.name)


def _choice(page: View, name: str) -> None:
    param, linked = _param(name)
    key = f"shared_{name}"
    st.session_state[key] = _given(page, param) or param.default
    st.segmented_control(
        t(f"ui.param.{name}", page.lang), param.choices, key=key, required=True, on_change=_chosen,
        format_func=lambda code: t(f"ui.choice.{code}", page.lang), args=(linked, key, param.default),
    )  # fmt: skip


def _chosen(linked: str, key: str, default: str) -> None:
    value = st.session_state[key]
    put(**{linked: None if value == default else value})


def _percent(page: View, name: str) -> None:
    param, linked = _param(name)
    text = _given(page, param)
    key = f"shared_{name}"
    st.session_state[key] = round((param.read(text) if text else param.default)[0] * 100, 1)
    st.number_input(
        t(f"ui.param.{name}", page.lang), key=key, min_value=0.1, max_value=99.9, step=1.0, format="%.1f", width=130,
        on_change=_percent_chosen, args=(linked, key, param.default[0]),
    )  # fmt: skip


def _percent_chosen(linked: str, key: str, default: float) -> None:
    value = round(st.session_state[key] / 100, 4)
    put(**{linked: None if value == default else f"{value:g}"})


def _figures(page: View, found: Answer) -> None:
    columns = {column.name: column for column in found.columns}
    with st.container(key="kpi"):
        for name in _FIGURES:
            by = measure(found, name, page.lang, partial(page.word_of, found))
            value = number(found.rows[name].iloc[0], columns[name].kind, page.lang, currency=columns[name].unit)
            told = "unknown" if as_float(found.rows[name].iloc[0]) is None else name
            below = interval_words(found, name, by)[0] or t(f"forecast.figure.{told}", page.lang)
            with st.container(key=f"kpi_{name}"):
                st.html(
                    f'<div class="zk-kpi"><div class="zk-kpi-label">{escape(by.title)}</div>'
                    f'<div class="zk-number">{escape(value)}</div>'
                    f'<div class="zk-kpi-change">{escape(below)}</div></div>'
                )
                if name == "one_time_buyers" and found.rows[name].iloc[0]:
                    st.button(
                        t("ui.kpi.list", page.lang), key="kpi_list_one_time", type="tertiary", on_click=choose,
                        args=(_KPIS, (("is_one_time", "true"),)),
                    )  # fmt: skip


def _record(page: View, found: Answer, tested: Answer) -> None:
    """What the forecast stands on and how well it did: always in sight."""
    with st.container(key="card_prediction_record"):
        with st.container(key="head_prediction_record", horizontal=True, vertical_alignment="center"):
            card_title(t("forecast.record.title", page.lang))
            more(page, _KPIS)
        heads = [(t("ui.definition.item", page.lang), "text"), (t("ui.definition.value", page.lang), "text")]
        table(heads, _record_rows(page, found, tested), t("forecast.record.title", page.lang))
        if opened_view(_KPIS):
            panel(page, found)


def _record_rows(page: View, found: Answer, tested: Answer) -> list[tuple[str, str]]:
    lang, row, metric = page.lang, found.rows.iloc[0], metric_of(_KPIS)
    said = replace(tested, notes=tuple(note for note in tested.notes if note not in found.notes))
    says = sentence(said, metric_of(_TEST).chart, lang, partial(page.word_of, tested))
    state = page.word_of(found, "model_state", str(row["model_state"]))
    name = t(f"ui.choice.{found.params['model']}", lang)
    used = found.params["model"] if row["model_state"] == "fits" else "none"
    rows = [
        (t("forecast.record.model", lang), t("forecast.record.model_state", lang, model=name, state=state)),
        (t("forecast.record.until", lang), found.period[1].isoformat()),
        (
            t("forecast.record.test", lang),
            says,
        ),
        *_verdict(page, tested),
        (t("forecast.record.one_time", lang), t(f"forecast.one_time.{used}", lang)),
    ]
    rows += [param_in_words(page.reader, p, found.params[p.name], lang) for p in metric.params if p.kind == "numbers"]
    own = number(row["own_margin"], "share", lang)
    return [*rows, (page.word_of(found, "own_margin", "own_margin"), own)]


def _verdict(page: View, tested: Answer) -> list[tuple[str, str]]:
    """Which way was nearer to what happened in total; nothing where there is no model, or nothing happened."""
    sums = [tested.rows[name].sum(min_count=1) for name in ("actual_orders", "expected_orders", "naive_orders")]
    actual, *ways = map(as_float, sums)
    if not actual or None in ways:
        return []
    model, naive = (abs(way - actual) / actual for way in ways)
    key = "model_nearer" if model <= naive else "naive_nearer"
    off = {"model": number(model, "share", page.lang), "naive": number(naive, "share", page.lang)}
    return [(t("forecast.record.better", page.lang), t(f"forecast.record.{key}", page.lang, **off))]

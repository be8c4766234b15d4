"""The page of what-ifs around its cards: one slider per lever, and what is said elsewhere beside the own numbers."""

from functools import partial

import streamlit as st

from crm_core.figures.certainty import interval_words
from crm_core.figures.marks import measure
from crm_core.metrics.answer import Answer
from crm_core.metrics.param import Param
from crm_core.metrics.registry import metric_of
from crm_core.refusal import Refused
from crm_core.text import t
from crm_core.text.numbers import as_float, number
from ui.cells import param_name, params_of
from ui.link import put
from ui.look import card_title
from ui.table import table
from ui.view import View
from ui.words import line

_LEVERS = "whatif.levers"
# The furthest that a lever can be pushed, in percent or points.
_FURTHEST = {"loyalty": 20.0, "losses": 20.0, "price": 10.0, "referrals": 30.0}
_STEP = 0.5
# What is said elsewhere, and the metric that gives the own number.
_SAID = (
    ("cost", "whatif.cost_ratio"), ("losses", _LEVERS), ("loyalty", _LEVERS), ("referrals", "whatif.referrals"),
)  # fmt: skip


def levers_head(page: View) -> None:
    """A slider per lever with how things stand now; what is chosen stands in the link."""
    found = _answer(page, _LEVERS)
    if found is None or not found.n:
        return  # the card below says why
    metric = metric_of(_LEVERS)
    with st.container(key="whatif_levers"):
        for column, param in zip(st.columns(len(_FURTHEST)), metric.params, strict=False):
            with column:
                _slider(page, param)
                line(_now(page, found, param.name))


def _answer(page: View, metric_id: str) -> Answer | None:
    try:
        return page.answer(metric_id, **params_of(page.reader, metric_of(metric_id))[0])
    except Refused:
        return None


def _slider(page: View, param: Param) -> None:
    metric, most = metric_of(_LEVERS), _FURTHEST[param.name]
    given = params_of(page.reader, metric)[0].get(param.name)
    key, linked = f"lever_{param.name}", param_name(metric, param)
    # A link may ask for more than the slider reaches: the answer keeps to the link, the slider stands at its end.
    st.session_state[key] = min(most, max(_STEP, round((param.read(given) if given else param.default)[0] * 100, 1)))
    st.slider(
        t(f"ui.param.{param.name}", page.lang), _STEP, most, step=_STEP, format="%.1f", key=key, on_change=_moved,
        args=(linked, key, param.default[0]),
    )  # fmt: skip


def _moved(linked: str, key: str, default: float) -> None:
    value = round(st.session_state[key] / 100, 4)
    put(**{linked: None if value == default else f"{value:g}"})


def _row(found: Answer, column: str, code: str) -> int:
    return list(found.rows[column]).index(code)


def _now(page: View, found: Answer, lever: str) -> str:
    row = _row(found, "lever", lever)
    column = "break_even_share" if lever == "price" else "own_share"
    value = found.rows[column].iloc[row]
    if as_float(value) is None:
        return t("levers.now.unknown", page.lang)
    return t(f"levers.now.{lever}", page.lang, share=number(value, "share", page.lang))


def others_say(page: View) -> None:
    """Claims from elsewhere with their source, each beside the own number; none of them enters a computation."""
    title = t("levers.others.title", page.lang)
    with st.container(key="card_whatif_others"):
        card_title(title)
        heads = [(t(f"levers.others.{part}", page.lang), "text") for part in ("claim", "own", "source")]
        rows = [
            (
                t(f"levers.others.{code}", page.lang),
                _own(page, code, _answer(page, metric_id)),
                t(f"levers.from.{code}", page.lang),
            )
            for code, metric_id in _SAID
        ]
        table(heads, rows, title)
        line(t("levers.others.note", page.lang))


def _own(page: View, code: str, found: Answer | None) -> str:
    """The own number in words; n/a where the data cannot tell."""
    lang, nothing = page.lang, t("figures.na", page.lang)
    if found is None or not found.n:
        return nothing
    if code == "cost":
        ratio = found.rows["cost_ratio"].iloc[0]
        return nothing if as_float(ratio) is None else t("levers.own.cost", lang, ratio=number(ratio, "number", lang))
    name, key, column = ("satisfaction", "satisfied", "referrals_per_100") if code == "referrals" else (
        "lever", code, "gain_share")  # fmt: skip
    row = _row(found, name, key)
    if as_float(found.rows[column].iloc[row]) is None:
        return nothing
    by = measure(found, column, lang, partial(page.word_of, found))
    sure = interval_words(found, column, by)[row]
    interval = t("levers.own.interval", lang, interval=sure) if sure else ""
    if code == "referrals":
        return t("levers.own.referrals", lang, count=by.text(found.rows[column].iloc[row]), interval=interval)
    shown = {each.name: number(found.rows[each.name].iloc[row], each.kind, lang, currency=each.unit)
             for each in found.columns}  # fmt: skip
    moved = f"{found.rows['moved'].iloc[row] * 100:g}"
    return t(
        f"levers.own.{code}", lang, moved=moved, gain=shown["gain_share"], interval=interval,
        cost=shown["spared_cost"], share=shown["spared_cost_share"], percent=shown["gain_share_as_percent"],
    )  # fmt: skip

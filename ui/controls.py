"""The controls of a metric's own parameters; their values stand in the link as <metric id>.<param>."""

import streamlit as st

from crm_core.metrics.registry import Metric, Param
from crm_core.metrics.runner import breakdown_of
from crm_core.metrics.words import dimension_label, param_in_words
from crm_core.text import t
from ui.cells import param_name as _name
from ui.link import put
from ui.view import View
from ui.words import as_label

_MOST_SIDE_BY_SIDE = 5  # more do not fit on a phone


def controls(page: View, metric: Metric, given: dict[str, str]) -> None:
    """One small widget per parameter; a shared one has its widget at its owner."""
    values = metric.param_values(given)
    for param in metric.params:
        if param.owner or not param.applies(values):
            continue
        if param.kind == "choice":
            _choice(page, metric, param, given)
        elif param.kind == "dimension":
            _dimension(page, metric, param, given)
        elif param.kind == "amount":
            _amount(page, metric, param, given)
        else:
            _numbers(page, metric, param, given)


def _chosen(name: str, key: str, default: str) -> None:
    value = st.session_state[key]
    put(**{name: None if value == default else value})


def _choice(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    key, name = f"param_{metric.id}_{param.name}", _name(metric, param)
    st.session_state[key] = given.get(param.name, param.default)
    if len(param.choices) > _MOST_SIDE_BY_SIDE:
        st.selectbox(
            t(f"ui.param.{param.name}", page.lang), param.choices, key=key, label_visibility="collapsed", width=140,
            filter_mode=None, format_func=lambda code: t(f"ui.choice.{code}", page.lang), on_change=_chosen,
            args=(name, key, param.default), placeholder=t(f"ui.param.{param.name}", page.lang),
        )  # fmt: skip
        return
    st.segmented_control(
        t(f"ui.param.{param.name}", page.lang), param.choices, key=key, required=True, label_visibility="collapsed",
        format_func=lambda code: t(f"ui.choice.{code}", page.lang), on_change=_chosen,
        args=(name, key, param.default),
    )  # fmt: skip


def _dimension(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    key, name = f"param_{metric.id}_{param.name}", _name(metric, param)
    known = list(page.reader.dimensions)
    if not known:
        return
    st.session_state[key] = breakdown_of(page.reader, given.get(param.name), param.choices)
    st.selectbox(
        t(f"ui.param.{param.name}", page.lang), known, key=key, label_visibility="collapsed", width=160,
        filter_mode=None, format_func=lambda code: dimension_label(page.reader, code, page.lang), on_change=_chosen,
        args=(name, key, ""), placeholder=t(f"ui.param.{param.name}", page.lang),
    )  # fmt: skip


def _amount(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    """An amount in the currency of the data."""
    key, name = f"param_{metric.id}_{param.name}", _name(metric, param)
    amount = param.read(given[param.name]) if param.name in given else param.default
    said, words = param_in_words(page.reader, param, amount, page.lang)
    with st.popover(as_label(f"{said} {words}"), type="tertiary", key=f"box_{name}", on_change="rerun") as box:
        if not box.open:
            return
        st.session_state[key] = amount
        st.number_input(
            said, key=key, min_value=0.0, max_value=1e9, step=5.0, format="%g", on_change=_amount_chosen,
            args=(name, key, param.default),
        )  # fmt: skip


def _amount_chosen(name: str, key: str, default: float) -> None:
    value = round(st.session_state[key], 4)
    put(**{name: None if value == default else f"{value:.12g}"})


def _numbers(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    """Cumulative cuts in percent; each stays between its neighbours."""
    cuts = param.read(given[param.name]) if param.name in given else param.default
    name = _name(metric, param)
    label = t(f"ui.param.{param.name}", page.lang)
    with st.popover(label, type="tertiary", key=f"box_{name}", on_change="rerun") as box:
        if not box.open:
            return
        bounds = [0.0, *cuts, 1.0]
        for place, cut in enumerate(cuts):
            key = f"param_{name}_{place}"
            st.session_state[key] = round(cut * 100, 2)
            st.number_input(
                t(f"ui.cuts.{metric.id.replace('.', '_')}_{place + 1}", page.lang), key=key, step=0.5, format="%.1f",
                min_value=round(bounds[place] * 100 + 0.1, 2), max_value=round(bounds[place + 2] * 100 - 0.1, 2),
                on_change=_cut_moved, args=(name, cuts, place, key, param.default),
            )  # fmt: skip


def _cut_moved(name: str, cuts: tuple[float, ...], place: int, key: str, default: tuple[float, ...]) -> None:
    moved = tuple(round(st.session_state[key] / 100, 4) if i == place else cut for i, cut in enumerate(cuts))
    put(**{name: None if moved == default else ",".join(f"{cut:g}" for cut in moved)})

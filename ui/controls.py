"""The controls of a metric's own parameters; their values stand in the link as <metric id>.<param>."""

import re
from unicodedata import normalize

import streamlit as st

from crm_core.metrics.breakdown import breakdown_of
from crm_core.metrics.defaults import default_choices
from crm_core.metrics.param import Param
from crm_core.metrics.registry import Metric
from crm_core.metrics.words import choice_in_words, dimension_label, param_in_words
from crm_core.text import t
from ui.cells import param_name as _name
from ui.link import put
from ui.view import View
from ui.weights import weights
from ui.words import as_label

_NUMBER = re.compile(r"\d+")
_MOST_SIDE_BY_SIDE = 5  # more do not fit on a phone
_IN_HEAD = ("whatif.levers",)  # what is chosen for these stands above all cards of their page


def controls(page: View, metric: Metric, given: dict[str, str]) -> None:
    """One small widget per parameter; a shared one has its widget at its owner."""
    values = metric.param_values(default_choices(metric, page.reader) | given)
    for param in metric.params:
        if param.owner or metric.id in _IN_HEAD or not param.applies(values):
            continue
        if param.kind in ("choice", "grain"):
            _choice(page, metric, param, given)
        elif param.kind == "dimension":
            _dimension(page, metric, param, given)
        elif param.kind == "weights":
            weights(page, metric, param, given)
        elif param.kind in ("amount", "edges"):
            _written(page, metric, param, given)
        else:
            _numbers(page, metric, param, given)


def _chosen(name: str, key: str, default: str) -> None:
    value = st.session_state[key]
    put(**{name: None if value == default else value})


def _in_order(choices: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers by size, since a metric states its default first; words as they are stated."""
    sizes = {choice: int(found[0]) for choice in choices if (found := _NUMBER.search(choice))}
    return tuple(sorted(choices, key=sizes.__getitem__)) if len(sizes) == len(choices) else choices


def _choice(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    key, name = f"param_{metric.id}_{param.name}", _name(metric, param)
    default, choices = page.default_of(metric, param), _in_order(param.choices)
    st.session_state[key] = given.get(param.name, default)
    if len(choices) > _MOST_SIDE_BY_SIDE:
        st.selectbox(
            t(f"ui.param.{param.name}", page.lang), choices, key=key, label_visibility="collapsed", width=140,
            filter_mode=None, format_func=lambda code: choice_in_words(param.name, code, page.lang), on_change=_chosen,
            args=(name, key, default), placeholder=t(f"ui.param.{param.name}", page.lang),
        )  # fmt: skip
        return
    st.segmented_control(
        t(f"ui.param.{param.name}", page.lang), choices, key=key, required=True, label_visibility="collapsed",
        format_func=lambda code: choice_in_words(param.name, code, page.lang), on_change=_chosen,
        args=(name, key, default),
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
            key, apart = f"param_{name}_{place}", 0.5 if len(cuts) == 1 else 0.1
            low, high = round(bounds[place] * 100 + apart, 2), round(bounds[place + 2] * 100 - apart, 2)
            st.session_state[key] = min(high, max(low, round(cut * 100, 2)))
            # One share is moved along its whole way, several are typed, each between its neighbours.
            draw = st.slider if len(cuts) == 1 else st.number_input
            draw(
                t(f"ui.cuts.{metric.id.replace('.', '_')}_{place + 1}", page.lang), key=key, step=0.5, format="%.1f",
                min_value=low, max_value=high, on_change=_cut_moved, args=(name, cuts, place, key, param.default),
            )  # fmt: skip


def _cut_moved(name: str, cuts: tuple[float, ...], place: int, key: str, default: tuple[float, ...]) -> None:
    moved = tuple(round(st.session_state[key] / 100, 4) if i == place else cut for i, cut in enumerate(cuts))
    put(**{name: None if moved == default else ",".join(f"{cut:g}" for cut in moved)})


def _written(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    """An amount or edges as text, behind what they are now; what cannot be read is left as it was, and said."""
    name = _name(metric, param)
    shown, value = param_in_words(page.reader, param, param.read(given.get(param.name, param.text)), page.lang)
    with st.popover(as_label(f"{shown} {value}"), type="tertiary", key=f"box_{name}", on_change="rerun") as box:
        if not box.open:
            return
        key = f"param_{name}"
        st.session_state[key] = given.get(param.name, param.text)
        st.text_input(
            t(f"ui.param_hint.{param.name}", page.lang), key=key, on_change=_text_written, args=(name, key, param.text)
        )


def _text_written(name: str, key: str, default: str) -> None:
    text = normalize("NFKC", st.session_state[key]).replace("、", ",").strip()
    put(**{name: None if text in ("", default) else text})

"""The editor of weights: one number per attribute; the link keeps them, every card that weighs uses them."""

import pandas as pd
import streamlit as st

from crm_core.metrics.param import Param
from crm_core.metrics.registry import Metric
from crm_core.metrics.runner import answer
from crm_core.text import t
from crm_core.text.numbers import as_float
from crm_core.text.words import word
from ui.cells import param_name
from ui.link import put
from ui.view import View
from ui.words import line


def weights(page: View, metric: Metric, param: Param, given: dict[str, str]) -> None:
    """A popover with the weights that hold now, what becomes of their sum, and which attributes have none."""
    name = param_name(metric, param)
    label = t(f"ui.param.{param.name}", page.lang)
    with st.popover(label, type="tertiary", key=f"box_{name}", on_change="rerun") as box:
        if not box.open:
            return
        rows = answer(page.reader, metric.id, page.selection, tuple(sorted(given.items()))).rows
        now = _now(rows, param.read(given[param.name]) if param.name in given else ())
        for attribute, weight in now.items():
            key = f"param_{name}_{attribute}"
            st.session_state[key] = weight
            st.number_input(
                word("attribute", attribute, page.lang), key=key, step=5.0, format="%.1f", min_value=0.0,
                on_change=_moved, args=(name, tuple(now)),
            )  # fmt: skip
        line(_said(page, now))
        if param.name in given:
            st.button(t("ui.weights.reset", page.lang), key=f"reset_{name}", on_click=put, kwargs={name: None})


def _now(rows: pd.DataFrame, chosen: tuple[str, ...]) -> dict[str, float | None]:
    """The weight of every attribute asked about: the link's, else the file's in percent; None = it has none."""
    found = {row.attribute: as_float(row.weight_share) for row in rows.itertuples()}
    given = {code: float(each) for code, _, each in (part.partition(":") for part in chosen)}
    if chosen:
        return {code: given[code] if given.get(code, -1) >= 0 else None for code in found}
    return {code: None if share is None else round(share * 100, 1) for code, share in found.items()}


def _said(page: View, now: dict[str, float | None]) -> str:
    total = sum(weight or 0 for weight in now.values())
    parts = [t("ui.weights.total", page.lang, total=f"{total:g}")]
    without = [word("attribute", code, page.lang) for code, weight in now.items() if weight is None]
    if without:
        parts.append(t("ui.weights.without", page.lang, names=t("ui.bar.list", page.lang).join(without)))
    return t("ui.bar.join", page.lang).join(parts)


def _moved(name: str, attributes: tuple[str, ...]) -> None:
    values = {code: st.session_state[f"param_{name}_{code}"] for code in attributes}
    put(**{name: ",".join(f"{code}:{value:g}" for code, value in values.items() if value is not None) or None})

"""Light or dark, and which colour says up: in the link like every other choice, else as the reader's system has it."""

import json

import streamlit as st

from crm_core.figures.theme import PALETTES, Base, Theme, theme_of
from crm_core.rise import RISES, Rise
from crm_core.selection.link import Complaint
from crm_core.text import Lang, t
from ui.link import put, query

# The link's key, and its values with the one that needs no link first.
_CHOICES: dict[str, tuple[str, ...]] = {"theme": ("system", "light", "dark"), "rise": RISES}

_TONGUES: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}  # as HTML names them


def _asked(key: str) -> str:
    return (query().get(key) or [_CHOICES[key][0]])[0]


def _chosen(key: str) -> str:
    return _asked(key) if _asked(key) in _CHOICES[key] else _CHOICES[key][0]


def appearance_complaints() -> list[Complaint]:
    """What the link wants of the look that is not there."""
    return [(key, _asked(key)) for key in _CHOICES if _asked(key) != _chosen(key)]


def chosen_rise() -> Rise:
    """The colour that says up."""
    return next(rise for rise in RISES if rise == _chosen("rise"))


def current_theme() -> Theme:
    """The theme of the link, else the one that the reader's browser shows; light while that is not known."""
    asked = _chosen("theme")
    dark = asked == "dark" or (asked == "system" and st.context.theme.type == "dark")
    base: Base = "dark" if dark else "light"
    return theme_of(base, chosen_rise())


def put_on(theme: Theme, lang: Lang, page: str) -> None:
    """Tell the browser's side what is chosen and what is drawn: the parts that stay follow it there (first.js).

    The unseen button draws the page again when the system turns from light to dark.
    """
    drawn = json.dumps([_chosen("theme"), PALETTES[theme].base, _TONGUES[lang], page])
    script = f"window.zkDrawn?.(...{drawn})"
    with st.container(key="look_again", width=1, height=1):  # takes no room, nor does what stands for it while it loads
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
        st.button("×", key="look_again_button")


def appearance(lang: Lang) -> None:
    """The button in the side bar; its choices are drawn when it is open."""
    with st.popover(t("look.title", lang), icon=":material/contrast:", key="look", on_change="rerun") as box:
        if not box.open:
            return
        for key, codes in _CHOICES.items():
            widget = f"look_{key}"
            st.session_state[widget] = _chosen(key)
            st.radio(
                t(f"look.{key}.title", lang), codes, key=widget, on_change=_choose, args=(key, widget),
                format_func=lambda code, key=key: t(f"look.{key}.{code}", lang),
            )  # fmt: skip


def _choose(key: str, widget: str) -> None:
    chosen = st.session_state[widget]
    put(**{key: None if chosen == _CHOICES[key][0] else chosen})

"""The look of every page: cards, chips, KPI row and insight line, in the colours of the theme."""

from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from crm_core.figures.theme import PALETTES, Theme, ink_on
from crm_core.text import Lang, t


@cache
def first_style() -> str:
    """What the index page carries: look.css, and the colours of both themes until the page says which are its own.

    Sent with the page's parts it came after the first of them, and all that stood there already moved.
    """
    early = f":where(:root){{{_colours('light')}}} :where(:root.zk-dark){{{_colours('dark')}}}\n"
    return early + Path(__file__).with_name("look.css").read_text("utf-8")


@cache
def _colours(theme: Theme) -> str:
    palette = PALETTES[theme]
    colours = {
        "paper": palette.paper, "card": palette.card, "line": palette.line, "ink": palette.ink,
        "muted": palette.muted, "accent": palette.accent, "contrast": palette.contrast, "up": palette.up,
        "down": palette.down, "scheme": palette.base, "button": palette.button, "onbutton": ink_on(palette.button),
    }  # fmt: skip
    return "".join(f"--zk-{name}:{value};" for name, value in colours.items())


def apply_look(theme: Theme, lang: Lang) -> None:
    """Puts the theme's colours and the language's words on the page: look.css is written with their names."""
    words = {"nothing": "ui.bar.values_none", "choose": "ui.choose_file", "skip": "ui.skip"}
    given = "".join(f"--words-{name}:'{t(key, lang)}';" for name, key in words.items())
    st.html(f"<style>:root{{{given}{_colours(theme)}}}</style>")


def card_title(text: str) -> None:
    """The heading of a card."""
    st.html(f'<h2 class="zk-title">{escape(text)}</h2>', width="stretch")


def insight(text: str) -> None:
    """The one computed sentence of a card; values from a file are shown as text."""
    unbroken = escape(text).replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")  # n = 100 stays on one line
    st.html(f'<div class="zk-insight">{unbroken}</div>')

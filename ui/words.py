"""Text of files made safe for labels, and plain lines."""

import re
from html import escape
from typing import Literal

import streamlit as st

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|:$~-])")


def as_label(text: str) -> str:
    """Text of a file for a widget's label: Streamlit reads labels as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def line(text: str, kind: str = "", width: Literal["stretch", "content"] = "stretch") -> None:
    """A line of plain text; values from files and links are shown as they are, never as HTML or Markdown."""
    st.html(f'<div class="zk-line {kind}">{escape(text)}</div>', width=width)

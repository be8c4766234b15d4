"""Words that need the data: labels of dimensions, and text of files made safe for Markdown."""

import re
from html import escape
from typing import Literal

import streamlit as st

from crm_core.lake.reader import Reader
from crm_core.schema import tables
from crm_core.text import Lang
from crm_core.text.words import word

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|:$~-])")


def as_label(text: str) -> str:
    """Text of a file for a widget's label: Streamlit reads labels as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def dimension_label(reader: Reader, dimension_id: str, lang: Lang) -> str:
    """The name of a dimension: the schema's, or the header of the file it came with."""
    dimension = reader.dimensions[dimension_id]
    if dimension.label is not None:
        return dimension.label
    column = tables()[dimension.table].columns[dimension.column]
    return column.zh if lang == "zh" else column.en


def value_label(reader: Reader, dimension_id: str, value: str, lang: Lang) -> str:
    """The label of a value of a dimension."""
    return word(reader.dimensions[dimension_id].column, value, lang)


def line(text: str, kind: str = "", width: Literal["stretch", "content"] = "stretch") -> None:
    """A line of plain text; values from files and links are shown as they are, never as HTML or Markdown."""
    st.html(f'<div class="zk-line {kind}">{escape(text)}</div>', width=width)

"""A table as real HTML: read by screen readers, numbers right-aligned, values in the chart's unit."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

import streamlit as st

from crm_core.figures.certainty import small_words
from crm_core.figures.marks import measure, plain
from crm_core.metrics.answer import Answer, AnswerColumn
from crm_core.text import Lang
from crm_core.text.numbers import Unit, number

_CLASSES = {"text": "", "code": "t", "name": "t", "date": "t", "boolean": "t"}  # wrapped, on one line; else a number
_SENTENCE = 30
Words = Callable[[str, str], str]


def table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], caption: str, links: Iterable[str] | None = None
) -> None:
    """A table of ready texts; columns = (title, kind), caption = what it holds, for screen readers.

    links: per row the address that its first cell leads to.
    """
    rows = list(rows)
    classes = [f' class="{_class(kind, [row[at] for row in rows])}"' for at, (_, kind) in enumerate(columns)]
    head = "".join(f"<th{c}>{escape(title)}</th>" for c, (title, _) in zip(classes, columns, strict=True))
    cells = [[escape(text) for text in row] for row in rows]
    for row, link in zip(cells, links or (), strict=links is not None):
        row[0] = f'<a href="{escape(link)}">{row[0]}</a>'
    body = "".join(
        "<tr>" + "".join(f"<td{c}>{text}</td>" for c, text in zip(classes, row, strict=True)) + "</tr>" for row in cells
    )
    st.html(
        f'<div class="zk-table" tabindex="0"><table aria-label="{escape(caption)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _class(kind: str, texts: Sequence[str]) -> str:
    """How a column is set: sentences get room, so that they do not become towers."""
    is_prose = kind == "text" and any(len(text) > _SENTENCE for text in texts)
    return "w" if is_prose else _CLASSES.get(kind, "n")


def answer_texts(found: Answer, lang: Lang, words: Words) -> list[list[str]]:
    """Every cell of an answer as text, each column in one unit, the same as in the chart."""
    texts = []
    for column in found.columns:
        values = found.rows[column.name]
        if column.kind == "code" or column.kind == "text":
            texts.append([words(column.name, "" if plain(v) is None else str(v)) for v in values])
        elif column.kind == "boolean":
            texts.append([words(column.name, str(bool(v))) for v in values])
        else:
            by = measure(found, column.name, lang, words)
            few = small_words(found, column.name, lang)
            texts.append([" · ".join(filter(None, (by.text(plain(v)), s))) for v, s in zip(values, few, strict=True)])
    return [list(row) for row in zip(*texts, strict=True)]


def list_texts(columns: Sequence[AnswerColumn], rows: Iterable[Sequence[object]], lang: Lang) -> list[list[str]]:
    """Every cell of a list as text, whole numbers throughout."""
    return [[number(plain(v), c.kind, lang, Unit(), c.unit) for c, v in zip(columns, row, strict=True)] for row in rows]

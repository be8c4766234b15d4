"""The glossary: every metric in words, to search in."""

import streamlit as st

from crm_core.metrics.catalogue import Entry, entries
from crm_core.metrics.pages import pages
from crm_core.text import t
from ui.look import card_title
from ui.view import View
from ui.words import line


def glossary(page: View) -> None:
    """A search field and the metrics that match, each on a card."""
    label = t("glossary.search", page.lang)
    asked = st.text_input(label, key="glossary_search", placeholder=t("glossary.search_hint", page.lang), max_chars=60)
    found = [entry for entry in entries(page.lang) if entry.matches(asked)]
    line(t("glossary.count", page.lang, count=len(found)) if found else t("glossary.none", page.lang, asked=asked))
    for entry in found:
        with st.container(key=f"card_glossary_{entry.metric_id.replace('.', '_')}"):
            _entry(page, entry)


def _entry(page: View, entry: Entry) -> None:
    card_title(entry.title)
    line(entry.meaning)
    line(entry.formula)
    listed = t("ui.bar.list", page.lang).join(name for name, _ in entry.columns)
    facts = [(t("glossary.columns", page.lang), listed)]
    facts.append((t("glossary.source", page.lang), t("ui.bar.list", page.lang).join(entry.source)))
    for name, layout in pages().items():
        if entry.metric_id in layout.metrics:
            facts.append((t("glossary.shown_on", page.lang), t(f"ui.page.{name}.title", page.lang)))
    line("　".join(t("glossary.fact", page.lang, name=name, value=value) for name, value in facts))

import json
import re
from html.parser import HTMLParser

import pytest

from crm_core.export.web import html_bytes
from crm_core.text import t
from tests.unit.export.conftest import HOSTILE


class Document(HTMLParser):
    """The tags, tables, scripts and visible text of a page."""

    def __init__(self, report):
        super().__init__()
        self.tags, self.tables, self.scripts, self.texts, self._inside = [], [], [], [], ""
        self.attributes = []
        self.feed(html_bytes(report).decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = "" if tag in ("script", "style", "td", "th") else self._inside

    def handle_data(self, data):
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside != "style":
            self.texts.append(data)
            if self._inside in ("td", "th"):
                self.tables[-1][-1][-1] += data

    @property
    def text(self):
        return "".join(self.texts)


def charts(document):
    return [script for script in document.scripts if script.startswith("(()=>")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["overview", "value", "quality"])
def test_the_page_shows_every_table_as_the_reader_saw_it(reports, page, lang):
    report = reports(page, lang)
    document = Document(report)
    tables = [section for section in report.sections if section.columns and not section.figures]
    assert len(document.tables) == len(tables)
    for section, table in zip(tables, document.tables, strict=True):
        titles = [column.title for column in section.columns]
        kept = [titles.index(title) for title in table[0]]
        assert table[1:] == [[row[place] for place in kept] for row in section.texts]
    assert len(charts(document)) == sum(bool(section.chart) for section in report.sections)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_band_sample_and_sentences(reports, lang):
    report = reports("overview", lang)
    text = Document(report).text
    for words in (*(word for pair in report.band for word in pair), t("codes.sample", lang)):
        assert words in text
    assert all(section.says in text for section in report.sections)
    assert all(figure.value in text for figure in report.sections[0].figures)


def test_a_value_of_a_file_never_becomes_markup_or_script(hostile):
    document = Document(hostile)
    assert "img" not in document.tags
    assert not [name for name, _ in document.attributes if name.startswith("on")]
    assert "alert(1)" in document.text
    assert document.tags.count("script") == 1 + len(charts(document))
    assert all(not script.strip().startswith("alert") for script in document.scripts)
    assert [row[0] for row in document.tables[2][1:] if row[0] == HOSTILE[0]]


def test_the_chart_library_stands_in_the_file_once_and_can_send_nothing(reports):
    content = html_bytes(reports("overview")).decode("utf-8")
    document = Document(reports("overview"))
    assert sum(len(script) > 1_000_000 for script in document.scripts) == 1
    assert all("displayModeBar:false" in script for script in charts(document))
    policy = re.search(r'Policy" content="([^"]+)"', content)[1]
    assert policy.startswith("default-src 'none'; ")
    assert "form-action 'none'" in policy
    assert "connect-src" not in policy
    assert not [value for name, value in document.attributes if name in ("src", "href") and not value.startswith("#")]


def test_a_chart_holds_the_answer_s_numbers(reports):
    report = reports("overview")
    script = charts(Document(report))[2]
    data = json.loads(re.search(r"f=(\{.*?\});f\.layout\.width", script)[1])["data"]
    assert data[0]["x"] == list(report.section("overview.revenue_by_dimension").answer.rows["revenue"])


def test_a_long_table_prints_some_rows_and_says_so(reports):
    report = reports("value")
    content = html_bytes(report).decode("utf-8")
    assert content.count("<tr class=rest>") == 200 - 11
    assert t("export.and_more", "zh", shown=11, count="200") in content
    assert content.count("<dt>基尼系数</dt>") == 1


def test_sentences_about_few_rows_stand_below_the_table(reports):
    report = reports("overview")
    section = report.section("value.tiers")
    place = [column.name for column in section.columns].index("strategy")
    document = Document(report)
    cells = {cell for table in document.tables for row in table for cell in row}
    assert all(row[place] in document.text and row[place] not in cells for row in section.texts)

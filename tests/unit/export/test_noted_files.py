"""Dated notes stand on the charts over time of every file, and are named beside them."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from crm_core.export.report import report_of
from crm_core.export.sheets import workbook_bytes
from crm_core.export.slides import deck_bytes
from crm_core.export.web import chart_json, html_bytes
from crm_core.text import t
from tests.unit.export.conftest import LAST_YEAR, MADE_AT

TIME = "overview.revenue_by_period"
SAID = "<b>=提价</b>"


@pytest.fixture(scope="module")
def noted(sample_reader):
    last = sample_reader.last_on
    notes = ((last - timedelta(days=5000), "long ago"), (last, SAID), (last + timedelta(days=40), "not yet"))
    return report_of(sample_reader, "overview", LAST_YEAR, (), "zh", MADE_AT, notes=notes)


def test_the_notes_of_the_days_are_drawn_and_named_once(noted, sample_reader):
    section = noted.section(TIME)
    assert section.notes == ((sample_reader.last_on, SAID),)
    assert (t("export.fact.notes", "zh"), f"{sample_reader.last_on} {SAID}") in section.facts
    assert [each.metric_id for each in noted.sections if each.notes] == [TIME]
    drawn = chart_json(section, noted)
    assert "triangle-down" in drawn
    assert "long ago" not in drawn and "not yet" not in drawn
    assert "<b>=" not in drawn


def test_every_file_names_them(noted):
    assert "&lt;b&gt;=提价" in html_bytes(noted).decode()
    book = load_workbook(io.BytesIO(workbook_bytes(noted)))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any(SAID in cell for cell in cells)
    deck = Presentation(io.BytesIO(deck_bytes(noted)))
    shown = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert len([text for text in shown if SAID in text]) == 1
    assert any(SAID in slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_without_notes_nothing_changes(sample_reader):
    plain = report_of(sample_reader, "overview", LAST_YEAR, (), "zh", MADE_AT)
    far = report_of(sample_reader, "overview", LAST_YEAR, (), "zh", MADE_AT, notes=((date(1990, 1, 1), "x"),))
    assert plain == far

"""A file has the colours of change that the reader chose, on a light ground."""

import io

import pytest
from pptx import Presentation

from crm_core.export.report import report_of
from crm_core.export.slides import deck_bytes
from crm_core.export.web import html_bytes
from crm_core.figures.theme import PALETTES
from tests.unit.export.conftest import LAST_YEAR, MADE_AT


@pytest.mark.parametrize("theme", ["dark-red", "light-green", "dark"])
def test_files_have_the_chosen_colours_of_change(sample_reader, theme):
    report = report_of(sample_reader, "change", LAST_YEAR, (), "zh", MADE_AT, theme=theme)
    palette, other = PALETTES[theme.replace("dark", "light")], PALETTES["light-red"]
    assert report.theme == theme.replace("dark", "light")
    html = html_bytes(report).decode()
    assert palette.up in html and palette.down in html
    assert (other.up in html) == (other.up in (palette.up, palette.down))
    deck = Presentation(io.BytesIO(deck_bytes(report)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    xml = "".join(chart.part.blob.decode() for chart in charts)
    assert palette.down.removeprefix("#") in xml

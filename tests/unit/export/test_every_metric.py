"""A metric added later needs nothing here: whatever its chart, each kind of file takes it."""

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from crm_core.export import report as reports_module
from crm_core.export.formats import written
from crm_core.export.several import is_of_several
from crm_core.metrics.pages import PageLayout
from crm_core.metrics.registry import metrics
from tests.unit.export.conftest import LAST_YEAR, MADE_AT


@pytest.fixture(scope="module")
def everything(sample_reader):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports_module, "page_of", lambda name: PageLayout(name, (tuple(metrics()),), (), True))
        yield reports_module.report_of(sample_reader, "overview", LAST_YEAR, (), "zh", MADE_AT)


def test_the_slides_hold_a_chart_or_a_table_of_every_metric(everything):
    slides = list(Presentation(io.BytesIO(written(everything, "pptx"))).slides)[1:]
    assert len(slides) == len(metrics())
    shown = [any(shape.has_chart or shape.has_table for shape in slide.shapes) for slide in slides]
    assert shown == [bool(section.rows) for section in everything.sections]


def test_a_native_chart_holds_numbers_and_one_of_several_series_names_no_place_twice(everything):
    slides = list(Presentation(io.BytesIO(written(everything, "pptx"))).slides)[1:]
    for slide, section in zip(slides, everything.sections, strict=True):
        for chart in (shape.chart for shape in slide.shapes if shape.has_chart):
            plot = chart.plots[0]
            empty = {one.name for one in plot.series if all(value is None for value in one.values)}
            drawn = {c.title: [row[at] for row in section.rows] for at, c in enumerate(section.columns)}
            assert all(set(drawn[name]) == {None} for name in empty & drawn.keys()), section.metric_id
            if is_of_several(section.chart[0]):
                names = list(plot.categories)
                assert len(names) == len(set(names)), section.metric_id


@pytest.mark.parametrize("metric_id", ["accounts.suppliers", "lifecycle.stage_months"])
def test_a_chart_of_parts_holds_each_part_of_each_whole_once(everything, metric_id):
    at, section = next((n, s) for n, s in enumerate(everything.sections) if s.metric_id == metric_id)
    slide = list(Presentation(io.BytesIO(written(everything, "pptx"))).slides)[1 + at]
    plot = next(shape.chart for shape in slide.shapes if shape.has_chart).plots[0]
    whole, part, value = (section.answer.rows[name] for name in section.chart[1:4])
    drawn = sum(number for one in plot.series for number in one.values if number is not None)
    assert drawn == pytest.approx(float(value.sum()), rel=1e-12)
    assert (len(plot.categories), len(plot.series)) == (whole.nunique(dropna=False), part.nunique(dropna=False))


def test_the_workbook_holds_a_sheet_of_every_metric(everything):
    book = load_workbook(io.BytesIO(written(everything, "xlsx")), read_only=True)
    titles = {section.title for section in everything.sections if section.rows}
    assert {title[:31] for title in titles} <= set(book.sheetnames)


def test_the_page_draws_every_metric_that_has_a_chart(everything):
    text = written(everything, "html").decode("utf-8")
    charts = [section for section in everything.sections if section.chart and section.rows]
    assert text.count("Plotly.newPlot(e,") == len(charts)


def test_what_lessens_has_another_colour_on_a_slide(everything):
    places = [place for place, section in enumerate(everything.sections) if section.metric_id == "overview.line_kinds"]
    slide = list(Presentation(io.BytesIO(written(everything, "pptx"))).slides)[1 + places[0]]
    series = next(shape.chart for shape in slide.shapes if shape.has_chart).plots[0].series[0]
    colours = [series.points[i].format.fill.fore_color.rgb for i, v in enumerate(series.values) if v < 0]
    assert [str(colour) for colour in colours] == ["B4560F"]

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.dml.color import RGBColor

from crm_core.export.native import shown_format
from crm_core.export.report import ReportColumn
from crm_core.export.slides import deck_bytes
from crm_core.figures.theme import PALETTES
from crm_core.text import t
from tests.unit.export.conftest import HOSTILE


def opened(report):
    return Presentation(io.BytesIO(deck_bytes(report)))


def texts(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def section_and_slide(report, metric_id):
    section = report.section(metric_id)
    return section, list(opened(report).slides)[1 + report.sections.index(section)]


def chart_of(slide):
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["overview", "value", "quality"])
def test_one_slide_per_section_with_title_sentence_band_and_definition(reports, page, lang):
    report = reports(page, lang)
    first, *slides = opened(report).slides
    assert [slide.shapes.title.text_frame.text for slide in (first, *slides)] == [
        report.title, *(section.title for section in report.sections)
    ]  # fmt: skip
    for slide in (first, *slides):
        assert t("codes.sample", lang) in texts(slide)
        assert all(text in texts(slide) for _, text in report.band)
    for slide, section in zip(slides, report.sections, strict=True):
        assert section.says in texts(slide)
        assert slide.notes_slide.notes_text_frame.text == "\n".join(f"{name}: {text}" for name, text in section.facts)


@pytest.mark.parametrize("page", ["overview", "value"])
def test_charts_are_native_and_hold_the_answer_s_numbers(reports, page):
    report = reports(page)
    value = {"pyramid": 3, "pareto": 2, "time": 2, "bars": 2, "tree": 2}
    drawn = 0
    for slide, section in zip(list(opened(report).slides)[1:], report.sections, strict=True):
        chart = chart_of(slide)
        if chart is None:
            continue
        drawn += 1
        numbers = list(section.answer.rows[section.chart[value[section.chart[0]]]])
        start = [0.0] if section.chart[0] == "pareto" else []
        assert list(chart.plots[0].series[0].values) == start + numbers
        sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]
        inside = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)][: len(start + numbers)]
        assert inside == pytest.approx(start + numbers, rel=1e-15)
    assert drawn == {"overview": 4, "value": 3}[page]


def test_the_comparison_stands_beside_its_own_row(reports):
    report = reports("value")
    tiers = report.section("value.tiers")
    series = chart_of(list(opened(report).slides)[1]).plots[0].series
    before = dict(zip(tiers.answer.compared["tier"], tiers.answer.compared["revenue_share"], strict=True))
    assert list(series[1].values) == [before[tier] for tier in tiers.answer.rows["tier"]]


def test_a_matrix_is_a_table_with_every_value(reports):
    report = reports("value")
    slide = list(opened(report).slides)[3]
    grid = next(shape.table for shape in slide.shapes if shape.has_table)
    cells = [[cell.text for cell in row.cells] for row in grid.rows]
    rows = report.section("value.rfm_matrix").texts
    shown = {(x, line[0]): text for line in cells[1:] for x, text in zip(cells[0][1:], line[1:], strict=True)}
    assert shown == {(row[0], row[1]): row[2] for row in rows}


def test_a_hostile_value_is_a_plain_category_and_control_characters_are_gone(hostile):
    chart = chart_of(list(opened(hostile).slides)[4])
    assert set(chart.plots[0].categories) == {name.replace("\x07", "") for name in HOSTILE}
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize(
    ("kind", "unit", "values", "lang", "expected"),
    [
        ("money", "CNY", [92674619.07], "zh", '"¥"0\\.0,"万";-"¥"0\\.0,"万";"¥"0'),
        ("money", "CNY", [214467918.3], "zh", '"¥"0\\.00,,"亿";-"¥"0\\.00,,"亿";"¥"0'),
        ("money", "USD", [92674619.07], "en", '"$"#,##0.0,,"M";-"$"#,##0.0,,"M";"$"0'),
        ("count", None, [17130], "zh", "#,##0;-#,##0;0"),
        ("share", None, [0.29, None], "zh", "0.0%"),
    ],
)
def test_a_chart_shows_raw_numbers_in_the_reader_s_unit(kind, unit, values, lang, expected):
    column = ReportColumn("x", "x", kind, unit)
    assert shown_format(column, tuple((value,) for value in values), 0, lang) == expected


def test_curves_are_a_native_chart_with_a_line_per_group_and_the_first_one_s_interval(reports):
    section, slide = section_and_slide(reports("retention"), "lifecycle.survival")
    rows, chart = section.answer.rows, chart_of(slide)
    told = {series.name: list(series.values) for series in chart.plots[0].series}
    first, *others = rows["value"].unique()
    groups = [rows[rows["value"] == value] for value in (first, *others)]
    assert list(chart.plots[0].categories) == [str(month) for month in sorted(rows["months"].unique())]
    shares = [*(part["survival"] for part in groups), groups[0]["survival_low"], groups[0]["survival_high"]]
    assert [[v for v in values if v is not None] for values in told.values()] == [list(each) for each in shares]
    assert len(told) == len(groups) + 2


def test_a_flow_is_stacked_bars_of_all_money_before_and_now(reports):
    section, slide = section_and_slide(reports("migration"), "value.migration_money")
    rows, plot = section.answer.rows, chart_of(slide).plots[0]
    bars = [sum(series.values[place] or 0 for series in plot.series) for place in range(len(plot.categories))]
    by_group = rows.groupby("group_before", sort=False)[["revenue_before", "revenue"]].sum().astype(float)
    assert bars == pytest.approx(by_group.to_numpy().ravel().tolist())
    assert len(plot.series) == rows["group_now"].nunique()


def test_cohorts_are_a_table_in_the_colours_of_the_page(reports):
    section, slide = section_and_slide(reports("retention"), "lifecycle.cohorts")
    grid = next(shape.table for shape in slide.shapes if shape.has_table)
    cells = {(row.cells[0].text, age): cell for row in list(grid.rows)[1:]
             for age, cell in enumerate(list(row.cells)[1:])}  # fmt: skip
    names = [column.name for column in section.columns]
    on, share = names.index("cohort_on"), names.index("retention_share")
    kept = [text for text in section.texts if (text[on], 0) in cells]
    assert len({text[on] for text in kept}) > 5
    assert {(text[on], int(text[names.index("age")])): text[share] for text in kept} == {
        place: cell.text
        for place, cell in cells.items()
        if cell.text.strip() and place[0] in {text[on] for text in kept}
    }
    darkest = max((place for place in cells if place[1] and "%" in cells[place].text),
                  key=lambda place: float(cells[place].text.strip("%")))  # fmt: skip
    assert cells[darkest].fill.fore_color.rgb != cells[darkest[0], 0].fill.fore_color.rgb
    assert cells[next(iter(cells))[0], 0].fill.fore_color.rgb == RGBColor.from_string(PALETTES["light"].card[1:])

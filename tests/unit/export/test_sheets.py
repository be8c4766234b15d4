import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crm_core.export.report import ReportColumn
from crm_core.export.sheets import _Names, number_format, workbook_bytes
from crm_core.text import t
from tests.unit.export.conftest import HOSTILE


def opened(report):
    return load_workbook(io.BytesIO(workbook_bytes(report)))


def tables(report, book):
    """(section, sheet) of every table, the comparison's sheets left out."""
    sheets = iter(book.worksheets[1:])
    for section in report.sections:
        if section.columns:
            yield section, next(sheets)
        if section.compared:
            next(sheets)


@pytest.mark.parametrize("page", ["overview", "value", "quality"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_is_a_sheet_with_exactly_the_answer_s_rows(reports, page, lang):
    report = reports(page, lang)
    found = list(tables(report, opened(report)))
    assert len(found) == len(report.sections)
    for section, sheet in found:
        lines = list(sheet.iter_rows(values_only=True))
        assert lines[0] == tuple(column.title for column in section.columns)
        shown = [tuple(v.date() if isinstance(v, datetime) else v for v in line) for line in lines[1:]]
        # A file holds 16 digits of a number: as many as there are.
        assert shown == [tuple(float(f"{v:.16g}") if isinstance(v, float) else v for v in row) for row in section.rows]
        assert sheet.freeze_panes == "B2"


def test_numbers_carry_the_format_of_their_kind(reports):
    report = reports("value")
    section, sheet = next(tables(report, opened(report)))
    formats = dict(
        zip((column.name for column in section.columns), (cell.number_format for cell in sheet[2]), strict=True)
    )
    assert formats["customers"] == "#,##0"
    assert formats["revenue_share"] == "0.0%"
    assert formats["revenue"] == '"¥"#,##0.00;-"¥"#,##0.00'


def test_the_comparison_has_a_sheet_of_its_own(reports):
    report = reports("value")
    book = opened(report)
    compared = book[f"{report.sections[0].title} {t('export.sheet.compared', 'zh')}"]
    found = report.sections[0].answer.compared
    assert sum(row[1] for row in compared.iter_rows(min_row=2, values_only=True)) == found["customers"].sum()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_sheet_says_the_band_the_definitions_and_what_blank_means(reports, lang):
    report = reports("overview", lang)
    pairs = {(a, b) for a, b in opened(report).worksheets[0].iter_rows(values_only=True)}
    assert set(report.band) <= pairs
    for section in report.sections:
        assert set(section.facts) <= pairs
    assert t("export.blank_is_unknown", lang) in {text for _, text in pairs}


def test_no_text_of_a_file_is_a_formula_and_money_below_zero_is_a_number(hostile):
    content = workbook_bytes(hostile)
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    attack = [cell for cell in cells if cell.value == HOSTILE[0]]
    assert attack
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in attack)
    assert [cell for cell in cells if cell.value == -40.5 and cell.data_type == "n"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        assert not any(b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in parts.namelist())


def test_unknown_is_a_blank_cell(reports):
    report = reports("overview")
    section, sheet = list(tables(report, opened(report)))[4]
    place = [column.name for column in section.columns].index("refund_amount")
    assert sheet.cell(2, place + 1).value is None


@given(st.lists(st.text(max_size=50), max_size=20))
def test_names_of_sheets_are_allowed_and_unique(wanted):
    names = _Names()
    found = [names.free(text) for text in wanted]
    assert len({name.lower() for name in found}) == len(found)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in found)


def test_a_currency_cannot_break_out_of_its_format():
    assert number_format(ReportColumn("revenue", "x", "money", 'A";[Red]')) == '"A;[Red] "#,##0.00;-"A;[Red] "#,##0.00'

"""Workbooks: every digit as it stands in the file, labels of merged cells, sheets that hold no table."""

import csv
import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from crm_core.ingest import ImportRefused, Incoming, load, plan
from crm_core.ingest.contract import Refused
from crm_core.ingest.workbook import open_book, write_sheet

pytestmark = pytest.mark.usefixtures("one_child")
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ["订单编号", "客户编号", "下单时间", "金额"]


def written(book, path):
    """The first sheet as rows of texts, and the codes of what was found on the way."""
    buffer = io.BytesIO()
    book.save(buffer)
    return as_rows(buffer, path)


def as_rows(buffer, path):
    with zipfile.ZipFile(buffer) as archive:
        opened = open_book(archive)
        found, _ = write_sheet(opened, opened.sheets[0], path / "sheet.csv")
    with (path / "sheet.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file)), {issue.code: issue.values["count"] for issue in found}


def sheet(rows, **formats):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in formats.items():
        book.active[cell].number_format = code
    return book


def raw_book(sheet_xml, strings="", workbook=""):
    """A workbook of hand-written XML, as other programs write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">{workbook}<sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="/xl/s.xml"/></Relationships>',
        )
        archive.writestr("xl/s.xml", sheet_xml)
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{NAMESPACE}"><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
            '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        )
        if strings:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}">{strings}</sst>')
    return buffer


def raw_sheet(rows, after=""):
    return f'<x:worksheet xmlns:x="{NAMESPACE}"><x:sheetData>{rows}</x:sheetData>{after}</x:worksheet>'


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1, "General", "1"),
        (1.0, "0.00", "1"),
        (-12.5, "0%", "-12.5"),
        (1234.1, "General", "1234.1"),
        (1e-7, "General", "0.0000001"),
        (110105199001011234, "0", "1.101051990010112e+17"),
        ("110105199001011234", "@", "110105199001011234"),
        ("00123", "General", "00123"),
        (True, "General", "TRUE"),
        (date(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (datetime(2024, 3, 5, 23, 59, 59), '[$-804]yyyy"年"m"月"d"日" h:mm', "2024-03-05 23:59:59"),
        (datetime(2024, 3, 5, 10, 0, 0, 250000), "yyyy/m/d", "2024-03-05 10:00:00.250"),
        (time(9, 30), "h:mm", "09:30:00"),
        (45356, '0"day"', "45356"),
        (45356, "[Red]0.00", "45356"),
        (45356, "m/d/yy", "2024-03-05"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        ("#N/A", "General", ""),
        ('a\r\nb,"c"', "General", 'a\nb,"c"'),
    ],
)
def test_a_cell_as_text(tmp_path, value, code, text):
    rows, _ = written(sheet([["h", "x"], [value, "x"]], A2=code), tmp_path)
    assert rows == [["h", "x"], [text, "x"]]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="_"), max_size=8),
                st.integers(-(10**14), 10**14),
                st.integers(-(10**12), 10**12).map(lambda n: n / 1000),
                st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(microsecond=0)),
                st.none(),
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_table_comes_back_equal(tmp_path_factory, rows):
    def text(value):
        if isinstance(value, datetime):
            return value.isoformat(" ").removesuffix(" 00:00:00")
        return "" if value is None else str(value).removesuffix(".0") if isinstance(value, float) else str(value)

    plain = [[cell if not str(cell).startswith(("=", "#")) else None for cell in row] for row in rows]
    found, _ = written(sheet([["a", "b", "c"], *plain, ["z", "z", "z"]]), tmp_path_factory.mktemp("book"))
    assert [row or ["", "", ""] for row in found[1:-1]] == [[text(cell) for cell in row] for row in plain]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0.30000000000000004", "0.30000000000000004"),
        ("1234.0999999999999", "1234.1"),
        ("1E-3", "0.001"),
        ("9.9999999999999995E-7", "0.000001"),
        ("1.5E+3", "1500"),
        ("110105199001011234", "110105199001011234"),
        ("1.1010519900101101E+17", "1.1010519900101101E+17"),
        ("-0.5", "-0.5"),
    ],
)
def test_a_number_keeps_its_digits(tmp_path, raw, text):
    rows = f"<x:row><x:c><x:v>{raw}</x:v></x:c></x:row>"
    assert as_rows(raw_book(raw_sheet(rows)), tmp_path)[0] == [[text]]


@pytest.mark.parametrize(
    ("number", "is_date"), [(14, 1), (27, 1), (31, 1), (36, 1), (50, 1), (57, 1), (58, 1), (9, 0), (49, 0)]
)
def test_built_in_formats_of_chinese_dates_have_a_number_and_no_code(tmp_path, number, is_date):
    plain, dressed = raw_book(raw_sheet('<x:row><x:c s="1"><x:v>45356</x:v></x:c></x:row>')), io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(dressed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'numFmtId="14"', f'numFmtId="{number}"'.encode()))
    assert as_rows(dressed, tmp_path)[0] == [["2024-03-05" if is_date else "45356"]]


def test_a_merged_label_stands_in_each_row_and_a_merged_amount_in_its_first(tmp_path):
    book = sheet([HEADER, ["A1", "C1", date(2024, 3, 5), 10], [None] * 4, [None, None, date(2024, 3, 6)], ["A2", "C2"]])
    for cells in ("A2:A4", "B2:B4", "D2:D4", "A5:A9"):
        book.active.merge_cells(cells)
    rows, found = written(book, tmp_path)
    assert rows == [HEADER, ["A1", "C1", "2024-03-05", "10"], [], ["A1", "C1", "2024-03-06", ""], ["A2", "C2", "", ""]]
    assert found == {"merged_filled": 2, "merged_amounts": 1}


def test_a_title_and_a_header_of_two_rows(tmp_path):
    book = sheet(
        [
            ["销售明细"],
            ["订单编号", "客户", None, "金额"],
            [None, "客户编号", "下单时间"],
            ["A1", "C1", date(2024, 3, 5), 9],
        ]
    )
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        book.active.merge_cells(cells)
    book.active.append(["合计", None, None, 9])
    book.active.append(["制表人：张三", None, None, "2024-03-31"])
    book.save(tmp_path / "b.xlsx")
    found = plan([Incoming(tmp_path / "b.xlsx", "b.xlsx")], tmp_path)[0]
    # The amount's header is merged over both rows, the second row is therefore whole.
    assert (found.header, found.row_count) == (("订单编号", "客户编号", "下单时间", "金额"), 3)
    file = load([found], tmp_path, first_batch_id=1).files[0]
    assert (file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals) == (1, 0, 0, 2)


def test_formulas_count_by_the_result_beside_them_and_errors_are_empty(tmp_path):
    rows = (
        '<x:row><x:c t="str"><x:f>A</x:f><x:v>h</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>'
        '<x:row><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c><x:c><x:f>X</x:f></x:c></x:row>'
    )
    assert as_rows(raw_book(raw_sheet(rows)), tmp_path) == ([["h", "2"], ["2", ""]], {"uncalculated": 1})


def test_files_of_other_programs_without_places_and_with_rich_text(tmp_path):
    strings = "<si><r><t>客</t></r><r><t>户</t></r><rPh><t>kehu</t></rPh></si><si><t>a_x000D_&#10;b</t></si>"
    rows = (
        '<x:row r="1"><x:c t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>c</x:t></x:is></x:c></x:row>'
        '<x:row r="4"><x:c t="s"><x:v>1</x:v></x:c><x:c s="1"><x:v>45356</x:v></x:c>'
        '<x:c s="2"><x:v>1.5</x:v></x:c></x:row>'
    )
    found = as_rows(raw_book(raw_sheet(rows), strings), tmp_path)[0]
    assert found == [["客户", "", "c"], [], [], ["a\nb", "2024-03-05", "1900-01-01 12:00:00"]]
    epoch = as_rows(raw_book(raw_sheet(rows), strings, '<workbookPr date1904="1"/>'), tmp_path)[0]
    assert epoch[3][1:] == ["2028-03-06", "1904-01-02 12:00:00"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<x:row r="2000000000"><x:c><x:v>1</x:v></x:c></x:row>', "damaged_workbook"),
        ('<x:row r="1"><x:c r="XFD1"><x:v>1</x:v></x:c></x:row>', "too_wide"),
        ("<x:row><x:c><x:v>1</x:c></x:row>", "damaged_workbook"),
        (f'<x:row><x:c t="str"><x:v>{"x" * 1_000_001}</x:v></x:c></x:row>', "line_too_long"),
    ],
)
def test_a_hostile_sheet_is_refused_by_name(tmp_path, rows, code):
    with pytest.raises(Refused, match=code):
        as_rows(raw_book(raw_sheet(rows)), tmp_path)


@pytest.mark.parametrize("kind", ["<!ENTITY a 'b'>", ""])
def test_a_document_type_is_refused(tmp_path, kind):
    with pytest.raises(Refused, match="unsafe_xml"):
        as_rows(raw_book(f"<!DOCTYPE x [{kind}]>" + raw_sheet("")), tmp_path)


@pytest.fixture
def book_of_sheets(tmp_path):
    book = sheet([HEADER, ["A1", "C1", date(2024, 3, 5), 10], ["A2", "C2", date(2024, 3, 6), 20]])
    book.active.title = "订单"
    hidden = book.create_sheet("客户")
    hidden.append(["客户编号", "客户名称"])
    hidden.append(["C1", "甲"])
    hidden.sheet_state = "hidden"
    book.create_sheet("说明").append(["请勿修改"])
    book.create_sheet("别的").append(["alpha", "beta"])
    book["别的"].append(["x", "y"])
    book.create_sheet("空")
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_every_sheet_is_a_file_and_those_without_a_table_stop_nothing(book_of_sheets, tmp_path):
    plans = plan([Incoming(book_of_sheets, "book.xlsx")], tmp_path)
    assert [(p.incoming.name, p.refused and p.refused.code, p.is_left_out) for p in plans] == [
        ("book.xlsx › 订单", None, False),
        ("book.xlsx › 客户", None, False),
        ("book.xlsx › 说明", "header_only", True),
        ("book.xlsx › 别的", "no_table", True),
        ("book.xlsx › 空", "empty", True),
    ]
    loaded = load(plans, tmp_path, first_batch_id=1)
    assert [(file.file, file.table, file.rows_loaded) for file in loaded.files] == [
        ("book.xlsx › 订单", "transactions", 2),
        ("book.xlsx › 客户", "customers", 1),
    ]


def test_only_the_sheets_that_are_asked_for(book_of_sheets, tmp_path):
    one = plan([Incoming(book_of_sheets, "book.xlsx", only=("客户",))], tmp_path)
    assert [p.incoming.name for p in one] == ["book.xlsx › 客户"]
    refused = plan([Incoming(book_of_sheets, "book.xlsx", only=("客戶",))], tmp_path)[0].refused
    assert (refused.code, refused.values) == ("no_such_part", {"wanted": "客戶", "found": "订单, 客户, 说明, 别的, 空"})


def test_a_book_without_any_table_is_refused_as_a_whole(tmp_path):
    book = sheet([["只有一行"]])
    book.create_sheet("空")
    book.save(tmp_path / "b.xlsx")
    plans = plan([Incoming(tmp_path / "b.xlsx", "b.xlsx")], tmp_path)
    assert [(p.incoming.name, p.refused.code, p.refused.values) for p in plans] == [
        ("b.xlsx", "no_parts", {"found": "Sheet, 空"})
    ]
    with pytest.raises(ImportRefused):
        load(plans, tmp_path, first_batch_id=1)

"""A line under a table that asks for nothing but an id: told as rejected, on every path, and brought in when meant."""

import io

import pytest
from openpyxl import Workbook

from crm_core.ingest import Incoming, load, plan
from crm_core.ingest.match import OWN_COLUMNS
from crm_core.text import t

pytestmark = pytest.mark.usefixtures("one_child")
HEADER = "客户编号,客户名称,城市,备注"
ROWS = "C1,甲,沪,\nC2,乙,京,x\n"
REMARK = "以上数据仅供参考"


def ids(outcome):
    return [name for (name,) in outcome.rows("customer_id")]


@pytest.mark.parametrize(
    "foot",
    [f"{REMARK},,,\n", f"\n\n{REMARK},,,", f'"{REMARK}","",,""\n', f"{REMARK}, ,　,\n\n", "20240331,,,\n", "END,,,\n"],
)
def test_a_lone_cell_under_the_table_is_no_customer_and_is_told(imported, foot):
    outcome = imported(f"{HEADER}\n{ROWS}{foot}")
    read, loaded, rejected, blank, totals = outcome.counts
    assert (loaded, rejected, totals, read - blank) == (2, 1, 0, 3)
    text = foot.strip("\n").split(",")[0].strip('"')
    row = 3 + foot.index(foot.strip("\n")[0])
    assert outcome.rejected() == [(row, "客户编号", text, "under_table")]
    assert ids(outcome) == ["C1", "C2"]


def test_several_remarks_a_known_footer_and_quotes_with_line_ends_above(imported):
    text = f'{HEADER}\nC1,甲,沪,"a\nb"\nC2,乙,京,"""x"""\n{REMARK},,,\n制表人：张三,,,\n"仅供内部,使用",,,\n'
    outcome = imported(text)
    assert outcome.counts == (5, 2, 2, 0, 1)
    assert [row[2:] for row in outcome.rejected()] == [(REMARK, "under_table"), ("仅供内部,使用", "under_table")]


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        (f"{HEADER}\n{ROWS}C3,,,\n", 3),  # an id as those above it, of which nothing else is known yet
        (f"{HEADER}\nC1,,,\n", 1),
        (f"{HEADER}\n甲,,,\n乙,,,\n", 2),  # nothing above them to differ from
        (f"{HEADER}\n{ROWS}{REMARK},,,\nC3,丙,沪,\n", 4),  # a fuller row follows
        (f"{HEADER}\n甲,,,\n乙,,,\n丙,x,,\n丁,,,\n", 4),  # rows are as sparse all over
        (f"{HEADER}\n{ROWS}甲,,,\n乙,,,\n丙,,,\n丁,,,\n戊,,,\n己,,,\n", 8),  # so many lines are how the table goes on
        ("客户编号,客户名称\n甲,a\n乙,b\n丙,\n", 3),  # two columns: half a row is not little
        (f"{HEADER}\n{ROWS}丙,,沪,\n", 3),
    ],
)
def test_a_row_that_may_be_a_customer_stays_one(imported, text, loaded):
    outcome = imported(text)
    assert outcome.counts == (loaded, loaded, 0, 0, 0)


def test_a_file_that_only_says_that_it_has_no_rows_loads_none(imported):
    outcome = imported(f"{HEADER}\n没有符合条件的数据,,,\n")
    assert outcome.counts == (1, 0, 1, 0, 0)


def test_a_table_that_asks_for_more_says_what_is_missing(imported):
    text = f"订单编号,客户编号,下单时间,金额\nA1,C1,2024-03-05,9\n{REMARK},,,\n"
    assert {code for *_, code in imported(text).rejected()} == {"missing_required"}


def test_only_the_end_of_a_long_file_is_looked_at(imported):
    rows = "".join(f'K{n},"名,""{n}""\n{"长" * 30}",沪,x\n' for n in range(1500))
    outcome = imported(f"{HEADER}\n{rows}{REMARK},,,\n")
    assert outcome.counts == (1501, 1500, 1, 0, 0)
    assert outcome.rejected() == [(1501, "客户编号", REMARK, "under_table")]


def test_a_workbook_and_the_same_row_from_the_list_of_rejected_rows(tmp_path, imported):
    book = Workbook()
    for row in (HEADER.split(","), ["C1", "甲", "沪", "x"], ["C2", "乙", "京"], [], [REMARK]):
        book.active.append(row)
    book.active.merge_cells("A5:D5")
    buffer = io.BytesIO()
    book.save(buffer)
    (tmp_path / "b.xlsx").write_bytes(buffer.getvalue())
    loaded = load(plan([Incoming(tmp_path / "b.xlsx", "b.xlsx")], tmp_path), tmp_path, first_batch_id=1)
    file = loaded.files[0]
    assert (file.rows_read, file.rows_loaded, file.rows_rejected, file.rows_blank) == (4, 2, 1, 1)
    own = ",".join(t(f"ingest.own.{name}", "zh") for name in OWN_COLUMNS[:3])
    assert imported(f"{own},{HEADER}\n4,客户编号,像是说明,{REMARK},,,\n").counts == (1, 1, 0, 0, 0)
    assert imported(f"{HEADER},{own}\n{REMARK},,,,4,客户编号,像是说明\n").counts == (1, 1, 0, 0, 0)


def numbers(count, rounded, header):
    """Numbers of 18 digits, some of them as a spreadsheet writes them back."""
    every = [110105199001010000 + 7919 * n for n in range(count)]
    lines = [f"{n}{'000' if at < rounded else n % 899 + 101},甲" for at, n in enumerate(n // 1000 for n in every)]
    return f"{header},客户名称\n" + "\n".join(dict.fromkeys(lines)) + "\n"


@pytest.mark.parametrize("header", ["客户编号", "手机号", "身份证号"])
def test_numbers_that_a_spreadsheet_rounded_are_warned_of(plan_file, header):
    text = numbers(40, 40, header) if header == "客户编号" else numbers(40, 40, header).replace("客户名称", "客户编号")
    found = plan_file(text)
    assert found.refused is None
    warned = [(issue.code, issue.severity, issue.values["column"]) for issue in found.issues]
    assert warned == [("rounded_ids", "warning", header)]
    assert found.issues[0].values["count"] == found.issues[0].values["all"] == len(text.splitlines()) - 1


@pytest.mark.parametrize(
    "text",
    [
        numbers(100, 90, "客户编号"),
        numbers(19, 19, "客户编号"),
        "客户编号,客户名称\n" + "".join(f"{n}000,甲\n" for n in range(10**11, 10**11 + 40)),  # 15 digits are exact
        "客户编号,客户名称\n" + "1101051990010110000,甲\n" * 40,  # one number is no column of rounded ones
        "客户编号,客户名称\n" + "".join(f"A1101051990010{n}00000,甲\n" for n in range(10, 50)),
    ],
)
def test_numbers_that_keep_their_digits_are_not(plan_file, text):
    assert plan_file(text).issues == ()


@pytest.mark.parametrize("name", ["TOTAL", "Sum", "合计", "小计"])
def test_a_customer_called_total_is_a_customer_and_a_total_without_a_key_is_not(imported, name):
    outcome = imported(f"{HEADER}\nC1,甲,沪,\nC2,{name},京,x\n,合计,2,\n合计,2,,\n")
    assert outcome.counts == (4, 2, 0, 0, 2)
    assert ids(outcome) == ["C1", "C2"]

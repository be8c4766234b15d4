"""A file's rows: loaded, rejected with a reason, blank or totals; never lost."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from crm_core.ingest import ImportRefused, Incoming, load, plan, sentence
from crm_core.schema import tables

pytestmark = pytest.mark.usefixtures("one_child")
HEADER = "订单编号,客户编号,下单时间,金额\n"


def test_types_and_columns_are_those_of_the_schema(imported):
    outcome = imported(HEADER + "A1,0012,2024-03-05 10:00:00,1.5\n")
    described = duckdb.sql(f"describe select * from '{outcome.loaded.parquet['transactions']}'").fetchall()
    expected = [(column.name, column.stored_as) for column in tables()["transactions"].columns.values()]
    assert [(name, kind) for name, kind, *_ in described] == [("batch_id", "INTEGER"), *expected]
    assert outcome.rows("batch_id, order_id, customer_id, order_at, amount, paid_at") == [
        (7, "A1", "0012", datetime(2024, 3, 5, 10), Decimal("1.5"), None)
    ]


def test_every_kind_of_row_is_counted(imported):
    rows = [
        "A1,1,2024-03-05,10",
        "",
        ",,,",
        "A2,2,2024-02-30,20",
        "A3,3,2024-03-06,abc",
        "A4,4,2024-03-07",
        "A5,5,2024-03-08,1,9",
        "  ",
        "合计,,,30",
        "订单编号,客户编号,下单时间,金额",
        "A6,1.1E+17,2024-03-09,5",
        "A7,,,6",
        "A8,8,2024-03-10,-",
    ]
    outcome = imported(HEADER + "\n".join(rows) + "\n")
    assert outcome.counts == (13, 1, 8, 3, 1)
    assert outcome.rejected() == [
        (4, "下单时间", "2024-02-30", "bad_timestamp"),
        (5, "金额", "abc", "bad_number"),
        (6, None, "A4,4,2024-03-07", "too_few_columns"),
        (7, None, "A5,5,2024-03-08,1,9", "too_many_columns"),
        (10, None, None, "repeated_header"),
        (11, "客户编号", "1.1E+17", "damaged_id"),
        (12, "下单时间", None, "missing_required"),
        (13, "金额", "-", "missing_required"),
    ]
    assert outcome.rejected_json()[0] == [
        ["订单编号", "A2"],
        ["客户编号", "2"],
        ["下单时间", "2024-02-30"],
        ["金额", "20"],
    ]


def test_every_failing_cell_of_a_row_is_named(imported):
    outcome = imported(HEADER + "A1,1,someday,x\nA2,2,2024-01-01,1\n")
    assert outcome.counts == (2, 1, 1, 0, 0)
    assert {(row, column, code) for row, column, _, code in outcome.rejected()} == {
        (1, "下单时间", "bad_timestamp"),
        (1, "金额", "bad_number"),
    }


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("above", ["", "销售报表\n\n"])
def test_a_row_number_counts_from_the_first_line_below_the_header(imported, bom, above):
    outcome = imported(f'{bom}{above}{HEADER}A1,"a\n\nb",2024-01-01,1\n\n\nA2,2\n\nA3,3,nope,1\nA4,4,2024-01-01,1\n')
    assert outcome.counts == (8 - 1, 2, 2, 3, 0)
    assert [row for row, *_ in outcome.rejected()] == [4, 6]


def test_the_first_row_of_a_key_stays_also_across_files(tmp_path):
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("客户编号,客户名称\nC1,甲\nC2,乙\nC1,丙\n", "utf-8")
    second.write_text("客户编号,客户名称\nC3,丁\n\nC2,戊\n", "utf-8")
    loaded = load(plan([Incoming(first, "1"), Incoming(second, "2")], tmp_path), tmp_path, first_batch_id=1)
    assert duckdb.sql(
        f"from '{loaded.parquet['customers']}' select customer_id, customer_name, batch_id order by all"
    ).fetchall() == [
        ("C1", "甲", 1),
        ("C2", "乙", 1),
        ("C3", "丁", 2),
    ]
    assert [(f.rows_read, f.rows_loaded, f.rows_rejected, f.rows_blank) for f in loaded.files] == [
        (3, 2, 1, 0),
        (3, 1, 1, 1),
    ]
    found = duckdb.sql(f"from '{loaded.rejected}' select file, row_number, column_name, value, code").fetchall()
    assert found == [("1", 3, "客户编号", "C1", "duplicate_key"), ("2", 3, "客户编号", "C2", "duplicate_key")]


def test_a_missing_key_that_is_not_required_repeats_freely(imported):
    outcome = imported("发生日期,成本金额\n2024-01-01,1\n2024-01-01,1\n")
    assert outcome.counts == (2, 2, 0, 0, 0)


def test_unknown_columns_are_kept_as_written_under_ids_that_stay(imported):
    known = {"transactions": {"备注": "extra_4"}}
    outcome = imported("下单时间,金额,备注,颜色\n2024-01-01,1, 红 ,-\n", known_extras=known)
    assert outcome.loaded.extras == {"transactions": {"备注": "extra_4", "颜色": "extra_5"}}
    assert outcome.rows("extra_4, extra_5") == [(" 红 ", "-")]


def test_a_skipped_column_is_left_out(imported):
    outcome = imported("下单时间,金额,备注\n2024-01-01,1,红\n", given={"备注": "skip"})
    assert outcome.loaded.extras == {"transactions": {}}
    assert outcome.loaded.files[0].mapping == {"下单时间": "order_at", "金额": "amount", "备注": "skip"}


@pytest.mark.parametrize(
    ("dates", "order"), [(["13/02/2024", "03/02/2024"], "dmy"), (["02/13/2024", "02/03/2024"], "mdy")]
)
def test_the_order_of_day_and_month_is_told_by_all_values(imported, dates, order):
    outcome = imported("下单时间,金额\n" + "".join(f"{day},1\n" for day in dates))
    assert outcome.loaded.files[0].date_order == order
    assert [at for (at,) in outcome.rows("order_at")] == [datetime(2024, 2, 13), datetime(2024, 2, 3)]


def test_an_order_that_the_values_do_not_tell_is_asked_for(plan_file):
    text = "下单时间,金额\n03/02/2024,1\n"
    refused = plan_file(text).refused
    assert (refused.code, refused.values) == ("ask_date_order", {"column": "下单时间", "example": "03/02/2024"})
    assert plan_file(text, date_order="dmy").refused is None


def test_a_late_ambiguous_date_refuses_the_load(tmp_path, plan_file):
    found = plan_file("下单时间,金额\n" + "2024-01-01,1\n" * 300 + "03/02/2024,1\n")
    with pytest.raises(ImportRefused) as refused:
        load([found], tmp_path, first_batch_id=1)
    assert [(name, issue.code) for name, issue in refused.value.refusals] == [("file.csv", "ask_date_order")]


@pytest.mark.parametrize(
    ("cells", "first"),
    [(["45356", "45357.5"], datetime(2024, 3, 5)), (["1709596800", "1709683200"], datetime(2024, 3, 5))],
)
def test_day_numbers_and_seconds_count_only_when_the_whole_column_is_so(imported, cells, first):
    outcome = imported("下单时间,金额\n" + "".join(f"{cell},1\n" for cell in cells))
    assert outcome.rows("order_at")[0] == (first,)
    mixed = imported("下单时间,金额\n2024-01-01,1\n" + "".join(f"{cell},1\n" for cell in cells))
    assert mixed.counts == (3, 1, 2, 0, 0)


def test_a_column_with_decimal_commas_is_read_as_a_whole(imported):
    outcome = imported("下单时间;金额\n2024-01-01;1.234,50\n2024-01-01;2.500\n2024-01-01;3,5\n")
    assert outcome.rows("amount") == [(Decimal("1234.5"),), (Decimal("2500"),), (Decimal("3.5"),)]


def test_small_files_of_one_layout_go_together_and_a_bad_one_keeps_its_account(tmp_path):
    files = []
    for number in range(5):
        path = tmp_path / f"{number}.csv"
        path.write_text(
            HEADER + f"A{number},1,2024-01-0{number + 1},{'x' if number == 3 else 1}\nB{number},1,2024-01-01,2\n",
            "utf-8",
        )
        files.append(Incoming(path, path.name))
    loaded = load(plan(files, tmp_path), tmp_path, first_batch_id=10)
    assert [(f.batch_id, f.rows_loaded, f.rows_rejected) for f in loaded.files] == [
        (10, 2, 0),
        (11, 2, 0),
        (12, 2, 0),
        (13, 1, 1),
        (14, 2, 0),
    ]
    rows = duckdb.sql(
        f"from '{loaded.parquet['transactions']}' select batch_id, count(*) group by 1 order by 1"
    ).fetchall()
    assert rows == [(10, 2), (11, 2), (12, 2), (13, 1), (14, 2)]


def test_a_file_that_changed_after_the_plan_is_refused(tmp_path, plan_file):
    found = plan_file(HEADER + "A1,1,2024-01-01,1\n")
    found.incoming.path.write_text(HEADER + "A1,1,2024-01-01,1\nA2,1,2024-01-01,1\n", "utf-8")
    with pytest.raises(ImportRefused, match="changed"):
        load([found], tmp_path, first_batch_id=1)


def test_tangled_quotes_and_line_ends_refuse_the_load(tmp_path, plan_file):
    found = plan_file('客户编号,客户名称\n1,a\n2,b\n\r3,""\na"\r\na",')
    with pytest.raises(ImportRefused) as refused:
        load([found], tmp_path, first_batch_id=1)
    assert refused.value.refusals[0][1].code in ("unsplittable", "unaccounted")


@pytest.mark.parametrize("body", ['1,a"b"c\n2,"x"y\n3,c\n', '1,5" pipe\n2,"x"y\n3,c\n'])
def test_stray_quotes_are_text_and_text_after_a_closed_quote_is_rejected(imported, body):
    outcome = imported("客户编号,客户名称\n" + body)
    assert outcome.counts == (3, 2, 1, 0, 0)
    assert outcome.rejected() == [(2, None, '2,"x"y', "unreadable_line")]


@pytest.mark.parametrize(
    ("held", "written"),
    [
        ([], ["batch_id", "order_id", "order_at", "amount", "extra_2"]),
        (
            ["order_id", "channel", "extra_1"],
            ["batch_id", "order_id", "order_at", "amount", "channel", "extra_1", "extra_2"],
        ),
    ],
)
def test_the_columns_of_the_file_the_key_and_what_the_store_holds(tmp_path, plan_file, held, written):
    found = plan_file("下单时间,金额,备注\n2024-01-01,1,a\n")
    extras = {"transactions": {"色": "extra_1"}}
    loaded = load([found], tmp_path, first_batch_id=1, known_extras=extras, held={"transactions": held})
    columns = duckdb.sql(f"describe select * from '{loaded.parquet['transactions']}'").fetchall()
    assert [name for name, *_ in columns] == written
    assert loaded.extras == {"transactions": {"色": "extra_1", "备注": "extra_2"}}


def test_a_thousand_columns_are_read_and_more_are_refused(imported, plan_file):
    names = ["客户编号", *(f"列{number}" for number in range(999))]
    text = ",".join(names) + "\n" + ",".join(["1"] * 1000) + "\n"
    assert imported(text, table="customers").counts == (1, 1, 0, 0, 0)
    assert plan_file("多," + text.replace("\n1", "\n1,1")).refused.code == "too_wide"


def test_a_refused_plan_is_not_loaded_and_its_sentence_is_there_in_both_languages(tmp_path, plan_file):
    found = plan_file("a,b\n1,2\n")
    with pytest.raises(ImportRefused) as refused:
        load([found], tmp_path, first_batch_id=1)
    issue = refused.value.refusals[0][1]
    assert "下单时间" in sentence(issue, "zh") and "Order time" in sentence(issue, "en")


def test_a_remembered_mapping_is_used_and_a_given_one_beats_it(plan_file):
    text = "时刻,钱\n2024-01-01,1\n"
    first = plan_file(text, given={"时刻": "order_at", "钱": "amount"})
    again = plan_file(text, remembered={first.signature: first.mapping})
    other = plan_file(
        text, remembered={first.signature: first.mapping}, given={"时刻": "incurred_on", "钱": "cost_amount"}
    )
    assert (again.source_of_mapping, again.mapping) == ("remembered", first.mapping)
    assert (other.source_of_mapping, other.mapping.table) == ("given", "customer_costs")


@pytest.mark.parametrize("count", [23, 57, 300, 5000])
def test_a_rejected_row_is_named_by_its_place_however_long_the_file(imported, count):
    bad = {count // 3, count - 1}
    outcome = imported(HEADER + "".join(f"A{n},1,2024-01-01,{'x' if n in bad else 1}\n" for n in range(count)))
    assert outcome.rejected() == [(n + 1, "金额", "x", "bad_number") for n in sorted(bad)]

"""1.234 is one and a bit or a thousand and more: the column decides, then the file's other numbers, then the reader."""

from decimal import Decimal

import duckdb
import pytest

from crm_core.ingest import sentence

HEAD = ("订单编号", "下单时间", "数量", "金额")


def table(*rows, delimiter=";"):
    cells = [HEAD, *((f"A{n}", "2024-01-05", *row) for n, row in enumerate(rows))]
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in cells)


@pytest.mark.parametrize(
    ("rows", "delimiter", "asked"),
    [
        ([("1", "1.234")], ";", ["金额"]),
        ([("1", "1.234")], ",", ["金额"]),
        ([("1", "1.234 €")], "\t", ["金额"]),
        ([("1", "-1.234"), ("2", "(12.000)")], ";", ["金额"]),
        ([("1", "１．２３４")], ",", ["金额"]),
        ([("1", "1,234")], ";", ["金额"]),
        ([("1", "1200"), ("2", "1.250")], ";", ["金额"]),  # 1200 tells only that its writer did not group that one
        ([("1.500", "12"), ("2.250", "1.000")], ";", ["数量", "金额"]),
        ([("12,5", "1.234"), ("3.25", "1.234")], ";", ["金额"]),  # the other column contradicts itself
    ],
)
def test_where_nothing_decides_the_column_is_asked_about(plan_file, rows, delimiter, asked):
    refused = plan_file(table(*rows, delimiter=delimiter)).refused
    assert refused.code == "ask_decimals"
    assert [each["column"] for each in refused.values["columns"]] == asked


@pytest.mark.parametrize(
    ("rows", "delimiter", "expected"),
    [
        # The column decides.
        ([("1", "1.234"), ("1", "0.750")], ";", ["1.234", "0.75"]),  # thousands have no 0 in front
        ([("1", "1.234"), ("1", "1200.500")], ";", ["1.234", "1200.5"]),
        ([("1", "1.234"), ("1", "1.234.567")], ";", ["1234", "1234567"]),
        ([("1", "1.234"), ("1", "2.345,50")], ",", ["1234", "2345.5"]),
        ([("1", "1.234"), ("1", "2.5")], ";", ["1.234", "2.5"]),
        ([("1,5", "1.234"), ("2,5", "0.500")], ";", ["1.234", "0.5"]),  # whatever the others are
        # The other numbers decide.
        ([("12,5", "1.234"), ("2", "12.000")], ";", ["1234", "12000"]),
        ([("12.5", "1.234"), ("2", "12.000")], ";", ["1.234", "12"]),
        ([("0,75", "1,234"), ("2", "12,000")], ",", ["1.234", "12"]),
        ([("0.75", "1,234"), ("2", "12,000")], ";", ["1234", "12000"]),
        # Nothing is doubtful.
        ([("1200", "1200")], ";", ["1200"]),
        ([("1", "1,234")], ",", ["1234"]),
        ([("1", "12.34"), ("1", "1,234.50")], ";", ["12.34", "1234.5"]),
    ],
)
def test_where_something_decides_nothing_is_asked(imported, rows, delimiter, expected):
    outcome = imported(table(*rows, delimiter=delimiter))
    assert outcome.counts == (len(rows), len(rows), 0, 0, 0)
    assert [amount for (amount,) in outcome.rows("amount")] == [Decimal(each) for each in expected]


def test_a_doubt_far_below_the_first_rows_is_found(plan_file):
    rows = [("1", str(n % 900)) for n in range(500)]
    assert plan_file(table(*rows)).refused is None
    assert plan_file(table(*rows, ("1", "1.234"))).refused.code == "ask_decimals"


@pytest.mark.parametrize(("mark", "expected"), [("point", "1.234"), ("comma", "1234")])
def test_the_answer_is_loaded_and_remembered(imported, plan_file, mark, expected):
    outcome = imported(table(("1", "1.234")), decimals={"金额": mark})
    assert outcome.rows("amount") == [(Decimal(expected),)]
    file = outcome.loaded.files[0]
    assert file.decimals == {"amount": mark}
    known = plan_file(table(("1", "1.234")), decimals={"金额": mark})
    again = plan_file(table(("1", "7.654")), remembered={known.signature: known.mapping})
    assert (again.refused, again.mapping.decimals) == (None, {"amount": mark})


def test_what_the_values_of_a_later_file_say_goes_before_what_was_remembered(imported, plan_file):
    known = plan_file(table(("1", "1.234")), decimals={"金额": "comma"})
    remembered = {known.signature: known.mapping}
    assert imported(table(("0.5", "1.234")), remembered=remembered).rows("amount") == [(Decimal("1.234"),)]
    assert imported(table(("1", "1.234"), ("1", "2.5")), remembered=remembered).rows("amount")[0] == (Decimal("1.234"),)


def test_a_whole_number_with_a_mark_is_asked_about_too(plan_file, imported):
    text = "客户编号;年龄;账期天数\nC1;41;1.095\n"
    refused = plan_file(text).refused
    assert [each["column"] for each in refused.values["columns"]] == ["账期天数"]
    assert imported(text, decimals={"账期天数": "comma"}).rows("credit_days") == [(1095,)]


def test_scores_are_held_by_their_scale(imported):
    text = "答卷编号;调查日期;质量\nr1;2024-01-05;4.125\nr2;2024-01-05;3.500\n"
    assert imported(text).rows("quality") == [(Decimal("4.125"),), (Decimal("3.5"),)]


def test_the_question_shows_both_readings(plan_file):
    refused = plan_file(table(("1", "1.234"))).refused
    for lang in ("zh", "en"):
        assert "1.234" in sentence(refused, lang) and "1234" in sentence(refused, lang)


@pytest.mark.parametrize("wrong", [{"金额": "dot"}, {"订单编号": "point"}, {"没有这列": "point"}])
def test_an_answer_that_fits_no_column_of_numbers_is_refused(plan_file, wrong):
    assert plan_file(table(("1", "1.234")), decimals=wrong).refused.code == "bad_decimals"


def test_numbers_of_a_parquet_file_are_plain_and_its_texts_are_not(tmp_path, plan_file, imported):
    for kind, file in (("decimal(18, 3)", tmp_path / "numbers.parquet"), ("varchar", tmp_path / "texts.parquet")):
        lines = f"select 'A1' as 订单编号, date '2024-01-05' as 下单时间, cast('1.234' as {kind}) as 金额"
        duckdb.sql(lines).write_parquet(str(file))
    numbers, texts = (path.read_bytes() for path in (tmp_path / "numbers.parquet", tmp_path / "texts.parquet"))
    assert imported(numbers, "orders.parquet").rows("amount") == [(Decimal("1.234"),)]
    assert plan_file(texts, "words.parquet").refused.code == "ask_decimals"

"""One cell at a time: what is written on the left, what it is read as on the right."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

MACROS = Path(__file__).parents[3] / "crm_core" / "ingest" / "values.sql"


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as opened:
        opened.execute(MACROS.read_text("utf-8"))
        yield opened


def read(con, macro, cell):
    return con.execute(f"select {macro}", {"x": cell}).fetchone()[0]


NUMBERS = [
    ("1234.5", "1234.5"),
    ("1,234.50", "1234.5"),
    ("1,234,567", "1234567"),
    ("１２３", "123"),
    ("￥９，８７６．５０", "9876.5"),
    ("¥100", "100"),
    ("￥200", "200"),
    ("$3.5", "3.5"),
    ("100元", "100"),
    ("1.5万", "15000"),
    ("1.5万元", "15000"),
    ("2亿", "200000000"),
    ("(300)", "-300"),
    ("（1,000.50）", "-1000.5"),
    ("(¥1,000.50)", "-1000.5"),
    ("300-", "-300"),
    ("-¥100", "-100"),
    ("¥-1.5", "-1.5"),
    ("12%", "0.12"),
    ("８０％", "0.8"),
    ("+5", "5"),
    ("007", "7"),
    (" 7 ", "7"),
    ("\u00a08\u3000", "8"),
    ("1.2E+05", "120000"),
    (".5", "0.5"),
    ("0.00005", "0.0001"),
    ("-0", "0"),
    ("1'234'567.50", "1234567.5"),
    ("3\u202f000.10", "3000.1"),
    ("12.50 €", "12.5"),
    ("EUR 12.50", "12.5"),
    ("HK$1,200", "1200"),
    ("1,200港元", "1200"),
]
NO_NUMBERS = [
    "1e309",
    "1e308",
    "NaN",
    "inf",
    "-inf",
    "0x10",
    "一百二十",
    "12a",
    "--5",
    "-(5)",
    "(5",
    "1,23",
    "1.2.3",
    "1,2345",
    "1'23",
    "12%%",
    "99999999999999999999",
    "1 - 2",
]
MISSING = [
    "",
    " ",
    "\u3000",
    "-",
    "—",
    "——",
    "N/A",
    "n/a",
    "#N/A",
    "NULL",
    "null",
    "#DIV/0!",
    "#REF!",
    "#VALUE!",
    "\\N",
]


@pytest.mark.parametrize(("cell", "number"), NUMBERS)
def test_a_number_in_every_style(con, cell, number):
    assert read(con, "price_of($x, 'point')", cell) == Decimal(number)


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_what_is_no_number_is_neither_read_nor_missing(con, cell):
    assert read(con, "price_of($x, 'point')", cell) is None
    assert read(con, "is_missing($x)", cell) is False


@pytest.mark.parametrize("cell", MISSING)
def test_a_mark_for_missing_is_missing_for_every_kind(con, cell):
    readers = ("price_of($x, 'point')", "timestamp_of($x, 'plain')", "id_of($x)", "text_of($x)", "boolean_of($x)")
    assert read(con, "is_missing($x)", cell) is True
    assert [read(con, reader, cell) for reader in readers] == [None] * 5


@pytest.mark.parametrize(
    ("cell", "style", "number"),
    [
        ("1.234,50", "comma", "1234.5"),
        ("12,5", "comma", "12.5"),
        ("1.234", "comma", "1234"),
        ("1.234.567", "comma", "1234567"),
        ("1,234.5", "comma", None),
        ("1.234,5", "mixed", "1234.5"),
        ("1,234.5", "mixed", "1234.5"),
        ("1,5", "mixed", "1.5"),
        ("1,234", "mixed", None),
        ("1.234", "mixed", None),
        ("1.234,5", "point", None),
        ("1.234", "point", "1.234"),
    ],
)
def test_the_column_decides_what_comma_and_point_mean(con, cell, style, number):
    assert read(con, f"price_of($x, '{style}')", cell) == (None if number is None else Decimal(number))


DATES = [
    "2024-03-05",
    "2024-3-5",
    "2024/3/5",
    "2024.3.5",
    "20240305",
    "2024年3月5日",
    "２０２４－０３－０５",
    "2024-03-05 00:00:00",
    "5-Mar-2024",
    "Mar 5, 2024",
    "2024/03/05 ",
    "2024-03-05T00:00:00Z",
    "2024-03-05 星期二",
    "2024/3/5(周二)",
    "2024年3月5日 周二 00:00",
    "March 5, 2024",
]


@pytest.mark.parametrize("cell", DATES)
def test_one_day_in_every_style(con, cell):
    assert read(con, "timestamp_of($x, 'plain')", cell) == datetime(2024, 3, 5)
    assert read(con, "date_of($x, 'plain')", cell) == datetime(2024, 3, 5).date()


@pytest.mark.parametrize(
    ("cell", "hour", "minute", "second"),
    [
        ("2024-03-05 14:05", 14, 5, 0),
        ("2024-03-05 14:05:06", 14, 5, 6),
        ("2024/3/5 4:05", 4, 5, 0),
        ("2024/3/5 2:05 PM", 14, 5, 0),
        ("2024/3/5 下午 2:05", 14, 5, 0),
        ("2024年3月5日 14时05分06秒", 14, 5, 6),
        ("2024-03-05T14:05:06+08:00", 14, 5, 6),
        ("2024-03-05 14:05:06.789", 14, 5, 6),
        ("20240305140506", 14, 5, 6),
        ("2024/3/5 上午12:05:00", 0, 5, 0),
    ],
)
def test_the_clock_time_is_kept_as_written(con, cell, hour, minute, second):
    assert read(con, "timestamp_of($x, 'plain')", cell) == datetime(2024, 3, 5, hour, minute, second)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-02-30",
        "2024-13-01",
        "9999-12-31",
        "1899-12-30",
        "0001-01-01",
        "infinity",
        "-infinity",
        "epoch",
        "令和6年3月5日",
        "03/05/2024",
        "45356",
        "1709596800",
        "2024-03-05 25:00",
        "tomorrow",
        "2024-W10",
        "2024",
    ],
)
def test_what_is_no_clear_date_is_not_read(con, cell):
    assert read(con, "timestamp_of($x, 'plain')", cell) is None
    assert read(con, "is_missing_date($x)", cell) is False


@pytest.mark.parametrize(
    ("cell", "style", "moment"),
    [
        ("03/05/2024", "dmy", datetime(2024, 5, 3)),
        ("03/05/2024", "mdy", datetime(2024, 3, 5)),
        ("2/26/2018 19:58", "mdy", datetime(2018, 2, 26, 19, 58)),
        ("2/26/2018", "dmy", None),
        ("16.07.2010", "dmy", datetime(2010, 7, 16)),
        ("45356", "serial", datetime(2024, 3, 5)),
        ("45356.5", "serial", datetime(2024, 3, 5, 12)),
        ("1709596800", "unix", datetime(2024, 3, 5)),
        ("1709596800000", "unix", datetime(2024, 3, 5)),
    ],
)
def test_the_column_decides_what_an_ambiguous_date_means(con, cell, style, moment):
    assert read(con, f"timestamp_of($x, '{style}')", cell) == moment


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("00123", "00123"),
        ('="00123"', "00123"),
        ("=00123", "00123"),
        ("'00123", "00123"),
        ("17850.0", "17850"),
        (" A-1 ", "A-1"),
        ("１２３", "123"),
        ("客户 1", "客户 1"),
        ("1E5", "1E5"),
        ("11010519491231002X", "11010519491231002X"),
        ("1.10105E+17", None),
        ("6E+18", None),
    ],
)
def test_an_id_is_kept_and_a_damaged_one_is_not(con, cell, found):
    assert read(con, "id_of($x)", cell) == found
    assert read(con, "is_missing($x)", cell) is False


@pytest.mark.parametrize(
    ("cell", "whole"), [("5", 5), ("5.0", 5), ("1,000", 1000), ("1.5", None), ("0x1F", None), ("3000000000", None)]
)
def test_an_integer_is_whole_and_fits(con, cell, whole):
    assert read(con, "integer_of($x, 'point')", cell) == whole


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("是", True),
        ("Y", True),
        ("yes", True),
        ("TRUE", True),
        ("1", True),
        ("否", False),
        ("n", False),
        ("No", False),
        ("false", False),
        ("0", False),
        ("０", False),
        ("也许", None),
        ("2", None),
    ],
)
def test_yes_and_no(con, cell, found):
    assert read(con, "boolean_of($x)", cell) is found


@pytest.mark.parametrize(
    ("cell", "found"),
    [(" a ", "a"), ("\u3000客户\u00a0", "客户"), ("=1+1", "=1+1"), ("null hypothesis", "null hypothesis")],
)
def test_text_is_trimmed_and_otherwise_kept(con, cell, found):
    assert read(con, "text_of($x)", cell) == found


@pytest.mark.parametrize(
    ("cell", "is_total"),
    [
        ("合计", True),
        ("总计：", True),
        (" 小计 ", True),
        ("本页合计", True),
        ("本月合计:", True),
        ("TOTAL", True),
        ("Grand Total", True),
        ("Subtotal", True),
        ("sum", True),
        ("合计划", False),
        ("Totally Tea Ltd", False),
        ("summer", False),
        ("", False),
    ],
)
def test_words_for_a_total(con, cell, is_total):
    assert read(con, "is_total_word($x)", cell) is is_total

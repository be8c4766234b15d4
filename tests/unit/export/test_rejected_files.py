"""Rows that were not loaded come back as a file that can be corrected and dropped in again."""

import csv
import io
import zipfile

import duckdb
import pandas as pd
import pytest

from crm_core.export.rejected import rejected_bytes, rejected_files
from crm_core.ingest import Incoming, load, plan
from crm_core.ingest.match import matched, own_headers
from crm_core.text import t

pytestmark = pytest.mark.usefixtures("one_child")
HEADERS = ["订单编号", "客户编号", "商品编号", "订单时间", "数量", "单价"]
ORDERS = (
    f"{','.join(HEADERS)}\r\n"
    "o1,A,=cmd|x,2024-01-01,1,10\r\n"
    "o2,B,-5 折,2024-02-30,x,20\r\n"
    "o3,C,p,2024-03-01,-2,30\r\n"
    "o4,D,p,2024-13-01,-2,40\r\n"
)


def imported(text, folder, name="orders.csv"):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load(plan([Incoming(path, name)], folder), folder, first_batch_id=1)


def rejected_of(loaded):
    return duckdb.sql(f"select * from '{loaded.rejected}'").df()


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_row_stands_once_with_all_its_reasons_and_numbers_stay_numbers(tmp_path):
    (name, content), *others = rejected_files(rejected_of(imported(ORDERS, tmp_path)), "zh")
    assert (name, others) == ("orders.csv", [])
    assert table(content) == [
        [*HEADERS, "知客·原行号", "知客·问题列", "知客·退回原因", "知客·原文"],
        ["o2", "B", "'-5 折", "2024-02-30", "x", "20", "2", "订单时间、数量", "日期时间读不出，或不存在、不是数字", ""],
        ["o4", "D", "p", "2024-13-01", "-2", "40", "4", "订单时间", "日期时间读不出，或不存在", ""],
    ]


def test_the_corrected_file_loads_and_its_values_are_those_of_the_first_file(tmp_path):
    first = imported(ORDERS, tmp_path / "first")
    content = rejected_files(rejected_of(first), "en")[0][1].decode("utf-8-sig")
    corrected = content.replace("2024-02-30", "2024-02-29").replace(",x,", ",3,").replace("2024-13-01", "2024-12-01")
    again = imported(corrected, tmp_path / "again", "rejected.csv")
    file = again.files[0]
    assert (file.rows_read, file.rows_loaded, again.rejected) == (2, 2, None)
    assert [name for name, column in file.mapping.items() if column != "skip"] == HEADERS
    sql = "select order_id, product_id, quantity::double from '{}' order by 1"
    assert duckdb.sql(sql.format(again.parquet["transactions"])).fetchall() == [("o2", "-5 折", 3), ("o4", "p", -2)]
    assert duckdb.sql(sql.format(first.parquet["transactions"])).fetchall() == [("o1", "=cmd|x", 1), ("o3", "p", -2)]


def test_a_line_that_could_not_be_split_is_given_back_as_it_stood(tmp_path):
    broken = ORDERS + "o5,E,p,2024-01-01,1\r\n"
    rows = table(rejected_files(rejected_of(imported(broken, tmp_path)), "zh")[0][1])
    assert rows[-1] == [""] * 6 + ["5", "", "列数比表头少", "o5,E,p,2024-01-01,1"]


def test_files_of_several_layouts_come_in_one_archive_under_numbers():
    rows = pd.DataFrame(
        {
            "file": ["../a.csv", "b.csv"],
            "row_number": [1, 2],
            "column_name": ["x", "y"],
            "value": ["?", "?"],
            "code": ["bad_number", "bad_date"],
            "row_json": ['[["x","?"]]', '[["y","?"]]'],
        }
    )
    content = rejected_bytes(rows, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["001.csv", "002.csv"]
        assert table(archive.read("002.csv"))[1][:4] == ["?", "2", "y", t("ingest.reject.bad_date", "en")]


def test_the_columns_that_we_add_are_skipped_in_either_language():
    header = ["订单时间", "金额", *own_headers()]
    assert len(own_headers()) == 8
    assert matched(header, "x.csv", None).columns == ("order_at", "amount", *["skip"] * 8)

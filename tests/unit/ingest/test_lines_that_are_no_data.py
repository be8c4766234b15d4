"""Repeated headers, totals, footers and blank lines: each row is counted once and none of them is loaded."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import Incoming
from crm_core.ingest.check import connection
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plan_file

CUSTOMERS = ["客户编号", "客户名称", "城市", "备注"]


@pytest.mark.parametrize(
    "line",
    [
        "制表人：张三,,,",
        "制单人:李四,,审核：王五,",
        "打印时间：2024-03-31 18:00,,,",
        "导出日期 ：2024-03-31,,,",
        "数据来源：ERP,,,",
        "备注：以上金额含税,,,",
        "共 352 条记录,,,",
        "共1,,,".replace("共1", "共12笔"),
        "第 1 页 / 共 3 页,,,",
        "Printed by: admin,,,",
        "Exported on 2024-03-31,,,",
        "Page 1 of 3,,,",
        "合计,2,,",
        ",总计：,2,",
    ],
)
def test_a_line_under_the_table_is_no_customer(imported, line):
    outcome = imported(",".join(CUSTOMERS) + f"\nC1,甲,沪,\nC2,乙,京,x\n{line}\n")
    assert outcome.counts == (3, 2, 0, 0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "C3,备注：急件,沪,x",
        "共享单车公司,丙,,",
        "打印店,丙,,",
        "Page One Ltd,丙,,",
        "备注：甲,乙,沪,x".replace("备注：甲", "注册客户1"),
        "Reporter,丙,,",
    ],
)
def test_a_customer_whose_words_look_alike_stays_one(imported, line):
    assert imported(",".join(CUSTOMERS) + f"\nC1,甲,沪,\n{line}\n").counts == (2, 2, 0, 0, 0)


def test_a_remark_in_the_first_column_is_data_where_the_row_is_full(imported):
    text = "备注,订单编号,客户编号,下单时间,金额\n备注：急,A1,C1,2024-03-05,10\n备注：完,,,,\n"
    assert imported(text).counts == (2, 1, 0, 0, 1)


ROW = st.sampled_from(["data", "header", "total", "footer", "blank", "blanks", "short", "bad"])


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_rows_read_are_loaded_rejected_blank_or_totals_in_any_order(kinds, line_end):
    header = ["订单编号", "客户编号", "下单时间", "金额"]
    texts = {
        "header": header, "total": ["合计", "", "", "9"], "footer": ["制表人：张三", "", "", ""], "blank": [],
        "blanks": ["", "", "", ""], "short": ["A", "C"], "bad": ["A", "C", "2024-02-30", "1"],
    }  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(header)
    for number, kind in enumerate(["data", *kinds]):
        writer.writerow(texts.get(kind, [f"A{number}", "C", "2024-03-05", str(number)]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_text(text.getvalue(), "utf-8", newline="")
        with connection(path.parent, []) as con:
            found = plan_file(con, Incoming(path, path.name), 0, path.parent, Wishes({}, None, None, None))
        loaded = load_files([found], path.parent, 1, {}, lambda share, name: None)
        ids = duckdb.sql(f"select order_id from '{loaded.parquet['transactions']}' order by all").fetchall()
    file, count = loaded.files[0], ["data", *kinds].count
    assert file.rows_read == len(kinds) + 1
    assert (file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals) == (
        count("data"),
        count("header") + count("short") + count("bad"),
        count("blank") + count("blanks"),
        count("total") + count("footer"),
    )
    assert sorted(name for (name,) in ids) == sorted(
        f"A{n}" for n, kind in enumerate(["data", *kinds]) if kind == "data"
    )

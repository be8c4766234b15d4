"""The account of every column of a file."""

import pytest

from crm_core.ingest import Incoming, load, plan
from crm_core.ingest.contract import ColumnReport

pytestmark = pytest.mark.usefixtures("one_child")
FIRST = (
    "订单编号,客户编号,订单时间,数量,单价,备注,内部\n"
    "o1,A,2024-01-01,1,10,,x\n"
    "o2,,2024-02-30,x,20,急,x\n"
    "o3,-,2024-03-01,1,30,,x\n"
    "o4,D,2024-02-30,y,30,,x\n"
)
SECOND = "订单编号,客户编号,订单时间,数量,单价\no9,A,2024-01-01,1,10\n"


def test_each_column_says_what_was_read_what_was_missing_and_what_could_not_be_read(tmp_path):
    names = ("first.csv", "second.csv")
    for name, text in zip(names, (FIRST, SECOND), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    plans = plan([Incoming(tmp_path / "first.csv", "first.csv")], tmp_path, given={"内部": "skip"})
    plans += plan([Incoming(tmp_path / "second.csv", "second.csv")], tmp_path)
    first, second = load(plans, tmp_path, first_batch_id=1).files
    assert (first.rows_loaded, first.rows_rejected) == (2, 2)
    assert first.columns == (
        ColumnReport("订单编号", "order_id", 2, 0, 0, ()),
        ColumnReport("客户编号", "customer_id", 1, 1, 0, ()),
        ColumnReport("订单时间", "order_at", 2, 0, 2, ("2024-02-30",)),
        ColumnReport("数量", "quantity", 2, 0, 2, ("x", "y")),
        ColumnReport("单价", "unit_price", 2, 0, 0, ()),
        ColumnReport("备注", "extra_1", 0, 2, 0, ()),
    )
    assert [(column.header, column.parsed) for column in second.columns] == [
        ("订单编号", 1), ("客户编号", 1), ("订单时间", 1), ("数量", 1), ("单价", 1),
    ]  # fmt: skip

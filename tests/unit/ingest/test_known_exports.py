"""Exports of known programs load without a click: the whole rows of a hand-made file of each, and what is told."""

import csv
from decimal import Decimal as D
from pathlib import Path

import pytest

from crm_core.ingest import sentence
from crm_core.ingest.documents import number
from crm_core.schema import tables
from crm_core.schema.exports import OTHERS, export_of, exports, place_of

CASES = Path(__file__).parent / "exports"
NAMES = sorted(path.name.removesuffix(".given.csv") for path in CASES.glob("*.given.csv"))
DAY = "2024-01-05 10:00:00"


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_are_those_that_the_program_meant(imported, name):
    columns, *expected = read(CASES / f"{name}.expect.csv")
    outcome = imported((CASES / f"{name}.given.csv").read_bytes(), f"{name}.csv")
    rows = [["" if value is None else str(value) for value in row] for row in outcome.rows(", ".join(columns))]
    assert rows == expected


def test_each_layout_has_such_a_file():
    first_lines = [(CASES / f"{name}.given.csv").read_text("utf-8").splitlines()[0] for name in NAMES]
    headers = [next(csv.reader([text], delimiter="\t" if "\t" in text else ",")) for text in first_lines]
    proven = [export_of(tuple(header)) for header in headers]
    assert {export.id for export in proven if export} == set(exports())


@pytest.mark.parametrize("export", exports().values(), ids=list(exports()))
def test_a_layout_speaks_of_what_there_is(export):
    columns = tables()[export.table].columns
    assert {*export.columns.values(), *export.inside.values()} <= {*columns, "extra"}
    assert {*export.states.values()} <= {"sale", "return", "cancelled", "adjustment"}
    assert not export.states or OTHERS in export.states
    words = {*export.columns, *export.proof, *export.filled, *export.may_add, *export.happened}
    # What is split, taken off or split by is a column that the layout names, or a proof of it.
    assert set(export.shared) | set(export.less) <= words
    assert not export.shared or export.document
    assert export.sum == () or export.sum[1] in words


def test_a_header_that_lacks_a_proof_is_nobodys():
    shopify = exports()["shopify_orders"]
    assert export_of(shopify.proof) is shopify
    assert all(export_of(tuple(word for word in shopify.proof if word != each)) is None for each in shopify.proof)
    assert place_of("商品总价", ("订单号", "商品总价(元)")) == 1
    assert place_of("Grand Total (Base)", ("Grand Total (Purchased)", "Grand Total (Base)")) == 1


def test_what_a_file_is_taken_for_and_what_was_done_is_told(plan_file):
    found = plan_file((CASES / "shopify_orders.given.csv").read_bytes(), "a.csv")
    told = {issue.code: sentence(issue, "zh") for issue in found.issues}
    assert told["export"].startswith("认出是“Shopify 订单导出”：金额是 Subtotal")
    assert told["filled_down"].startswith("7 个空格按所在订单的第一行补上了（Email, Financial Status")
    assert told["shared_out"].startswith("1 个订单的整单金额已按各行货值分摊到行")
    assert "sum_differs" not in told


SHOPIFY = "Name,Email,Financial Status,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem price\n"


def orders(*lines):
    return SHOPIFY + "".join(f"{line}\n" for line in lines)


def test_a_total_that_is_not_the_sum_of_its_parts_is_told(plan_file):
    text = orders(
        f"#1,a@x.com,paid,10.00,2.00,1.00,13.00,{DAY},1,10.00",  # taxes added
        f"#2,a@x.com,paid,10.00,2.00,1.00,12.00,{DAY},1,10.00",  # taxes within
        f"#3,a@x.com,paid,10.00,2.00,1.00,15.00,{DAY},1,10.00",
    )
    found = [issue for issue in plan_file(text).issues if issue.severity == "warning"]
    assert [(issue.code, issue.values) for issue in found] == [
        ("sum_differs", {"count": 1, "all": 3, "column": "Total", "example": "#3"})
    ]


def test_an_amount_that_cannot_be_split_leaves_its_order_to_be_corrected(imported):
    outcome = imported(
        orders(
            f"#1,a@x.com,paid,ten,0,0,10.00,{DAY},1,5.00", f"#1,a@x.com,,,,,,{DAY},1,5.00",
            f"#2,a@x.com,paid,10.00,0,0,10.00,{DAY},1,5.00", f"#2,a@x.com,,,,,,{DAY},one,5.00",
            f"#3,a@x.com,paid,10.00,0,0,10.00,{DAY},1,5.00", f"#3,a@x.com,,,,,,{DAY},1,5.00",
        )
    )  # fmt: skip
    assert outcome.counts == (6, 2, 4, 0, 0)
    assert outcome.rows("order_id, amount") == [("#3", 5), ("#3", 5)]
    found = {(row, value) for row, column, value, _ in outcome.rejected() if column == "Subtotal"}
    assert found == {(1, "#ten"), (2, "#ten"), (3, "#10.00"), (4, "#10.00")}


def test_lines_of_an_order_that_lie_apart_are_not_counted_twice(imported):
    text = "订单号,商品ID,订购数量,京东价,结算金额,下单时间\n" + "".join(
        f"{order},P1,1,50.00,{amount},{DAY}\n" for order, amount in (("1", "90.00"), ("2", "50.00"), ("1", "90.00"))
    )
    outcome = imported(text)
    assert outcome.rows("order_id, amount") == [("1", 90), ("2", 50)]
    assert outcome.rejected() == [(3, "结算金额", "#90.00", "bad_number")]


def test_rejected_rows_come_back_as_they_are(imported):
    """Their cells were filled and split before: a second time would be wrong."""
    first = imported(orders(
        f"#1,a@x.com,paid,10.00,0,0,10.00,{DAY},1,7.50", f"#1,a@x.com,,,,,,{DAY},one half,2.50",
    ))  # fmt: skip
    assert first.counts == (2, 0, 2, 0, 0)
    returned = "知客·原行号," + SHOPIFY + f"2,#1,a@x.com,paid,2.50,,,,{DAY},1,2.50\n"
    assert imported(returned).rows("order_id, amount, quantity") == [("#1", D("2.5"), 1)]


def test_totals_of_an_erp_file_belong_to_no_document(imported):
    text = (
        "日期,单据编号,购货单位,产品名称,数量,价税合计\n2024-01-05,X1,甲,泵,1,10.00\n,,,阀,1,5.00\n,,,小计,2,15.00\n"
        "2024-01-06,X2,乙,泵,1,10.00\n\n,,,阀,3,7.00\n合计,,,,6,32.00\n"
    )
    outcome = imported(text)
    assert outcome.counts == (7, 4, 0, 1, 2)
    assert outcome.rows("order_id, customer_id, order_at::date::varchar, amount") == [
        ("X1", "甲", "2024-01-05", 10), ("X1", "甲", "2024-01-05", 5),
        ("X2", "乙", "2024-01-06", 10), ("X2", "乙", "2024-01-06", 7),
    ]  # fmt: skip


def test_the_reader_may_map_a_known_export_otherwise(imported):
    text = orders(f"#1,a@x.com,paid,10.00,2.00,0.00,12.00,{DAY},1,10.00")
    assert imported(text, given={"Total": "amount", "Subtotal": "extra"}).rows("order_id, amount") == [("#1", 12)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        (" -3 ", "-3"),
        ("", None),
        ("1.234,50", None),
        ("12,34", None),
        ("¥5", None),
        ("5e3", None),
    ],
)
def test_amounts_are_read_as_programs_write_them(text, amount):
    assert number(text) == (None if amount is None else D(amount))

"""Orders whose head and lines come in two files are read as one table, with no cent more or less."""

import csv
import io
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import Incoming, joined, load, plan

# A shop's two reports: what the buyer paid stands with the order, what they bought with its lines.
SHOP_ORDERS = (
    "订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,订单状态,收货地址 ,"
    "订单创建时间,宝贝标题 ,宝贝总数量\n"
    '="30001",小甲,100.00,0,100.00,交易成功,浙江省,2025-03-01 10:00:00,茶具,2\n'
    '="30002",小乙,"1,000.01",10,"1,010.01",交易成功,上海,2025-03-02 10:00:00,"茶叶, 茶漏, 茶杯",4\n'
    '="30003",小丙,45.50,0,,交易关闭,上海,2025-03-03 10:00:00,茶漏,1\n'
    "合计,,1145.51,,1110.01,,,,,\n"
)
SHOP_LINES = (
    "订单编号,标题,价格,购买数量,商家编码\n"
    '="30002",茶叶,300.00,1,A1\n'
    '="30001",茶具,50.00,2,A2\n'
    '="30002",茶漏,100.00,2,A3\n'
    '="30002",茶杯,500.00,1,A4\n'
    '="39999",茶杯,500.00,1,A4\n'
)
# A marketplace's dump: an order knows no amount, a line is one piece.
PLACE_ORDERS = (
    "order_id,customer_id,order_status,order_purchase_timestamp\n"
    "o1,c1,delivered,2018-01-05 10:00:00\n"
    "o2,c2,delivered,2018-01-06 11:00:00\n"
    "o3,c1,unavailable,2018-01-07 12:00:00\n"
)
PLACE_LINES = (
    "order_id,order_item_id,product_id,price,freight_value\n"
    "o1,1,p1,58.90,13.29\n"
    "o1,2,p1,58.90,13.29\n"
    "o2,1,p2,239.90,19.93\n"
)
# Where commas may stand before decimals.
EURO_ORDERS = "order_id;customer_id;order_at;amount\no1;c1;2025-01-01;{}\n"
EURO_LINES = "order_id;product_id;unit_price;quantity\no1;p1;{};2\n"


@pytest.fixture
def planned(tmp_path, one_child):
    def look(*texts, encoding="utf-8", **wishes):
        files = []
        for number, text in enumerate(texts, start=1):
            path = tmp_path / f"file-{number}.csv"
            path.write_bytes(text.encode(encoding))
            files.append(Incoming(path, path.name))
        return joined(plan(files, tmp_path, **wishes), tmp_path)

    return look


@pytest.fixture
def rows(tmp_path):
    def read(plans, columns):
        done = load(plans, tmp_path, first_batch_id=1)
        found = duckdb.sql(f"select {columns} from '{done.parquet['transactions']}' order by all").fetchall()
        rejected = duckdb.sql(f"select value, code from '{done.rejected}'").fetchall() if done.rejected else []
        return done.files[0], found, rejected

    return read


def notes(plan):
    return {issue.code: issue.values.get("count") for issue in plan.issues}


def test_what_an_order_says_of_money_is_shared_by_its_lines(planned, rows):
    plans = planned(SHOP_ORDERS, SHOP_LINES, encoding="gb18030")
    orders, both = plans
    assert (orders.is_left_out, orders.refused.code) == (True, "joined_into")
    assert both.incoming.name == "file-1.csv + file-2.csv"
    assert notes(both) == {
        "joined": 5, "lines_unmatched": 1, "orders_unmatched": 1, "orders_summed": 1, "money_spread": None,
    }  # fmt: skip
    columns = "order_id, product_id, product_name, quantity, amount, paid_amount, customer_id"
    file, found, rejected = rows(plans, columns)
    assert (file.rows_read, file.rows_loaded, file.rows_rejected) == (6, 5, 1)
    assert found == [
        ("30001", "A2", "茶具", 2, Decimal("100.00"), Decimal("100.00"), "小甲"),
        ("30002", "A1", "茶叶", 1, Decimal("300.00"), Decimal("303.00"), "小乙"),
        ("30002", "A3", "茶漏", 2, Decimal("200.01"), Decimal("202.01"), "小乙"),
        ("30002", "A4", "茶杯", 1, Decimal("500.00"), Decimal("505.00"), "小乙"),
        ("30003", None, "茶漏", 1, Decimal("45.50"), None, "小丙"),
    ]
    assert rejected == [(None, "missing_required")]


def test_orders_without_amounts_take_those_of_their_lines(planned, rows):
    plans = planned(PLACE_LINES, PLACE_ORDERS)  # in any order
    assert notes(plans[0]) == {"joined": 3, "orders_empty": 1, "one_piece": None}
    file, found, rejected = rows(plans, "order_id, line_no, product_id, quantity, unit_price, customer_id, order_at")
    assert (file.rows_read, file.rows_loaded, file.rows_rejected) == (4, 3, 1)
    assert found == [
        ("o1", 1, "p1", 1, Decimal("58.90"), "c1", datetime(2018, 1, 5, 10)),
        ("o1", 2, "p1", 1, Decimal("58.90"), "c1", datetime(2018, 1, 5, 10)),
        ("o2", 1, "p2", 1, Decimal("239.90"), "c2", datetime(2018, 1, 6, 11)),
    ]
    assert [code for _, code in rejected] == ["missing_required"]


def test_several_files_of_each_half_are_one_whole(planned, rows):
    head, *orders = PLACE_ORDERS.splitlines(keepends=True)
    line_head, *lines = PLACE_LINES.splitlines(keepends=True)
    plans = planned(head + orders[0], line_head + lines[0] + lines[2], head + orders[1], line_head + lines[1])
    file, found, _ = rows(plans, "order_id, product_id")
    assert file.file == "file-1.csv (+1) + file-2.csv (+1)"
    assert found == [("o1", "p1"), ("o1", "p1"), ("o2", "p2")]
    assert [plan.refused and plan.refused.code for plan in plans] == ["joined_into", None, "joined_into"]


@pytest.mark.parametrize(
    ("orders", "lines", "code"),
    [
        (PLACE_ORDERS + PLACE_ORDERS.splitlines()[1], PLACE_LINES, "orders_repeat"),
        (PLACE_ORDERS + ",c9,delivered,2018-01-09 10:00:00\n", PLACE_LINES, "orders_repeat"),
        (SHOP_ORDERS.replace("45.50", "￥45.50"), SHOP_LINES, "order_money"),
        (SHOP_ORDERS.replace("45.50", "见备注"), SHOP_LINES, "order_money"),
        (EURO_ORDERS.format("12,50"), EURO_LINES.format("6,25"), "order_money"),
        (EURO_ORDERS.format("12.50"), EURO_LINES.format("6,25"), "order_money"),
        # The orders are asked about themselves first.
        (EURO_ORDERS.format("1.234"), EURO_LINES.format("617.00"), "lines_alone"),
        (EURO_ORDERS.format("1,234"), EURO_LINES.format("617.00"), "lines_alone"),
        (PLACE_ORDERS, PLACE_LINES.replace("o1", "x1"), "halves_apart"),
        (PLACE_ORDERS, PLACE_LINES + "o2,2,p2\n", "halves_unread"),
    ],
)  # fmt: skip
def test_halves_that_do_not_fit_are_not_joined(planned, orders, lines, code):
    assert planned(orders, lines)[1].refused.code == code


def test_commas_between_thousands_are_no_decimals(planned, rows):
    orders = 'order_id,customer_id,order_at,amount\no1,c1,2025-01-01,"1,234"\n'
    plans = planned(orders, EURO_LINES.format("617").replace(";", ","))
    assert rows(plans, "order_id, amount")[1] == [("o1", Decimal(1234))]


def test_half_of_the_orders_says_that_it_wants_the_other(planned):
    assert planned(PLACE_LINES)[0].refused.code == "lines_alone"
    assert planned(PLACE_ORDERS)[0].refused.code == "orders_alone"
    assert planned(SHOP_LINES)[0].refused.code == "lines_alone"


@pytest.mark.parametrize(
    "other",
    [
        "review_id,order_id,review_score,review_creation_date\nr1,o1,5,2018-01-09\nr2,o2,4,2018-01-09\nr3,o3,1,2018-01-09\n",
        "payment_id,order_id,amount_paid,paid_on\n1,o1,117.80,2018-01-06\n2,o2,239.90,2018-01-06\n3,o3,1,2018-01-07\n",
        "product_id,product_name,category\np1,Tea,Drinks\np2,Cup,Ware\np3,Pot,Ware\n",
    ],
)
def test_a_table_of_its_own_is_nobodys_half(planned, other):
    plans = planned(SHOP_ORDERS, other)
    assert [plan.refused for plan in plans] == [None, None]
    assert [plan.incoming.name for plan in plans] == ["file-1.csv", "file-2.csv"]


def test_a_unit_above_the_orders_is_not_lost(planned):
    """Lines above the header may say in which unit the amounts are: such files stay two."""
    plans = planned("单位：万元\n" + SHOP_ORDERS, SHOP_LINES)
    assert [plan.refused and plan.refused.code for plan in plans] == [None, "lines_alone"]


cents = st.integers(-10_000, 10_000_000).map(lambda n: Decimal(n) / 100)
orders_of = st.lists(
    st.tuples(cents, st.lists(st.tuples(st.none() | st.integers(0, 5000), st.integers(0, 9)), max_size=6)),
    min_size=1, max_size=12,
)  # fmt: skip


def shares(total, lines):
    """What each line has of its order's money, counted in cents one after the other."""
    weights = [None if price is None else Decimal(price) / 100 * count for price, count in lines]
    if any(weight is None for weight in weights) or not sum(weights):
        weights = [Decimal(1)] * len(lines)
    found, given_out = [], Decimal(0)
    for at in range(len(lines)):
        part = total * sum(weights[: at + 1]) / sum(weights)
        upto = total if at == len(lines) - 1 else part.quantize(Decimal("0.01"), ROUND_HALF_UP)
        found.append(upto - given_out)
        given_out = upto
    return found


def written(price):
    return "" if price is None else f"{price / 100:.2f}"


@settings(max_examples=15, deadline=None)
@given(orders=orders_of)
def test_shares_add_up_to_the_order_whatever_its_lines(kept_child, tmp_path_factory, orders):
    folder = tmp_path_factory.mktemp("halves")
    heads, lines = io.StringIO(), io.StringIO()
    csv.writer(heads).writerows([
        ["订单编号", "客户编号", "下单时间", "金额"],
        *([f"N{at}", "C1", "2025-01-01", f"{total:,.2f}"] for at, (total, _) in enumerate(orders)),
    ])  # fmt: skip
    # The lines of all orders in turns, as a system writes them that sorts by product.
    placed = sorted((place, at, line) for at, (_, own) in enumerate(orders) for place, line in enumerate(own))
    csv.writer(lines).writerows([
        ["订单编号", "商品编号", "单价", "数量"],
        *([f"N{at}", f"P{place}", written(price), count] for place, at, (price, count) in placed),
    ])  # fmt: skip
    files = []
    for name, text in (("heads.csv", heads), ("lines.csv", lines)):
        (folder / name).write_text(text.getvalue(), "utf-8")
        files.append(Incoming(folder / name, name))
    plans = joined(plan(files, folder, child=kept_child), folder, child=kept_child)
    if not placed:
        assert plans[1].refused.code == "header_only"
        return
    done = load(plans, folder, first_batch_id=1, child=kept_child)
    found = duckdb.sql(
        f"select order_id, coalesce(product_id, ''), amount from '{done.parquet['transactions']}' order by all"
    ).fetchall()
    assert found == sorted(
        (f"N{at}", f"P{place}" if own else "", amount)
        for at, (total, own) in enumerate(orders)
        for place, amount in enumerate(shares(total, own) if own else [total])
    )

"""What shops write as the state of an order: money that never came, or went back, is no revenue."""

from crm_core.ingest import Incoming

HEAD = "订单编号,客户编号,下单时间,金额,退款金额,订单状态\n"
ROWS = [
    ("交易成功", "", "sale", 10),
    ("已退款", "", "cancelled", 0),
    ("已退款", "10", "sale", 0),  # the file says how much went back
    ("Refunded", "10", "sale", 0),
    ('"未发货，退款成功"', "", "cancelled", 0),
    ("部分退款", "4", "sale", 6),
    ("已取消", "", "cancelled", 0),
    ("Failed", "", "cancelled", 0),
    ("(删除)等待付款", "", "unpaid", 0),
    ("等待付款", "", "unpaid", 0),
]


def test_the_state_of_an_order_decides_whether_it_counts(workspace, tmp_path):
    lines = [f"A{n},C1,2024-01-05,10,{refund},{status}\n" for n, (status, refund, _, _) in enumerate(ROWS)]
    (tmp_path / "orders.csv").write_text(HEAD + "".join(lines), "utf-8")
    workspace.load(workspace.plan([Incoming(tmp_path / "orders.csv", "orders.csv")]))
    found = workspace.reader().query(
        "select kind, order_status, net_amount, amount - net_amount from mart.transactions order by all"
    )
    told = [(kind, status.strip('"'), net, 10 - net) for status, _, kind, net in ROWS]
    assert sorted((kind, status, net, rest) for kind, status, net, rest in found.fetchall()) == sorted(told)

"""What shops write as the state of an order: money that never came, or went back, is no revenue."""

from crm_core.ingest import Incoming, sentence
from crm_core.schema import order_states

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


def test_every_known_word_means_what_it_is_listed_under(workspace, tmp_path):
    kinds = {"sale": "sale", "unpaid": "unpaid", "cancelled": "cancelled", "refunded": "cancelled"}
    meant = [(word, kinds[meaning]) for meaning, words in order_states().items() for word in words]
    assert len({word for word, _ in meant}) == len(meant)
    lines = [f'A{n},C1,2024-01-05,10,,"{word.upper()}"\n' for n, (word, _) in enumerate(meant)]
    (tmp_path / "orders.csv").write_text(HEAD + "".join(lines), "utf-8")
    done = workspace.load(workspace.plan([Incoming(tmp_path / "orders.csv", "orders.csv")]))
    found = workspace.reader().query("select lower(order_status), kind from mart.transactions").fetchall()
    assert sorted(found) == sorted(meant)
    assert [issue.code for issue in done.files[0].issues] == []


def test_states_that_nobody_knows_are_named_with_their_rows_and_money(workspace, tmp_path):
    rows = [("交易成功", 10), ("预售中", 20), ("预售中", 22.5), ("Weird", 1), ("", 5)]
    unpaid = "A9,C1,2024-01-05,99,,怪,\n"  # no time of payment where others have one: it does not count
    lines = [f"A{n},C1,2024-01-05,{amount},,{word},2024-01-05\n" for n, (word, amount) in enumerate(rows)]
    text = HEAD.strip() + ",付款时间\n" + "".join(lines) + unpaid
    (tmp_path / "orders.csv").write_text(text, "utf-8")
    done = workspace.load(workspace.plan([Incoming(tmp_path / "orders.csv", "orders.csv")]))
    (warning,) = done.files[0].issues
    assert (warning.code, warning.severity) == ("unknown_states", "warning")
    told = "“订单状态”里有 2 种状态认不出是不是成交，都当成交计入了：“预售中”2 行，金额 42.50；“Weird”1 行，金额 1.00。"
    assert sentence(warning, "zh").startswith(told)
    (tmp_path / "more.csv").write_text(HEAD.strip() + ",付款时间\nB1,C1,2024-01-05,99,,怪,\n", "utf-8")
    (more,) = workspace.load(workspace.plan([Incoming(tmp_path / "more.csv", "more.csv")])).files
    assert "“怪”1 行，金额 99.00。" in sentence(more.issues[-1], "zh")  # no order of this file has such a time
    assert '"Weird" in 1 rows, amount 1.00' in sentence(warning, "en")


def test_of_deals_only_those_that_were_won_are_sales(workspace, tmp_path):
    head = "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company IDs\n"
    stages = ["Closed Won", "closedwon", "Closed Lost", "Negotiation", ""]
    lines = [f"{n},Deal,{stage},2024-01-05,{10**n},C1\n" for n, stage in enumerate(stages)]
    (tmp_path / "deals.csv").write_text(head + "".join(lines), "utf-8")
    done = workspace.load(workspace.plan([Incoming(tmp_path / "deals.csv", "deals.csv")]))
    assert [issue.code for issue in done.files[0].issues] == ["export", "states_left_out"]
    told = "“Closed Lost”1 行，金额 100.00；“Negotiation”1 行，金额 1,000.00。"
    assert sentence(done.files[0].issues[-1], "zh").endswith(told)
    found = workspace.reader().query("select kind, net_amount from mart.transactions order by amount").fetchall()
    assert found == [("sale", 1), ("sale", 10), ("cancelled", 0), ("cancelled", 0), ("cancelled", 0)]

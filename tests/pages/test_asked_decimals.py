"""Amounts like 1.234: the page asks what the point means, reads them so, and remembers it."""

from crm_core.lake import Workspace
from crm_core.text import t

FILE = "订单编号;客户编号;下单时间;金额\nA1;C1;2024-01-05;1.234\nA2;C1;2024-02-05;12.000\n"


def test_the_reader_says_what_the_point_means(open_page, tmp_path, texts):
    page = open_page("data", "zh", folder=tmp_path)
    page.file_uploader[0].upload("orders.csv", FILE.encode()).run()
    assert page.button(key="import_load").disabled
    assert "“1.234”该读作 1.234（小数用点）还是 1234（小数用逗号）" in texts(page)
    asked = next(box for box in page.selectbox if box.key == "decimals_0_transactions_3")
    assert asked.value is None
    asked.set_value("comma")
    next(b for b in page.button if b.label == t("data.mapping.apply", "zh")).click().run()
    page.button(key="import_load").click().run()
    assert not page.exception
    found = Workspace(tmp_path).reader().query("select sum(amount) from mart.transactions")
    assert found.fetchone() == (13234,)
    later = open_page("data", "zh", folder=tmp_path)
    later.file_uploader[0].upload("next.csv", FILE.replace("A", "B").encode()).run()
    assert not later.button(key="import_load").disabled
    shown = next(box for box in later.selectbox if box.key == "decimals_0_transactions_3")
    assert shown.value == "comma"

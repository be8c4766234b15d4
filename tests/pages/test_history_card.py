"""The list of imports on the page: who, how, what each changed, and an undo that cannot be done."""

import re
from contextlib import closing

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t


def cells(shown, caption):
    """The cells of a table's body, row by row."""
    table = shown[shown.index(f'aria-label="{caption}"') :]
    return re.findall(r"<td[^>]*>([^<]*)</td>", table[: table.index("</table>")])


HEADER = "订单编号,客户编号,下单时间,金额,门店心情\n"


@pytest.fixture
def two_imports(tmp_path):
    """Revenue 100 of one customer, then 300 more of one and of nobody."""
    store = Workspace(tmp_path / "store", short_lived=True)
    for name, rows in (
        ("a.csv", "1,甲,2025-01-01,100,好\n"),
        ("b.csv", "2,乙,2025-01-02,120,好\n3,,2025-01-03,180,\n,丙,不知道,不详,差\n"),
    ):
        (tmp_path / name).write_text(HEADER + rows, "utf-8")
        store.load(store.plan([Incoming(tmp_path / name, name)]), by="page")
    return store.folder


def test_an_import_shows_what_it_changed_and_how_it_was_read(open_page, texts, two_imports):
    page = open_page("data", "zh", folder=two_imports)
    assert not page.exception
    shown = texts(page)
    rows = cells(shown, t("data.history.changed", "zh"))
    assert rows == ["销售额", "100", "400", "+300.0%", "订单数", "1", "3", "+200.0%", "客户数", "1", "2", "+100.0%"]
    assert "在页面上导入" in shown and "按编号更新" in shown
    columns = cells(shown, t("data.history.columns", "zh"))
    assert columns == [
        "订单编号", "订单编号", "2", "0", "0",
        "客户编号", "客户编号", "1", "1", "0",
        "下单时间", "下单时间", "2", "0", "1",
        "金额", "金额", "2", "0", "1",
        "门店心情", "原样保留，可作筛选", "1", "1", "0",
    ]  # fmt: skip


def test_files_of_one_layout_are_added_up_and_a_column_left_out_has_no_counts(open_page, texts, tmp_path):
    incoming = []
    for name, row in (("a.csv", "1,2025-01-01,10,x\n"), ("b.csv", "2,2025-01-02,20,\n3,2025-01-03,30,y\n")):
        (tmp_path / name).write_text("number,order date,amount,colour\n" + row, "utf-8")
        incoming.append(Incoming(tmp_path / name, name))
    store = Workspace(tmp_path / "store", short_lived=True)
    given = {"number": "skip", "order date": "order_at", "amount": "amount", "colour": "extra"}
    store.load(store.plan(incoming, table="transactions", given=given))
    shown = texts(open_page("data", "en", folder=store.folder))
    assert cells(shown, t("data.history.columns", "en")) == [
        "number", "Leave out", "–", "–", "–",
        "order date", "Order time", "3", "0", "0",
        "amount", "Amount", "3", "0", "0",
        "colour", "Keep as it is, to filter by", "2", "1", "0",
    ]  # fmt: skip


def test_an_import_of_an_older_release_says_that_cells_were_not_counted(open_page, texts, two_imports):
    store = Workspace(two_imports)
    with closing(store._open().cursor()) as con:
        con.execute("update lake.batches set column_counts = null")
    Workspace(two_imports)  # prepares the version that this made
    shown = texts(open_page("data", "zh", folder=two_imports))
    assert t("data.history.counts_unknown", "zh") in shown
    assert cells(shown, t("data.history.columns", "zh"))[:5] == ["订单编号", "订单编号", "–", "–", "–"]


def test_one_file_of_an_import_is_taken_back_and_the_others_stay(open_page, texts, tmp_path):
    files = {"right.csv": "1,甲,2025-01-01,100,好\n", "wrong.csv": "2,乙,2025-01-02,999,差\n"}
    for name, row in files.items():
        (tmp_path / name).write_text(HEADER + row, "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(tmp_path / name, name) for name in files]))
    page = open_page("data", "zh", folder=store.folder)
    page.selectbox(key="history_undo_1").set_value(2).run()
    assert "撤销后，“wrong.csv”导入的行会移除" in texts(page)
    page.button(key="history_undo").click().run()
    assert not page.exception
    assert "有效，其中 1 个文件已移除" in texts(page)
    assert "right.csv（有效）" in texts(page) and "wrong.csv（已在版本 2 移除）" in texts(page)
    assert Workspace(store.folder).reader().facts["line_count"] == 1
    assert [box for box in page.selectbox if box.key == "history_undo_1"] == []  # one file is left: nothing to choose


def test_before_there_are_orders_imports_are_listed_and_can_be_undone(open_page, texts, tmp_path):
    (tmp_path / "customers.csv").write_text("customer_id,region\nA,east\n", "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(tmp_path / "customers.csv", "customers.csv")]))
    page = open_page("data", "zh", folder=store.folder)
    assert t("data.holdings.bring.transactions", "zh") in texts(page)
    assert cells(texts(page), t("data.history.columns", "zh"))[:5] == ["customer_id", "客户编号", "1", "0", "0"]
    page.button(key="history_undo").click().run()
    assert not page.exception
    assert "已在版本 2 移除" in texts(page)


def test_the_first_import_is_compared_with_nothing(open_page, texts, two_imports):
    page = open_page("data", "en", folder=two_imports)
    page.selectbox(key="history_version").set_value(1).run()
    assert texts(page).count(t("figures.delta.new", "en")) >= 3
    assert "Imported on the page" in texts(page) and "Update by key" in texts(page)


def test_an_undo_that_cannot_be_done_says_why(open_page, texts, two_imports):
    page = open_page("data", "en", folder=two_imports)
    Workspace(two_imports).undo([2])
    page.button(key="history_undo").click().run()
    assert not page.exception
    assert "Not undone: Batch none was asked for" in texts(page)

"""Import through the page without a browser: setting columns by hand, and what is remembered of it."""

import pytest

from crm_core.lake import Workspace
from crm_core.text import t
from ui.words import as_label

ODD = "什么时候,多少钱,谁,颜色\n05/03/2024,10,甲,红\n06/03/2024,20,乙,蓝\n"


@pytest.fixture
def data_page(open_page, tmp_path):
    """The data page over an empty workspace."""
    return open_page("data", "zh", folder=tmp_path), tmp_path


def upload(page, name, text):
    page.file_uploader[0].upload(name, text.encode()).run()


def set_columns(page, columns, date_order):
    """Choose what the headers are, in the order of the file, and look again."""
    boxes = {box.key: box for box in page.selectbox if box.key}
    boxes[next(key for key in boxes if key.startswith("order_"))].set_value(date_order)
    for at, column in columns.items():
        boxes[f"map_0_transactions_{at}"].set_value(column)
    next(b for b in page.button if b.label == t("data.mapping.apply", "zh")).click().run()


def test_columns_set_by_hand_are_loaded_and_remembered(data_page, texts):
    page, folder = data_page
    assert t("ui.empty.workspace", "zh") in texts(page)
    upload(page, "odd.csv", ODD)
    assert "什么时候" in texts(page) and t("data.import.not_ready", "zh") in texts(page)
    set_columns(page, {0: "order_at", 1: "amount", 2: "customer_id", 3: "extra"}, "dmy")
    page.button(key="import_load").click().run()
    assert not page.exception
    reader = Workspace(folder).reader()
    assert str(reader.first_on) == "2024-03-05"
    assert reader.dimensions["transactions.extra_1"].label == "颜色"
    upload(page, "next.csv", ODD.replace("10,甲", "30,丙"))
    taken_for = t("data.import.taken_for", "zh", files="next.csv", table="交易明细", rows="2", encoding="utf-8")
    assert page.checkbox[0].label == f"**{as_label(taken_for)}**"


def test_a_cancelled_upload_leaves_nothing(data_page):
    page, folder = data_page
    upload(page, "odd.csv", ODD)
    page.button(key="import_cancel").click().run()
    assert list((folder / "work").iterdir()) == []
    assert Workspace(folder).latest() is None


def test_a_second_drop_adds_to_the_first_and_the_same_content_counts_once(data_page, texts):
    page, _ = data_page
    orders = "下单时间,金额\n2024-01-01,1\n"
    upload(page, "a.csv", orders)
    upload(page, "b.csv", orders.replace(",1", ",2"))
    upload(page, "again.csv", orders)
    assert page.button(key="import_load").label == t("data.import.load", "zh", count=2)
    assert "内容与已导入的“a.csv”完全相同" in texts(page)
    page.checkbox[0].uncheck().run()
    assert page.button(key="import_load").disabled
    assert t("data.import.nothing_taken", "zh") in texts(page)
    page.checkbox[0].check().run()
    page.multiselect[0].select(1).run()
    page.button(key="import_load").click().run()
    assert not page.exception
    assert t("data.import.done", "zh", version=1, count=1) in texts(page)

"""A manager drops files in: what they are taken for, the account of every row, undo. A server of its own."""

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect
from serving import served

SHOP_EXPORT = (
    "订单编号,买家会员名,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额\n"
    "1,小甲,101,101,上海,2024-01-05 10:00:00,2024-01-05 10:01:00,0\n"
    "2,小乙,200,200,江苏省,2024-01-06 11:00:00,2024-01-06 11:02:00,0\n"
    "3,小甲,不详,50,上海,2024-02-07 12:00:00,2024-02-07 12:01:00,0\n"
    "4,小丙,80,80,上海,2024-02-08 12:00:00,,0\n"
    "\n"
    "合计,,381,,,,,\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory, own_sample):
    folder = tmp_path_factory.mktemp("importing")
    own_sample(folder / "workspace")
    with served(folder) as url:
        yield url


def drop(page, name, content):
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": content}])


def test_from_a_gbk_shop_export_to_charts_and_back_again(visit, keep, tmp_path):
    seen = visit("zh-CN")
    page = seen.open("/data", 1)
    drop(page, "订单.csv", SHOP_EXPORT.encode("gb18030"))
    expect(page.get_by_text("订单.csv → 交易明细，6 行，编码 gb18030")).to_be_visible()
    keep(page, "data-planned")
    page.get_by_role("button", name="导入 1 个文件").click()
    expect(page.get_by_text("已导入 1 个文件，现在是版本 2。")).to_be_visible()
    account = page.locator(".st-key-card_import table tbody tr").first.locator("td")
    assert [text.strip() for text in account.all_inner_texts()] == ["全部文件", "", "6", "3", "1", "1", "1", "0"]
    with page.expect_download() as download:
        page.get_by_role("button", name="下载退回的 1 行").click()
    rejected = download.value.path().read_text("utf-8-sig")
    assert "不详" in rejected and "不是数字" in rejected
    keep(page, "data-imported")

    seen.open("/", 4)
    revenue = page.locator(".st-key-kpi .zk-number").first
    expect(revenue).to_have_text("301")
    assert "样例" not in page.locator("body").inner_text()

    seen.open("/data", 1)
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("这是虚构的样例公司").first).to_be_visible()
    assert seen.errors == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "文件是空的"),
        ("header.csv", "订单编号,金额\n".encode(), "只有表头"),
        ("program.csv", b"MZ\x90\x00" + bytes(200), "这是一个程序文件"),
        ("other.csv", b"alpha,beta\n1,2\n", "认不出这是什么表"),
        ("mixed.csv", "客户编号,名称\n1,张三\n".encode() + "2,李四的公司\n".encode("gbk"), "编码"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_changes(visit, name, content, says):
    seen = visit("zh-CN")
    page = seen.open("/data", 1)
    before = page.locator(".st-key-card_history").inner_text()
    drop(page, name, content)
    expect(page.locator(".st-key-card_import .zk-warning").first).to_contain_text(says)
    expect(page.get_by_role("button", name="导入 1 个文件")).to_be_disabled()
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".st-key-card_import .zk-warning")).to_have_count(0)
    assert page.locator(".st-key-card_history").inner_text() == before


def workbook():
    """A title, a header merged over two rows, two sheets with tables and one with a note."""
    book = Workbook()
    orders = book.active
    orders.title = "订单"
    for row in (
        ["销售明细"],
        ["订单", None, None, "金额"],
        ["订单编号", "客户编号", "下单时间"],
        ["A1", "C1", "2024-03-05", 12.5],
    ):
        orders.append(row)
    for cells in ("A1:D1", "A2:C2", "D2:D3"):
        orders.merge_cells(cells)
    book.create_sheet("客户").append(["客户编号", "客户名称"])
    book["客户"].append(["C1", "甲"])
    book.create_sheet("说明").append(["请勿修改"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("width", [1440, 390])
def test_sheets_are_ticked_and_an_unknown_encoding_is_chosen_by_its_preview(visit, keep, own_sample, tmp_path, width):
    own_sample(tmp_path / "workspace")
    with served(tmp_path) as url:
        seen = visit("zh-CN")
        page = seen.page
        page.set_viewport_size({"width": width, "height": 2200})
        seen.open(url + "/data", 1)
        drop(page, "book.xlsx", workbook())
        expect(page.get_by_text("book.xlsx › 订单 → 交易明细，1 行")).to_be_visible()
        expect(page.get_by_text("未导入 book.xlsx › 说明：")).to_be_visible()
        mixed = "客户编号,名称\nC1,张三公司\n".encode() + "C2,李四的公司\n".encode("gbk")
        drop(page, "mixed.csv", mixed)
        expect(page.get_by_role("columnheader", name="读不通的行")).to_be_visible()
        keep(page, f"data-asked-{width}")
        page.get_by_text("book.xlsx › 客户 →").scroll_into_view_if_needed()
        page.locator(".st-key-card_import [data-testid=stCheckbox]").nth(1).locator("label").click()
        expect(page.get_by_role("button", name="导入 2 个文件")).to_be_disabled()
        page.get_by_role("combobox", name="编码").click()
        page.get_by_role("option", name="UTF-8").click()
        page.get_by_role("button", name="按此编码读取").click()
        page.get_by_role("button", name="导入 2 个文件").click()
        expect(page.get_by_text("已导入 2 个文件，现在是版本 2。")).to_be_visible()
        account = page.locator(".st-key-card_import table tbody tr").first.locator("td")
        assert [text.strip() for text in account.all_inner_texts()] == ["全部文件", "", "3", "2", "1", "0", "0", "0"]
        keep(page, f"data-chosen-{width}")
        assert seen.errors == []

"""A manager's first morning: four exports of four systems in one drop, loaded in one click, one of them taken back."""

import io
import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect
from serving import served

# Of 8 lines under the header: 5 orders, 1 with an amount that is no number, 1 blank line, 1 total.
SHOP = (
    "订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货地址 ,订单创建时间,订单付款时间 ,宝贝标题\n"
    '="300100200300400501",小甲,"1,280.00","1,280.00",交易成功,上海,2025-03-01 10:00:00,2025-03-01 10:02:00,茶具\n'
    '="300100200300400502",小乙,99.50,99.50,交易成功,江苏省,2025-03-02 11:00:00,2025-03-02 11:01:00,茶叶\n'
    '="300100200300400503",小丙,45,45,交易成功,上海,2025-03-03 09:00:00,2025-03-03 09:30:00,茶叶\n'
    '="300100200300400504",小乙,见备注,见备注,交易成功,江苏省,2025-03-04 11:00:00,2025-03-04 11:01:00,茶叶\n'
    "\n"
    '="300100200300400505",小丁,60,60,交易成功,浙江省,2025-03-05 11:00:00,2025-03-05 11:01:00,茶叶\n'
    '="300100200300400506",小甲,15.50,15.50,交易成功,上海,2025-03-06 11:00:00,2025-03-06 11:01:00,茶漏\n'
    "合计,,1500.00,1500.00,,,,,\n"
)
# Of 7 lines: 4 of goods sold, 2 subtotals, 1 total.
ERP = (
    "销售单号,销售日期,客户代码,商品编码,数量,单价,金额\n"
    "XS-001,2025/3/1,C001,P1,10,12.50,125.00\n"
    "XS-001,2025/3/1,C001,P2,2,80.00,160.00\n"
    "小计,,,,12,,285.00\n"
    "XS-002,2025/3/2,C002,P1,4,12.50,50.00\n"
    "XS-002,2025/3/2,C002,P2,1,80.00,80.00\n"
    "小计,,,,5,,130.00\n"
    "合计,,,,17,,415.00\n"
)
CRM = (
    "Account ID,Account Name,Industry,Region,Created Date\n"
    "C001,Bright Tea House,Catering,East,2021-05-04\n"
    "C002,Harbour Foods,Retail,South,2022-08-15\n"
    "C003,Old Mill,Retail,North,2023-01-30\n"
    "C001,Bright Tea House,Catering,East,2021-05-04\n"
)


def catalogue():
    """A price list: a title over all columns, a header of two rows with merged groups, 3 products."""
    book = Workbook()
    sheet = book.active
    sheet.title = "商品资料"
    for row in (
        ["二〇二五年春季商品资料"],
        ["商品", None, "分类", "价格"],
        ["商品编号", "商品名称", None, "零售价", "单位成本"],
        ["P1", "茶叶", "食品", 12.5, 7],
        ["P2", "茶具", "器具", 80, 41.5],
        ["P3", "茶漏", "器具", 15.5, 4.2],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "A2:B2", "C2:C3", "D2:E2"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def files():
    return {
        "店铺订单.csv": SHOP.encode("gb18030"),
        "商品资料.xlsx": catalogue(),
        "ERP销售单.csv": ERP.encode("gb18030"),
        "crm_accounts.csv": CRM.encode(),
    }


READ = {  # rows read, loaded, rejected, blank, totals, replaced
    "全部文件": (22, 15, 2, 1, 4, 0),
    "店铺订单.csv": (8, 5, 1, 1, 1, 0),
    "商品资料.xlsx › 商品资料": (3, 3, 0, 0, 0, 0),
    "ERP销售单.csv": (7, 4, 0, 0, 3, 0),
    "crm_accounts.csv": (4, 3, 1, 0, 0, 0),
}
SHOP_REVENUE, ERP_REVENUE = 1500, 415


@pytest.fixture(scope="module")
def fresh(tmp_path_factory, own_sample):
    """A server whose workspace knows the sample company alone."""
    folder = tmp_path_factory.mktemp("four")
    own_sample(folder / "workspace")
    with served(folder) as url:
        yield url


def rows(table):
    """The cells of a table on the page, row by row."""
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def counts(row):
    return tuple(int(cell.replace(",", "")) for cell in row[2:8])


def revenue(seen, url, charts):
    page = seen.open(url + "/?p=all", charts)
    text = page.locator(".st-key-kpi .zk-number").first.inner_text()
    return float(re.sub(r"[^\d.]", "", text))


def dropped(seen, url):
    """All four files in one drop, each told apart before anything is loaded."""
    page = seen.open(url + "/data", 1)
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": body} for name, body in files().items()]
    )
    card = page.locator(".st-key-card_import")
    for told in (
        "店铺订单.csv → 交易明细，8 行，编码 gb18030",
        "商品资料.xlsx › 商品资料 → 商品，3 行",
        "ERP销售单.csv → 交易明细，7 行，编码 gb18030",
        "crm_accounts.csv → 客户，4 行，编码 utf-8",
    ):
        expect(card.get_by_text(told)).to_be_visible()
    return page


def held(holdings):
    """How many rows there are of sales, customers and products, and of all other tables."""
    counted = [row[1] for row in rows(holdings.locator("table"))]
    return counted[:3], set(counted[3:])


def test_four_exports_in_one_drop_add_up_and_the_wrong_one_is_taken_back(visit, keep, fresh):
    seen = visit("zh-CN")
    page = dropped(seen, fresh)
    keep(page, "four-planned")
    page.get_by_role("button", name="导入 4 个文件").click()
    expect(page.get_by_text("已导入 4 个文件，现在是版本 2。")).to_be_visible()
    account = rows(page.locator(".st-key-card_import table").first)
    assert {row[0]: counts(row) for row in account} == READ
    for read, loaded, rejected, blank, totals, _ in READ.values():
        assert read == loaded + rejected + blank + totals
    keep(page, "four-loaded")
    # What the four files make possible, and the one table that is still missing.
    holdings = page.locator(".st-key-card_holdings")
    assert held(holdings) == (["9", "3", "3"], {"0"})
    expect(holdings.get_by_text("带客户成本表，就能看每位客户赚还是赔")).to_be_visible()
    assert revenue(seen, fresh, 3) == SHOP_REVENUE + ERP_REVENUE

    page = seen.open(fresh + "/data", 1)
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_role("combobox", name="撤销什么").click()
    page.get_by_role("option", name="ERP销售单.csv").click()
    expect(page.get_by_text("撤销后，“ERP销售单.csv”导入的行会移除")).to_be_visible()
    keep(page, "four-undo")
    page.get_by_role("button", name="确认撤销").click()
    history = page.locator(".st-key-card_history")
    expect(history.get_by_text("有效，其中 1 个文件已移除")).to_be_visible()
    seen.settled()
    assert held(holdings) == (["5", "3", "3"], {"0"})
    history.get_by_text("逐列核对").click()
    expect(history.get_by_text("ERP销售单.csv（已在版本 3 移除）")).to_be_visible()
    told = {tuple(row) for table in history.locator("table").all() for row in rows(table)}
    assert {
        ("买家应付货款", "金额", "5", "0", "1"),
        ("订单付款时间", "付款时间", "5", "0", "0"),
        ("单位成本", "单位成本", "3", "0", "0"),
        ("Account ID", "客户编号", "3", "0", "1"),
    } <= told
    keep(page, "four-undone")
    assert revenue(seen, fresh, 3) == SHOP_REVENUE
    assert seen.errors == []
    assert page.get_by_test_id("stException").count() == 0

"""Headers to columns."""

import pytest

from crm_core.ingest import match
from crm_core.ingest.contract import Mapping, Refused, sentence
from crm_core.schema import tables, traditional

TMALL = ["订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额"]
RETAIL = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]


@pytest.mark.parametrize(
    ("header", "folded"),
    [
        ("金额(元)", "金额"),
        ("金额（万元）", "金额"),
        (" Order ID ", "orderid"),
        ("order_id", "orderid"),
        ("Ｏｒｄｅｒ－ＩＤ", "orderid"),
        ("客户\n名称", "客户名称"),
        ("(元)", "(元)"),
        ("", ""),
    ],
)
def test_a_header_is_folded(header, folded):
    assert match.folded(header) == folded


def test_shop_export_and_invoice_lines_are_transactions():
    assert match.matched(TMALL, "a.csv", None) == Mapping(
        "transactions", ("order_id", "amount", "paid_amount", "ship_region", "order_at", "paid_at", "refund_amount")
    )
    assert match.matched(RETAIL, "a.csv", None).columns == (
        "order_id",
        "product_id",
        "product_name",
        "quantity",
        "order_at",
        "unit_price",
        "customer_id",
        "ship_region",
    )


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (["客户编号", "客户名称", "地区"], "customers"),
        (["商品编号", "商品名称", "标价"], "products"),
        (["发生日期", "成本金额", "客户编号"], "customer_costs"),
        (["客户编号", "日期", "金额"], "transactions"),
        (["customer", "date", "amount"], "transactions"),
        # Needs stand in several files: each keeps its own.
        (["客户编号", "需求类型", "需求内容", "登记日期", "完成期限", "完成日期"], "requirements"),
        (["客户名称", "客户需求", "显性/隐性", "是否满足"], "requirements"),
        (["customer id", "need type", "need", "due date", "met"], "requirements"),
        (["接触编号", "客户编号", "接触时间", "需求类型", "接触点", "评分"], "interactions"),
        (["工单号", "客户编号", "投诉时间", "投诉原因", "需求类型"], "cases"),
        (["客户编号", "偏好类型", "特殊需求"], "preferences"),
        (["客户编号", "需求", "总需求量", "我方供应量"], "account_demand"),
        (["计划编号", "客户编号", "目标", "下一步", "截止日期", "完成日期"], "account_plans"),
    ],
)
def test_the_table_that_fits_best(header, table):
    assert match.matched(header, "x.csv", None).table == table


def test_the_name_of_the_schema_beats_an_alias_and_the_earlier_header_the_later():
    assert match.matched(["客户代码", "客户编号"], "x.csv", "customers").columns == ("extra", "customer_id")
    assert match.matched(["客户代码", "客户号", "客户名称"], "x.csv", "customers").columns[:2] == (
        "customer_id",
        "extra",
    )


def refusal(header, table=None):
    with pytest.raises(Refused) as refused:
        match.matched(header, "x.csv", table)
    return refused.value.issue


def test_headers_that_fit_no_table_are_refused_with_what_the_nearest_need_and_the_names_of_the_others():
    issue = refusal(["CaseID", "ActivityID", "CompleteTimestamp"])
    nearest = ["cases", "survey_responses", "improvements"]  # all know a case id; it is the key of the first
    assert (issue.code, issue.values["needs"]) == ("no_table", nearest)
    assert issue.values["tables"] == [name for name in tables() if name not in nearest]
    assert sentence(issue, "en").startswith(
        "This is none of the known tables. Headers found: CaseID, ActivityID, CompleteTimestamp. What the nearest"
        " tables need: Cases (Opened at, Root cause or Kind of case or Verdict or Resolved at or Closed at or others);"
        " Survey responses ("
    )
    assert sentence(issue, "zh").endswith("接触记录、员工、服务质检、培训记录。")


def test_where_no_table_knows_a_header_the_first_three_are_told():
    issue = refusal(["a", "b"])
    assert issue.values["needs"] == ["transactions", "customers", "products"]
    assert len(issue.values["tables"]) == len(tables()) - 3


def test_a_table_that_lacks_columns_names_those_that_it_lacks_alone():
    issue = refusal(["order_id", "product_id", "price", "freight_value"], "transactions")
    assert issue.code == "missing_columns"
    assert sentence(issue, "en") == (
        'As "Transactions" the file lacks required columns: Order time, Amount or Quantity with Unit price.'
        " Headers found: order_id, product_id, price, freight_value. Add them, or map the columns by hand."
    )
    assert "缺少必要的列：下单时间。" in sentence(refusal(["订单编号", "金额"], "transactions"), "zh")


@pytest.mark.parametrize("header", [["00004 0001 19970101 2 29.33"], ["1001", "2024-01-05", "¥1,200.00"]])
def test_a_first_line_of_numbers_and_dates_is_no_header(header):
    assert refusal(header).code == "no_header"
    assert refusal([*header, "备注"]).code == "no_table"


def test_given_columns_win_and_the_rest_is_matched():
    header = ["开单时间", "总额", "客户编号", "备注"]
    found = match.given(header, "x.csv", None, {"开单时间": "order_at", "总额": "amount", "备注": "skip"})
    assert found == Mapping("transactions", ("order_at", "amount", "customer_id", "skip"))


@pytest.mark.parametrize(
    "wanted", [{"无此列": "amount"}, {"金额": "no_such_column"}, {"金额": "amount", "日期": "amount"}]
)
def test_an_impossible_wish_is_refused(wanted):
    with pytest.raises(Refused, match="bad_mapping"):
        match.given(["日期", "金额"], "x.csv", None, wanted)


def test_every_column_keeps_a_name_of_its_own():
    assert match.distinct(["金额", "金额", "", "金额 ", " ", "金额_2"]) == (
        "金额",
        "金额_2",
        "#3",
        "金额_3",
        "#5",
        "金额_2_2",
    )


def test_the_signature_ignores_case_and_blanks_and_sees_a_new_column():
    assert match.signature(["Order ID", "金额(元)"]) == match.signature(["order_id", "金额"])
    assert match.signature(["a", "b"]) != match.signature(["ab"]) != match.signature(["a", "b", "c"])


def test_documents_of_an_erp_are_orders_and_without_amounts_are_asked_about():
    header = ("单据编号", "单据日期", "客户编码", "商品编码", "数量", "含税单价", "价税合计")
    found = match.matched(header, "出库.csv", None)
    expected = ("order_id", "order_at", "customer_id", "product_id", "quantity", "unit_price", "amount")
    assert (found.table, found.columns) == ("transactions", expected)
    # Not products by their code alone, nor customers by theirs: orders that lack their money.
    with pytest.raises(Refused) as refused:
        match.matched(("单据编号", "单据日期", "客户编码", "商品编码", "数量"), "出库.csv", None)
    assert (refused.value.issue.code, refused.value.issue.values["table"]) == ("missing_columns", "transactions")


@pytest.mark.parametrize(
    ("table", "header", "columns"),
    [
        ("transactions", ["单据编号", "客户", "日期", "金额"], ("order_id", "customer_id", "order_at", "amount")),
        ("transactions", ["客户", "客户编号", "日期", "金额"], ("extra", "customer_id", "order_at", "amount")),
        ("customers", ["客户名称", "省份"], ("customer_id", "region")),
        ("customers", ["客户名称", "客户编号", "省份"], ("customer_name", "customer_id", "region")),
        ("survey_responses", ["日期", "Company Name", "评分"], ("surveyed_on", "customer_id", "score")),
    ],
)
def test_a_name_stands_for_the_number_that_no_header_gives(table, header, columns):
    assert match.matched(header, "file.csv", table).columns == columns


@pytest.mark.parametrize("header", [["名称", "价格"], ["姓名", "部门"], ["name", "price"]])
def test_a_name_of_anything_makes_no_table_of_customers(header):
    with pytest.raises(Refused):
        match.matched(header, "file.csv", None)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (("订单编号", "下单时间", "实付金额"), ("order_id", "order_at", "amount")),
        (("订单编号", "下单时间", "金额", "实付金额"), ("order_id", "order_at", "amount", "paid_amount")),
        (("下单时间", "数量", "单价", "实付金额"), ("order_at", "quantity", "unit_price", "paid_amount")),
        (("下单时间", "数量", "实付金额"), ("order_at", "quantity", "amount")),
    ],
)
def test_what_was_paid_is_the_amount_where_there_is_no_other(header, columns):
    assert match.matched(header, "a.csv", None) == Mapping("transactions", columns)


def test_traditional_characters_mean_what_the_simplified_ones_do():
    header = ("訂單編號", "訂單日期", "客戶編號", "商品名稱", "數量", "單價", "金額(元)")
    assert match.matched(header, "a.csv", None).columns == (
        "order_id", "order_at", "customer_id", "product_name", "quantity", "unit_price", "amount",
    )  # fmt: skip
    assert match.folded("會員編號") == "会员编号"


def test_no_traditional_character_has_two_meanings():
    pairs = traditional()
    assert all(simplified not in map(chr, pairs) for simplified in pairs.values())

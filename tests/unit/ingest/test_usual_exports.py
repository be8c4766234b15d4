"""Exports as shops, tills, ERP, CRM, call centres and survey tools write them: right, or told what is wrong."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from crm_core.ingest import sentence

D = Decimal
DAY = datetime(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "columns", "expected", "counts"),
    [
        pytest.param(
            "商品,订单号,订单状态,商品总价(元),店铺优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),订单成交时间,省\n"
            "牛奶,240105-1,已收货,100.00,5.00,95.00,95.00,2,2024-01-05 10:00:00,上海\n"
            '酸奶,240106-1,"未发货，退款成功",50.00,0,50.00,50.00,1,2024-01-06 10:00:00,北京\n',
            "order_id, quantity, amount, paid_amount, order_status",
            [("240105-1", 2, 95, 95, "已收货"), ("240106-1", 1, 50, 50, "未发货，退款成功")],
            (2, 2, 0, 0, 0),
            id="Pinduoduo",
        ),
        pytest.param(
            "主订单编号,子订单编号,选购商品,商品数量,商品ID,商品单价,订单应付金额,优惠总金额,省,订单提交时间,支付完成时间,订单状态\n"
            "690\t,690\t,牛奶,2,P1,50.00,95.00,5.00,上海,2024-01-05 10:00:00,2024-01-05 10:01:00,已完成\n",
            "order_id, product_name, quantity, amount, order_at, paid_at",
            [("690", "牛奶", 2, 95, datetime(2024, 1, 5, 10), datetime(2024, 1, 5, 10, 1))],
            (1, 1, 0, 0, 0),
            id="Douyin",
        ),
        pytest.param(
            "订单编号,下单日期,下单时间,商品,单价,数量,买家微信号,实收款\nW2,2024/1/5,下午3:05,牛奶,50,2,wx_1,95\n",
            "order_id, order_at, customer_id, amount",
            [("W2", datetime(2024, 1, 5, 15, 5), "wx_1", 95)],
            (1, 1, 0, 0, 0),
            id="Weidian",
        ),
        pytest.param(
            "销售出库单序时簿\n日期,单据编号,购货单位,产品名称,实发数量,销售单价,销售金额\n"
            "2024-01-05,X1,甲公司,牛奶,10,5.00,50.00\n甲公司 小计,,,,10,,50.00\n"
            "日期,单据编号,购货单位,产品名称,实发数量,销售单价,销售金额\n2024-01-05,X2,乙公司,牛奶,20,5.00,100.00\n"
            "乙公司小计,,,,20,,100.00\n合计,,,,30,,150.00\n第1页 共1页,,,,,,\n",
            "order_id, customer_id, quantity, amount",
            [("X1", "甲公司", 10, 50), ("X2", "乙公司", 20, 100)],
            (7, 2, 1, 0, 4),
            id="ERP with totals of groups and the header of the next page",
        ),
        pytest.param(
            "订单编号,客户编号,下单时间,金额\nA1,C1,2024-01-05,1.50\n"
            "C1 合计,,2024-01-05,1.50\nTotal for C1,,2024-01-05,1.50\n",
            "order_id, amount",
            [("A1", D("1.5"))],
            (3, 1, 0, 0, 2),
            id="totals of groups with a date of their own",
        ),
        pytest.param(
            "Date,Time,Item,Qty,SKU,Gross Sales,Discounts,Net Sales,Transaction ID,Customer ID\n"
            "2024-01-05,10:00:11,Milk,2.0,S1,$10.00,-$1.00,$9.00,T1,C1\n2024-01-05,15:00:11,Milk,-1.0,S1,-$5.00,$0.00,-$5.00,T2,C1\n",
            "order_id, order_at, quantity, amount, currency",
            [
                ("T1", datetime(2024, 1, 5, 10, 0, 11), 2, 9, "USD"),
                ("T2", datetime(2024, 1, 5, 15, 0, 11), -1, -5, "USD"),
            ],
            (2, 2, 0, 0, 0),
            id="Square",
        ),
        pytest.param(
            "id,Created (UTC),Amount,Amount Refunded,Currency,Customer ID,Status\n"
            "ch_1,2024-01-05 10:00,99.00,0.00,usd,cus_1,Paid\nch_2,2024-01-05 11:00,99.00,99.00,usd,cus_2,Refunded\n",
            "order_at, amount, refund_amount, currency, customer_id",
            [
                (datetime(2024, 1, 5, 10), 99, 0, "USD", "cus_1"),
                (datetime(2024, 1, 5, 11), 99, 99, "USD", "cus_2"),
            ],
            (2, 2, 0, 0, 0),
            id="Stripe",
        ),
        pytest.param(
            "Record ID,First Name,Email,Phone Number,Contact owner,Create Date\n"
            "101,Ann,ann@x.com,+1 555,Bob,2024-01-05 10:00\n",
            "customer_id, email, owner_id, first_contact_on",
            [("101", "ann@x.com", "Bob", date(2024, 1, 5))],
            (1, 1, 0, 0, 0),
            id="HubSpot",
        ),
        pytest.param(
            'Account ID,Account Name,Industry,Created Date\n0015g00000AbCdE,"Acme, Inc.",Energy,1/13/2024\n\n'
            '"Grand Totals (1 records)"\n"Confidential Information - Do Not Distribute"\n',
            "customer_id, customer_name, first_contact_on",
            [("0015g00000AbCdE", "Acme, Inc.", date(2024, 1, 13))],
            (4, 1, 2, 1, 0),
            id="Salesforce report",
        ),
        pytest.param(
            "通话ID,主叫号码,呼叫类型,坐席工号,开始时间,通话时长,排队时长,是否接通\n"
            "c1,13800000001,呼入,8001,2024-01-05 09:00:00,00:03:20,12秒,是\n"
            "c2,13800000002,呼入,8001,2024-01-05 09:10:00,1小时2分3秒,0,否\n"
            "c3,13800000003,呼入,8001,2024-01-05 09:20:00,3:20,7,是\n",
            "interaction_id, duration_s, wait_seconds, answered",
            [("c1", 200, 12, True), ("c2", 3723, 0, False)],
            (3, 2, 1, 0, 0),  # 3:20 may be minutes or hours
            id="call centre",
        ),
        pytest.param(
            "通话ID,开始时间,通话时长（分钟）,排队时长(ms)\nc1,2024-01-05 09:00:00,3.5,12000\n"
            "c2,2024-01-05 09:00:00,2,500\n",
            "duration_s, wait_seconds",
            [(210, 12), (120, 1)],
            (2, 2, 0, 0, 0),
            id="lengths of time with a unit in the header",
        ),
        pytest.param(
            "Respondent ID,End Date,How satisfied are you?,Please rate,\n,,Response,Quality,Service\n"
            "11801,01/13/2024 10:05:00 AM,5,4,5\n11802,01/14/2024 10:05:00 AM,4,3,4\n",
            "response_id, surveyed_on, quality, service, extra_1",
            [("11801", date(2024, 1, 13), 4, 5, "5"), ("11802", date(2024, 1, 14), 3, 4, "4")],
            (2, 2, 0, 0, 0),
            id="SurveyMonkey with two rows of headers",
        ),
        pytest.param(
            "EndDate,ResponseId,Q1,Q2\nEnd Date,Response ID,Overall satisfaction,Likelihood to recommend\n"
            '"{""ImportId"":""endDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
            "2024-01-05 10:05:00,R_1,5,9\n",
            "response_id, surveyed_on, overall, recommend",
            [("R_1", date(2024, 1, 5), 5, 9)],
            (2, 1, 1, 0, 0),
            id="Qualtrics with three rows of headers",
        ),
        pytest.param(
            "订单编号,客户编号,下单时间,金额\nA1,None,2024-01-05,1\nA2,nan,2024-01-05,1\nA3,匿名,2024-01-05,1\n"
            "A4,散客,2024-01-05,1\nA5,Guest,2024-01-05,1\nA6,C7,2024-01-05,1\n",
            "customer_id",
            [(None,), (None,), (None,), (None,), (None,), ("C7",)],
            (6, 6, 0, 0, 0),
            id="words for nobody are no customer",
        ),
        pytest.param(
            '订单编号,客户编号,下单时间,金额\n00123,007,2024-01-05,1\n"1,234,567",C1,2024-01-05,1\n1.1E+17,C2,2024-01-05,1\n',
            "order_id, customer_id",
            [("00123", "007"), ("1234567", "C1")],
            (3, 2, 1, 0, 0),
            id="ids with zeros, separators and lost digits",
        ),
        pytest.param(
            "订单编号,客户编号,下单时间,金额\nA1,C1,5-Jan-24,1\n"
            'A2,C1,"Jan 5, 2024, 3:00:00 PM",1\nA3,C1,2024-W01,1\nA4,C1,24/1/5,1\n',
            "order_id, order_at",
            [("A1", DAY), ("A2", datetime(2024, 1, 5, 15))],
            (4, 2, 2, 0, 0),  # a week is no day, and 24/1/5 may start with the year or the day
            id="dates of other kinds",
        ),
    ],
)
def test_what_is_loaded_is_right_and_every_row_is_accounted_for(imported, text, columns, expected, counts):
    outcome = imported(text)
    assert outcome.counts == counts
    assert outcome.rows(columns) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "合同编号,客户编号,合同开始日期,合同结束日期,月费\nH1,C1,2024-01-01,2024-12-31,199\n", id="contracts"
        ),
        pytest.param(
            "contract_id,customer_id,start,end,plan\nH1,C1,2024-01-01,2024-12-31,pro\n", id="contracts in English"
        ),
        pytest.param(
            "subscription_id,customer_id,plan,status,created\ns1,C1,pro,active,2024-01-01\n", id="subscriptions"
        ),
        pytest.param("会员编号,优惠券编号,领取时间,使用时间,面额\nC1,Q1,2024-01-05,2024-01-06,10\n", id="coupons"),
        pytest.param("设备编号,客户编号,安装日期,保修到期\nD1,C1,2024-01-01,2027-01-01\n", id="devices"),
        pytest.param("客户编号,拜访日期,拜访人,拜访内容\nC1,2024-01-05,李四,续约\n", id="visits"),
        pytest.param("还款日期,客户编号,贷款编号,本金\n2024-01-05,C1,L1,1000.00\n", id="loans"),
        pytest.param("日期,客流量,成交单数,销售额\n2024-01-05,120,30,3500.00\n", id="sums of days"),
        pytest.param("Date,Campaign,Impressions,Clicks,Cost\n2024-01-05,Brand,1000,50,120.50\n", id="advertising"),
        pytest.param(
            "客户编号,客户名称,产品,到期\nC1,甲,A,续\nC1,甲,B,续\nC2,乙,A,续\n", id="several rows per customer"
        ),
    ],
)
def test_a_file_of_which_too_little_is_known_is_asked_about(plan_file, text):
    refused = plan_file(text).refused
    assert refused.code == "ask_table"
    for lang in ("zh", "en"):
        assert text.split(",")[0] in sentence(refused, lang)


@pytest.mark.parametrize(
    "text",
    [
        "部门,科目,1月,2月\n市场部,广告费,1000,2000\n",
        "Date,Description,Debit,Credit,Balance\n2024-01-05,Rent,1000.00,,5000.00\n",
        "发票号码,开票日期,购方名称,税额,价税合计\n00012,2024-01-05,甲公司,13.00,113.00\n",
        '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326\n' * 2,
    ],
)
def test_files_that_no_table_fits_are_refused_with_the_nearest_tables(plan_file, text):
    refused = plan_file(text).refused
    assert refused.code == "no_table" and len(refused.values["needs"]) >= 1


def test_whoever_names_the_table_is_not_asked(imported):
    text = "客户编号,拜访日期,拜访人,拜访内容\nC1,2024-01-05,李四,续约\n"
    assert imported(text, table="customers").counts == (1, 1, 0, 0, 0)
    assert imported(text, given={"拜访人": "owner_id"}).rows("customer_id, owner_id") == [("C1", "李四")]


@pytest.mark.parametrize(
    "text",
    [
        "客户编号,客户名称,标签,备注\nC1,甲,大户,好\nC2,乙,散,好\n",
        "客户编号,标签,备注\nC1,大户,好\nC2,散,好\n",  # names of things, nothing counted or dated
        "商品编码,商品名称,仓库,库存数量\nP1,牛奶,上海,120\nP2,酸奶,上海,30\n",
    ],
)
def test_lists_with_columns_of_their_own_are_not_asked_about(plan_file, text):
    assert plan_file(text).refused is None


LINES = "订单编号,商品编号,下单时间,数量,单价,订单金额\n" + "".join(
    f"A{n},P1,2024-01-05,1,40,100\nA{n},P2,2024-01-05,1,60,100\n" for n in range(3)
)


def test_the_sum_of_an_order_in_each_of_its_lines_is_asked_about(plan_file, imported):
    refused = plan_file(LINES).refused
    assert (refused.code, refused.values) == ("order_sum", {"column": "订单金额", "count": 3})
    kept = imported(LINES, given={"订单金额": "extra"})
    assert kept.rows("sum(quantity * unit_price)") == [(300,)]
    assert imported(LINES, given={"订单金额": "amount"}).rows("sum(amount)") == [(600,)]
    assert plan_file(LINES.replace("P2,2024-01-05,1,60,100", "P2,2024-01-05,1,60,60")).refused is None


def test_two_columns_of_one_name_and_times_with_a_zone_are_told(plan_file):
    text = "订单编号,下单时间,金额,金额\nA1,2024-01-05T23:00:00Z,1.50,2.50\nA2,2024-01-05T23:00:00+08:00,1.50,2.50\n"
    found = {issue.code: issue.values for issue in plan_file(text).issues}
    assert found == {
        "duplicate_header": {"column": "金额", "count": 2},
        "time_zone": {"column": "下单时间", "zones": "+08:00, Z"},
    }

"""What amounts are counted in: a unit in the header or above the table, one currency per file."""

from decimal import Decimal

import duckdb
import pytest

from crm_core.ingest import Incoming, load, plan
from crm_core.ingest.amounts import Counted, counted

HEADER = "订单编号,下单时间,{}\n"


def amounts(outcome):
    return [amount for (amount,) in outcome.rows("amount")]


@pytest.mark.parametrize(
    ("header", "factor", "currency"),
    [
        ("金额", 1, ""),
        ("金额（元）", 1, "CNY"),
        ("金额(万元)", 10_000, "CNY"),
        ("金额【单位：千元】", 1000, "CNY"),
        ("金额万元", 10_000, "CNY"),
        ("销售额_百万元", 1_000_000, "CNY"),
        ("合同额(亿)", 100_000_000, ""),
        ("金额(万美元)", 10_000, "USD"),
        ("Amount (USD)", 1, "USD"),
        ("Amount (in thousands)", 1000, ""),
        ("Revenue (USD k)", 1000, "USD"),
        ("Revenue ($ millions)", 1_000_000, "USD"),
        ("Revenue ('000)", 1000, ""),
        ("金额(含税)", 1, ""),
        ("金额(不含运费)", 1, ""),
        ("金额(万分之一)", 1, ""),
    ],
)
def test_a_header_says_what_its_amounts_are_counted_in(header, factor, currency):
    found = counted(header, "money")
    assert (found.factor, found.currency) == (factor, currency)


@pytest.mark.parametrize(
    ("header", "factor"),
    [("数量(万件)", 10_000), ("数量(千克)", 1), ("重量(kg)", 1), ("数量(件)", 1), ("数量(万)", 10_000)],
)
def test_a_thousand_grams_are_no_thousand_of_a_thing(header, factor):
    assert counted(header, "quantity").factor == factor


@pytest.mark.parametrize(
    ("above", "factor"),
    [
        ("单位：万元", 10_000),
        ("(金额单位：千元)", 1000),
        ("单位：元", 1),
        ("USD, in thousands", 1000),
        ("编制单位：某某公司", 1),
    ],
)
def test_a_line_above_the_table_says_it_for_all_amounts_but_no_price_or_number_of_things(above, factor):
    assert counted("金额", "money", [above]).factor == factor
    assert [counted("单价", kind, [above]) for kind in ("price", "quantity")] == [Counted()] * 2


def test_numbers_are_multiplied_and_a_unit_of_their_own_goes_first(imported):
    outcome = imported(
        HEADER.format("金额(万元)") + "A1,2024-01-01,1.5\nA2,2024-01-02,２\nA3,2024-01-03,0.3亿\nA4,2024-01-04,\n"
    )
    assert amounts(outcome) == [15_000, 20_000, 30_000_000]
    note = outcome.loaded.files[0].issues[0]
    assert (note.code, note.values) == ("counted_in", {"column": "金额(万元)", "unit": "万元", "factor": "10,000"})


def test_a_line_above_multiplies_the_amounts_and_not_the_prices(imported):
    text = "销售明细,,,\n单位：万元,,,\n下单时间,金额,单价,数量\n2024-01-01,1.5,30,500\n"
    assert imported(text).rows("amount, unit_price, quantity") == [(Decimal(15_000), Decimal(30), Decimal(500))]


def test_signs_of_one_currency_are_kept_beside_the_amounts(imported):
    outcome = imported(HEADER.format("金额") + "A1,2024-01-01,$1.50\nA2,2024-01-02,2\n")
    assert outcome.rows("amount, currency") == [(Decimal("1.5"), "USD"), (Decimal(2), "USD")]
    assert imported(HEADER.format("金额") + "A1,2024-01-01,1.5元\nA2,2024-01-02,￥2\n").rows("amount, currency") == [
        (Decimal("1.5"), "CNY"),
        (Decimal(2), "CNY"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEADER.format("金额") + "A1,2024-01-01,$1\nA2,2024-01-02,¥2\n",
        HEADER.format("金额(美元)") + "A1,2024-01-01,1\nA2,2024-01-02,2元\n",
        "下单时间,金额(美元),成本金额(元)\n2024-01-01,1,5\n",
    ],
)
def test_several_currencies_are_no_sum(plan_file, text):
    assert plan_file(text).refused.code == "mixed_currency"
    assert plan_file(text).refused.values["found"] == "CNY, USD"


def test_a_column_of_currencies_says_which_row_has_which_by_their_usual_names(imported):
    rows = "2024-01-01,$1,美元\n2024-01-02,¥2,RMB\n2024-01-03,3,人民币\n2024-01-04,4,CNY\n2024-01-05,5,比索\n"
    text = "下单时间,金额,币种\n" + rows
    assert imported(text).rows("currency") == [("USD",), ("CNY",), ("CNY",), ("CNY",), ("比索",)]


def test_a_late_sign_of_another_currency_and_a_percentage_are_rejected_by_name(imported):
    rows = "".join(f"A{n},2024-01-01,{n}\n" for n in range(250))
    outcome = imported(
        HEADER.format("金额") + rows + "B1,2024-01-02,€5\nB2,2024-01-02,80%\nB3,2024-01-02,x\nB4,2024-01-02,￥6\n"
    )
    assert [(value, code) for _, _, value, code in outcome.rejected()] == [
        ("€5", "other_currency"),
        ("80%", "no_amount"),
        ("x", "bad_number"),
    ]
    assert outcome.counts == (254, 251, 3, 0, 0)


def test_files_of_one_layout_with_other_units_do_not_share_them(tmp_path):
    for name, sign in (("a.csv", ""), ("b.csv", "$"), ("c.csv", "€")):
        (tmp_path / name).write_text(HEADER.format("金额") + f"{name},2024-01-01,{sign}1\n", "utf-8")
    plans = plan([Incoming(tmp_path / name, name) for name in ("a.csv", "b.csv", "c.csv")], tmp_path)
    loaded = load(plans, tmp_path, first_batch_id=1)
    found = duckdb.sql(
        f"select order_id, currency from '{loaded.parquet['transactions']}' order by order_id"
    ).fetchall()
    assert found == [("a.csv", None), ("b.csv", "USD"), ("c.csv", "EUR")]


@pytest.mark.parametrize(
    ("text", "header", "table"),
    [
        (
            "订单,,客户,,金额\n编号,日期,编号,姓名,\nO1,2024-01-05,C1,甲,12\n",
            ("订单编号", "订单日期", "客户编号", "客户姓名", "金额"),
            "transactions",
        ),
        (
            "商品资料,,,,\n商品,,分类,价格,\n商品编号,商品名称,,零售价,单位成本\nP1,茶叶,食品,12.5,7\n",
            ("商品编号", "商品名称", "分类", "零售价", "单位成本"),
            "products",
        ),
    ],
)
def test_a_header_of_two_rows_is_one_header(imported, plan_file, text, header, table):
    found = plan_file(text)
    assert (found.header, found.mapping.table) == (header, table)
    assert imported(text).counts == (1, 1, 0, 0, 0)
    assert ["preamble"] * (text.startswith("商品资料")) == [issue.code for issue in found.issues]

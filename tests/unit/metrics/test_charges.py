"""What is billed and is no product: told by its whole name, left out of answers about products, said with its money."""

from decimal import Decimal

import pandas as pd
import pytest

from crm_core.lists import lists_of
from crm_core.metrics.runner import answer
from crm_core.metrics.words import definition
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

CHARGED = {"POST": "POSTAGE", "YF": "【运费】", "BC": "差价", "M": "Manual", "BANK": "Bank  Charges"}
GOODS = {"A": "Postage stamp album", "B": "免运费牛奶", "C": "Manual coffee mill"}


def lines(charged, goods):
    """Twelve weekly orders of one customer: two goods and every charge in each."""
    rows = [
        (f"o{week}", "u", f"2024-{1 + week // 4:02}-{1 + 7 * (week % 4):02}", product, name, 1, amount)
        for week in range(12)
        for names, amount in ((charged, 1), (goods, 100))
        for product, name in names.items()
    ]
    columns = ["order_id", "customer_id", "order_at", "product_id", "product_name", "quantity", "amount"]
    return pd.DataFrame(rows, columns=columns).astype(str).astype(object)


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    return GivenCompanies(tmp_path_factory.mktemp("charges"))


@pytest.fixture(scope="module")
def billed(companies):
    return companies.add({"transactions": lines(CHARGED, GOODS)})


def test_a_charge_is_known_by_its_whole_name_in_either_language(billed):
    found = billed.query("select value from mart.charges where dimension = 'transactions.product_id'").fetchall()
    assert {value for (value,) in found} == set(CHARGED)
    found = billed.query("select value from mart.charges where dimension = 'transactions.product_name'").fetchall()
    assert {value for (value,) in found} == set(CHARGED.values())


def test_a_number_that_also_stands_for_goods_is_none(companies):
    both = lines({"X": "Postage"}, GOODS)
    both.loc[0, "product_name"] = "Album"
    reader = companies.add({"transactions": both})
    found = reader.query("select dimension, value from mart.charges").fetchall()
    assert found == [("transactions.product_name", "Postage")]


def test_what_brings_more_than_half_is_what_the_company_sells(companies):
    courier = lines({"A": "Box"}, {"D": "Delivery"})
    assert companies.add({"transactions": courier}).query("select * from mart.charges").fetchall() == []


@pytest.mark.parametrize(
    ("metric", "params"),
    [
        ("next.pairs", {"dimension": "transactions.product_id"}),
        ("next.pairs", {"dimension": "transactions.product_name"}),
        ("next.products", {"dimension": "transactions.product_name"}),
        ("value.abc_products", {"charges": "left_out"}),
        ("next.list_products", {"weekly": "1"}),
        ("next.list_kpis", {"weekly": "1"}),
        ("next.list_record", {"weekly": "1"}),
    ],
)
def test_answers_about_products_leave_them_out_and_say_so_with_their_money(billed, metric, params):
    found = answer(billed, metric, Selection(), tuple(params.items()))
    (said,) = (left for left in found.left_out if left.reason == "charge")
    assert (said.rows, said.amount) == (60, Decimal(60))
    assert set(said.names) == set(CHARGED.values())
    shown = {text for column in found.rows for text in found.rows[column] if isinstance(text, str)}
    assert not shown & {*CHARGED, *CHARGED.values()}
    told = dict(definition(billed, found, "sales", "zh"))["未计入"]
    assert "Manual" in told and "60 行" in told and "60.00" in told


def test_lists_hold_the_goods_alone(billed):
    params = answer(billed, "next.list_kpis", Selection(), (("weekly", "1"),)).params
    assert set(lists_of(billed, Selection(), params).rows["product_id"]) == set(GOODS)


def test_classes_of_products_count_them_unless_told_otherwise(billed):
    with_them = answer(billed, "value.abc_products", Selection())
    without = answer(billed, "value.abc_products", Selection(), (("charges", "left_out"),))
    assert (with_them.n, without.n) == (8, 3)
    assert float(with_them.rows["revenue"].sum() - without.rows["revenue"].sum()) == 60
    assert not [left for left in with_them.left_out if left.reason == "charge"]

"""Duplicate customers in a browser: found, looked at masked, merged, and separated again."""

import re

import pytest
from serving import served

from crm_core.ingest import Incoming
from crm_core.lake import Workspace

CUSTOMERS = """customer_id,customer_name,phone
A,星光（上海）贸易有限公司,138 0013 8000
B,星光(上海)贸易,+8613800138000
C,Other,
"""
ORDERS = "order_id,customer_id,order_at,amount\n1,A,2024-01-01,10\n2,B,2024-01-02,20\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The product over a shop with one customer that stands in its file twice."""
    folder = tmp_path_factory.mktemp("deciding")
    store = Workspace(folder / "workspace")
    incoming = []
    for name, text in (("customers.csv", CUSTOMERS), ("orders.csv", ORDERS)):
        (folder / name).write_text(text, "utf-8")
        incoming.append(Incoming(folder / name, name))
    store.load(store.plan(incoming))
    with served(folder) as url:
        yield url


def test_a_duplicate_is_found_merged_and_separated_again(visit, keep, shop):
    seen = visit("zh-CN")
    page = seen.page
    page.goto(shop + "/quality")
    page.get_by_role("button", name="查找重复客户").click()
    group = page.locator(".st-key-duplicate_0")
    group.get_by_text("手机相同").first.wait_for()
    assert "星光（上海）" not in group.inner_text() and "13800138000" not in group.inner_text()
    group.get_by_role("radio", name="合并", exact=True).click()
    seen.settled()
    keep(page, "quality-duplicates")
    page.get_by_role("button", name=re.compile("应用：合并 1 组")).click()
    steps = page.locator(".st-key-card_decisions")
    steps.get_by_text("有效").wait_for()
    page.get_by_role("button", name="撤销这次合并").click()
    page.get_by_role("button", name="确认撤销").click()
    steps.get_by_text("版本 3 已撤销").wait_for()
    seen.settled()
    assert seen.errors == []
    assert page.get_by_test_id("stException").count() == 0

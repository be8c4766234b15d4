"""The list behind a mark is searched, sorted and turned page by page; nothing in it is lost on the way."""

import re

import pytest

from crm_core.access.member_list import member_list
from crm_core.metrics.runner import members
from crm_core.selection.default import default_selection
from crm_core.text import t
from ui.listing import PAGE_ROWS

KEY = "members_value.tiers"
VIP = (("tier", "vip"),)


@pytest.fixture
def vips(reader):
    """The customers of the mark in the order of the list."""
    found = members(reader, "value.tiers", default_selection(reader), cell=VIP)
    return member_list(found, reader.currency)[1]


@pytest.fixture
def opened(open_page):
    return open_page("value", "zh", cell="value.tiers|tier=vip")


def ids(test):
    """The customers in the list's table, from the top."""
    html = next(e.proto.body for e in test.get("html") if "zk-table" in e.proto.body and "客户编号" in e.proto.body)
    return re.findall(r"<tr><td[^>]*>(?:<a [^>]*>)?([^<]*)<", html)


def test_the_pages_together_are_the_whole_list(open_page, vips, texts):
    seen = []
    for number in range(1, -(-len(vips) // PAGE_ROWS) + 1):
        opened = open_page("value", "zh", cell="value.tiers|tier=vip", list=f"{KEY}|{number}|")
        seen += ids(opened)
        last = min(number * PAGE_ROWS, len(vips))
        shown = t(
            "ui.members.range", "zh", first=f"{(number - 1) * PAGE_ROWS + 1:,}", last=f"{last:,}", count=len(vips)
        )
        assert shown in texts(opened)
    assert seen == vips["customer_id"].tolist()


def test_a_search_keeps_whom_it_names_and_says_when_nobody_is(opened, vips, texts):
    wanted = vips["customer_id"].iloc[len(vips) // 2]
    opened.text_input(key=f"{KEY}_search").set_value(f"  {wanted.lower()} ").run()
    assert ids(opened) == [each for each in vips["customer_id"] if wanted.lower() in each.lower()]
    opened.text_input(key=f"{KEY}_search").set_value("没有这个人").run()
    assert t("ui.members.not_found", "zh") in texts(opened)
    assert not opened.exception


@pytest.mark.parametrize(
    ("column", "rising"), [("order_count", False), ("last_order_on", False), ("customer_id", True)]
)
def test_a_chosen_order_goes_through_all_pages(opened, vips, column, rising):
    opened.selectbox(key=f"{KEY}_sort").set_value(column).run()
    ordered = vips.sort_values(column, ascending=rising, kind="stable")
    assert ids(opened) == ordered["customer_id"].tolist()[:PAGE_ROWS]

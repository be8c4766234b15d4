"""The page of one customer: from a list to it and back, by search, masked, in both languages."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from crm_core.access.masking import masked_name
from crm_core.customer import find, worth_most
from crm_core.customer.needs import open_needs_of
from crm_core.selection import Selection
from crm_core.text import t

VIP = {"cell": "value.tiers|tier=vip", "f": "customers.region:华东", "list": "members_value.tiers|2|order_count"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_link_opens_a_customer_masked(open_page, texts, reader, lang):
    test = open_page("customer", lang, customer="C0000001")
    assert not test.exception
    shown, one = texts(test), find(reader, "C0000001")
    name = reader.query("select customer_name from mart.customers where customer_id = 'C0000001'").fetchone()[0]
    assert one.shown_name == masked_name(name)
    assert t("customer.title", lang, name=one.shown_name, number="C0000001") in shown
    assert name not in shown
    assert len(test.get("plotly_chart")) == 6


def test_a_customer_that_is_not_there_is_one_sentence_and_a_search_box(open_page, texts):
    test = open_page("customer", "zh", customer="nobody")
    assert not test.exception
    assert texts(test).count(t("customer.unknown", "zh")) == 1
    assert test.text_input(key="customer_asked").value == ""
    assert not test.get("plotly_chart")


def test_a_list_leads_to_a_customer_and_its_button_back_to_the_same_place(open_page, texts):
    listed = texts(open_page("value", "zh", **VIP))
    link = unescape(re.search(r'<a href="(customer\?[^"]+)">', listed)[1])
    state = {key: values[0] for key, values in parse_qs(link.partition("?")[2]).items()}
    assert {"cell", "list", "open"}.isdisjoint(state) and state["f"] == VIP["f"]
    page = open_page("customer", **state)
    assert t("customer.back", "zh", page=t("ui.page.value.title", "zh")) in texts(page)
    assert parse_qs(state["back"].partition("?")[2]) == {"lang": ["zh"]} | {k: [v] for k, v in VIP.items()}


def test_the_way_back_leads_to_no_page_that_is_not_there(open_page):
    test = open_page("customer", "zh", customer="C0000001", back="../../etc?x=1")
    assert not test.exception
    assert "customer_back" not in [button.key for button in test.button]


def test_search_opens_the_one_it_finds_and_leaves_no_trace_in_the_link(open_page):
    test = open_page("customer", "zh")
    test.text_input(key="customer_asked").set_value("c0000500").run()
    assert test.query_params["customer"] in ("C0000500", ["C0000500"])
    assert "c0000500" not in str(test.query_params)


def test_search_lists_several(open_page, texts):
    test = open_page("customer", "en")
    test.text_input(key="customer_asked").set_value("c00005").run()
    assert t("customer.found", "en", count=20) in texts(test)
    assert texts(test).count('<a href="customer?') == 20


def test_the_place_in_a_list_stands_in_the_link(open_page, texts):
    second = texts(open_page("value", "zh", cell="value.tiers|tier=vip", list="members_value.tiers|2|"))
    assert t("ui.members.range", "zh", first="21", last="40", count="151") in second


def test_who_bought_nothing_in_these_days_is_said_once_with_a_way_to_all_days(open_page, texts):
    test = open_page("customer", "zh", customer="C0000500")
    assert texts(test).count(t("customer.nothing", "zh")) == 1
    assert len(test.get("plotly_chart")) == 1
    test.button(key="customer_all_days").click().run()
    assert not test.exception
    assert len(test.get("plotly_chart")) == 6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_nothing_typed_those_worth_most_are_listed_masked_each_with_its_page(open_page, texts, reader, lang):
    shown = unescape(texts(open_page("customer", lang)))
    best = worth_most(reader)
    assert t("customer.worth_most", lang, count=10) in shown and len(best) == 10
    links = re.findall(r'<a href="customer\?customer=([^"&]+)', shown)
    assert links == [one.reference for one, _ in best]
    names = reader.query(
        "select customer_name from mart.customers where customer_key = $key", {"key": best[0][0].key}
    ).fetchone()
    assert names[0] not in shown and best[0][0].shown_name in shown


def test_needs_that_are_not_met_stand_on_the_page_and_in_the_brief(open_page, texts, reader):
    customer, count = reader.query(
        "select c.customer_id, count(*) from mart.requirements as r join mart.customers as c using (customer_key)"
        " where not r.is_met and r.due_on < date '2026-01-01' and exists (select 1 from mart.contacts as p"
        " where p.customer_key = c.customer_key) group by 1 order by 2 desc, 1 limit 1"
    ).fetchone()
    shown = texts(open_page("customer", "zh", customer=customer))
    needs = open_needs_of(reader, Selection(), find(reader, customer))
    overdue = (needs["need_state"] == "overdue").sum()
    assert overdue >= count > 0
    assert t("customer.needs.count", "zh", count=len(needs), overdue=overdue) in shown
    assert needs["need_text"][0] in shown and t("columns.overdue_open_needs", "zh") in shown

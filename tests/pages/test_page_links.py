from dataclasses import replace

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.text import t

DEFAULT = Selection(period="last_12_months", compare="last_year")
EAST = replace(DEFAULT, filters=(("customers.region", ("华东",)),))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("p", "soon"),
        ("c", "never"),
        ("r", "x"),
        ("asof", "31.12.2025"),
        ("v", "first"),
        ("f", "customers.none:1"),
        ("cell", "value.tiers|shoe=1"),
        ("open", "value.tiers|source"),
        ("open", "nothing"),
    ],
)
def test_a_value_that_is_not_understood_is_named_and_left_out(open_page, texts, key, value):
    test = open_page("overview", "zh", **{key: value})
    assert not test.exception
    assert t("ui.not_understood", "zh", name=key, value=value) in texts(test)
    assert test.session_state["bar_period"] == "last_12_months"


def test_markup_in_a_link_is_shown_as_text(open_page, texts):
    shown = texts(open_page("overview", "zh", p="<script>alert(1)</script>"))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_an_unknown_language_falls_back_to_the_browser_s(open_page, texts):
    assert "lang=fr" in texts(open_page("overview", "fr"))


@pytest.mark.parametrize("query", [{"value.tiers.cuts": "0.5,0.1,0.2"}, {"value.tiers.basis": "luck"}])
def test_a_wrong_parameter_of_a_card_is_named_and_the_default_shown(open_page, texts, query):
    test = open_page("value", "zh", **query)
    assert not test.exception
    name, value = next(iter(query.items()))
    assert t("ui.not_understood", "zh", name=name, value=value) in texts(test)
    assert len(test.get("plotly_chart")) == 4


def test_filters_of_a_link_are_chips_and_leave_the_customers_they_say(open_page, texts, reader):
    test = open_page("value", "zh", f="customers.region:华东")
    left = answer(reader, "overview.kpis", EAST).rows["customers"].iloc[0]
    assert test.button(key="chip_customers.region").label == "地区：华东 ✕"
    assert t("ui.bar.left", "zh", count=f"{left:,}") in texts(test)


def test_removing_a_chip_takes_the_filter_out_of_the_link(open_page):
    test = open_page("value", "zh", f="customers.region:华东")
    test.button(key="chip_customers.region").click().run()
    assert "f" not in test.query_params


def test_a_chosen_period_goes_into_the_link(open_page):
    test = open_page("overview", "zh")
    test.selectbox(key="bar_compare").set_value("previous").run()
    assert test.query_params["c"] == "previous"
    assert not test.exception


def test_a_custom_period_shows_its_two_days(open_page):
    query = {"p": "custom", "from": "2026-03-31", "to": "2026-01-01"}
    test = open_page("overview", "zh", **query)
    assert [str(day.value) for day in test.date_input] == ["2026-01-01", "2026-03-31"]


def test_the_list_behind_the_vip_bar_has_as_many_customers_as_the_bar(open_page, texts, reader):
    tiers = answer(reader, "value.tiers", DEFAULT).rows.set_index("tier")
    shown = texts(open_page("value", "zh", cell="value.tiers|tier=vip"))
    assert t("ui.members.title", "zh", cell="VIP", count=f"{tiers.loc['vip', 'customers']:,}") in shown


def test_the_list_shows_no_name_in_clear(open_page, texts, reader):
    cell = (("tier", "vip"),)
    names = members(reader, "value.tiers", DEFAULT, (), cell)["customer_name"]
    shown = texts(open_page("value", "zh", cell="value.tiers|tier=vip"))
    assert not [name for name in names.dropna() if f">{name}<" in shown]


def test_the_table_opens_the_list_without_a_mouse(open_page, texts, reader):
    tiers = answer(reader, "value.tiers", DEFAULT).rows.set_index("tier")
    test = open_page("value", "zh")
    test.query_params["open"] = "value.tiers|table"
    test.run().selectbox(key="cell_value.tiers").set_value((("tier", "major"),)).run()
    assert test.query_params["cell"] == "value.tiers|tier=major"
    count = f"{tiers.loc['major', 'customers']:,}"
    assert t("ui.members.title", "zh", cell="主要客户", count=count) in texts(test)


def test_the_definition_names_what_is_left_out_with_its_rows(open_page, texts, reader):
    left = {item.reason: item.rows for item in answer(reader, "value.tiers", DEFAULT).left_out}
    test = open_page("value", "zh")
    test.query_params["open"] = "value.tiers|definition"
    shown = texts(test.run())
    assert left["no_customer"] > 0
    assert f"没有客户编号的行（不算任何客户的）：{left['no_customer']:,} 行" in shown


def test_filters_that_leave_nobody_say_so_and_offer_the_way_back(open_page, texts):
    test = open_page("value", "zh", f="customers.region:nowhere")
    assert not test.exception
    assert "“地区：nowhere”" in texts(test)
    test.button(key="empty_value_tiers").click().run()
    assert len(test.get("plotly_chart")) == 4


def test_the_vips_who_fell_since_last_quarter_are_one_click_away(open_page, texts, reader):
    cell = (("way", "fell"), ("group_before", "vip"))
    fallen = members(reader, "value.movers", DEFAULT, (), cell)
    shown = texts(open_page("migration", "zh", cell="value.movers|way=fell|group_before=vip"))
    assert 0 < len(fallen) and (fallen["change"] < 0).any()
    assert all(f">{customer}<" in shown for customer in fallen["customer_id"])


def test_parameters_of_one_card_hold_for_the_cards_beside_it(open_page):
    query = {"value.movers.by": "key", "value.movers.since": "year_ago", "value.tiers.cuts": "0.1,0.3,0.5"}
    test = open_page("migration", "en", **query)
    assert not test.exception
    assert all("Key customers" in chart.proto.spec for chart in test.get("plotly_chart"))

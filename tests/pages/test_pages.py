import re
from html import escape

import pytest

from crm_core.metrics.pages import page_of, pages
from crm_core.metrics.runner import answer
from crm_core.selection import Selection
from crm_core.selection.values import dimension_values
from crm_core.text import t

LAST_YEAR = Selection(period="last_12_months", compare="last_year")
CHARTS = {
    "overview": 4, "change": 5, "value": 4, "migration": 3, "resources": 9, "partners": 3, "profile": 8,
    "retention": 6, "stages": 5, "prediction": 4, "whatif": 4, "courses": 4, "data": 1, "quality": 1,
    "contact": 10, "people": 3, "drivers": 5, "loyalty": 3, "accounts": 14, "complaints": 9, "stake": 6,
    "next": 8,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", CHARTS)
def test_a_page_shows_all_its_cards_in_both_languages(open_page, texts, page, lang):
    test = open_page(page, lang)
    assert not test.exception
    assert test.title[0].value == t(f"ui.page.{page}.question", lang)
    assert len(test.get("plotly_chart")) == CHARTS[page]
    # Headline numbers have no title of their own.
    shown, cards = (
        texts(test),
        [name for name in page_of(page).metrics if "kpis" not in name] if page in pages() else [],
    )
    assert [name for name in cards if escape(t(f"metrics.{name}.title", lang)) not in shown] == []


def test_the_headline_numbers_are_the_metric_s_numbers(open_page, texts, reader):
    shown = texts(open_page("overview", "en"))
    now = answer(reader, "overview.kpis", LAST_YEAR).rows.iloc[0]
    assert f">{now['new_customers']:,.0f}<" in shown
    assert f">{now['repeat_rate']:.1%}<" in shown


def test_an_english_page_has_no_chinese_words_of_ours(open_page, texts):
    words = texts(open_page("value", "en", cell="value.tiers|tier=vip"))
    ours = re.sub(r"<td.*?</td>", "", words)  # the names of the sample's customers stay Chinese
    assert not re.search(r"[\u4e00-\u9fff]", ours)


def test_an_empty_workspace_says_what_to_do(open_page, texts, tmp_path):
    test = open_page("value", "zh", folder=tmp_path)
    assert not test.exception
    assert t("ui.empty.workspace", "zh") in texts(test)


def test_a_page_says_that_these_are_sample_data(open_page, texts):
    assert t("ui.sample.banner", "zh") in texts(open_page("overview", "zh"))


def test_the_values_of_a_filter_add_up_to_all_customers_and_orders(reader):
    kinds = dimension_values(reader, "customers.relation_role")
    assert sum(kinds.values()) == reader.facts["customer_count"]
    assert list(kinds.values()) == sorted(kinds.values(), reverse=True)
    # An order has one channel here; orders of returned lines only are no sales.
    assert sum(dimension_values(reader, "transactions.channel").values()) >= reader.facts["order_count"]


def test_data_without_customers_say_so_in_every_card_and_still_show_revenue(open_page, texts, orders_without_customers):
    value = open_page("value", "zh", folder=orders_without_customers)
    overview = open_page("overview", "zh", folder=orders_without_customers)
    assert not value.exception
    assert texts(value).count(t("refusal.needs_customer_id", "zh")) == 1
    assert texts(value).count(t("ui.empty.as_above", "zh", title=t("metrics.value.tiers.title", "zh"))) == 3
    assert ">350<" in texts(overview)
    assert t("figures.na", "zh") in texts(overview)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_change_cannot_be_explained_without_a_comparison(open_page, texts, lang):
    test = open_page("change", lang, c="none")
    assert not test.exception
    assert texts(test).count(t("refusal.needs_comparison", lang)) == 1
    assert texts(test).count(t("ui.empty.as_above", lang, title=t("metrics.overview.revenue_bridge.title", lang))) == 2

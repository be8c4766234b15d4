"""A survey file and nothing else: satisfaction opens, everything that needs orders says so."""

import re

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t


@pytest.fixture
def surveys_alone(tmp_path):
    """A workspace with forty responses, half of them without a customer."""
    file = tmp_path / "surveys.csv"
    rows = [f"{'' if n % 2 else f'C{n:02}'},2025-0{n % 5 + 1}-10,{n % 5 + 1},{n % 4 + 2},{n % 11}" for n in range(40)]
    file.write_text("客户编号,调查日期,总体满意度,服务,推荐意愿\n" + "\n".join(rows) + "\n", "utf-8")
    store = Workspace(tmp_path / "store")
    store.load(store.plan([Incoming(file, file.name)]))
    return store.folder


def test_satisfaction_opens_on_a_survey_file_alone(open_page, texts, surveys_alone):
    test = open_page("satisfaction", "zh", folder=surveys_alone)
    assert not test.exception
    shown = texts(test)
    assert ">40<" in shown and ">3<" in shown  # responses, and the mean of eight each of 1 to 5
    assert len(test.get("plotly_chart")) == 4


def test_a_page_about_orders_asks_for_orders(open_page, texts, surveys_alone):
    test = open_page("value", "zh", folder=surveys_alone)
    assert not test.exception
    shown = texts(test)
    assert t("refusal.needs_orders", "zh") in shown
    # And it leads to what the responses can answer.
    led = shown[shown.index(t("ui.empty.others", "zh")) :].split("</nav>")[0]
    ways = set(re.findall('data-page="([a-z]+)"', led))
    assert {"satisfaction", "data", "quality"} <= ways and not ways & {"value", "overview", "stages"}


def test_weights_of_the_link_hold_for_the_headline_too(open_page, texts, surveys_alone):
    given = {"satisfaction.attributes.weights": "service:1"}
    shown = texts(open_page("satisfaction", "zh", folder=surveys_alone, **given))
    assert t("columns.weighted_score", "zh") in shown
    assert t("columns.weighted_score", "zh") not in texts(open_page("satisfaction", "zh", folder=surveys_alone))


def test_where_the_whole_period_holds_nothing_no_other_period_is_proposed(open_page, texts, tmp_path):
    file = tmp_path / "scores.csv"
    rows = [f"2025-0{n % 5 + 1}-10,{n % 5 + 1}" for n in range(40)]
    file.write_text("调查日期,总体满意度\n" + "\n".join(rows) + "\n", "utf-8")
    store = Workspace(tmp_path / "store")
    store.load(store.plan([Incoming(file, file.name)]))
    page = open_page("satisfaction", "zh", folder=store.folder, period="all")
    assert not page.exception
    assert t("ui.empty.everywhere", "zh") in texts(page)
    assert not [button for button in page.button if button.label == t("ui.empty.all", "zh")]


def test_a_reason_is_told_once_on_a_page(open_page, texts, orders_without_customers):
    test = open_page("value", "zh", folder=orders_without_customers)
    assert not test.exception
    shown = texts(test)
    assert shown.count(t("refusal.needs_customer_id", "zh")) == 1
    assert shown.count(t("ui.empty.as_above", "zh", title=t("metrics.value.tiers.title", "zh"))) == 3

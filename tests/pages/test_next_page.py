"""The page of the next purchase: its cards, its lists to take along, and what it says where data are missing."""

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t


def test_all_cards_stand_and_the_lists_can_be_taken(open_page, texts):
    test = open_page("next", "zh")
    assert not test.exception
    assert test.title[0].value == t("ui.page.next.question", "zh")
    assert len(test.get("plotly_chart")) == 8
    assert t("lists.pdf", "zh") in [button.label for button in test.button]
    assert {t(f"lists.{kind}", "zh") for kind in ("html", "xlsx", "csv")} <= {
        button.label for button in test.get("download_button")
    }
    assert t("lists.no_deals", "zh") not in texts(test)


def test_without_customers_every_card_says_so(open_page, texts, orders_without_customers):
    test = open_page("next", "en", folder=orders_without_customers)
    assert not test.exception
    shown = texts(test)
    assert shown.count(t("refusal.needs_customer_id", "en")) == 1
    assert shown.count(t("ui.empty.as_above", "en", title=t("metrics.next.due.title", "en"))) >= 4


@pytest.fixture
def orders_without_deals(tmp_path):
    """One customer's orders, all of one day: nothing has a rhythm, and no prices are known."""
    file = tmp_path / "orders.csv"
    rows = [f"{number},A,2025-01-01,P1,1,400" for number in range(4)]
    file.write_text("\n".join(["order_id,customer_id,order_at,product_id,quantity,amount", *rows]) + "\n", "utf-8")
    store = Workspace(tmp_path / "store")
    store.load(store.plan([Incoming(file, file.name)]))
    return store.folder


def test_without_deals_and_rhythm_the_page_says_what_to_bring_and_why_there_are_no_lists(
    open_page, texts, orders_without_deals
):
    test = open_page("next", "en", folder=orders_without_deals)
    assert not test.exception
    shown = texts(test)
    assert t("lists.nobody", "en").replace("'", "&#x27;") in shown
    assert t("lists.no_deals", "en") in shown
    assert t("ui.bring.template", "en") in [button.label for button in test.get("download_button")]

"""The data quality page without a browser: what it shows, and merging through it."""

import pytest

from crm_core.lake import Workspace
from crm_core.metrics.unlocks import unlocked_by
from crm_core.quality.search import kept_proposals
from crm_core.text import t
from ui.store import workspace

FILES = {
    "customers.csv": "customer_id,customer_name,phone,region\n"
    "A,星光（上海）贸易有限公司,138 0013 8000,east\nB,星光(上海)贸易,+8613800138000,\nC,Other,,west\n"
    + "".join(f"S{place:02},shop {place},021-5555 1234,\n" for place in range(21)),
    "orders.csv": "order_id,customer_id,order_at,amount\n1,A,2024-01-01,10\n2,B,2024-01-02,20\n3,X,2024-01-03,5\n",
}


@pytest.fixture
def quality_page(open_page, tmp_path):
    """The page over a shop with one customer that stands in the file twice."""
    from crm_core.ingest import Incoming

    store = Workspace(tmp_path / "store", short_lived=True)
    incoming = []
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
        incoming.append(Incoming(tmp_path / name, name))
    store.load(store.plan(incoming))
    return open_page("quality", "zh", folder=store.folder)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_answers_at_a_glance(open_page, texts, lang):
    page = open_page("quality", lang)
    assert not page.exception
    shown = texts(page)
    assert page.title[0].value == t("ui.page.quality.question", lang)
    for metric in ("unmatched", "completeness", "freshness", "value_problems"):
        assert t(f"metrics.quality.{metric}.title", lang) in shown
    assert t("columns.important_filled_share", lang) in shown
    assert t("trust.duplicates.search", lang) in shown


def test_duplicates_are_searched_previewed_merged_and_separated_again(quality_page, texts):
    page = quality_page
    page.button(key="duplicates_search").click().run()
    assert not page.exception
    shown = texts(page)
    assert t("trust.duplicates.found", "zh", compared="24", groups="1", customers="2") in shown
    assert t("trust.reason.phone", "zh") in shown
    assert t("trust.key.phone", "zh", shared="********34") in shown
    assert "星光（上海）" not in shown and "13800138000" not in shown
    page.button(key="duplicates_accept").click().run()
    page.button(key="duplicates_apply").click().run()
    assert not page.exception
    assert workspace().reader().facts["customer_count"] == 24  # A with B, C, X of the orders, and 21 with one phone
    assert t("trust.steps.stands", "zh") in texts(page)
    page.button(key="decisions_undo_now").click().run()
    assert not page.exception
    assert workspace().reader().facts["customer_count"] == 25
    assert t("trust.steps.removed", "zh", version=3) in texts(page)


def test_a_refused_group_is_not_shown_again(quality_page):
    page = quality_page
    page.button(key="duplicates_search").click().run()
    next(c for c in page.get("button_group") if c.key == "decide_1_0").set_value("refuse").run()
    page.button(key="duplicates_apply").click().run()
    page.button(key="duplicates_search").click().run()
    assert not page.exception
    assert kept_proposals(workspace().folder, 2).groups == ()
    assert workspace().reader().facts["customer_count"] == 25


def test_without_a_customer_file_the_page_says_what_cannot_be_said(open_page, texts, orders_without_customers):
    page = open_page("quality", "zh", folder=orders_without_customers)
    assert not page.exception
    assert t("figures.na", "zh") in texts(page)


def test_the_data_page_says_which_cards_a_missing_file_would_open(open_page, texts, orders_without_customers):
    shown = texts(open_page("data", "zh", folder=orders_without_customers))
    names = unlocked_by("customers")
    assert "overview.revenue_by_dimension" in names
    titles = list(dict.fromkeys(t(f"metrics.{name}.title", "zh") for name in names))
    first = t("ui.bar.more", "zh", values=t("ui.bar.list", "zh").join(titles[:4]), count=len(titles))
    assert t("trust.unlocks.waits", "zh", cards=first) in shown


def test_the_customers_who_lack_an_important_value_are_listed_by_its_name(open_page, texts):
    shown = texts(open_page("quality", "zh", cell="quality.completeness|table_name=customers|column_name=owner_id"))
    named = t("ui.bar.list", "zh").join((t("codes.table_name.customers", "zh"), t("codes.column_name.owner_id", "zh")))
    assert t("ui.members.title", "zh", cell=named, count="24,000") in shown

"""A file of contracts without one order: how long they last is said, everything else says what to bring."""

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t


@pytest.fixture
def contracts(tmp_path):
    """Two hundred customers under contract, every second lost after half a year; no order."""
    file = tmp_path / "customers.csv"
    rows = [f"K{number},2024-01-01,{'2024-07-01' if number % 2 else ''},单位" for number in range(200)]
    file.write_text("\n".join(["客户编号,签约日期,流失日期,客户性质", *rows, "K200,2024-12-31,,个人"]) + "\n", "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(file, file.name)]))
    return store.folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_retention_shows_the_curve_of_contracts_and_asks_for_orders_beside_it(open_page, texts, contracts, lang):
    test = open_page("retention", lang, folder=contracts, **{"lifecycle.survival.loss": "contract"})
    assert not test.exception
    assert len(test.get("plotly_chart")) == 1
    assert t("refusal.needs_orders", lang) in texts(test)


def test_a_page_that_lives_of_orders_is_one_sentence(open_page, texts, contracts):
    test = open_page("value", "zh", folder=contracts)
    assert not test.exception
    assert t("refusal.needs_orders", "zh") in texts(test)
    assert not test.get("plotly_chart")

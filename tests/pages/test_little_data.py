"""Files that tell little about how customers live: each card says what is missing, and no number is made up."""

import re
from datetime import date, timedelta

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t

PAGES = ("stages", "retention", "prediction", "courses", "next", "whatif")
FIRST = date(2024, 1, 1)
# Customer and day of every order; nobody buys one product on three days.
COMPANIES = {
    "nobody_again": [(n, n % 500) for n in range(200)],
    "one_month": [(n % 60, n % 30) for n in range(180)],
    "one_day": [(n % 60, 0) for n in range(180)],
    "one_order": [(1, 0)],
}
LACKING = {
    "nobody_again": {
        "stages": ["lifecycle.at_risk"],
        "retention": ["lifecycle.survival", "lifecycle.loss", "lifecycle.win_back"],
        "courses": ["lifecycle.stable_length"],
        "next": ["next.due", "next.calendar", "next.products", "next.pairs"],
    },
    "one_month": {
        "stages": ["lifecycle.warning_record"],
        "courses": ["lifecycle.course"],
        "prediction": ["prediction.backtest", "prediction.tracking"],
    },
    "one_day": {
        "stages": ["lifecycle.at_risk", "lifecycle.warning_record"],
        "retention": ["lifecycle.survival", "lifecycle.loss", "lifecycle.win_back"],
        "next": ["next.due", "next.calendar", "next.list_record", "next.list_products"],
    },
    "one_order": {"courses": ["lifecycle.course", "lifecycle.stable_length"], "next": ["next.list_kpis"]},
}


@pytest.fixture(scope="module", params=COMPANIES)
def little(request, tmp_path_factory):
    """The name of a company of little data, and its folder."""
    folder = tmp_path_factory.mktemp(request.param)
    rows = [
        f"{order},C{customer},{FIRST + timedelta(days=day)},P{order % 7},Thing {order % 7},1,{20 + order % 5}"
        for order, (customer, day) in enumerate(COMPANIES[request.param])
    ]
    header = "order_id,customer_id,order_at,product_id,product_name,quantity,amount"
    file = folder / "orders.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    store = Workspace(folder / "store")
    store.load(store.plan([Incoming(file, file.name)]))
    return request.param, store.folder


@pytest.mark.parametrize("page", PAGES)
def test_a_card_without_an_answer_says_what_it_would_take(open_page, texts, little, page):
    name, folder = little
    test = open_page(page, "zh", folder=folder, period="all")
    assert not test.exception
    shown = texts(test)
    assert t("ui.empty.everywhere", "zh") not in shown
    assert not re.search(r"\b(nan|NaN|inf|None|NaT)\b", shown)
    told = LACKING[name].get(page, [])
    assert [metric for metric in told if t(f"metrics.{metric}.lacking", "zh") not in shown] == []

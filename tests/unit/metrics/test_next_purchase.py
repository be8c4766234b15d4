"""The next purchase, the lists and what is bought next: a second computation, and what must hold."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from math import floor
from statistics import median

import numpy as np
import pandas as pd
import pytest

from crm_core.export.csv import csv_bytes
from crm_core.export.report import report_of
from crm_core.lists import lists_of
from crm_core.lists.files import sheets, workbook
from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

QUANTILES = (0.25, 0.5, 0.75, 0.9)
SHARES = (("budget", "0.9"), ("weekly", "5"))
FIRST = date(2024, 1, 1)
PRODUCTS = ("P0", "P1", "P2", "P3")


def random_orders(seed):
    """Forty customers, each with a rhythm and a taste; two orders of one day are possible, and one customer's line."""
    dice, rows = np.random.default_rng(seed), []
    for customer in range(40):
        pace, day = dice.uniform(4, 40), float(dice.uniform(0, 60))
        while day < 360:
            on = (FIRST + timedelta(days=int(day))).isoformat()
            for product in dice.choice(PRODUCTS, dice.integers(1, 4), replace=False):
                quantity = int(dice.integers(1, 5))
                rows.append((f"o{len(rows)}", f"c{customer}", on, product, quantity, quantity * 10))
            day += pace * dice.uniform(0.4, 1.6)
    return pd.DataFrame(rows, columns=["order_id", "customer_id", "order_at", "product_id", "quantity", "amount"])


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    made, orders = GivenCompanies(tmp_path_factory.mktemp("next")), random_orders(3)
    deals = pd.DataFrame(
        {"product_id": ["P1", "P2"], "deal_price": ["8", "9"], "supplier_fund": ["1", "5"], "valid_from": "2024-12-01"}
    )
    yield orders, made.add({"transactions": orders.astype(str).astype(object), "price_list": deals.astype(object)})


def days_of(orders, keys):
    """Every buyer's purchase days, in order."""
    grouped = orders.assign(on=[date.fromisoformat(text) for text in orders["order_at"]]).groupby(keys)["on"]
    return {key: sorted(set(days)) for key, days in grouped}


def limits(histories, fewest):
    """The typical gap, and after how much of a usual gap the shares of past waits were over."""
    typical = median((d[-1] - d[0]).days / (len(d) - 1) for d in histories.values() if len(d) >= max(2, fewest))
    waits = sorted(
        floor(100 * (later - on).days * number / ((on - days[0]).days + typical) + 0.5) / 100
        for days in histories.values()
        if len(days) >= fewest
        for number, (on, later) in enumerate(pairwise(days), 1)
        if number >= fewest
    )
    reached = [next(w for place, w in enumerate(waits, 1) if place >= q * len(waits)) for q in QUANTILES]
    return typical, reached


def due_days(days, typical, reached):
    usual = ((days[-1] - days[0]).days + typical) / len(days)
    return [days[-1] + timedelta(days=floor(part * usual + 0.5)) for part in reached]


def test_states_and_days_of_everybody(company):
    orders, reader = company
    histories = days_of(orders, "customer_id")
    typical, reached = limits(histories, 1)
    listed = members(reader, "next.due", Selection()).set_index("customer_id")
    assert set(listed.index) == set(histories)
    today, states = reader.last_on, ("not_yet", "due", "overdue", "given_up")
    for customer, days in histories.items():
        early, middle, late, last = due_days(days, typical, reached)
        row = listed.loc[customer]
        assert [row[name].date() for name in ("early_on", "due_on", "late_on")] == [early, middle, late]
        assert row["due_state"] == states[sum(today >= limit for limit in (early, late, last))]


def test_lists_hold_what_is_due_has_a_better_deal_and_fits_the_budget(company):
    orders, reader = company
    today = reader.last_on
    end = today + timedelta(days=14)
    buyers, pairs = days_of(orders, "customer_id"), days_of(orders, ["customer_id", "product_id"])
    typical, reached = limits(buyers, 1)
    pair_typical, pair_reached = limits(pairs, 3)
    deals, expected = {"P1": (8, 1), "P2": (9, 5)}, defaultdict(list)
    spent = orders.assign(on=pd.to_datetime(orders["order_at"]).dt.date).groupby(["customer_id", "on"])["amount"].sum()
    for (customer, product), days in pairs.items():
        own = spent.loc[customer]
        weekly = own[[on > today - timedelta(days=56) for on in own.index]].sum() / 8
        _, due, _, gone = due_days(buyers[customer], typical, reached)
        _, item_due, _, item_gone = due_days(days, pair_typical, pair_reached)
        is_due = weekly >= 5 and len(days) > 2 and due <= end and gone > today and item_due <= end and item_gone > today
        if is_due and product in deals:
            lines = orders[(orders["customer_id"] == customer) & (orders["product_id"] == product)]
            quantity = lines["quantity"].sum() / len(days)
            price, fund = deals[product]
            part = (10 - price) * quantity
            expected[customer].append((item_due, -part, product, part - min(10 - price, fund) * quantity))
    found = lists_of(reader, Selection(), answer(reader, "next.list_kpis", Selection(), SHARES).params).rows
    kept = defaultdict(list)
    for customer, items in expected.items():
        year = spent.loc[customer]
        budget = 0.9 * year[[on > today - timedelta(days=364) for on in year.index]].sum() / 26
        total = 0.0
        for _, _, product, ours in sorted(items):
            total += ours
            if total <= budget + 1e-9:
                kept[customer].append(product)
    assert {c: list(rows["product_id"]) for c, rows in found.groupby("customer_id")} == dict(kept)
    assert sum(map(len, kept.values())) > 10


def test_due_products_are_held_against_the_same_customer_s_others(company):
    orders, reader = company
    buyers, pairs = days_of(orders, "customer_id"), days_of(orders, ["customer_id", "product_id"])
    (typical, reached), (pair_typical, pair_reached) = limits(buyers, 1), limits(pairs, 3)
    spent = orders.assign(on=pd.to_datetime(orders["order_at"]).dt.date)
    found = answer(reader, "next.list_record", Selection(), SHARES).rows.set_index("fortnight")
    for cycle in (1, 4):
        seen = reader.last_on - timedelta(days=14 * cycle)
        end, bought = seen + timedelta(days=14), defaultdict(lambda: ([], []))
        for (customer, _), days in pairs.items():
            before, visits = [d for d in days if d <= seen], [d for d in buyers[customer] if d <= seen]
            recent = spent[(spent["customer_id"] == customer) & (spent["on"] <= seen)]
            weekly = recent[recent["on"] > seen - timedelta(days=56)]["amount"].sum() / 8
            if len(before) < 3 or weekly < 5:
                continue
            _, due, _, gone = due_days(visits, typical, reached)
            _, item_due, _, item_gone = due_days(before, pair_typical, pair_reached)
            is_due = due <= end and gone > seen and item_due <= end and item_gone > seen
            bought[customer][is_due].append(any(seen < d <= end for d in days))
        gains = [np.mean(on) - np.mean(off) for off, on in bought.values() if on and off]
        row = found.loc[str(seen + timedelta(days=1))]
        assert row["paired_customers"] == len(gains) > 3
        assert row["product_gain"] == pytest.approx(np.mean(gains), abs=1e-9)
        assert row["product_gain_low"] < row["product_gain"] < row["product_gain_high"]


def test_the_account_of_a_run_adds_up(company):
    _, reader = company
    row = answer(reader, "next.list_kpis", Selection(), SHARES).rows.iloc[0]
    products = answer(reader, "next.list_products", Selection(), SHARES).rows
    items = lists_of(reader, Selection(), answer(reader, "next.list_kpis", Selection(), SHARES).params).rows
    assert row["due_items"] == row["items_on_lists"] + row["items_without_deal"] + row["items_over_budget"]
    assert row["items_on_lists"] == products["listed_items"].sum() == len(items)
    assert row["customers_with_list"] == items["customer_id"].nunique() <= row["eligible_customers"]
    assert row["our_part"] == pytest.approx(row["discount"] - row["supplier_part"])
    assert row["our_part"] <= row["budget"]
    for name in ("discount", "supplier_part", "our_part"):
        assert row[name] == pytest.approx(products[name].sum(), abs=1e-6)


def test_what_is_bought_next(company):
    orders, reader = company
    asked = (("dimension", "transactions.product_id"),)
    found = answer(reader, "next.products", Selection(period="all"), asked).rows
    baskets = {
        key: {on: set(rows["product_id"]) for on, rows in group.groupby("order_at")}
        for key, group in orders.groupby("customer_id")
    }
    pairs, left = Counter(), Counter()
    for days in baskets.values():
        for now, later in pairwise(sorted(days)):
            left.update(days[now])
            pairs.update((a, b) for a in days[now] for b in days[later])
    assert {(r.value, r.next_value): (r.next_purchases, r.purchases) for r in found.itertuples()} == {
        (a, b): (pairs[a, b], left[a]) for a in PRODUCTS for b in PRODUCTS
    }


def test_lists_as_files_hold_every_item_and_no_formula(company):
    _, reader = company
    lists = lists_of(reader, Selection(), answer(reader, "next.list_kpis", Selection(), SHARES).params)
    page = sheets(lists, "zh", True).decode("utf-8")
    assert page.count("<section>") == lists.rows["customer_id"].nunique()
    assert page.count("<i></i>") == len(lists.rows)
    assert "<script" not in page
    made = report_of(reader, "next", Selection(), (), "zh", pd.Timestamp("2025-01-01").to_pydatetime())
    assert workbook(lists, made)[:2] == b"PK"
    table = pd.read_csv(BytesIO(csv_bytes(lists.columns, lists.rows, "zh", False, lambda column, _: column)), dtype=str)
    prices = pd.concat([table[name].dropna() for name in ("usual_price", "deal_price", "discount", "supplier_part")])
    assert len(prices) > 3 and prices.str.fullmatch(r"\d+(\.\d{1,4})?").all()


def test_an_amount_is_read_and_a_wrong_one_refused():
    weekly = next(param for param in metric_of("next.list_products").params if param.name == "weekly")
    assert (weekly.default, weekly.read("12.5")) == (25.0, 12.5)
    for text in ("", "0", "-1", "1e3", "25,5", "nan"):
        with pytest.raises(Refused, match="25"):
            weekly.read(text)


def test_spend_with_a_list_is_held_against_customers_alike(tmp_path_factory):
    """The same fortnight, step of spend and role, expected as well; cells weighted by those with a list."""
    dice, rows = np.random.default_rng(8), []
    for customer in range(700):
        is_regular, step = dice.random() < 0.5, int(dice.integers(1, 3))
        day = int(dice.integers(0, 10))
        while day < 150:
            product = "P0" if is_regular else f"P{len(rows)}"
            on = (FIRST + timedelta(days=day)).isoformat()
            rows.append((f"o{len(rows)}", f"c{customer}", on, product, 1, int(dice.integers(8, 12)) * 10**step))
            day += int(dice.integers(8, 13))
    orders = pd.DataFrame(rows, columns=["order_id", "customer_id", "order_at", "product_id", "quantity", "amount"])
    customers = pd.DataFrame({"customer_id": [f"c{n}" for n in range(700)]})
    customers["relation_role"] = np.where(np.arange(700) % 3 == 0, "retailer", "consumer")
    made = GivenCompanies(tmp_path_factory.mktemp("alike"))
    reader = made.add({"transactions": orders.astype(str).astype(object), "customers": customers.astype(object)})
    params = (("cycles", "3"), ("weekly", "5"))
    found = answer(reader, "next.list_spend", Selection(), params).rows.set_index("fortnight")
    listed = members(reader, "next.list_spend", Selection(), params)
    spent = orders.assign(on=pd.to_datetime(orders["order_at"]).dt.date)
    for fortnight, people in listed.groupby("fortnight"):
        seen = date.fromisoformat(fortnight) - timedelta(days=1)
        after = spent[(spent["on"] > seen) & (spent["on"] <= seen + timedelta(days=14))]
        before = spent[(spent["on"] <= seen) & (spent["on"] > seen - timedelta(days=56))]
        weekly = before.groupby("customer_id")["amount"].sum() / 8
        own = after.groupby("customer_id")["amount"].sum()
        people = people.set_index("customer_id")
        assert set(people.index) == set(weekly.index[weekly >= 5])
        people["own"] = [own.get(each, 0) for each in people.index]
        people["step"] = [floor(np.log2(weekly[each] / 5) + 1e-9) for each in people.index]
        people["role"] = customers.set_index("customer_id")["relation_role"].loc[people.index]
        weights, gaps, errors = [], [], []
        for _, cell in people.groupby(["step", "role", "is_expected"]):
            with_list, without = cell[cell["is_listed"]]["own"], cell[~cell["is_listed"]]["own"]
            if min(len(with_list), len(without)) >= 30:
                weights.append(len(with_list))
                gaps.append(with_list.mean() - without.mean())
                errors.append(with_list.var() / len(with_list) + without.var() / len(without))
        row, share = found.loc[fortnight], np.array(weights) / sum(weights)
        assert (row["compared_customers"], row["listed_customers"]) == (sum(weights), people["is_listed"].sum())
        assert len(weights) > 1
        assert float(row["extra_spend"]) == pytest.approx(share @ gaps, abs=1e-3)
        half = 1.959963984540054 * (share**2 @ errors) ** 0.5
        assert float(row["extra_spend_high"]) == pytest.approx(share @ gaps + half, abs=1e-3)
        assert float(row["extra_spend_low"]) == pytest.approx(share @ gaps - half, abs=1e-3)
    assert len(found) == 3

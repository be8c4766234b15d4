"""The bridges add up to the last decimal on any company, and agree with a second computation in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.metrics.runner import answer, members, question_of
from crm_core.selection import Selection
from crm_core.text import catalogue
from tests.sql.given import GivenCompanies

START = date(2024, 1, 1)
REGIONS = {"c0": "north", "c1": "north", "c2": "south", "c3": "", "c4": ""}
BRIDGES = ("overview.revenue_bridge", "overview.price_volume_mix")
WHOLE_YEAR = Selection(period="last_12_months", compare="previous")
NET_IN_PART = Selection(
    period="this_year", compare="last_year", rule="net",
    filters=(("transactions.channel", ("online", "store")), ("customers.region", ("华东", ""))),
)  # fmt: skip

FILTERS = (
    (),
    (("transactions.channel", ("online",)),),
    (("customers.region", ("north", "")),),
    (("customers.region", ("south",)), ("transactions.channel", ("online", "store"))),
)
SEEDS = (1, 2, 3, 4)


def lines_of(seed):
    """Order lines of a small company: equal amounts, returns, refunds, lines without customer, product or quantity.

    One order lies long before the others, so that every comparison begins among the data.
    """
    dice = Random(seed)
    rows = [("first", "c0", START - timedelta(days=60), "p1", 1, Decimal(1), None, "online")]
    for number in range(12 * seed):
        customer, day = dice.choice([None, *REGIONS]), START + timedelta(days=dice.randrange(60))
        given_back = dice.random() < 0.4
        for _ in range(1 if given_back else dice.randint(1, 3)):
            sold = dice.choice([Decimal(20), Decimal(dice.randint(-999, 9999)) / 100, Decimal("33.3333")])
            amount = Decimal(-20) if given_back else sold
            rows.append(
                (f"o{number}", customer, day, dice.choice([None, "p1", "p2", "p3", f"p{number}"]),
                 dice.choice([None, 1, 2, 3, 7]), amount, dice.choice([None, None, Decimal("0.99")]),
                 dice.choice(["online", "store"]))
            )  # fmt: skip
    columns = ["order_id", "customer_id", "order_at", "product_id", "quantity", "amount", "refund_amount", "channel"]
    return pd.DataFrame(rows, columns=columns).astype(object).where(lambda frame: frame.notna(), None)


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """Seed → lines and reader."""
    made = GivenCompanies(tmp_path_factory.mktemp("bridged"))
    customers = pd.DataFrame({"customer_id": list(REGIONS), "region": [r or None for r in REGIONS.values()]})
    lines = {seed: lines_of(seed) for seed in SEEDS}
    yield {
        s: (found, made.add({"customers": customers.astype(object), "transactions": found}))
        for s, found in lines.items()
    }


def asked(reader, metric_id, selection):
    """The answer's rows with their decimals as the engine holds them."""
    question = question_of(reader, metric_id, selection, ())
    return reader.query(*question.sql(question.scope.days, question.metric.answer)).fetchall(), question.scope


def counted(lines, scope):
    """The lines that count, in both periods: dicts with amount by the rule, is_sale and is_now."""
    filters = dict(scope.filters)
    for line in lines.to_dict("records"):
        amount, is_sale = line["amount"], line["amount"] > 0
        if scope.rule == "net" and is_sale:
            amount -= line["refund_amount"] or 0
        counts = is_sale or (scope.rule == "net" and amount < 0)
        region = REGIONS.get(line["customer_id"], "")
        if not counts or line["channel"] not in filters.get("transactions.channel", ("online", "store")):
            continue
        if region not in filters.get("customers.region", (region,)):
            continue
        for days, is_now in ((scope.days, True), (scope.compare_days, False)):
            if days[0] <= line["order_at"] <= days[1]:
                yield line | {"amount": amount, "is_sale": is_sale, "is_now": is_now}


def by_customer(lines, scope):
    """Step and change of every customer with a counted line."""
    sales = lines[lines["amount"].map(lambda amount: amount > 0)]
    first_sale = sales.groupby("customer_id")["order_at"].min().to_dict()
    money, bought = defaultdict(Decimal), set()
    for line in counted(lines, scope):
        money[line["customer_id"], line["is_now"]] += line["amount"]
        if line["is_sale"]:
            bought.add((line["customer_id"], line["is_now"]))
    found = {}
    for customer in {customer for customer, _ in money}:
        change = money[customer, True] - money[customer, False]
        now, before = (customer, True) in bought, (customer, False) in bought
        if customer is None:
            step = "unnamed"
        elif before != now:
            is_new = now and first_sale[customer] >= scope.days[0]
            step = "lost" if before else "new" if is_new else "won_back"
        else:
            step = "less" if change < 0 else "more" if change > 0 else "same"
        found[customer] = (step, change)
    return found


def by_product(lines, scope):
    """Exact fractions of every step of price, volume and mix."""
    money = {part: defaultdict(Decimal) for part in ("all", "known")}
    units, found, kept = defaultdict(int), defaultdict(Fraction), []
    for line in counted(lines, scope):
        key = (line["product_id"], line["is_now"])
        if not line["is_sale"] or line["product_id"] is None:
            found["other"] += Fraction(line["amount"]) * (1 if line["is_now"] else -1)
            continue
        money["all"][key] += line["amount"]
        if line["quantity"] is not None:
            money["known"][key] += line["amount"]
            units[key] += line["quantity"]
    sold = set(money["all"])
    for product in {product for product, _ in sold}:
        now, before = (product, True), (product, False)
        change = Fraction(money["all"][now] - money["all"][before])
        if before not in sold:
            found["new_products"] += change
        elif now not in sold:
            found["ended_products"] += change
        elif units[now] and units[before]:
            kept.append(product)
            found["other"] += change - Fraction(money["known"][now] - money["known"][before])
        else:
            found["other"] += change
    revenue, quantity = {}, {}
    for is_now in (True, False):
        revenue[is_now] = sum(Fraction(money["known"][product, is_now]) for product in kept)
        quantity[is_now] = sum(units[product, is_now] for product in kept)
    if kept:
        found["volume"] = (quantity[True] - quantity[False]) * revenue[False] / quantity[False]
        found["price"] = sum(
            Fraction(money["known"][p, True]) - Fraction(money["known"][p, False]) * units[p, True] / units[p, False]
            for p in kept
        )
        found["mix"] = revenue[True] - revenue[False] - found["volume"] - found["price"]
    return found


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(SEEDS), first=st.integers(20, 50), length=st.integers(1, 19),
    rule=st.sampled_from(["sales", "net"]), filters=st.sampled_from(FILTERS),
)  # fmt: skip
def test_any_selection_adds_up_and_is_computed_the_same_by_hand(companies, seed, first, length, rule, filters):
    lines, reader = companies[seed]
    begin = START + timedelta(days=first)
    days = (begin, begin + timedelta(days=length))
    selection = Selection(period="custom", custom=days, compare="previous", rule=rule, filters=filters)
    totals = {}
    for metric_id in BRIDGES:
        rows, scope = asked(reader, metric_id, selection)
        amounts = {step: amount for step, amount, *_ in rows}
        assert sum(amount for _, amount, *_ in rows[:-1]) == rows[-1][1]
        totals[metric_id] = (amounts.pop("before"), amounts.pop("now"))
        check = _agrees_on_customers if metric_id == BRIDGES[0] else _agrees_on_products
        check(reader, selection, lines, scope, rows, amounts)
    chosen_lines = list(counted(lines, scope))
    sums = tuple(sum(line["amount"] for line in chosen_lines if line["is_now"] == is_now) for is_now in (False, True))
    assert set(totals.values()) == {sums}


def _agrees_on_customers(reader, selection, lines, scope, rows, amounts):
    expected = by_customer(lines, scope)
    assert amounts == {
        step: sum((change for own, change in expected.values() if own == step), Decimal(0)) for step in amounts
    }
    assert {step for step, _ in expected.values()} <= set(amounts)
    listed = members(reader, BRIDGES[0], selection)
    for step, _, customers, _ in rows[1:-1]:
        ids = sorted(customer for customer, (own, _) in expected.items() if customer and own == step)
        assert sorted(listed.loc[listed["step"] == step, "customer_id"]) == ids
        assert customers == (None if step == "unnamed" else len(ids))


def _agrees_on_products(reader, selection, lines, scope, rows, amounts):
    expected = by_product(lines, scope)
    near = {step: float(expected[step]) for step in amounts}
    assert {step: float(amount) for step, amount in amounts.items()} == pytest.approx(near, abs=2e-4)
    exact = ("new_products", "ended_products", "other")
    assert [Fraction(amounts[step]) for step in exact] == [expected[step] for step in exact]


@pytest.mark.parametrize("selection", [WHOLE_YEAR, NET_IN_PART])
@pytest.mark.parametrize("metric_id", BRIDGES)
def test_the_bridge_leads_from_one_total_of_the_key_figures_to_the_other(sample_reader, metric_id, selection):
    rows, _ = asked(sample_reader, metric_id, selection)
    assert sum(row[1] for row in rows[:-1]) == rows[-1][1]
    totals = answer(sample_reader, "overview.kpis", selection)
    assert float(rows[-1][1]) == pytest.approx(totals.rows["revenue"].iloc[0], abs=1e-6)
    assert float(rows[0][1]) == pytest.approx(totals.compared["revenue"].iloc[0], abs=1e-6)


@pytest.mark.parametrize("selection", [WHOLE_YEAR, NET_IN_PART])
def test_the_list_behind_every_step_is_as_long_as_the_step_says(sample_reader, selection):
    found = answer(sample_reader, BRIDGES[0], selection)
    assert found.compared is None
    assert found.n == found.rows["orders"].sum() > 0
    for row in found.rows.itertuples():
        listed = members(sample_reader, BRIDGES[0], selection, cell=(("step", row.step),))
        assert len(listed) == (0 if row.step == "unnamed" else row.customers), row.step
        assert listed["customer_key"].is_unique
        if row.step not in ("before", "now", "unnamed"):
            assert listed["change"].sum() == pytest.approx(row.amount, abs=1e-6)


def test_buyers_of_both_totals_are_the_active_customers_of_the_key_figures(sample_reader):
    rows = answer(sample_reader, BRIDGES[0], WHOLE_YEAR).rows.set_index("step")
    totals = answer(sample_reader, "overview.kpis", WHOLE_YEAR)
    assert rows["customers"]["now"] == totals.rows["active_customers"].iloc[0]
    assert rows["customers"]["before"] == totals.compared["active_customers"].iloc[0]
    assert rows["customers"]["new"] == totals.rows["new_customers"].iloc[0]


def test_the_lists_of_new_and_ended_products_hold_who_bought_them(sample_reader):
    listed = members(sample_reader, BRIDGES[1], WHOLE_YEAR).set_index("step")
    rows = answer(sample_reader, BRIDGES[1], WHOLE_YEAR).rows.set_index("step")
    for step, column in (("new_products", "revenue"), ("ended_products", "revenue_before")):
        named = float(listed.loc[[step], column].sum())
        assert 0 < named <= abs(float(rows["amount"][step])) + 1e-6
    assert (listed.loc[["volume"], "customer_id"].tolist()) == (listed.loc[["price"], "customer_id"].tolist())


def test_every_step_has_a_word_and_every_word_a_step(sample_reader):
    steps = {step for metric_id in BRIDGES for step in answer(sample_reader, metric_id, WHOLE_YEAR).rows["step"]}
    words = {key.rpartition(".")[2] for key in catalogue("en") if key.startswith("codes.step.")}
    assert steps | {"same"} == words  # the sample company has nobody without a change


@pytest.mark.parametrize("dimension", ["transactions.channel", "customers.region", "transactions.product_id"])
def test_the_changes_of_all_values_add_up_to_the_whole_change(sample_reader, dimension):
    selection = Selection(period="last_12_months", compare="last_year")
    parts = answer(sample_reader, "overview.change_by_dimension", selection, (("dimension", dimension),)).rows
    steps = answer(sample_reader, "overview.revenue_bridge", selection).rows.set_index("step")["amount"]
    assert sum(map(Decimal, map(str, parts["change"]))) == Decimal(str(steps["now"])) - Decimal(str(steps["before"]))
    assert sum(map(Decimal, map(str, parts["revenue"]))) == Decimal(str(steps["now"]))

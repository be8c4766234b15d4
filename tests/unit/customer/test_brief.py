"""What to know before meeting a customer, by hand and against the metrics of everybody."""

from datetime import date

import pandas as pd
import pytest

from crm_core.customer import find
from crm_core.customer.brief import Brief, Wish, brief_of
from crm_core.metrics.runner import members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

ALL = Selection()
KNOWN = Brief("stability", None, None, (), None, None)
TODAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A has wishes, scores and a favourite; N was only written down; the last order is on 2024-03-04."""
    made = GivenCompanies(tmp_path_factory.mktemp("desk"))
    days = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-20", "2024-02-05"]  # four Mondays and a Saturday
    lines = [(f"a{n}", "A", day, "30", "p1") for n, day in enumerate(days)]
    lines += [("a9", "A", "2024-02-05", "50", "p2"), ("z", "Z", "2024-03-04", "10", "p2")]
    orders = pd.DataFrame(lines, columns=["order_id", "customer_id", "order_at", "amount", "product_id"])
    products = pd.DataFrame({"product_id": ["p1", "p2"], "category": ["milk", "cheese"]})
    wishes = [
        ("A", "taste", "less sugar", "false", "2024-01-05"),
        ("A", "need", "no nuts", "true", "2024-01-01"),
        ("A", None, "calls first", None, "2024-02-01"),
        ("A", "taste", "later", "false", "2024-03-31"),
        ("N", "taste", "plain", "false", None),
    ]
    names = ["customer_id", "preference_kind", "preference", "is_special_need", "updated_at"]
    scores = [("1", "A", "2024-01-10", "5"), ("2", "A", "2024-02-10", "1"), ("3", "A", "2024-02-10", "2")]
    surveys = pd.DataFrame(scores, columns=["response_id", "customer_id", "surveyed_on", "overall"])
    tables = {
        "transactions": orders, "products": products, "preferences": pd.DataFrame(wishes, columns=names),
        "survey_responses": surveys,
    }  # fmt: skip
    yield made.add({name: frame.astype(object) for name, frame in tables.items()})


def test_everything_known_by_hand(desk):
    found = brief_of(desk, ALL, find(desk, "A"))
    assert found.wishes == (
        Wish("need", "no nuts", True), Wish(None, "calls first", False), Wish("taste", "less sugar", False),
    )  # fmt: skip
    assert (found.score, found.scored_on) == (1.5, date(2024, 2, 10))
    assert found.favourite == ("milk", pytest.approx(150 / 200))
    assert found.weekday == (0, pytest.approx(5 / 6))


def test_on_an_earlier_day_only_what_was_known_then(desk):
    found = brief_of(desk, Selection(as_of=date(2024, 1, 20)), find(desk, "A"))
    assert [wish.content for wish in found.wishes] == ["no nuts", "less sugar"]
    assert (found.score, found.scored_on) == (5, date(2024, 1, 10))
    assert found.weekday is None  # four orders are no habit


def test_who_never_bought_has_wishes_and_no_stage(desk):
    found = brief_of(desk, ALL, find(desk, "N"))
    assert found == Brief(None, None, None, (Wish("taste", "plain", False),), None, None)
    assert found.next_step(TODAY, None, False) == "first_order"


def test_stages_are_those_of_everybody(shop, desk):
    for reader in (shop, desk):
        listed = members(reader, "lifecycle.stages", ALL).set_index("customer_id")["stage"]
        for customer_id, stage in listed.items():
            assert brief_of(reader, ALL, find(reader, customer_id)).stage == stage


@pytest.mark.parametrize(
    ("brief", "tier", "is_overdue", "step"),
    [
        (KNOWN, "small", False, "stability"),
        (KNOWN, "vip", False, "look_after"),
        (KNOWN, "vip", True, "get_in_touch"),
        (Brief("degeneration", None, None, (), None, None), "vip", False, "get_in_touch"),
        (Brief("lost", None, None, (), None, None), "vip", True, "win_back"),
        (Brief("lost", None, None, (), 2.0, date(2024, 1, 2)), "vip", True, "ask_why"),
        (Brief("lost", None, None, (), 2.0, date(2024, 1, 1)), "vip", True, "win_back"),  # 181 days ago
        (Brief("formation", None, None, (), 2.5, TODAY), None, False, "formation"),
        (Brief("exploration", None, None, (), None, None), "vip", False, "exploration"),
    ],
)
def test_the_next_step_is_the_first_rule_that_fits(brief, tier, is_overdue, step):
    assert brief.next_step(TODAY, tier, is_overdue) == step

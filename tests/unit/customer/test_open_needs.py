"""The needs of one customer that are not met: which, in which order, and what is said where no file tells of an end."""

from datetime import date

import pandas as pd
import pytest

from crm_core.customer import find
from crm_core.customer.account import brief_of
from crm_core.customer.needs import open_needs_of
from crm_core.customer.standing import only
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

ORDERS = [("1", "A", "2024-01-01", "10"), ("2", "B", "2024-03-31", "10")]
NEEDS = [
    ("r1", "A", "stated", "ice", "2024-01-01", "2024-02-01", "2024-01-20", None),  # met
    ("r2", "A", "stated", "later", None, "2024-03-31", None, None),  # due on the last day: not overdue yet
    ("r3", "A", "whim", "odd", "2024-01-01", "2024-03-30", None, "false"),
    ("r4", "A", "real", "first due", "2024-01-01", "2024-03-01", None, None),
    ("r5", "A", "real", "undated", None, None, None, None),
    ("r6", "A", "real", "met after the last day", None, None, "2024-04-01", "true"),
    ("r7", "A", "secret", "noted after it", "2024-04-01", None, None, None),
    ("r8", "A", "secret", "said to be met", None, "2024-01-02", None, "true"),
    ("r9", "B", "stated", "of another", None, "2024-01-02", None, None),
]  # fmt: skip
NAMES = ["requirement_id", "customer_id", "need_kind", "requirement", "noted_on", "due_on", "met_on", "is_met"]


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("needs"))

    def opened(needs):
        orders = pd.DataFrame(ORDERS, columns=["order_id", "customer_id", "order_at", "amount"], dtype=object)
        known = pd.DataFrame(needs, columns=NAMES[: len(needs[0])], dtype=object)
        return made.add({"transactions": orders, "requirements": known})

    return opened


def listed(reader, customer_id, **chosen):
    found = open_needs_of(reader, Selection(**chosen), find(reader, customer_id))
    return list(zip(found["need_text"], found["need_state"], strict=True))


def test_overdue_ones_come_first_then_the_one_that_is_due_first(company):
    reader = company(NEEDS)
    assert listed(reader, "A") == [
        ("first due", "overdue"), ("odd", "overdue"), ("later", "open"), ("undated", "open"),
        ("met after the last day", "open"),
    ]  # fmt: skip
    assert listed(reader, "A", as_of=date(2024, 1, 10)) == [
        ("ice", "open"), ("first due", "open"), ("odd", "open"), ("later", "open"),
        ("undated", "open"), ("met after the last day", "open"),
    ]  # fmt: skip


def test_where_no_file_tells_of_an_end_nothing_is_said_to_be_open(company):
    reader = company([row[:6] for row in NEEDS])
    assert {state for _, state in listed(reader, "A")} == {"untold"}
    assert brief_of(reader, only(Selection(), find(reader, "A"))).facts == ()


def test_the_brief_counts_them_and_needs_alone_make_nobody_an_account(company):
    reader = company(NEEDS)
    brief = brief_of(reader, only(Selection(), find(reader, "A")))
    assert {column.name: value for column, value in brief.facts} == {"open_needs": 5, "overdue_open_needs": 2}
    assert brief.is_empty

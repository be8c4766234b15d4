"""A customer is found by link and by search, shown masked, and never named in a link by what reaches a person."""

import pandas as pd
import pytest

from crm_core.customer import find, search, worth_most
from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.lake.merges import Decision, decide
from tests.sql.given import GivenCompanies


def test_a_customer_is_found_by_its_id_and_shown_masked(shop):
    found = find(shop, "A")
    assert (found.customer_id, found.reference, found.shown_name, found.phone_end) == ("A", "A", "A*rg", "8000")
    assert dict(found.attributes) == {"region": "north"}


@pytest.mark.parametrize("customer_id", ["13700137000", "li@shop.cn"])
def test_an_id_that_reaches_a_person_gives_way_to_the_key_of_the_version(shop, customer_id):
    found = find(shop, customer_id)
    assert found.reference == f"~{found.key}"
    assert customer_id not in (found.reference, found.shown_id)
    assert find(shop, found.reference) == found


@pytest.mark.parametrize("asked", ["nobody", "~999", "~x", "~", "~1234567890123", "' or 1=1 --"])
def test_an_unknown_reference_finds_nobody(shop, asked):
    assert find(shop, asked) is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("a", ["A"]),
        ("ANNA", ["A"]),
        ("berg", ["A"]),
        ("8000", ["A"]),
        ("138 0013 8000", ["A"]),
        ("9001", ["B"]),
        ("137", ["13700137000"]),
        ("e", ["A", "B", "13700137000"]),  # in the name; who ordered last comes first
        ("0013", []),  # the middle of a phone tells nothing
        ("%", []),
        ("  ", []),
    ],
)
def test_search(shop, asked, expected):
    found = [one.customer_id for one in search(shop, asked)]
    assert sorted(found) == sorted(expected)


def test_the_whole_id_comes_before_a_name_that_holds_it(shop):
    assert search(shop, "b")[0].customer_id == "B"


def test_a_merged_customer_is_the_kept_one(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order_id,customer_id,order_at,amount\n1,A,2024-01-01,10\n2,B,2024-01-02,20\n", "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(file, file.name)]))
    decide(store, [Decision(("A", "B"), "A", is_merge=True)])
    assert find(store.reader(), "B").customer_id == "A"


def test_those_worth_most_come_first_with_all_that_they_bought(shop):
    assert [(one.customer_id, float(revenue)) for one, revenue in worth_most(shop)] == [
        ("A", 70), ("13700137000", 60), ("B", 60),
    ]  # fmt: skip
    first = worth_most(shop)[0][0]
    assert first == find(shop, "A") and "revenue" not in dict(first.attributes)


def test_in_two_currencies_nobody_is_worth_most(tmp_path):
    lines = [("1", "A", "2024-01-01", "5", "CNY"), ("2", "B", "2024-01-02", "7", "USD")]
    names = ["order_id", "customer_id", "order_at", "amount", "currency"]
    reader = GivenCompanies(tmp_path).add({"transactions": pd.DataFrame(lines, columns=names).astype(object)})
    assert worth_most(reader) == []

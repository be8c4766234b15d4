"""A small shop written by hand; its last order is on 2024-03-31."""

import pandas as pd
import pytest

from tests.sql.given import GivenCompanies

CUSTOMERS = [
    ("A", "Anna Berg", "138 0013 8000", "north"),
    ("B", "Ben", "+86-13900139001", "south"),
    ("13700137000", "Cleo", None, None),
    ("li@shop.cn", None, "12", "north"),
]
DAYS = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-15", "2024-01-22", "2024-01-29", "2024-03-01"]
ORDERS = [
    *((f"a{n}", "A", day, "10") for n, day in enumerate(DAYS)),
    ("b1", "B", "2024-01-10", "40"),
    ("b2", "B", "2024-01-31", "20"),
    ("c1", "13700137000", "2024-02-10", "60"),
    ("n1", None, "2024-03-31", "5"),
]


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """A reader of the shop."""
    made = GivenCompanies(tmp_path_factory.mktemp("one_customer"))
    customers = pd.DataFrame(CUSTOMERS, columns=["customer_id", "customer_name", "phone", "region"]).astype(object)
    orders = pd.DataFrame(ORDERS, columns=["order_id", "customer_id", "order_at", "amount"]).astype(object)
    yield made.add({"customers": customers, "transactions": orders})

"""Small workspaces: a sample company of one order, and imports of CSV text."""

import duckdb
import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace


@pytest.fixture(scope="session")
def small_sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small_sample")
    cost = "date '2024-01-01' as incurred_on, 1 as cost_amount"
    rows = {
        "transactions": "select 's1' as order_id, 'S' as customer_id, date '2024-01-01' as order_at, 7.0 as amount",
        "customers": "select 'S' as customer_id, 'east' as region",
        "products": "select 'P' as product_id, 'milk' as product_name",
        "customer_costs": f"select '1' as cost_id, 'S' as customer_id, {cost}",
    }
    for name, sql in rows.items():
        duckdb.sql(sql).write_parquet(str(folder / f"{name}.parquet"))
    return folder


@pytest.fixture
def workspace(tmp_path, built_here):
    return Workspace(tmp_path / "ws", short_lived=True)


@pytest.fixture
def imported(tmp_path):
    """imported(workspace, "orders.csv", text) loads the text as one file."""

    def load(workspace, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return workspace.load(workspace.plan([Incoming(tmp_path / name, name)]), by="me")

    return load

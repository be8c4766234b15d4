"""Small workspaces: a sample company of one order, and imports of CSV text."""

import json

import duckdb
import pytest

import crm_core.ingest
import crm_core.lake.store
from crm_core.ingest import Incoming, worker
from crm_core.lake import Workspace
from crm_core.marts.build import build


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
def built_here(monkeypatch):
    """Files read and marts built in this process: the same work without the start of another Python."""

    def messages(request, *_):
        said = []
        monkeypatch.setattr(worker, "_say", lambda **message: said.append(message))
        plain = json.loads(json.dumps(request, default=str))
        (worker._plan if request["task"] == "plan" else worker._load)(plain)
        yield from json.loads(json.dumps(said, default=str))

    monkeypatch.setattr(crm_core.ingest, "messages", messages)
    monkeypatch.setattr(crm_core.lake.store, "build_apart", build)


@pytest.fixture
def workspace(tmp_path, built_here):
    return Workspace(tmp_path / "ws")


@pytest.fixture
def imported(tmp_path):
    """imported(workspace, "orders.csv", text) loads the text as one file."""

    def load(workspace, name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return workspace.load(workspace.plan([Incoming(tmp_path / name, name)]), by="me")

    return load

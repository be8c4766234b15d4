"""Columns that no schema knows: kept as text, each a way to break down, none mistaken for another."""

from crm_core.ingest import Incoming
from crm_core.metrics.runner import answer
from crm_core.selection import Selection

FILES = {
    "orders.csv": "order_id,customer_id,order_at,product_id,amount,colour\n"
    "o1,A,2024-01-01,P1,10,red\no2,B,2024-01-02,P2,20,blue\n",
    "products.csv": "product_id,category,shelf\nP1,milk,top\nP2,cheese,low\n",
    "customers.csv": "customer_id,region,hobby\nA,east,chess\nB,west,golf\n",
}
EXPECTED = {
    "colour": [["blue", 20.0], ["red", 10.0]],
    "shelf": [["low", 20.0], ["top", 10.0]],
    "hobby": [["golf", 20.0], ["chess", 10.0]],
}


def test_extra_columns_of_all_tables_break_down_by_their_own_values(workspace, tmp_path):
    incoming = []
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
        incoming.append(Incoming(tmp_path / name, name))
    workspace.load(workspace.plan(incoming))
    reader = workspace.reader()
    found = {}
    for dimension in reader.dimensions.values():
        if dimension.label is not None:
            rows = answer(reader, "overview.revenue_by_dimension", Selection(), (("dimension", dimension.id),)).rows
            found[dimension.label] = rows[["value", "revenue"]].values.tolist()
    assert found == EXPECTED

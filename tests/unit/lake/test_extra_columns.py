"""Columns that no schema knows: kept as text, each a way to break down, none mistaken for another."""

from crm_core.ingest import Incoming
from crm_core.metrics.breakdown import breakdown_of
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


def test_amounts_are_kept_but_nobody_groups_by_them(workspace, tmp_path):
    lines = [f"o{n},A,2024-01-{n + 1:02},10,S{n % 4},{n}.25,{n % 3}.5,{n}.0,{n}" for n in range(20)]
    header = "order_id,customer_id,order_at,amount,store_id,coupon_disc,size_inch,carrier_code,week"
    (tmp_path / "orders.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
    workspace.load(workspace.plan([Incoming(tmp_path / "orders.csv", "orders.csv")]))
    reader = workspace.reader()
    labels = {dimension.label for dimension in reader.dimensions.values() if dimension.label}
    assert labels == {"size_inch", "carrier_code", "week"}
    assert breakdown_of(reader) == "transactions.store_id"  # a column of the schema comes before the file's own

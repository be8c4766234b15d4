"""The controls of a card follow the choice that the data can answer."""

from crm_core.ingest import Incoming
from crm_core.lake import Workspace


def test_without_costs_nobody_is_asked_how_to_share_them(open_page, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order_id,customer_id,order_at,amount\n1,A,2025-01-01,10\n2,B,2025-01-02,5\n", "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(file, file.name)]))
    keys = {group.key for group in open_page("resources", "en", folder=store.folder, p="all").button_group}
    assert "param_value.need_value_basis" in keys and "param_value.need_value_shared_by" not in keys
    costs = {group.key for group in open_page("resources", "en", p="all").button_group}
    assert "param_value.need_value_shared_by" in costs

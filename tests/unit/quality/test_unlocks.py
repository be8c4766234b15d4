"""What a file makes possible is read from the metrics' own headers."""

from crm_core.lake import Workspace
from crm_core.metrics.registry import metrics
from crm_core.metrics.unlocks import unlocked_by, works_with
from crm_core.schema import tables


def test_every_table_unlocks_something_and_every_metric_that_is_named_exists():
    assert all(unlocked_by(name) and set(unlocked_by(name)) <= set(metrics()) for name in tables())


def test_profit_waits_for_products_costs_for_costs_and_break_downs_for_customers():
    assert {"value.tiers", "value.abc", "value.pareto"} <= set(unlocked_by("products"))
    assert "value.rfm_matrix" not in unlocked_by("products")
    assert "value.tiers" in unlocked_by("customer_costs")
    broken_down = unlocked_by("customers")
    assert {"overview.change_by_dimension", "overview.revenue_by_dimension", "lifecycle.survival"} <= set(broken_down)
    assert "profile.tile_map" in broken_down
    assert all(
        any(param.kind == "dimension" for param in metrics()[each].params)
        or {"regions", "ages_or_regions", "temperaments"}.intersection(
            capability for capability, _ in metrics()[each].requires
        )
        for each in broken_down
    )
    assert "overview.kpis" in unlocked_by("transactions")


def test_the_overview_comes_first_and_a_card_that_lacks_another_file_does_not_work_yet(sample_workspace):
    everything = Workspace(sample_workspace).reader().facts
    assert unlocked_by("transactions")[:2] == ("overview.kpis", "overview.revenue_by_period")
    assert set(works_with("transactions", everything)) == set(unlocked_by("transactions"))
    orders_alone = {name: 0 if name.endswith("_count") else value for name, value in everything.items()}
    orders_alone |= {name: everything[name] for name in ("order_count", "order_count_with_customer", "line_count")}
    found = works_with("transactions", orders_alone)
    assert {"overview.kpis", "value.tiers", "lifecycle.stages"} <= set(found)
    assert {"accounts.contacts", "complaints.kpis", "value.resources"}.isdisjoint(found)

"""What a file makes possible is read from the metrics' own headers."""

from crm_core.metrics.registry import metrics
from crm_core.metrics.unlocks import unlocked_by
from crm_core.schema import tables


def test_every_table_unlocks_something_and_every_metric_that_is_named_exists():
    assert all(unlocked_by(name) and set(unlocked_by(name)) <= set(metrics()) for name in tables())


def test_profit_waits_for_products_costs_for_costs_and_break_downs_for_customers():
    assert {"value.tiers", "value.abc", "value.pareto"} <= set(unlocked_by("products"))
    assert "value.rfm_matrix" not in unlocked_by("products")
    assert "value.tiers" in unlocked_by("customer_costs")
    broken_down = unlocked_by("customers")
    assert {"overview.change_by_dimension", "overview.revenue_by_dimension", "lifecycle.survival"} <= set(broken_down)
    assert all(any(param.kind == "dimension" for param in metrics()[each].params) for each in broken_down)
    assert "overview.kpis" in unlocked_by("transactions")

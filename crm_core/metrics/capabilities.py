"""What the data must hold for a metric that requires it; the sentence of the refusal has the same name."""

from collections.abc import Mapping
from typing import Any

# The counts of a version of which one must be above zero.
_COUNTED_BY = {
    "orders": ("order_count",),
    "customer_id": ("order_count_with_customer",),
    "costs": ("order_count_with_cost",),
    "customer_costs": ("cost_count",),
    "any_costs": ("order_count_with_cost", "cost_count"),
    "times": ("order_count_with_time",),
    "products": ("line_count_with_product",),
    "discounts": ("line_count_with_discount",),
    "quantities": ("line_count_with_quantity",),
    "surveys": ("survey_count",),
    "named_surveys": ("named_survey_count",),
    "expectations": ("expectation_count",),
    "reasons": ("reason_count",),
    "comments": ("comment_count",),
    "preferences": ("preference_count",),
    "programme_members": ("programme_member_count",),
    "kano": ("kano_count",),
    "complaints": ("complaint_count",),
    "complaint_ends": ("told_complaint_count",),
    "improvements": ("improvement_count",),
    "temperaments": ("temperament_count",),
    "felt_costs": ("felt_cost_count",),
    "loyalty_answers": ("loyalty_answer_count",),
    "handled_complaints": ("handled_complaint_count",),
    "interactions": ("contact_count",),
    "contact_scores": ("scored_contact_count",),
    "contact_answers": ("answer_told_count",),
    "contact_transfers": ("transfer_told_count",),
    "bot_contacts": ("bot_contact_count",),
    "contact_preferences": ("preference_told_count",),
    "contact_outcomes": ("noted_contact_count",),
    "contact_waits": ("waited_contact_count",),
    "contact_lengths": ("handled_contact_count",),
    "audits": ("audit_count",),
    "trainings": ("training_count",),
    "account_demand": ("account_demand_count",),
    "account_criteria": ("account_criteria_count",),
    "account_plans": ("account_plans_count",),
    "joint_value": ("joint_value_count",),
    "market_volume": ("market_volume_count",),
    "contacts": ("contacts_count",),
    "payments": ("payments_count",),
    "requirements": ("requirement_count",),
    "relation_stages": ("account_plans_count", "staged_count"),
    "success_facts": (
        "account_criteria_count", "complaint_count", "contact_count", "joint_value_count", "account_demand_count",
        "account_plans_count", "staged_count",
    ),
    "regions": ("placed_count",),
    "ages_or_regions": ("aged_count", "placed_count"),
    "losses": ("lost_count",),
    "loss_reasons": ("loss_reason_count",),
}  # fmt: skip
# What the chosen days and customers must bring, and the columns to break down by.
_OF_THE_QUESTION = ("earlier_sales", "other_customers", "product_names", "few_days")


def holds(capability: str, facts: Mapping[str, Any]) -> bool:
    """Whether a version with these facts can do what a metric requires."""
    if capability == "one_currency":
        return bool(facts["currency_count"] <= 1)
    if capability in _OF_THE_QUESTION:
        return bool(facts.get(f"has_{capability}", True))  # unknown as long as nothing is chosen
    return any(facts[count] > 0 for count in _COUNTED_BY[capability])

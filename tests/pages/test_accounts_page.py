"""Key accounts on the screen: what is missing is offered as a file to fill in, the brief masks people."""

from crm_core.metrics.unlocks import brought_by
from crm_core.schema import tables
from crm_core.text import t


def test_each_card_without_its_table_offers_the_file_that_brings_it(open_page, texts, orders_without_customers):
    page = open_page("accounts", "zh", folder=orders_without_customers)
    assert not page.exception
    assert not page.get("plotly_chart")
    shown = texts(page)
    for name in (
        "account_demand",
        "account_plans",
        "joint_value",
        "account_criteria",
        "contacts",
        "payments",
        "requirements",
    ):
        assert t(f"refusal.needs_{name}", "zh") in shown
    offered = {box.key for box in page.button if (box.key or "").startswith("bring_import_accounts_")}
    assert len(offered) == 11


def test_costs_places_and_what_serves_an_account_have_a_file_to_fill_in():
    assert (brought_by("costs"), brought_by("customer_costs")) == ("products", "customer_costs")
    assert (brought_by("any_costs"), brought_by("regions")) == ("products", "customers")
    assert (brought_by("ages_or_regions"), brought_by("success_facts")) == ("customers", "account_criteria")


def test_a_template_is_a_file_of_its_table_by_itself():
    offered = [table for table in tables().values() if table.template]
    assert {"account_demand", "account_plans", "joint_value", "account_criteria", "contacts", "payments", "products",
            "customer_costs"} <= {table.name for table in offered}  # fmt: skip
    for table in offered:
        assert set(table.template) <= set(table.columns)
        assert all(any(set(way) <= set(table.template) for way in ways) for ways in table.required)


def test_the_brief_of_an_account_masks_its_contacts(open_page, texts, reader):
    customer, name = reader.query(
        "select c.customer_id, p.contact_name from mart.contacts as p join mart.customers as c using (customer_key)"
        " where c.last_order_on > date '2026-06-01' order by 1, 2 limit 1"
    ).fetchone()
    page = open_page("customer", "zh", customer=customer)
    shown = texts(page)
    assert not page.exception
    assert t("customer.account.title", "zh") in shown
    assert name not in shown and name[0] + "*" + name[-2:] in shown

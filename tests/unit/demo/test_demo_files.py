"""The files in the repository: made by the script, small, of the schema, whole."""

import hashlib

import duckdb
import pytest

from crm_core.schema import tables
from data.demo.generate import FOLDER, generate

NAMES = tuple(tables())
ACCOUNTS = (
    "account_demand", "account_criteria", "account_plans", "joint_value", "market_volume", "contacts", "payments",
)  # fmt: skip


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_repository_files_are_exactly_what_the_script_makes(tmp_path):
    made = generate(tmp_path)
    assert set(made) == set(NAMES)
    assert {name: digest(path) for name, path in made.items()} == {
        name: digest(FOLDER / f"{name}.parquet") for name in NAMES
    }


def test_files_are_small():
    assert sum((FOLDER / f"{name}.parquet").stat().st_size for name in NAMES) < 9_000_000


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_of_the_schema(default_demo, name):
    known = tables()[name].columns
    found = default_demo.rows(f"select column_name, column_type from (describe {name})")
    assert found
    assert [(column, known[column].stored_as) for column, _ in found] == found


def test_the_company_is_large_enough(default_demo):
    assert default_demo.row("select count(*) from customers")[0] == 24_000
    assert default_demo.row("select count(*) from transactions")[0] >= 400_000
    assert 60 <= default_demo.row("select count(*) from products")[0] <= 80


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("customers", "customer_id"),
        ("customers", "customer_name"),
        ("products", "product_id"),
        ("transactions", "(order_id, line_no)"),
        ("customer_costs", "cost_id"),
        ("survey_responses", "(response_id, attribute)"),
        ("survey_weights", "attribute"),
        ("preferences", "(customer_id, preference_kind, preference)"),
        ("programme_members", "customer_id"),
        ("kano_answers", "(response_id, feature)"),
        ("price_list", "price_id"),
        ("price_list", "(product_id, valid_from)"),
        ("cases", "case_id"),
        ("improvements", "improvement_id"),
        ("solutions", "solution_id"),
        ("account_demand", "demand_id"),
        ("account_criteria", "criterion_id"),
        ("account_plans", "plan_id"),
        ("joint_value", "joint_id"),
        ("market_volume", "volume_id"),
        ("contacts", "contact_id"),
        ("payments", "payment_id"),
        ("requirements", "requirement_id"),
        ("interactions", "interaction_id"),
        ("employees", "employee_id"),
        ("service_audits", "(audit_id, item)"),
        ("trainings", "training_id"),
    ],
)
def test_keys_are_unique_and_known(demo, table, key):
    rows, keys, unknown = demo.row(
        f"select count(*), count(distinct {key}), count(*) filter ({key} is null) from {table}"
    )
    assert (keys, unknown) == (rows, 0)


@pytest.mark.parametrize(
    ("table", "column", "parent", "key"),
    [
        ("transactions", "customer_id", "customers", "customer_id"),
        ("transactions", "partner_id", "customers", "customer_id"),
        ("transactions", "product_id", "products", "product_id"),
        ("customer_costs", "customer_id", "customers", "customer_id"),
        ("price_list", "product_id", "products", "product_id"),
        ("survey_responses", "customer_id", "customers", "customer_id"),
        ("cases", "customer_id", "customers", "customer_id"),
        ("cases", "solution_id", "solutions", "solution_id"),
        ("account_demand", "customer_id", "customers", "customer_id"),
        ("account_plans", "customer_id", "customers", "customer_id"),
        ("contacts", "customer_id", "customers", "customer_id"),
        ("payments", "customer_id", "customers", "customer_id"),
        ("requirements", "customer_id", "customers", "customer_id"),
        ("customers", "referrer_id", "customers", "customer_id"),
        ("preferences", "customer_id", "customers", "customer_id"),
        ("programme_members", "customer_id", "customers", "customer_id"),
        ("kano_answers", "customer_id", "customers", "customer_id"),
        ("interactions", "customer_id", "customers", "customer_id"),
        ("interactions", "employee_id", "employees", "employee_id"),
        ("service_audits", "interaction_id", "interactions", "interaction_id"),
        ("trainings", "employee_id", "employees", "employee_id"),
    ],
)
def test_every_reference_is_met(demo, table, column, parent, key):
    query = f"select count(*) from {table} t anti join {parent} p on t.{column} = p.{key} where t.{column} is not null"
    assert demo.row(query) == (0,)


def test_a_smaller_company_has_about_the_lines_asked_for(tmp_path):
    made = generate(tmp_path, customers=500, lines=5_000)
    customers, lines = (
        duckdb.read_parquet(str(made[name])).count("*").fetchone()[0] for name in ("customers", "transactions")
    )
    assert customers == 500
    assert abs(lines - 5_000) <= 500


def test_equal_arguments_give_equal_bytes_and_other_seeds_do_not(tmp_path):
    first, again, other = (
        generate(tmp_path / name, customers=300, lines=3_000, seed=seed)["transactions"]
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )
    assert digest(first) == digest(again)
    assert digest(first) != digest(other)


@pytest.mark.parametrize(("customers", "lines"), [(99, 5_000), (500, 999)])
def test_too_small_a_company_is_refused(tmp_path, customers, lines):
    with pytest.raises(ValueError, match=f"customers={customers}, lines={lines}"):
        generate(tmp_path, customers=customers, lines=lines)


def test_more_service_brings_as_many_times_the_cases_and_contacts_of_the_same_orders(tmp_path):
    usual, busy = (
        {name: duckdb.read_parquet(str(path)).count("*").fetchone()[0] for name, path in made.items()}
        for made in (
            generate(tmp_path / str(times), customers=1_000, lines=15_000, service=times) for times in (1.0, 4.0)
        )
    )
    assert busy["transactions"] == usual["transactions"]
    assert 3 < busy["cases"] / usual["cases"] < 4.5
    assert 3 < busy["interactions"] / usual["interactions"] < 4.5

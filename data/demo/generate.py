"""Writes the sample company's tables as Parquet.

`python -m data.demo.generate` rewrites the files beside this script.
"""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from data.demo.accounts import draw_accounts
from data.demo.company import CONSUMER, DEALER, FOLDER, RETAILER, Company, company
from data.demo.complaint_tables import cases_table, improvements_table, solutions_table
from data.demo.complaints import draw_complaints, draw_solutions, draw_temperaments
from data.demo.costs import Costs, draw_costs
from data.demo.deals import Deals, draw_deals
from data.demo.dice import Ints
from data.demo.kano import kano_table
from data.demo.lines import Lines, draw_lines
from data.demo.losses import Losses, draw_losses
from data.demo.opinions import MORE, RATER, Opinions, draw_opinions, words
from data.demo.orders import Orders, draw_orders
from data.demo.people import UNKNOWN, People, draw_people
from data.demo.preferences import Preferences, draw_preferences, wish_words
from data.demo.programmes import programme_members_table
from data.demo.requirements import requirements_table
from data.demo.service import service_tables
from data.demo.surveys import QUESTIONS, Surveys, draw_surveys

DEFAULT_CUSTOMERS = 24_000
DEFAULT_LINES = 420_000
PROGRAMMES_STEP, KANO_STEP, SOLUTIONS_STEP, REQUIREMENTS_STEP = 30, 31, 32, 33
SERVICE_STEP = 25  # of the dice; each area that came later has a step of its own


def _words(codes: Ints, words: list[str]) -> pa.Array:
    """Codes as words; UNKNOWN becomes NULL."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16), mask=codes < 0), words)


def _numbers(codes: Ints) -> pa.Array:
    """Positions as numbers from 1; UNKNOWN becomes NULL."""
    return pa.array(codes.astype(np.int32) + 1, mask=codes == UNKNOWN)


def _dates(facts: Company, days: Ints, mask: np.ndarray | None = None) -> pa.Array:
    first = np.datetime64(facts.first_on, "D").astype(int)
    return pa.array((days + first).astype(np.int32), mask=mask).cast(pa.date32())


def _names(facts: Company, people: People) -> tuple[pa.Array, Ints, Ints]:
    """The word, the running number within role and its digits for every customer's made-up name."""
    words, count = facts["words"], len(people)
    offset = len(words["consumer_industry"])
    shops = words["retailer_industry"]
    word = np.where(people.is_organisation, len(shops) + 1, len(shops))
    word = np.where(people.role == RETAILER, people.industry - offset, word)
    word = np.where(people.role == DEALER, len(shops) + 2, word)
    number = np.zeros(count, dtype=np.int32)
    for role in (CONSUMER, RETAILER, DEALER):
        number[people.role == role] = np.arange(1, np.count_nonzero(people.role == role) + 1)
    # Digits grow with the company, so that lpad never cuts a number off.
    digits = np.maximum(np.array([5, 4, 3])[people.role], len(str(count)) - np.array([0, 1, 2])[people.role])
    every_word = [*shops, words["consumer_name"], words["organisation_name"], words["dealer_name"]]
    return _words(word, every_word), number, digits.astype(np.int32)


def _people_table(facts: Company, people: People, losses: Losses, temperament: Ints) -> pa.Table:
    words = facts["words"]
    name_word, name_no, name_digits = _names(facts, people)
    cities = [city for region in facts["region"] for city in region["cities"]]
    industries = [*words["consumer_industry"], *words["retailer_industry"], *words["dealer_industry"]]
    return pa.table(
        {
            "customer_no": _numbers(np.arange(len(people))),
            "name_word": name_word,
            "name_no": name_no,
            "name_digits": name_digits,
            "customer_kind": _words(people.is_organisation.astype(np.int8), words["customer_kind"]),
            "relation_role": _words(people.role, words["role"]),
            "gender": _words(people.gender, words["gender"]),
            "birth_date": pa.array(people.birth_day, mask=~people.has_birth).cast(pa.date32()),
            "occupation": _words(people.occupation, words["occupation"]),
            "industry": _words(people.industry, industries),
            "region": _words(people.region, [region["name"] for region in facts["region"]]),
            "city": _words(people.city, cities),
            "source": _words(people.source, words["source"]),
            "referrer_no": _numbers(people.referrer),
            "first_contact_on": _dates(facts, people.contact_day),
            "contracted_on": _dates(facts, people.first_day, people.is_potential),
            "member_level": _words(people.member_level, words["member_level"]),
            "temperament": _words(temperament, facts["complaints"]["temperaments"]),
            "lost_on": _dates(facts, losses.day, losses.day == UNKNOWN),
            "lost_reason": _words(losses.reason, list(facts["losses"]["reason"])),
        }
    )


def _lines_table(facts: Company, orders: Orders, lines: Lines) -> pa.Table:
    words, order = facts["words"], lines.order
    midnight = np.datetime64(facts.first_on, "s").astype(np.int64)
    return pa.table(
        {
            "order_no": lines.order_no,
            "line_no": lines.line_no,
            "customer_no": _numbers(orders.customer[order]),
            "order_at": pa.array(midnight + lines.minute.astype(np.int64) * 60).cast(pa.timestamp("s")),
            "product_id": _words(lines.product, [product.product_id for product in facts.products]),
            "quantity": lines.quantity,
            "price_cents": lines.price_cents,
            "discount_cents": lines.discount_cents,
            "cost_cents": lines.cost_cents,
            "kind": _words(lines.kind, words["kind"]),
            "channel": _words(orders.channel[order], words["channel"]),
            "ship_region": _words(lines.ship_region, [region["name"] for region in facts["region"]]),
            "partner_no": _numbers(orders.partner[order]),
            "store_no": _numbers(orders.store[order]),
            "promo_tool": _words(lines.promo, facts["promo"]["tools"]),
        }
    )


def _costs_table(facts: Company, costs: Costs) -> pa.Table:
    return pa.table(
        {
            "cost_no": _numbers(np.arange(len(costs.day))),
            "customer_no": _numbers(costs.customer),
            "incurred_on": _dates(facts, costs.day),
            "cost_kind": _words(costs.kind, facts["words"]["cost_kind"]),
            "cents": costs.cents,
        }
    )


def _asked(facts: Company, surveys: Surveys, rows: Ints) -> dict[str, pa.Array]:
    """Who was asked when and where, for some responses."""
    return {
        "response_no": _numbers(rows),
        "customer_no": _numbers(surveys.customer[rows]),
        "surveyed_on": _dates(facts, surveys.day[rows]),
        "channel": _words(surveys.channel[rows], facts["words"]["channel"]),
        "store_no": _numbers(surveys.store[rows]),
    }


def _surveys_table(facts: Company, surveys: Surveys, opinions: Opinions) -> pa.Table:
    """A row per response, then a row per answer of the questionnaire on service."""
    answered = zip((*QUESTIONS, *MORE), (*surveys.scores, *opinions.scores), strict=True)
    wide = pa.table(
        _asked(facts, surveys, np.arange(len(surveys.day)))
        | {name: pa.array(scores, mask=scores == UNKNOWN) for name, scores in answered}
        | {name: _words(getattr(opinions, name), words(facts, f"{name}s")) for name in ("reason", "comment")}
    )
    element, place = (each.ravel() for each in np.indices(opinions.met.shape))
    long = pa.table(
        _asked(facts, surveys, opinions.asked[place])
        | {
            "attribute": _words(element, list(RATER)),
            "score": opinions.met.ravel(),
            "expectation": opinions.expected.ravel(),
        }
    )
    return pa.concat_tables([wide.unify_dictionaries(), long.unify_dictionaries()], promote_options="default")


def _preferences_table(facts: Company, preferences: Preferences) -> pa.Table:
    kinds, words = zip(*wish_words(facts), strict=True)
    return pa.table(
        {
            "customer_no": _numbers(preferences.customer),
            "preference_kind": _words(preferences.word, list(kinds)),
            "preference": _words(preferences.word, list(words)),
            "is_special_need": preferences.is_special,
            "updated_on": _dates(facts, preferences.day),
        }
    )


def _weights_table(facts: Company) -> pa.Table:
    weights = facts["surveys"]["weight"]
    numbers = _numbers(np.arange(len(weights)))
    return pa.table({"weight_no": numbers, "attribute": list(weights), "weight": list(weights.values())})


def _deals_table(facts: Company, deals: Deals) -> pa.Table:
    return pa.table(
        {
            "deal_no": _numbers(np.arange(len(deals.product))),
            "product_id": _words(deals.product, [product.product_id for product in facts.products]),
            "valid_from": _dates(facts, deals.first_day),
            "valid_to": _dates(facts, deals.last_day),
            "list_cents": deals.list_cents,
            "deal_cents": deals.deal_cents,
            "fund_cents": deals.fund_cents,
        }
    )


def _write(folder: Path, name: str, source: tuple[str, pa.Table] | None = None) -> Path:
    """Runs the table's SQL file over its source; one thread keeps the order and so the bytes."""
    path = folder / f"{name}.parquet"
    with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
        params = {"catalogue": str(FOLDER / "catalogue.csv")} if source is None else None
        if source is not None:
            connection.register(*source)
        query = (FOLDER / f"{name}.sql").read_text("utf-8")
        connection.sql(query, params=params).write_parquet(str(path), compression="zstd", row_group_size=122_880)
    return path


def generate(
    folder: Path, *, customers: int = DEFAULT_CUSTOMERS, lines: int = DEFAULT_LINES, seed: int = 7, service: float = 1.0
) -> dict[str, Path]:
    """The sample company's tables, written to folder; equal arguments give equal bytes.

    Shape:  {table name: Parquet file} for every table of the schema.
    Units:  customers is exact; lines is met within a few percent (the dice decide); service is how many times as many
            cases and contacts as usual each order brings.
    Errors: ValueError for fewer than 100 customers or fewer lines than twice the customers.
    """
    if customers < 100 or lines < 2 * customers:
        raise ValueError(
            f"customers={customers}, lines={lines}: at least 100 customers and 2 lines for each are needed"
        )
    facts = company()
    folder.mkdir(parents=True, exist_ok=True)
    dice = [np.random.default_rng([seed, step]) for step in range(5)]
    people = draw_people(facts, dice[0], customers)
    orders = draw_orders(facts, people, dice[1], lines)
    order_lines = draw_lines(facts, orders, dice[2])
    costs = draw_costs(facts, people, orders, order_lines, dice[3], lines / DEFAULT_LINES)
    surveys = draw_surveys(facts, people, orders, dice[4])
    opinions = draw_opinions(facts, surveys, np.random.default_rng([seed, 24]))
    preferences = draw_preferences(facts, people, np.random.default_rng([seed, 21]))
    deals = draw_deals(facts, np.random.default_rng([seed, 22]))
    complaints = draw_complaints(facts, people, orders, surveys, np.random.default_rng([seed, 23]), service)
    later = np.random.default_rng([seed, SOLUTIONS_STEP])
    solutions, temperament = (
        draw_solutions(facts, complaints, later),
        draw_temperaments(facts, complaints, customers, later),
    )
    accounts = draw_accounts(facts, people, orders, order_lines, np.random.default_rng([seed, 20]))
    named = accounts["contacts"]["customer_id"].unique().to_pylist()  # accounts at which we know somebody
    needs = requirements_table(facts, named, np.random.default_rng([seed, REQUIREMENTS_STEP]))
    programmes = programme_members_table(facts, people, orders, np.random.default_rng([seed, PROGRAMMES_STEP]))
    kano = kano_table(facts, people, np.random.default_rng([seed, KANO_STEP]))
    losses = draw_losses(facts, people, np.random.default_rng([seed, 26]))
    contacts = service_tables(
        facts, orders, np.random.default_rng([seed, SERVICE_STEP]), service * lines / DEFAULT_LINES
    )
    return {
        "customers": _write(folder, "customers", ("people", _people_table(facts, people, losses, temperament))),
        "products": _write(folder, "products"),
        "transactions": _write(folder, "transactions", ("lines", _lines_table(facts, orders, order_lines))),
        "customer_costs": _write(folder, "customer_costs", ("costs", _costs_table(facts, costs))),
        "survey_responses": _write(folder, "survey_responses", ("surveys", _surveys_table(facts, surveys, opinions))),
        "survey_weights": _write(folder, "survey_weights", ("weights", _weights_table(facts))),
        "preferences": _write(folder, "preferences", ("preferences", _preferences_table(facts, preferences))),
        "price_list": _write(folder, "price_list", ("deals", _deals_table(facts, deals))),
        "programme_members": _write(folder, "programme_members", ("drawn", programmes)),
        "kano_answers": _write(folder, "kano_answers", ("drawn", kano)),
        "cases": _write(folder, "cases", ("cases", cases_table(facts, complaints, solutions))),
        "solutions": _write(folder, "solutions", ("drawn", solutions_table(facts))),
        "improvements": _write(folder, "improvements", ("improvements", improvements_table(facts))),
        "requirements": _write(folder, "requirements", ("drawn", needs)),
        **{name: _write(folder, name, ("drawn", drawn)) for name, drawn in accounts.items()},
        **{name: _write(folder, name, (name, table)) for name, table in contacts.items()},
    }


if __name__ == "__main__":
    generate(FOLDER)

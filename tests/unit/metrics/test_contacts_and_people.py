"""Contacts and people against a second computation in plain Python on random data, and what must not go wrong."""

import csv
from datetime import date, timedelta
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.metrics.words import answer_words
from crm_core.selection import Selection
from tests.sql.case import differences
from tests.sql.given import GivenCompanies
from tests.unit.metrics import contacts_again as again
from tests.unit.metrics import touchpoints_again

FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
EMPLOYEES = [{"employee_id": f"E{n}", "department": ("first", "second", None)[n % 3]} for n in range(8)]
COURSES = [("E0", "listening", date(2024, 3, 4)), ("E1", "listening", date(2024, 3, 4)),
           ("E2", "listening", date(2024, 4, 8)), ("E3", "system", date(2024, 3, 11))]  # fmt: skip


def random_contacts(seed, count=600):
    """Contacts of four weeks' opening hours with everything that may be missing missing somewhere."""
    dice = np.random.default_rng(seed)

    def one_of(*values):
        return [values[n] for n in dice.integers(0, len(values), count)]

    starts = pd.Timestamp(FIRST) + pd.to_timedelta(dice.integers(0, 181 * 86_400, count), unit="s")
    rows = pd.DataFrame({
        "interaction_id": [f"i{n:04d}" for n in range(count)],
        "customer_id": [f"c{n}" if n else None for n in dice.integers(0, 60, count)],
        "employee_id": [f"E{n}" if n < 8 else None for n in dice.integers(0, 9, count)],
        "started_at": starts.strftime("%Y-%m-%d %H:%M:%S"),
        "channel": one_of("phone", "电话", "chat", "pigeon", None),
        "touchpoint": one_of("hotline", "counter", "app"),
        "direction": one_of("in", "呼入", "out", None),
        "purpose": one_of("enquiry", "complaint", "回访", None),
        "phase": one_of("before", "售后", "during", None),
        "answered": one_of("true", "true", "true", "false", None),
        "wait_seconds": one_of("0", "15", "15", "40", "300", "-2", None),
        "duration_s": one_of("30", "60", "61", "400", "-9", None),
        "transfers": one_of("0", "0", "1", "3", None),
        "handled_by": one_of("human", "bot", None),
        "survey_score": one_of("1", "2", "4", "5", "5", None),
        "preference_used": one_of("true", "false", "false", None),
        "outcome": one_of("solved", "to be followed up", None),
    })  # fmt: skip
    return rows.astype(object).where(rows.notna(), None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("desk"))
    rows = random_contacts(3)
    orders = [(f"c{n % 59 + 1}", FIRST + timedelta(n)) for n in range(182)]
    lines = pd.DataFrame([{"order_id": str(n), "customer_id": who, "order_at": str(day), "amount": "1"}
                          for n, (who, day) in enumerate(orders)])  # fmt: skip
    customers = pd.DataFrame({"customer_id": [f"c{n}" for n in range(1, 60)],
                              "relation_role": [("consumer", "retailer", None)[n % 3] for n in range(59)]})  # fmt: skip
    trained = pd.DataFrame([{"training_id": f"t{n}", "employee_id": who, "course": course, "trained_on": str(on)}
                            for n, (who, course, on) in enumerate(COURSES)])  # fmt: skip
    reader = made.add({
        "transactions": lines, "customers": customers, "interactions": rows, "trainings": trained,
        "employees": pd.DataFrame(EMPLOYEES).astype(object),
    })  # fmt: skip
    pairs = zip(customers["customer_id"], customers["relation_role"], strict=True)
    roles = {who: again.known(role) for who, role in pairs}
    yield reader, again.contacts(rows.to_dict("records"), EMPLOYEES), orders, roles


def as_expected(metric, found):
    """The second computation's rows as the table of a case: text in the metric's columns."""
    names = [column.name for column in metrics()[metric].columns]
    text = StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows({name: "" if row[name] is None else row[name] for name in names} for row in found)
    text.seek(0)
    return pd.read_csv(text, dtype=str, keep_default_na=False, na_values=[""]).astype(object)


SECOND = {
    "contact.kpis": lambda found, orders, roles: again.kpis(found),
    "contact.load": lambda found, orders, roles: again.load(found),
    "contact.phases": lambda found, orders, roles: again.phases(found),
    "contact.touchpoints": lambda found, orders, roles: touchpoints_again.touchpoints(found),
    "contact.lengths": lambda found, orders, roles: touchpoints_again.lengths(found),
    "contact.volume": lambda found, orders, roles: touchpoints_again.volume(found),
    "contact.promises": lambda found, orders, roles: again.promises(found),
    "contact.consistency": lambda found, orders, roles: again.consistency(found),
    "contact.return_visits": lambda found, orders, roles: again.return_visits(found, orders, roles, LAST),
    "people.satisfaction": lambda found, orders, roles: again.satisfaction(found),
    "people.training": lambda found, orders, roles: again.training(found, COURSES),
    "people.kpis": lambda found, orders, roles: again.people(
        found, EMPLOYEES, [], COURSES, FIRST, LAST, {who for who, _ in orders}
    ),
}


@pytest.mark.parametrize("metric", SECOND)
def test_a_second_computation_gives_the_same(desk, metric):
    reader, found, orders, roles = desk
    expected = as_expected(metric, SECOND[metric](found, orders, roles))
    assert differences(answer(reader, metric, Selection(period="all")).rows, expected) == []


@pytest.mark.parametrize("measure", ["recognised", "answered", "solved", "direct", "contained", "preferred", "noted"])
def test_what_touchpoints_met_a_second_time(desk, measure):
    expected = as_expected("contact.touchpoints", touchpoints_again.touchpoints(desk[1], measure))
    found = answer(desk[0], "contact.touchpoints", Selection(period="all"), (("measure", measure),))
    assert differences(found.rows, expected) == []


@pytest.mark.parametrize("measure", ["wait", "handle"])
def test_how_long_touchpoints_take_a_second_time(desk, measure):
    expected = as_expected("contact.lengths", touchpoints_again.lengths(desk[1], measure))
    found = answer(desk[0], "contact.lengths", Selection(period="all"), (("measure", measure),))
    assert differences(found.rows, expected) == []


@pytest.mark.parametrize("metric", ["contact.touchpoints", "contact.lengths", "contact.volume"])
def test_channels_in_the_place_of_touchpoints_a_second_time(desk, metric):
    found = [each | {"touchpoint": each["channel"]} for each in desk[1]]
    expected = as_expected(metric, SECOND[metric](found, desk[2], desk[3]))
    told = answer(desk[0], metric, Selection(period="all"), (("place", "channel"),))
    assert differences(told.rows, expected) == []
    words = answer_words(desk[0], told, "zh")
    assert (words("touchpoint", "touchpoint"), words("touchpoint", "phone")) == ("渠道", "电话")


@pytest.mark.parametrize(
    ("measure", "whole", "met"),
    [
        ("recognised", "inbound_contacts", "recognised_contacts"),
        ("answered", "answer_known", "answered_contacts"),
        ("solved", "judged_contacts", "solved_contacts"),
        ("contained", "bot_contacts", "contained_contacts"),
    ],
)
def test_touchpoints_add_up_to_the_headline(desk, measure, whole, met):
    headline = answer(desk[0], "contact.kpis", Selection(period="all")).rows.iloc[0]
    rows = answer(desk[0], "contact.touchpoints", Selection(period="all"), (("measure", measure),)).rows
    assert (rows["measured_contacts"].sum(), rows["met_contacts"].sum()) == (headline[whole], headline[met])


def test_groups_add_up_to_all_contacts(desk):
    reader = desk[0]
    whole = answer(reader, "contact.kpis", Selection(period="all")).rows.iloc[0]
    phases = answer(reader, "contact.phases", Selection(period="all")).rows
    load = answer(reader, "contact.load", Selection(period="all")).rows
    assert phases["contacts"].sum() == whole["contacts"]
    assert load["inbound_contacts"].sum() == whole["inbound_contacts"]
    assert load["unanswered_contacts"].sum() == whole["answer_known"] - whole["answered_contacts"]
    for by in ("employee", "department"):
        served = answer(reader, "people.satisfaction", Selection(period="all"), (("by", by),)).rows
        assert served["scored_contacts"].sum() == whole["scored_contacts"]


def test_adjusted_scores_of_all_make_the_mean_of_all_again(desk):
    served = answer(desk[0], "people.satisfaction", Selection(period="all")).rows.dropna(subset="served_by")
    n, whole = served["scored_contacts"], served["contact_score"] * served["scored_contacts"]
    assert (served["adjusted_score"] * n).sum() == pytest.approx(whole.sum())


def test_the_unanswered_are_as_many_as_their_list(desk):
    row = answer(desk[0], "contact.kpis", Selection(period="all")).rows.iloc[0]
    listed = members(desk[0], "contact.kpis", Selection(period="all"), cell=(("is_unanswered", "true"),))
    assert len(listed) == row["unanswered_customers"] > 0


def test_values_that_cannot_be_are_unknown_and_counted(desk):
    problems = answer(desk[0], "quality.value_problems", Selection()).rows.set_index("problem")["problem_count"]
    rows = random_contacts(3)
    assert problems["wait_below_zero"] == (rows["wait_seconds"] == "-2").sum()
    assert problems["ended_before_start"] == (rows["duration_s"] == "-9").sum()
    assert desk[0].query("select min(wait_seconds), min(handle_seconds) from mart.interactions").fetchone() == (0, 30)


def test_an_unknown_channel_stays_as_it_came(desk):
    found = answer(desk[0], "contact.consistency", Selection(period="all"), (("by", "channel"),)).rows
    assert {"phone", "online_chat", "pigeon"} <= set(found["value"].dropna())


def test_no_name_or_telephone_of_an_employee_is_served(tmp_path):
    made = GivenCompanies(tmp_path)
    rows = random_contacts(4, 3).assign(employee_id=["Zhang", "13900000000", "E7"], survey_score="4")
    lines = pd.DataFrame([{"order_id": "1", "customer_id": "a", "order_at": str(day), "amount": "1"}
                          for day in (FIRST, LAST)]).assign(order_id=["1", "2"])  # fmt: skip
    reader = made.add({"transactions": lines, "interactions": rows})
    found = answer(reader, "people.satisfaction", Selection(period="all")).rows
    assert set(found["served_by"]) == {"#1", "#3", "E7"}


@pytest.mark.parametrize(("trainings", "told"), [(None, [None, None]), (COURSES[:1], [1, 0.125])])
def test_who_was_trained_is_unknown_where_no_file_tells(tmp_path, trainings, told):
    given = {
        "transactions": pd.DataFrame(
            [{"order_id": str(on), "order_at": str(on), "amount": "1"} for on in (FIRST, LAST)]
        ),
        "interactions": random_contacts(5, 20),
        "employees": pd.DataFrame(EMPLOYEES).astype(object),
    }
    if trainings:
        names = ("training_id", "employee_id", "course", "trained_on")
        given["trainings"] = pd.DataFrame([("t1", *map(str, row)) for row in trainings], columns=names)
    found = answer(GivenCompanies(tmp_path).add(given), "people.kpis", Selection(period="all")).rows.iloc[0]
    trained = found[["trained_employees", "trained_rate"]]
    assert [None if pd.isna(each) else each for each in trained] == told


@pytest.mark.parametrize("begun_by", ["by_us", "either"])
def test_who_was_reached_by_the_year_first_seen_a_second_time(tmp_path, begun_by):
    dice = np.random.default_rng(9)
    orders = pd.DataFrame({
        "order_id": range(300), "customer_id": [f"c{n}" for n in dice.integers(0, 120, 300)], "amount": 1,
        "order_at": pd.Timestamp("2021-01-01") + pd.to_timedelta(dice.integers(0, 1277, 300), unit="D"),
    })  # fmt: skip
    rows = random_contacts(11)
    reader = GivenCompanies(tmp_path).add({"transactions": orders.astype(str), "interactions": rows})
    first, last = date(2024, 2, 1), date(2024, 6, 30)
    asked = Selection(period="custom", custom=(first, last), as_of=last)
    found = answer(reader, "contact.base_use", asked, (("begun_by", begun_by),)).rows
    years = orders.groupby("customer_id")["order_at"].min().dt.year.astype(str)
    reached = {
        each["customer"] for each in again.contacts(rows.to_dict("records"), EMPLOYEES)
        if first <= each["at"].date() <= last and each["answered"] is not False
        and (begun_by == "either" or each["direction"] == "out")
    }  # fmt: skip
    # Whoever only ever was in contact has no date of its own.
    others = {f"c{n}" for n in range(1, 60)} & set(rows["customer_id"]) - set(years.index)
    expected = {year: (len(own), len(reached & set(own.index))) for year, own in years.groupby(years)}
    expected |= {None: (len(others), len(reached & others))} if others else {}
    told = zip(found["seen_year"], found["customers"], found["contacted_customers"], strict=True)
    assert {None if pd.isna(year) else year: (n, of_them) for year, n, of_them in told} == expected
    assert len(expected) == 5 and 0.3 < found["contacted_share"].median() < 1

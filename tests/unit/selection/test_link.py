"""A selection in a link and back again; whatever else a link holds falls back with a complaint."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.selection import COMPARES, RULES, Selection, compared_segment
from crm_core.selection.link import MOST_FILTER_VALUES, query_of, selection_of
from crm_core.selection.period import PERIODS

DIMENSIONS = ("transactions.channel", "customers.region", "transactions.extra_1")
SEGMENTS = (1, 2, 77)
DEFAULT = Selection(period="last_12_months", compare="last_year")
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
VALUES = st.lists(st.text(max_size=12), min_size=1, max_size=5, unique=True).map(tuple)


@st.composite
def selections(draw):
    period = draw(st.sampled_from(PERIODS))
    names = draw(st.lists(st.sampled_from(DIMENSIONS), unique=True))
    return Selection(
        period=period,
        custom=tuple(sorted(draw(st.tuples(DAYS, DAYS)))) if period == "custom" else None,
        compare=draw(st.sampled_from([*COMPARES, *(f"s{number}" for number in SEGMENTS)])),
        filters=tuple((name, draw(VALUES)) for name in names),
        rule=draw(st.sampled_from(RULES)),
        as_of=draw(st.none() | DAYS),
        version=draw(st.none() | st.integers(1, 10**6)),
        segments=draw(st.lists(st.sampled_from(SEGMENTS), unique=True, max_size=3).map(tuple)),
    )


@given(selection=selections(), default=selections())
def test_round_trip(selection, default):
    found, complaints = selection_of(query_of(selection, default), default, DIMENSIONS, SEGMENTS)
    assert complaints == []
    assert found == selection


@given(selection=selections())
def test_the_default_needs_no_link(selection):
    assert not {"p", "c", "r"} & set(query_of(selection, selection))
    assert selection_of({}, DEFAULT, DIMENSIONS) == (DEFAULT, [])


KEYS = st.sampled_from(["p", "c", "r", "v", "asof", "from", "to", "f", "s", "lang", "x"])


@given(query=st.dictionaries(KEYS, st.lists(st.text(max_size=40), max_size=4)))
def test_any_link_gives_a_usable_selection(query):
    found, _ = selection_of(query, DEFAULT, DIMENSIONS, SEGMENTS)
    assert set(found.segments) <= set(SEGMENTS)
    assert found.period in PERIODS and found.rule in RULES
    assert found.compare in COMPARES or compared_segment(found.compare) in SEGMENTS
    assert found.period != "custom" or (found.custom is not None and found.custom[0] <= found.custom[1])
    assert {dimension for dimension, _ in found.filters} <= set(DIMENSIONS)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"p": ["last_century"]}, ("p", "last_century")),
        ({"c": [""]}, ("c", "")),
        ({"c": ["s3"]}, ("c", "s3")),
        ({"c": ["s１"]}, ("c", "s１")),
        ({"r": ["net;drop table"]}, ("r", "net;drop table")),
        ({"v": ["-1"]}, ("v", "-1")),
        ({"s": ["3"]}, ("s", "3")),
        ({"s": ["1 or 1=1"]}, ("s", "1 or 1=1")),
        ({"v": ["9" * 40]}, ("v", "9" * 40)),
        ({"v": ["１２"]}, ("v", "１２")),
        ({"v": ["1e3"]}, ("v", "1e3")),
        ({"asof": ["2024-02-30"]}, ("asof", "2024-02-30")),
        ({"asof": ["9999-12-31"]}, ("asof", "9999-12-31")),
        ({"asof": ["2024-01-01\x00"]}, ("asof", "2024-01-01\x00")),
        ({"f": ["customers.phone:138"]}, ("f", "customers.phone:138")),
        ({"f": ["transactions.channel"]}, ("f", "transactions.channel")),
        ({"f": ["x" * 600_000]}, ("f", "x" * 600_000)),
        ({"asof": ["2" * 600_000]}, ("asof", "2" * 600_000)),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_was_not_understood_is_said(query, complaint):
    assert selection_of(query, DEFAULT, DIMENSIONS) == (DEFAULT, [complaint])


def test_reversed_days_are_turned_round():
    query = {"p": ["custom"], "from": ["2024-05-01"], "to": ["2024-04-01"]}
    found, complaints = selection_of(query, DEFAULT, DIMENSIONS)
    assert (found.custom, complaints) == ((date(2024, 4, 1), date(2024, 5, 1)), [])


@pytest.mark.parametrize("given_days", [{}, {"from": ["2024-05-01"]}, {"from": ["soon"], "to": ["2024-05-01"]}])
def test_a_custom_period_without_both_days_falls_back_and_says_so(given_days):
    found, complaints = selection_of({"p": ["custom"]} | given_days, DEFAULT, DIMENSIONS)
    assert (found.period, found.custom) == (DEFAULT.period, DEFAULT.custom)
    assert [key for key, _ in complaints] == ["from"]


def test_a_value_keeps_its_colons_and_repeats_count_once():
    query = {"f": ["customers.region:a:b", "customers.region:a:b", "customers.region:"]}
    found, complaints = selection_of(query, DEFAULT, DIMENSIONS)
    assert (found.filters, complaints) == ((("customers.region", ("a:b", "")),), [])


def test_more_values_than_anybody_chooses_are_cut_and_said():
    query = {"f": [f"customers.region:{number}" for number in range(1001)]}
    found, complaints = selection_of(query, DEFAULT, DIMENSIONS)
    assert len(found.filters[0][1]) == MOST_FILTER_VALUES
    assert complaints == [("f", f"1001 > {MOST_FILTER_VALUES}")]

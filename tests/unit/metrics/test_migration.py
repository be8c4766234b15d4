"""Who moved from group to group: both sides are the groups' own answers, and a second computation agrees."""

from datetime import date, timedelta

import pandas as pd
import pytest

from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import Selection
from crm_core.selection.period import months_later
from tests.sql.given import GivenCompanies
from tests.unit.metrics import second

TOGETHER = ("value.movers", "value.migration", "value.migration_money")
YEAR = Selection(period="last_12_months", compare="last_year")
FILTERED = Selection(
    period="this_quarter", compare="previous", rule="net", filters=(("customers.relation_role", ("retailer",)),)
)
OWN = {"tier": ("value.tiers", "tier"), "segment": ("value.rfm_segments", "segment")}
ORDER = ("vip", "major", "ordinary", "small", "absent")


def asked(reader, metric_id, selection, **params):
    return answer(reader, metric_id, selection, tuple(sorted(params.items())))


def summed(rows, group, columns):
    found = rows.groupby(group)[columns].sum().astype(float)
    return found.drop(index="absent")


def side(reader, by, selection, days, as_of):
    """The groups' own answer on some days: customers and revenue per group."""
    metric_id, column = OWN[by]
    of_days = Selection("custom", days, "none", selection.filters, selection.rule, as_of)
    return answer(reader, metric_id, of_days).rows.set_index(column)[["customers", "revenue"]].astype(float)


@pytest.mark.parametrize("by", OWN)
@pytest.mark.parametrize("since", ["quarter_ago", "year_ago", "comparison"])
@pytest.mark.parametrize("selection", [YEAR, FILTERED])
def test_rows_and_columns_sum_to_the_groups_of_both_dates(sample_reader, selection, since, by):
    found = asked(sample_reader, "value.migration", selection, by=by, since=since)
    first, last = found.period
    as_of = found.compare_period[1] + (found.as_of - last)
    then = side(sample_reader, by, selection, found.compare_period, as_of)
    now = side(sample_reader, by, selection, (first, last), found.as_of)
    rows = found.rows
    left = summed(rows, "group_before", ["customers", "revenue_before"]).set_axis(["customers", "revenue"], axis=1)
    right = summed(rows, "group_now", ["customers", "revenue"])
    for told, own in ((left, then), (right, now)):
        pd.testing.assert_frame_equal(told.loc[own.index], own, check_names=False, atol=1e-6)


@pytest.mark.parametrize("by", ["tier", "key", "segment"])
def test_the_three_answers_tell_of_the_same_customers_and_money(sample_reader, by):
    found = [asked(sample_reader, metric_id, YEAR, by=by) for metric_id in TOGETHER]
    columns = ["customers", "revenue_before", "revenue", "change"]
    totals = [each.rows[columns].sum().astype(float).round(4).to_dict() for each in found]
    assert totals[0] == totals[1] == totals[2]
    assert {each.n for each in found} == {int(totals[0]["customers"])}
    assert totals[0]["change"] == pytest.approx(totals[0]["revenue"] - totals[0]["revenue_before"], abs=1e-3)


@pytest.mark.parametrize("metric_id", TOGETHER)
def test_the_list_behind_a_cell_is_as_long_as_the_cell_says_and_brings_its_money(sample_reader, metric_id):
    found = asked(sample_reader, metric_id, YEAR)
    names = metric_of(metric_id).chart[1:3]
    for row in found.rows.to_dict("records"):
        listed = members(sample_reader, metric_id, YEAR, (), tuple((name, row[name]) for name in names))
        assert len(listed) == row["customers"]
        assert listed["customer_key"].is_unique
        assert float(listed["change"].sum()) == pytest.approx(float(row["change"]), abs=1e-6)


def test_a_quarter_ago_is_the_same_kind_of_days_as_seen_three_months_before(sample_reader):
    for selection in (YEAR, Selection()):  # nobody leaves all days: in their place stands the last year
        found = asked(sample_reader, "value.movers", selection)
        last = found.compare_period[1]
        assert (found.as_of - last).days in range(89, 93)
        assert found.compare_period[0] == date(last.year - 1, last.month, last.day + 1)
        assert found.period == (date(found.as_of.year - 1, found.as_of.month, found.as_of.day + 1), found.as_of)


@pytest.mark.parametrize("rule", ["sales", "net"])
def test_a_second_computation_finds_the_same_moves(company, rule):
    lines, reader = company
    days = (date(2024, 3, 1), date(2024, 3, 31))
    before = (date(2024, 1, 30), date(2024, 2, 29))
    values = [
        second.customer_values(lines, rule, (pd.Timestamp(first), pd.Timestamp(last))) for first, last in (before, days)
    ]
    cuts = ("0.1", "0.3", "0.6")
    graded = [second.tiers(each["revenue"], cuts) for each in values]
    everyone = sorted(set(graded[0].index) | set(graded[1].index))
    frame = pd.DataFrame({"then": graded[0].reindex(everyone), "now": graded[1].reindex(everyone)}).fillna("absent")
    selection = Selection(period="custom", custom=days, compare="previous", rule=rule, as_of=days[1])
    params = (("cuts", ",".join(cuts)), ("since", "comparison"))
    listed = members(reader, "value.movers", selection, params).set_index("customer_id")
    assert listed["group_before"].to_dict() == frame["then"].to_dict()
    assert listed["group_now"].to_dict() == frame["now"].to_dict()
    assert listed["way"].to_dict() == {each: _way(*frame.loc[each]) for each in everyone}


def _way(then, now):
    if then == "absent":
        return "came"
    if now == "absent":
        return "left"
    moved = ORDER.index(then) - ORDER.index(now)
    return "rose" if moved > 0 else "fell" if moved < 0 else "stayed"


def test_parameters_of_another_card_are_read_from_its_header():
    shared = {param.name: param for param in metric_of("value.migration").params}
    assert {name: param.owner for name, param in shared.items()} == {
        "by": "value.movers", "since": "value.movers", "cuts": "value.tiers",
    }  # fmt: skip
    own = {param.name: param for param in metric_of("value.movers").params}
    assert shared["since"].choices == own["since"].choices and own["since"].owner == ""


@pytest.mark.parametrize(("since", "months"), [("quarter_ago", 3), ("year_ago", 12)])
def test_all_days_are_looked_at_in_two_spans_of_one_length_so_that_somebody_can_leave(sample_reader, since, months):
    found = asked(sample_reader, "value.movers", Selection(), since=since)
    (first, last), (first_then, last_then) = found.period, found.compare_period
    assert last == sample_reader.last_on
    assert first_then >= sample_reader.first_on
    assert [months_later(day, -months) for day in (first, last)] == [first_then, last_then]
    assert last - first <= timedelta(days=365)
    assert found.rows.set_index("way")["customers"]["left"].sum() > 0
    assert "equal_spans" in found.notes
    custom = asked(sample_reader, "value.movers", Selection("custom", found.period), since=since)
    pd.testing.assert_frame_equal(custom.rows, found.rows)
    assert (custom.left_out, custom.notes) == (found.left_out, ())


def test_data_shorter_than_the_time_between_are_told_apart_from_all_days(tmp_path_factory):
    lines = pd.DataFrame(
        {"order_id": ["1", "2"], "customer_id": ["a", "a"], "order_at": ["2024-01-01", "2024-03-01"], "amount": "10"}
    )
    reader = GivenCompanies(tmp_path_factory.mktemp("short")).add({"transactions": lines.astype(object)})
    with pytest.raises(Refused) as refused:
        asked(reader, "value.movers", Selection(), since="quarter_ago")
    assert refused.value.code == "needs_earlier_days"

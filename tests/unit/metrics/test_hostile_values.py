"""Whatever a link holds reaches SQL only as a bound value: an answer without rows, or a sentence."""

from datetime import date

import pytest

from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import Selection

HOSTILE = ("'; drop table mart.orders; --", "\x00", "a\x00b", "{column}", "$from", "=1+1", "\u202e", "x" * 600_000, "…")


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("dimension", ["transactions.channel", "customers.region", "products.is_functional"])
def test_a_filter_value_that_nobody_has_finds_nobody(sample_reader, dimension, value):
    row = answer(sample_reader, "overview.kpis", Selection(filters=((dimension, (value,)),))).rows.iloc[0]
    assert (row["orders"], row["revenue"]) == (0, 0)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_that_does_not_exist_has_no_members(sample_reader, value):
    assert members(sample_reader, "value.tiers", Selection(), cell=(("tier", value),)).empty


@pytest.mark.parametrize("name", ["customer_key", "tier; drop", "", "revenue", "__class__"])
def test_an_unknown_cell_column_is_refused(sample_reader, name):
    with pytest.raises(Refused) as refused:
        members(sample_reader, "value.tiers", Selection(), cell=((name, "vip"),))
    assert refused.value.code == "unknown_cell"
    assert all(refused.value.sentence(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize("dimension", ["customers.phone", "customers.address", "x", "", 'region"; select 1'])
def test_a_personal_or_unknown_column_is_no_dimension(sample_reader, dimension):
    for asked in ((Selection(filters=((dimension, ("a",)),)), ()), (Selection(), (("dimension", dimension),))):
        with pytest.raises(Refused) as refused:
            answer(sample_reader, "overview.revenue_by_dimension", *asked)
        assert refused.value.code == "unknown_dimension"


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31)])
@pytest.mark.parametrize("period", ["last_30_days", "this_year", "last_12_months", "all"])
def test_an_as_of_day_far_outside_the_data_is_no_error(sample_reader, period, day):
    for metric_id in ("overview.kpis", "overview.revenue_by_period", "value.pareto", "value.rfm_segments"):
        found = answer(sample_reader, metric_id, Selection(period=period, as_of=day, compare="last_year"))
        assert found.as_of == day


NOT_RISING = ["", "0,0.5,0.6", "0.1,0.1,0.2", "0.5,0.6,1", "nan,0.2,0.3", "1e-1,0.2,0.3", "0.1,0.2", "1,2,3"]


@pytest.mark.parametrize("cuts", NOT_RISING)
def test_cuts_that_do_not_rise_between_0_and_1_are_refused(cuts):
    with pytest.raises(Refused) as refused:
        metric_of("value.tiers").param_values({"cuts": cuts})
    assert refused.value.code == "bad_param"


@pytest.mark.parametrize("cuts", ["0.01,0.05,0.2", ".1, .2, .999", "0.3,0.6,0.9"])
def test_cuts_that_rise_are_taken(cuts):
    assert metric_of("value.tiers").param_values({"cuts": cuts})["cuts"] == tuple(map(float, cuts.split(",")))

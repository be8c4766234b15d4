"""What must hold between answers, whatever the data and the selection."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from crm_core.metrics.registry import as_text, metrics
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection, scope_of
from crm_core.selection.period import months_later

SELECTIONS = {
    "everything": Selection(),
    "filtered": Selection(
        period="last_12_months",
        filters=(("transactions.channel", ("online", "store")), ("customers.region", ("华东", ""))),
    ),
    "net": Selection(period="this_year", rule="net", filters=(("customers.relation_role", ("retailer",)),)),
}
# Where a row's customers are not one list: the row repeats the total, counts lines, or sets two lists side by side.
WITHOUT_ROW_COUNT = (
    "complaints.kpis", "contact.kpis", "loyalty.kpis", "next.list_kpis", "next.list_spend", "overview.kpis",
    "overview.line_kinds", "people.kpis", "prediction.kpis", "quality.kpis", "satisfaction.kpis", "stake.kpis",
    "value.pareto",
)  # fmt: skip
# They need a comparison, other customers or earlier sales, and have cases and identities of their own.
OF_CHANGE = {
    name
    for name, metric in metrics().items()
    if metric.is_of_change or metric.against or ("earlier_sales", "") in metric.requires
}
# They are about days to come, which have none to be compared with.
FORECASTS = {name for name, metric in metrics().items() if metric.is_forecast}
COUNTED = sorted(set(metrics()) - set(WITHOUT_ROW_COUNT) - OF_CHANGE)
DIMENSIONS = ("transactions.channel", "transactions.product_name", "customers.region", "products.category")
SCORED = ("value.rfm_segments", "value.rfm_scores", "value.rfm_matrix")


@pytest.fixture(params=SELECTIONS)
def selection(request):
    return SELECTIONS[request.param]


def total(reader, metric_id, selection, column):
    return answer(reader, metric_id, selection).rows[column].sum()


def cells(frame, names):
    """Every row's cell as text."""
    return [tuple(as_text(value) for value in row) for row in frame[list(names)].itertuples(index=False)]


def naming(metric_id):
    """The columns of the answer that name a cell and that the members carry too."""
    named = metrics()[metric_id].cell_columns
    return tuple(name for name in named if name in {c.name for c in metrics()[metric_id].columns})


@pytest.mark.parametrize("metric_id", COUNTED)
def test_members_grouped_by_cell_are_the_answer(sample_reader, selection, metric_id):
    names = [name for name in naming(metric_id) if name != "is_unfinished"]
    rows = answer(sample_reader, metric_id, selection).rows
    listed = members(sample_reader, metric_id, selection)
    counted = listed.assign(cell=cells(listed, names)).groupby("cell")["customer_key"].nunique().to_dict()
    assert counted == {
        cell: count for cell, count in zip(cells(rows, names), rows["customers"].fillna(0), strict=True) if count > 0
    }


@pytest.mark.parametrize("metric_id", COUNTED)
def test_list_behind_a_cell_is_as_long_as_the_cell_says(sample_reader, selection, metric_id):
    names = [name for name in naming(metric_id) if name != "is_unfinished"]
    rows = answer(sample_reader, metric_id, selection).rows
    if rows.empty:
        assert members(sample_reader, metric_id, selection).empty
        return
    for place in (0, len(rows) // 2, len(rows) - 1):
        cell = tuple(zip(names, cells(rows.iloc[[place]], names)[0], strict=True))
        listed = members(sample_reader, metric_id, selection, cell=cell)
        assert len(listed) == rows["customers"].fillna(0).iloc[place], cell
        assert listed["customer_key"].is_unique


def test_lists_behind_the_key_figures(sample_reader, selection):
    row = answer(sample_reader, "overview.kpis", selection).rows.iloc[0]
    lengths = {
        part: len(members(sample_reader, "overview.kpis", selection, cell=((part, "true"),)))
        for part in metrics()["overview.kpis"].parts
    }
    assert lengths["is_active"] == row["active_customers"]
    assert lengths["is_new"] == row["new_customers"]
    assert lengths["is_repeat"] / lengths["is_active"] == pytest.approx(row["repeat_rate"], abs=1e-12)
    assert len(members(sample_reader, "overview.kpis", selection)) == row["customers"]


def test_bands_of_the_curve_hold_all_customers(sample_reader, selection):
    rows = answer(sample_reader, "value.pareto", selection).rows
    listed = members(sample_reader, "value.pareto", selection)
    count = int(rows["customers"].iloc[0])
    assert len(listed) == count
    sizes = listed["band"].value_counts()
    for band, share in (("top_1", 0.01), ("top_5", 0.04), ("top_10", 0.05), ("top_20", 0.1)):
        assert abs(sizes[band] - share * count) <= 1
    assert len(rows) <= 200
    assert rows["customer_share"].is_monotonic_increasing
    assert rows["customer_share"].iloc[-1] == rows["value_share"].iloc[-1] == 1


def test_tiers_and_classes_hold_the_same_customers_and_revenue(sample_reader, selection):
    listed = members(sample_reader, "overview.kpis", selection)
    buyers = listed[listed["revenue"].notna()]
    for metric_id in ("value.tiers", "value.abc"):
        assert total(sample_reader, metric_id, selection, "customers") == len(buyers)
        assert total(sample_reader, metric_id, selection, "revenue") == pytest.approx(buyers["revenue"].sum(), abs=1e-6)


def test_the_rfm_answers_hold_the_same_buyers(sample_reader, selection):
    active = answer(sample_reader, "overview.kpis", selection).rows["active_customers"].iloc[0]
    revenues = [total(sample_reader, metric_id, selection, "revenue") for metric_id in SCORED]
    assert [total(sample_reader, metric_id, selection, "customers") for metric_id in SCORED] == [active] * 3
    assert revenues == pytest.approx([revenues[0]] * 3, abs=1e-6)


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
def test_periods_add_up_to_the_key_figures(sample_reader, selection, grain):
    rows = answer(sample_reader, "overview.revenue_by_period", selection, (("grain", grain),)).rows
    whole = answer(sample_reader, "overview.kpis", selection).rows.iloc[0]
    assert rows["revenue"].sum() == pytest.approx(whole["revenue"], abs=1e-6)
    assert rows["orders"].sum() == whole["orders"]
    if not any(dimension.startswith("transactions.") for dimension, _ in selection.filters):
        assert rows["new_customers"].sum() == whole["new_customers"]
    assert rows["period_on"].is_unique


def test_a_period_is_the_key_figures_of_its_days(sample_reader, selection):
    rows = answer(sample_reader, "overview.revenue_by_period", selection, (("grain", "quarter"),)).rows
    first, last = scope_of(selection, sample_reader).days
    for row in rows.itertuples():
        begins = row.period_on.date()
        days = (max(first, begins), min(last, months_later(begins, 3) - timedelta(days=1)))
        whole = answer(sample_reader, "overview.kpis", replace(selection, period="custom", custom=days)).rows.iloc[0]
        assert (row.revenue, row.orders, row.customers, row.new_customers) == (
            whole["revenue"], whole["orders"], whole["active_customers"], whole["new_customers"]
        )  # fmt: skip
        assert row.repeat_rate == pytest.approx(whole["repeat_rate"], abs=1e-12)


def test_values_of_a_dimension_add_up_to_the_key_figures(sample_reader, selection):
    whole = answer(sample_reader, "overview.kpis", selection).rows.iloc[0]
    by_channel = answer(sample_reader, "overview.revenue_by_dimension", selection, (("dimension", DIMENSIONS[0]),))
    lines = by_channel.rows["lines"].sum()
    for dimension in DIMENSIONS:
        rows = answer(sample_reader, "overview.revenue_by_dimension", selection, (("dimension", dimension),)).rows
        assert rows["revenue"].sum() == pytest.approx(whole["revenue"], abs=1e-6), dimension
        assert rows["revenue_share"].sum() == pytest.approx(1, abs=1e-9), dimension
        assert rows["lines"].sum() == lines, dimension


@pytest.mark.parametrize("dimension", ["transactions.channel", "customers.region", "products.category"])
def test_filtering_then_adding_is_adding(sample_reader, dimension):
    rows = answer(sample_reader, "overview.revenue_by_dimension", Selection(), (("dimension", dimension),)).rows
    for row in rows[rows["value"] != "…"].itertuples():
        chosen = Selection(filters=((dimension, (as_text(row.value),)),))
        found = answer(sample_reader, "overview.kpis", chosen).rows.iloc[0]
        assert found["revenue"] == pytest.approx(row.revenue, abs=1e-6), row.value
        nobody = pd.isna(found["active_customers"])  # only orders without a customer: their number is unknown
        assert row.customers == (0 if nobody else found["active_customers"])


def test_a_filter_on_all_values_and_unknown_changes_nothing(sample_reader):
    plain = answer(sample_reader, "value.tiers", Selection()).rows
    for dimension in ("transactions.channel", "customers.gender"):
        rows = answer(sample_reader, "overview.revenue_by_dimension", Selection(), (("dimension", dimension),)).rows
        every = {as_text(value) for value in rows["value"]} | {""}
        chosen = Selection(filters=((dimension, tuple(sorted(every))),))
        assert answer(sample_reader, "value.tiers", chosen).rows.equals(plain)


@pytest.mark.parametrize("metric_id", sorted(set(metrics()) - OF_CHANGE - FORECASTS))
@pytest.mark.parametrize("compare", ["previous", "last_year"])
def test_compared_rows_are_the_same_metric_on_those_days(sample_reader, metric_id, compare):
    asked = replace(SELECTIONS["filtered"], compare=compare, period="this_quarter")
    found = answer(sample_reader, metric_id, asked)
    assert found.compared is not None
    days = scope_of(asked, sample_reader).compare_days
    assert days == found.compare_period
    # Both are looked at from equally long after their last day, so that recency means the same.
    as_of = days[1] + (found.as_of - found.period[1])
    that_time = replace(asked, period="custom", custom=days, compare="none", as_of=as_of)
    again = answer(sample_reader, metric_id, that_time)
    # The ends of intervals rest on sums of squares in doubles, whose last digits follow the order of the threads.
    ends = [end for each in metrics()[metric_id].estimates for end in (each.low, each.high)]
    assert found.compared.drop(columns=ends).equals(again.rows.drop(columns=ends))
    pd.testing.assert_frame_equal(found.compared[ends], again.rows[ends], rtol=1e-12, atol=0)


def test_a_comparison_before_the_data_is_left_out_and_said(sample_reader):
    first, last = sample_reader.first_on, sample_reader.last_on
    asked = Selection(period="custom", custom=(first, last), compare="previous")
    found = answer(sample_reader, "overview.kpis", asked)
    assert found.compared is None
    assert found.notes == ("compare_before_data",)


def test_left_out_and_counted_lines_are_all_lines(sample_reader, selection):
    kinds = answer(sample_reader, "overview.line_kinds", selection).rows.set_index("kind")
    left = {item.reason: item.rows for item in answer(sample_reader, "value.tiers", selection).left_out}
    for reason in set(left) - {"no_customer"}:
        assert left[reason] <= kinds["lines"][reason]
        if selection.rule == "sales":
            assert left[reason] == kinds["lines"][reason]
    assert left.get("no_customer", 0) <= kinds["lines_without_customer"].sum()


def test_the_answer_says_its_days(sample_reader):
    found = answer(sample_reader, "overview.kpis", Selection(period="last_30_days", as_of=date(2026, 3, 31)))
    assert found.period == (date(2026, 3, 31) - timedelta(days=29), date(2026, 3, 31))
    assert (found.as_of, found.version, found.is_sample) == (date(2026, 3, 31), 1, True)

"""Intervals in answers: every rate and mean has one, from a second computation too; what counts as a clear change."""

from datetime import date
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.answer import Answer, AnswerColumn, Estimate
from crm_core.metrics.intervals import is_clear_change, small_samples, with_intervals
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.metrics.words import definition
from crm_core.selection import Selection
from crm_core.statistics.means import t_quantile
from crm_core.statistics.rates import wilson
from crm_core.text import t
from crm_core.text.words import word

# One about two groups of customers is asked with both, in tests of its own.
ESTIMATED = [metric_id for metric_id, metric in metrics().items() if metric.estimates and not metric.against]
DAYS = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("metric_id", metrics())
def test_every_rate_and_mean_has_an_interval(metric_id):
    metric = metrics()[metric_id]
    named = {each.name for each in metric.estimates}
    # What has no interval says in its own file why not.
    assert not named & {*metric.whole, *metric.derived} and not set(metric.whole) & set(metric.derived)
    told = named | {*metric.whole, *metric.derived}
    ends = {end for each in metric.estimates for end in (each.low, each.high)}
    shares = {c.name for c in metric.columns if c.kind == "share"} - ends
    means = {c.name for c in metric.columns if c.name.endswith("_per_customer")}
    assert shares | means <= told <= {c.name for c in metric.columns}
    kinds = {column.name: column.kind for column in metric.columns}
    for each in metric.estimates:
        assert kinds[each.low] == kinds[each.high] == kinds[each.name]
        # What a model expects has no column that counts: its interval is the model's own.
        assert each.of is None or kinds[each.of] == kinds[each.hits or each.of] == "count"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_definition_says_which_numbers_have_an_interval_and_why_the_others_have_none(company, lang):
    found = answer(company[1], "lifecycle.cohorts", Selection())
    said = dict(definition(company[1], found, "sales", lang))[t("ui.definition.intervals", lang)]
    named = t("ui.bar.list", lang).join(word("column", name, lang) for name in metrics()["lifecycle.cohorts"].whole)
    assert t("ui.definition.whole", lang, columns=named) in said
    assert t("ui.definition.estimated", lang, columns=word("column", "retention_share", lang)) in said


@pytest.mark.parametrize("metric_id", ESTIMATED)
@pytest.mark.parametrize("rule", ["sales", "net"])
def test_every_interval_of_the_sample_company_holds_its_value(sample_reader, metric_id, rule):
    rows = answer(sample_reader, metric_id, Selection(period="custom", custom=DAYS, rule=rule)).rows
    for each in metrics()[metric_id].estimates:
        known = rows[rows[each.low].notna()]
        # Amounts have four decimals, and so have the ends of their intervals.
        assert (known[each.low] <= known[each.name] + 1e-4).all() and (
            known[each.name] <= known[each.high] + 1e-4
        ).all()
        assert (rows[each.low].isna() == rows[each.high].isna()).all()
        if each.hits is not None:
            assert (known[each.name] == known[each.hits] / known[each.of]).all()
            assert known[each.low].ge(0).all() and known[each.high].le(1).all()
            assert (rows[each.low].isna() == rows[each.name].isna()).all()
        elif each.of is not None:
            assert (rows[each.low].isna() == (rows[each.name].isna() | (rows[each.of] < 2))).all()


@pytest.mark.parametrize("rule", ["sales", "net"])
def test_the_mean_s_interval_from_the_list_of_customers(company, rule):
    selection = Selection(rule=rule)
    row = answer(company[1], "overview.kpis", selection).rows.iloc[0]
    listed = members(company[1], "overview.kpis", selection)
    spent, bought = listed["revenue"].fillna(0).to_numpy(), listed["is_active"].to_numpy().astype(float)
    # A ratio of two sums: what each customer adds to it beyond the ratio itself.
    beyond = spent - row["revenue_per_customer"] * bought
    error = sqrt(np.sum(beyond**2) / (bought.sum() - 1) / bought.sum())
    reach = t_quantile(int(bought.sum()) - 1) * error
    assert row["revenue_per_customer_high"] - row["revenue_per_customer"] == pytest.approx(reach, abs=1e-4)
    assert row["revenue_per_customer"] - row["revenue_per_customer_low"] == pytest.approx(reach, abs=1e-4)


@pytest.mark.parametrize("rule", ["sales", "net"])
def test_the_mean_of_a_month_is_as_sure_as_the_headline_of_that_month(sample_reader, rule):
    names = ["revenue_per_customer", "revenue_per_customer_low", "revenue_per_customer_high"]
    by_month = answer(sample_reader, "overview.revenue_by_period", Selection(period="custom", custom=DAYS, rule=rule))
    for month in by_month.rows.itertuples():
        first = month.period_on.date() if isinstance(month.period_on, pd.Timestamp) else month.period_on
        last = (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()
        alone = answer(sample_reader, "overview.kpis", Selection(period="custom", custom=(first, last), rule=rule))
        expected = [float(alone.rows[name].iloc[0]) for name in names]
        assert [float(getattr(month, name)) for name in names] == pytest.approx(expected, abs=2e-4)


def test_the_chance_of_loss_is_as_sure_as_the_past_silences_allow(sample_reader):
    rows = answer(sample_reader, "lifecycle.at_risk", Selection()).rows.set_index("reason")
    listed = members(sample_reader, "lifecycle.at_risk", Selection())
    bands = listed.groupby("band")[["past_silences", "lost_probability"]].first()
    assert list(bands.index) == [0, 1, 2, 3, 4]
    reached = bands["past_silences"].to_numpy(float)
    lost = round(bands["lost_probability"][0] * reached[0])
    # Silences by their outcome: ended in each band, and lost.
    outcomes = np.array([*(reached - np.append(reached[1:], lost)), lost])
    for reason, among in listed.groupby("reason"):
        weights = among["band"].value_counts(normalize=True).reindex(range(5), fill_value=0).to_numpy()

        def chance(counts, weights=weights):
            return sum(weight * counts[5] / counts[band:].sum() for band, weight in enumerate(weights))

        # A multinomial's outcomes, and how much one more of each moves the chance.
        slopes = np.array([(chance(outcomes + h) - chance(outcomes - h)) / 2e-3 for h in np.eye(6) * 1e-3])
        share = outcomes / outcomes.sum()
        spread = outcomes.sum() * (np.diag(share) - np.outer(share, share))
        p = chance(outcomes)
        n = p * (1 - p) / (slopes @ spread @ slopes)
        found = rows.loc[reason, ["lost_probability", "lost_probability_low", "lost_probability_high"]].astype(float)
        assert tuple(found) == pytest.approx((p, *wilson(p * n, n)), rel=1e-4)


@pytest.mark.parametrize("metric_id", ["value.tiers", "value.abc", "value.rfm_segments"])
def test_the_means_of_groups_from_their_lists(company, metric_id):
    group = metrics()[metric_id].columns[0].name
    rows = answer(company[1], metric_id, Selection()).rows.set_index(group)
    listed = members(company[1], metric_id, Selection()).groupby(group)["revenue"]
    for name, revenue in listed:
        half = t_quantile(len(revenue) - 1) * revenue.std() / sqrt(len(revenue)) if len(revenue) > 1 else np.nan
        expected = (revenue.mean() - half, revenue.mean() + half)
        found = rows.loc[name, ["revenue_per_customer_low", "revenue_per_customer_high"]].astype(float)
        assert tuple(found) == pytest.approx(expected, abs=1e-4, nan_ok=True)


def told(rows, compared=None, rate=True):
    """An answer of one estimate: rows of (hits, n), or of (mean, variance, n)."""
    made = Estimate("x", "n", "hits" if rate else None)

    def frame(lines):
        found = pd.DataFrame(lines, columns=["hits", "n"] if rate else ["x", "x_variance", "n"])
        if rate:
            found["x"] = found["hits"] / found["n"].where(found["n"] > 0)
        return with_intervals(found, (made,))

    columns = (AnswerColumn("x", "share" if rate else "money"), AnswerColumn("n", "count"))
    return Answer(
        "test.metric", 1, DAYS[1], DAYS, None, {}, {}, 1, (), columns, frame(rows),
        None if compared is None else frame(compared), estimates=(made,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((56, 70), (48, 80), True),  # Newcombe 1998: 0.0524 to 0.3339
        ((5, 56), (0, 29), False),  # Newcombe 1998: -0.0381 to 0.1926
        ((5, 10), (5, 10), False),
        ((5, 10), (0, 0), None),
        ((None, 10), (5, 10), None),
    ],
)
def test_a_change_of_a_rate_is_clear_where_its_interval_leaves_out_nothing(now, before, expected):
    assert is_clear_change(told([now], [before]), "x") is expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((110.0, 400.0, 50), (100.0, 400.0, 50), True),  # 10 of a standard error of 4
        ((107.0, 400.0, 50), (100.0, 400.0, 50), False),  # 7
        ((107.0, 0.0, 1), (100.0, 400.0, 50), None),
    ],
)
def test_a_change_of_a_mean_is_clear_beyond_two_standard_errors(now, before, expected):
    assert is_clear_change(told([now], [before], rate=False), "x") is expected


def test_no_comparison_and_no_estimate_have_no_clear_change():
    assert is_clear_change(told([(5, 10)]), "x") is None
    assert is_clear_change(told([(5, 10)], [(5, 10)]), "n") is None


def test_a_sample_of_less_than_thirty_is_small_and_one_of_nothing_is_none():
    assert small_samples(told([(5, 29), (5, 30), (0, 0)]), "x") == [29, None, None]
    assert small_samples(told([(5, 29)]), "n") == [None]

"""Forecasts computed a second time from the raw rows; fits, refusals, lists and segments."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.models import gamma_gamma, mbg_nbd
from crm_core.models.gamma_gamma import Spending
from crm_core.models.histories import Histories
from crm_core.selection import CellCustomers, ListedCustomers, Selection
from tests.sql.given import GivenCompanies

FORECASTS = [name for name in metrics() if name.startswith("prediction.")]
WEEKS = 26


def lines(seed=11, count=1500):
    """Customers who buy at rates of their own and leave after some purchases; some order twice a day."""
    dice = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        day, leaves, level = dice.integers(0, 500), dice.beta(1.0, 3.0), dice.gamma(4.0, 10.0)
        gap = 7 / dice.gamma(0.9, 1 / 6.0)
        while day < 730:
            rows += [(f"c{number}", day, level * dice.gamma(5.0, 0.2))] * (1 + (dice.random() < 0.05))
            if dice.random() < leaves:
                break
            day += max(1, int(dice.exponential(gap)))
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    told = pd.Timestamp("2023-01-01") + pd.to_timedelta(frame["day"], unit="D")
    return frame.assign(order_id=range(len(frame)), amount=frame["amount"].clip(lower=0.01).round(2), order_at=told)


@pytest.fixture(scope="module")
def rows():
    return lines()


@pytest.fixture(scope="module")
def reader(rows, tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("forecasts"))
    yield made.add({"transactions": rows[["order_id", "customer_id", "order_at", "amount"]].astype(str)})


@pytest.fixture(scope="module")
def by_hand(rows):
    """Per customer: history, model and value, from the rows alone."""
    days = rows.groupby(["customer_id", "day"])["amount"].sum().reset_index()
    found = days.groupby("customer_id")["day"].agg(["min", "max", "count"])
    first = days.sort_values("day").groupby("customer_id")["amount"].first()
    x = (found["count"] - 1).to_numpy(float)
    end = (rows["day"].max() - found["min"]).to_numpy() / 7
    of = Histories(x, (found["max"] - found["min"]).to_numpy() / 7, end, np.ones(len(x)))
    spend = (days.groupby("customer_id")["amount"].sum() - first).to_numpy() / np.where(x > 0, x, np.nan)
    again = x > 0
    money, _ = gamma_gamma.fit(Spending(x[again], spend[again], np.log(spend[again]), np.ones(again.sum())))
    model, _ = mbg_nbd.fit(of)
    orders = [model.expected(of, float(week)) for week in range(53)]
    steps = [(now - before) * 1.1 ** (-week / 52) for week, (before, now) in enumerate(pairwise(orders), 1)]
    each = money.expected(x, np.where(again, spend, 0.0))
    return found.assign(p_alive=model.alive(of), expected_orders=orders[52], clv=0.3 * sum(steps) * each)


def test_every_customer_s_forecast_a_second_time(reader, by_hand):
    listed = members(reader, "prediction.clv", Selection()).set_index("customer_id").loc[by_hand.index]
    assert answer(reader, "prediction.clv", Selection()).notes == ()
    assert (listed["purchase_days"] == by_hand["count"]).all()
    assert listed["p_alive"].to_numpy() == pytest.approx(by_hand["p_alive"].to_numpy(), rel=1e-5)
    assert listed["expected_orders"].to_numpy() == pytest.approx(by_hand["expected_orders"].to_numpy(), rel=1e-5)
    # Means of spending within half a percent are counted together for the fit.
    assert listed["clv"].to_numpy() == pytest.approx(by_hand["clv"].to_numpy(), rel=1e-3)


def test_all_answers_tell_the_same_totals(reader, by_hand):
    whole = answer(reader, "prediction.kpis", Selection()).rows.iloc[0]
    for metric_id in ("prediction.alive", "prediction.clv"):
        rows = answer(reader, metric_id, Selection()).rows
        assert rows["customers"].sum() == whole["customers"] == len(by_hand)
        for name in ("expected_orders", "expected_revenue", "clv"):
            assert rows[name].sum() == pytest.approx(whole[name], rel=1e-9)
    assert whole["alive"] == pytest.approx(by_hand["p_alive"].sum(), rel=1e-5)
    for name in ("alive", "expected_orders", "expected_revenue"):
        assert whole[f"{name}_low"] < whole[name] < whole[f"{name}_high"]
    assert whole["repeat_buyers"] + whole["one_time_buyers"] == whole["customers"]


def test_the_back_test_counts_what_came_after_the_split(reader, rows):
    found = answer(reader, "prediction.backtest", Selection(), (("holdout", str(WEEKS)),)).rows
    split = rows["day"].max() - 7 * WEEKS
    days = rows.drop_duplicates(["customer_id", "day"])
    known = days[days["day"] <= split].groupby("customer_id").size() - 1
    later = days[days["day"] > split].groupby("customer_id").size().reindex(known.index).fillna(0)
    groups = later.groupby(known.clip(upper=7)).agg(["size", "sum"])
    assert found["customers"].tolist() == groups["size"].reindex(range(8)).fillna(0).tolist()
    assert found["actual_orders"].tolist() == groups["sum"].reindex(range(8)).fillna(0).tolist()
    course = answer(reader, "prediction.tracking", Selection(), (("holdout", str(WEEKS)),)).rows
    assert course["actual_orders"].iloc[-1] == later.sum() + known.sum()
    assert course["customers"].sum() == len(known)
    grown = (
        course["expected_orders"].iloc[-1] - course.loc[~course["is_held_out"].astype(bool), "expected_orders"].iloc[-1]
    )
    # Both say what these customers were expected to do in the weeks held out: as a whole, and each by its history.
    assert grown == pytest.approx(found["expected_orders"].sum(), rel=0.1)


def test_a_segment_is_valued_by_the_model_of_all_customers(reader):
    everyone = members(reader, "prediction.clv", Selection()).set_index("customer_id")
    some = tuple(everyone.index[:40])
    kept = members(reader, "prediction.clv", Selection(among=(ListedCustomers(some),))).set_index("customer_id")
    assert sorted(kept.index) == sorted(some)
    assert kept["clv"].to_numpy() == pytest.approx(everyone.loc[kept.index, "clv"].to_numpy(), rel=1e-12)


def test_other_answers_can_keep_to_the_customers_of_a_forecast(reader):
    gone = CellCustomers("prediction.alive", Selection(), (), (("alive_band", "gone"),))
    row = answer(reader, "overview.kpis", Selection(among=(gone,))).rows.iloc[0]
    assert row["customers"] == len(members(reader, "prediction.alive", Selection(), (), (("alive_band", "gone"),)))


def test_the_period_s_first_day_cuts_no_history(reader):
    late = Selection(period="last_30_days")
    assert answer(reader, "prediction.kpis", late).rows.equals(answer(reader, "prediction.kpis", Selection()).rows)


def test_the_list_of_those_at_risk_has_the_same_probabilities_and_a_comparison(reader):
    known = members(reader, "prediction.alive", Selection()).set_index("customer_id")["p_alive"]
    listed = members(reader, "lifecycle.at_risk", Selection()).set_index("customer_id")
    assert len(listed) > 50
    assert listed["p_alive"].to_dict() == known.loc[listed.index].to_dict()
    found = answer(reader, "lifecycle.at_risk", Selection(period="this_month", compare="previous"))
    assert found.notes == ()
    sums = listed.groupby("reason")["p_alive"].sum().reindex(found.rows["reason"], fill_value=0.0)
    assert found.rows["alive"].tolist() == pytest.approx(sums.tolist(), rel=1e-9)
    # A month earlier the model is that of a month earlier.
    assert found.compared is not None
    assert not found.compared["alive"].equals(found.rows["alive"])


@pytest.mark.parametrize("metric_id", FORECASTS)
def test_a_forecast_has_no_comparison(reader, metric_id):
    found = answer(reader, metric_id, Selection(period="this_month", compare="previous"))
    assert found.compared is None and found.compare_period is None


def test_a_longer_horizon_expects_more_and_a_higher_rate_values_less(reader):
    def value(**params):
        return answer(reader, "prediction.kpis", Selection(), tuple(sorted(params.items()))).rows["clv"].iloc[0]

    assert value(horizon="13") < value(horizon="26") < value(horizon="52")
    assert value(discount="0.3") < value(discount="0.1")
    assert value(margin="0.6") == pytest.approx(2 * value(margin="0.3"), rel=1e-12)


def refused_by(tmp_path, rows, **chosen):
    made = GivenCompanies(tmp_path)
    reader = made.add({"transactions": rows[["order_id", "customer_id", "order_at", "amount"]].astype(str)})
    found = answer(reader, "prediction.kpis", replace(Selection(), **chosen))
    values = found.rows.drop(columns=["model_state", "own_margin"]).to_numpy(float)
    assert not np.isinf(values).any()
    return found.notes


def test_too_few_repeat_buyers_are_refused(tmp_path, rows):
    few = rows[rows["customer_id"].isin([f"c{number}" for number in range(60)])]
    assert refused_by(tmp_path, few) == ("model_few_repeaters",)


def test_one_month_of_data_is_refused(tmp_path, rows):
    month = rows.assign(order_at=pd.Timestamp("2023-01-01") + pd.to_timedelta(rows["day"] % 28, unit="D"))
    assert refused_by(tmp_path, month) == ("model_short_history",)


def test_equal_dates_are_refused(tmp_path, rows):
    same = rows.assign(order_at=pd.Timestamp("2023-01-01"))
    assert refused_by(tmp_path, same) == ("model_few_repeaters",)


def test_amounts_without_spread_are_valued_by_each_customer_s_mean(tmp_path, rows):
    assert refused_by(tmp_path, rows.drop_duplicates(["customer_id", "day"]).assign(amount=10.0)) == ("model_spending",)


def bought_once(count, again=0):
    """Customers with one purchase each over 500 days; so many of the first ones have a second 30 days later."""
    dice = np.random.default_rng(3)
    days = np.sort(dice.integers(0, 500, count))
    days, ids = np.concatenate([days, days[:again] + 30]), [*range(count), *range(again)]
    frame = pd.DataFrame({"customer_id": [f"c{each}" for each in ids], "amount": dice.gamma(4, 10, len(ids)).round(2)})
    told = pd.Timestamp("2023-01-01") + pd.to_timedelta(days, unit="D")
    return frame.assign(order_id=range(len(ids)), order_at=told)[["order_id", "customer_id", "order_at", "amount"]]


@pytest.mark.parametrize("again", [0, 5])
def test_where_nobody_returned_within_a_year_nothing_is_expected_of_anyone(tmp_path, again):
    reader = GivenCompanies(tmp_path).add({"transactions": bought_once(300, again).astype(str)})
    whole = answer(reader, "prediction.kpis", Selection()).rows.iloc[0]
    assert (whole["customers"], whole["repeat_buyers"]) == (300, again)
    told = ["expected_orders", "expected_revenue", "clv"]
    assert whole[["alive", *told]].isna().all()
    bands = answer(reader, "prediction.alive", Selection()).rows
    assert bands["customers"].tolist() == [226, 74] and bands[["alive", *told]].isna().all(axis=None)
    tiers = answer(reader, "prediction.clv", Selection()).rows.set_index("clv_tier")
    assert tiers["customers"].to_dict() == {"top_1": 0, "top_5": 0, "top_20": 0, "rest": 0, "unknown": 300}
    assert tiers["clv_share"].isna().all() and tiers.loc["unknown", told].isna().all()
    assert members(reader, "prediction.clv", Selection())[told].isna().all(axis=None)


def test_without_a_model_nobody_on_the_way_out_has_a_probability_of_nought(tmp_path):
    reader = GivenCompanies(tmp_path).add({"transactions": bought_once(300, 5).astype(str)})
    rows = answer(reader, "lifecycle.at_risk", Selection()).rows
    some = rows["customers"] > 0
    assert some.sum() == 2 and rows.loc[some, "alive"].isna().all() and (rows.loc[~some, "alive"] == 0).all()
    assert members(reader, "lifecycle.at_risk", Selection())["p_alive"].isna().all()
    due = answer(reader, "next.due", Selection()).rows.set_index("due_state")
    # None came of 18 who waited alike: that tells nothing; none of 270 does.
    assert due.loc["not_yet", "fortnight_rate"] == 0 and np.isnan(due.loc["not_yet", "expected_revenue"])
    assert due.loc["given_up", "expected_revenue"] == 0 and due.loc["given_up", "waited_then"] == 270
    weeks = answer(reader, "next.calendar", Selection()).rows
    unknown = (weeks["customers"] > 0) & (weeks["came_then"] == 0) & (weeks["due_then"] < 30)
    assert unknown.sum() == 5 and (weeks["expected_revenue"].isna() == unknown).all()

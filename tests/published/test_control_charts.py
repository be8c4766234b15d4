"""Control charts against the numbers of Montgomery's book, and on the reviews and the help-desk of the datasets."""

import numpy as np
import pandas as pd
import pytest

from crm_core.statistics.control import TAIL, binomial_limits, cusum, ewma, p_chart, poisson_limits
from crm_core.statistics.survival import kaplan_meier
from tests.published.conftest import DATASETS

# Montgomery, Introduction to Statistical Quality Control, tables 7.1 and 9.1.
ORANGE_JUICE = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip
SERIES = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62,
    10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
]  # fmt: skip


def numbers(alarms):
    return [int(place) + 1 for place in np.flatnonzero(alarms)]


def test_cans_of_orange_juice():
    found = p_chart(ORANGE_JUICE, [50] * 30)
    assert round(float(found.middle[0]), 6) == 0.231333
    assert (round(float(found.high[0]), 6), round(float(found.low[0]), 6)) == (0.410239, 0.052428)
    assert numbers(found.alarms) == [15, 23]


def test_cusum_of_the_book():
    found = cusum(SERIES, 10, 1)
    assert [round(float(x), 2) for x in found.high[28:]] == [5.28, 5.30]
    assert numbers(found.alarms)[0] == 29


def test_ewma_of_the_book():
    found = ewma(SERIES, 10, 1)
    assert round(float(found.values[0]), 3) == 9.945
    assert [round(float(x), 4) for x in found.values[27:]] == [10.5731, 10.6468, 10.6341]
    assert (round(float(found.low[29]), 4), round(float(found.high[29]), 4)) == (9.3811, 10.6189)
    assert numbers(found.alarms)[0] == 29


def test_few_expected_hits_have_exact_limits():
    # P(X <= 12) = 0.99798, P(X <= 13) = 0.99930 for five expected; P(X = 0) = 0.0067.
    assert poisson_limits(5.0) == (0, 13)
    # 0.9^10 = 0.349; P(X <= 4) = 0.99837, P(X <= 5) = 0.99985 of ten at a tenth.
    assert binomial_limits(10, 0.1) == (0, 5)
    assert round(TAIL, 5) == 0.00135
    found = p_chart([1, 6, 0], [10, 10, 0])
    assert [*found.alarms] == [False, False, False]
    assert np.isnan(found.values[2])


@pytest.mark.datasets
def test_bad_reviews_alarm_in_two_months_only():
    file = DATASETS / "olist" / "olist_order_reviews_dataset.csv"
    if not file.exists():
        pytest.skip(f"published numbers need {file}, which is not on this machine")
    reviews = pd.read_csv(file, usecols=["review_score", "review_creation_date"], parse_dates=["review_creation_date"])
    bad = reviews["review_score"].le(2).groupby(reviews["review_creation_date"].dt.to_period("M")).agg(["sum", "size"])
    found = p_chart(bad["sum"], bad["size"])
    high = found.values > found.high
    assert [str(month) for month in bad.index[high]] == ["2018-03", "2018-04"]
    assert [round(float(x), 3) for x in found.values[high]] == [0.199, 0.198]


@pytest.mark.datasets
def test_how_long_the_help_desk_takes():
    file = DATASETS / "helpdesk" / "helpdesk.csv"
    if not file.exists():
        pytest.skip(f"published numbers need {file}, which is not on this machine")
    events = pd.read_csv(file)
    ends = pd.to_datetime(events.iloc[:, -1]).groupby(events.iloc[:, 0]).agg(["min", "max"])
    days = (ends["max"] - ends["min"]).dt.total_seconds() / 86400
    assert len(days) == 3804
    assert [round(float(np.quantile(days, share)), 2) for share in (0.5, 0.9)] == [3.93, 26.13]
    # The curve names the time of a case, the quantile lies between two cases: they are a hundredth of a day apart.
    curve = kaplan_meier(days, np.ones(len(days)), np.zeros(len(days)))
    assert [round(curve.reaches(left), 2) for left in (0.5, 0.1)] == [3.92, 26.14]

"""Telco churn (7,043 contracts, 1,869 ended): the survival numbers that R and lifelines give."""

import pandas as pd
import pytest

from crm_core.statistics.survival import kaplan_meier, log_rank
from tests.published.conftest import DATASETS

pytestmark = pytest.mark.datasets
FILE = DATASETS / "telco_churn" / "Telco-Customer-Churn.csv"


@pytest.fixture(scope="module")
def contracts():
    if not FILE.exists():
        pytest.skip(f"published numbers need {FILE}, which is not on this machine")
    return pd.read_csv(FILE)


def curve(contracts):
    ended = (contracts["Churn"] == "Yes").astype(float)
    return kaplan_meier(contracts["tenure"], ended, 1 - ended)


def test_what_is_left_after_so_many_months(contracts):
    found = curve(contracts)
    shares = {month: round(found.at(month), 5) for month in (1, 6, 12, 24, 36, 48, 60, 72)}
    assert shares == {
        1: 0.94596, 6: 0.88483, 12: 0.84320, 24: 0.78874, 36: 0.74855, 48: 0.70884, 60: 0.66440, 72: 0.59279,
    }  # fmt: skip
    assert tuple(round(end, 5) for end in found.interval(24)) == (0.77831, 0.79874)
    assert found.median() is None


def test_contracts_of_three_kinds_differ(contracts):
    groups = [curve(part) for _, part in contracts.groupby("Contract")]
    assert [round(group.at(24), 5) for group in groups] == [0.58592, 0.97827, 1.00000]
    test = log_rank(groups)
    assert (round(test.chi_squared, 2), test.freedom) == (2352.87, 2)
    assert test.p_value < 1e-300

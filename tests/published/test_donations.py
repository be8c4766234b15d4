"""Donations of 11,104 people over six yearly chances: the numbers of the BG/BB paper (Fader, Hardie, Shang 2010)."""

import numpy as np
import pandas as pd
import pytest

from crm_core.models import bg_bb
from crm_core.models.histories import Histories
from tests.published.conftest import DATASETS

pytestmark = pytest.mark.datasets
FILE = DATASETS / "cdnow" / "donations.csv"


@pytest.fixture(scope="module")
def donors():
    if not FILE.exists():
        pytest.skip(f"published numbers need {FILE}, which is not on this machine")
    told = pd.read_csv(FILE)
    return Histories(*(told[name].to_numpy(float) for name in ("frequency", "recency", "periods", "weights")))


@pytest.fixture(scope="module")
def fitted(donors):
    return bg_bb.fit(donors)


def test_the_parameters_and_the_likelihood(donors, fitted):
    model, fit = fitted
    assert donors.customers == 11104
    found = (model.alpha, model.beta, model.gamma, model.delta)
    assert found == pytest.approx((1.203522, 0.749716, 0.656718, 2.783442), abs=1e-5)
    assert found == pytest.approx((1.204, 0.750, 0.657, 2.783), abs=1e-3)  # as printed
    assert fit.log_likelihood == pytest.approx(-33225.5813, abs=1e-3)
    assert fit.is_converged and fit.is_identified


def test_the_five_years_to_come(donors, fitted):
    expected = donors.n * fitted[0].expected(donors, 5)
    assert round(expected.sum(), 1) == 12884.2


def test_how_many_gave_how_often(donors, fitted):
    shares = fitted[0].taken(6)
    assert [round(donors.customers * share, 1) for share in shares[[0, 6]]] == [3454.9, 1253.1]


def test_who_is_still_a_donor(fitted):
    of = Histories(np.array([0.0, 2.0, 6.0]), np.array([0.0, 4.0, 6.0]), np.full(3, 6.0), np.ones(3))
    assert [round(share, 2) for share in fitted[0].alive(of)] == [0.11, 0.59, 0.93]

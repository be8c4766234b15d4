import numpy as np
import pytest

from crm_core.models import gamma_gamma
from crm_core.models.gamma_gamma import GammaGamma, Spending

TRUTH = np.array([6.0, 4.0, 15.0])


def spending(count=20_000, seed=3):
    """Repeat buyers whose purchases are Gamma(p, ν), with ν Gamma(q, v) over the customers."""
    dice = np.random.default_rng(seed)
    p, q, v = TRUTH
    x = dice.integers(1, 9, count).astype(float)
    m = dice.gamma(p * x) / dice.gamma(q, 1 / v, count) / x
    return Spending(x, m, np.log(m), np.ones(count))


def test_the_parameters_that_made_the_data_are_found():
    model, fit = gamma_gamma.fit(spending())
    assert fit.is_converged and fit.is_identified
    assert np.all(np.abs(np.log(fit.values / TRUTH)) < 4 * fit.errors / fit.values)
    assert model.mean() == pytest.approx(TRUTH[0] * TRUTH[2] / (TRUTH[1] - 1), rel=0.03)


def test_the_currency_s_size_does_not_matter():
    small, large = spending(2000), spending(2000)
    large = Spending(large.x, large.m * 1e6, large.log_m + np.log(1e6), large.n)
    one, other = gamma_gamma.fit(small)[0], gamma_gamma.fit(large)[0]
    assert (other.p, other.q) == pytest.approx((one.p, one.q), rel=1e-6)
    assert other.v == pytest.approx(one.v * 1e6, rel=1e-6)


def test_customers_of_almost_one_mean_may_be_counted_together():
    whole = spending()
    places = np.unique(np.column_stack([whole.x, np.floor(200 * whole.log_m)]), axis=0, return_inverse=True)[1].ravel()
    n = np.bincount(places).astype(float)
    told = Spending(*(np.bincount(places, values) / n for values in (whole.x, whole.m, whole.log_m)), n)
    model, _ = gamma_gamma.fit(told)
    assert len(n) < len(whole.x) / 2
    full, best = gamma_gamma.fit(whole)
    assert gamma_gamma.log_likelihood(model, whole) == pytest.approx(best.log_likelihood, rel=1e-6)
    # What that moves is a small part of what is not known anyway.
    moved = np.abs(np.array([model.p - full.p, model.q - full.q, model.v - full.v]))
    assert np.all(moved < best.errors / 10)


def test_the_slope_is_that_of_the_likelihood():
    of, logs = spending(200), np.log(TRUTH)
    by_hand = [
        (gamma_gamma.score(np.exp(logs + step), of)[0] - gamma_gamma.score(np.exp(logs - step), of)[0]) / 2e-5
        for step in np.eye(3) * 1e-5
    ]
    assert gamma_gamma.score(TRUTH, of)[1] == pytest.approx(by_hand, rel=1e-5, abs=1e-4)


def test_a_mean_of_many_purchases_is_believed_one_of_few_is_drawn_to_all():
    model = GammaGamma(*TRUTH)
    near = model.expected(np.array([0.0, 1, 10, 10_000]), np.full(4, 100.0))
    assert near[0] == model.mean()
    assert np.all(np.diff(near) > 0) and near[3] == pytest.approx(100, rel=1e-2)


def test_the_correlation_of_what_does_not_vary_is_unknown():
    one = Spending(np.ones(3), np.array([1.0, 2, 3]), np.zeros(3), np.ones(3))
    assert one.correlation is None
    rising = Spending(np.array([1.0, 2, 3]), np.array([1.0, 2, 3]), np.zeros(3), np.ones(3))
    assert rising.correlation == pytest.approx(1)

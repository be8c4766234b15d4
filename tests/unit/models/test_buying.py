"""The models of buying: they find what made the data, and what they say is possible."""

import numpy as np
import pytest

from crm_core.models import bg_nbd, mbg_nbd, pareto_nbd
from crm_core.models.bg_nbd import BgNbd
from crm_core.models.fitting import BOUND
from crm_core.models.histories import Histories, histories
from crm_core.models.mbg_nbd import MbgNbd
from crm_core.models.pareto_nbd import ParetoNbd

MODELS = {
    "bg": (bg_nbd, BgNbd(0.24, 4.4, 0.8, 2.4)),
    "mbg": (mbg_nbd, MbgNbd(0.52, 6.2, 0.9, 1.6)),
    "pareto": (pareto_nbd, ParetoNbd(0.55, 10.6, 0.61, 11.7)),
}


@pytest.fixture(params=MODELS)
def model(request):
    return MODELS[request.param][1]


def simulated(count, seed, r, alpha, a, b, leaves_at_once):
    """Customers who buy and leave as BG/NBD (or MBG/NBD: also after the first purchase) says."""
    dice = np.random.default_rng(seed)
    rate, leaves = dice.gamma(r, 1 / alpha, count), dice.beta(a, b, count)
    end = dice.uniform(20, 80, count)
    x, t_x, now = np.zeros(count), np.zeros(count), np.zeros(count)
    here = np.flatnonzero(~(leaves_at_once & (dice.random(count) < leaves)))
    while len(here):
        now[here] += dice.exponential(1 / rate[here])
        here = here[now[here] <= end[here]]
        x[here], t_x[here] = x[here] + 1, now[here]
        here = here[dice.random(len(here)) >= leaves[here]]
    return Histories(x, t_x, end, np.ones(count))


@pytest.mark.parametrize(("module", "leaves_at_once"), [(bg_nbd, False), (mbg_nbd, True)], ids=["bg", "mbg"])
def test_the_parameters_that_made_the_data_are_found(module, leaves_at_once):
    truth = np.array([0.8, 6.0, 0.9, 2.5])
    found = simulated(20_000, 5, *truth, leaves_at_once)
    model, fit = module.fit(found)
    assert fit.is_converged and fit.is_identified
    assert np.all(np.abs(np.log(fit.values / truth)) < 4 * fit.errors / fit.values)
    assert found.n @ model.alive(found) == pytest.approx(len(found.x) * model.alive(found).mean())


@pytest.mark.parametrize("name", MODELS)
def test_the_slope_is_that_of_the_likelihood(name):
    module, model = MODELS[name]
    of = simulated(300, 2, 0.8, 6.0, 0.9, 2.5, False)
    logs = np.log([*vars(model).values()])
    slope = module.score(np.exp(logs), of)[1]
    by_hand = [
        (module.score(np.exp(logs + step), of)[0] - module.score(np.exp(logs - step), of)[0]) / 2e-5
        for step in np.eye(4) * 1e-5
    ]
    assert slope == pytest.approx(by_hand, rel=1e-5, abs=1e-4)


def test_a_probability_lies_between_0_and_1_and_falls_with_silence(model):
    end = np.linspace(10, 5000, 200)
    for x in (0, 1, 3, 50, 2000):
        t_x = np.full(200, 9.5 if x else 0.0)
        alive = model.alive(Histories(np.full(200, float(x)), t_x, end, np.ones(200)))
        assert np.all((alive >= 0) & (alive <= 1))
        assert np.all(np.diff(alive) <= 1e-12)


def test_the_same_silence_tells_more_of_a_frequent_buyer(model):
    x = np.arange(1.0, 40)
    alive = model.alive(Histories(x, np.full(39, 30.0), np.full(39, 60.0), np.ones(39)))
    assert np.all(np.diff(alive) < 0)


def test_expected_purchases_grow_with_time_and_never_overflow(model):
    x = np.array([0.0, 1, 10, 300, 3000])
    end = np.full(5, 100.0)
    of = Histories(x, np.where(x > 0, 99.0, 0.0), end, np.ones(5))
    course = np.array([model.expected(of, weeks) for weeks in (0.5, 1.0, 13.0, 52.0, 520.0)])
    assert np.all(np.isfinite(course)) and np.all(course > 0)
    assert np.all(np.diff(course, axis=0) > 0)
    assert np.all(np.diff(model.purchases(np.linspace(0.1, 500, 300))) > 0)


def test_what_is_expected_of_everyone_is_what_is_expected_of_each():
    """E[X(T + t)] = E[X(T)] + the mean of E[Y(t)] over the histories that the model itself makes."""
    model = BgNbd(0.8, 6.0, 0.9, 2.5)
    of = simulated(200_000, 8, 0.8, 6.0, 0.9, 2.5, False)
    later = of.n @ model.expected(of, 30.0) / len(of.x)
    whole = (model.purchases(of.end + 30) - model.purchases(of.end)).mean()
    assert later == pytest.approx(whole, rel=0.02)


def test_one_time_buyers_are_taken_for_alive_by_one_model_only():
    once = histories(np.zeros(1), np.zeros(1), np.full(1, 500.0))
    assert MODELS["bg"][1].alive(once)[0] == 1
    assert MODELS["mbg"][1].alive(once)[0] < 0.2
    assert MODELS["pareto"][1].alive(once)[0] < 0.2


def test_where_the_formula_divides_by_a_less_1_it_is_continuous():
    of = histories(np.array([3.0]), np.array([20.0]), np.array([30.0]))
    around = [BgNbd(0.5, 6.0, a, 2.0).expected(of, 26.0)[0] for a in (1 - 1e-4, 1.0, 1 + 1e-4)]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-6)


def test_pareto_nbd_is_continuous_where_its_forms_meet():
    of = histories(np.array([3.0]), np.array([20.0]), np.array([30.0]))
    alive = [ParetoNbd(0.5, 10.0, 0.6, beta).alive(of)[0] for beta in (10 - 1e-7, 10.0, 10 + 1e-7)]
    assert alive[0] == pytest.approx(alive[1], rel=1e-6) and alive[2] == pytest.approx(alive[1], rel=1e-6)


def test_equal_histories_count_together():
    found = histories(np.array([1, 0, 1]), np.array([2.0, 0, 2]), np.array([9.0, 9, 9]), np.array([2.0, 5, 1]))
    assert (found.x.tolist(), found.n.tolist(), found.customers, found.repeaters) == ([0, 1], [5, 3], 8, 3)


def test_customers_who_never_leave_leave_no_model():
    """Without a drop-out a and b run away: the fit says that they are not identified."""
    dice = np.random.default_rng(4)
    end = dice.uniform(30, 60, 2000)
    x = dice.poisson(0.5 * end).astype(float)
    t_x = np.where(x > 0, end * (1 - 1 / (x + 2)), 0.0)
    _, fit = bg_nbd.fit(Histories(x, t_x, end, np.ones(2000)))
    assert not fit.is_identified
    assert np.all(np.abs(np.log(fit.values)) <= BOUND + 1e-9)

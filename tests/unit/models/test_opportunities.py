"""BG/BB against what must hold for any parameters."""

import numpy as np
import pytest

from crm_core.models import bg_bb
from crm_core.models.bg_bb import BgBb
from crm_core.models.histories import Histories

MODEL = BgBb(1.2, 0.75, 0.66, 2.8)
VALUES = np.array([1.2, 0.75, 0.66, 2.8])


def every_history(opportunities):
    """All ways in which so many opportunities can go, as taken, last taken; with how many orders each stands for."""
    rows = {}
    for path in range(2**opportunities):
        at = [number + 1 for number in range(opportunities) if path >> number & 1]
        key = (len(at), at[-1] if at else 0)
        rows[key] = rows.get(key, 0) + 1
    x, last = np.array(list(rows), float).T
    return Histories(x, last, np.full(len(x), float(opportunities)), np.array(list(rows.values()), float))


def likelihoods(of):
    single = [Histories(*(np.array([each[place]]) for each in (of.x, of.t_x, of.end)), np.ones(1))
              for place in range(len(of.x))]  # fmt: skip
    return np.exp([bg_bb.score(VALUES, one)[0] for one in single])


def test_the_slope_is_that_of_the_likelihood():
    of = every_history(4)
    _, slope = bg_bb.score(VALUES, of)
    for place, step in enumerate(np.eye(4) * 1e-6):
        up, down = (bg_bb.score(VALUES * np.exp(way * step), of)[0] for way in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-5)


@pytest.mark.parametrize("opportunities", [1, 3, 7])
def test_all_histories_together_are_certain_and_count_as_the_shares_say(opportunities):
    of = every_history(opportunities)
    chances = of.n * likelihoods(of)
    assert chances.sum() == pytest.approx(1)
    by_taken = [chances[of.x == taken].sum() for taken in range(opportunities + 1)]
    assert MODEL.taken(opportunities) == pytest.approx(by_taken)


def test_the_next_opportunity_is_taken_as_often_as_longer_histories_say():
    of = every_history(5)
    further = Histories(of.x + 1, np.full(len(of.x), 6.0), of.end + 1, of.n)
    assert MODEL.expected(of, 1) == pytest.approx(likelihoods(further) / likelihoods(of))


def test_who_took_the_last_opportunity_was_with_us_then():
    of = every_history(6)
    alive = MODEL.alive(of)
    assert ((alive > 0) & (alive < 1)).all()
    # Of those who took the last one nothing hides when they left: the chance to have stayed is the same for all.
    assert alive[of.t_x == 6] == pytest.approx(np.full((of.t_x == 6).sum(), 8.8 / (8.8 + 0.66)))


def test_parameters_come_back_from_as_many_customers_as_they_lead_to():
    of = every_history(6)
    expected = Histories(of.x, of.t_x, of.end, 50_000 * of.n * likelihoods(of))
    model, fit = bg_bb.fit(expected)
    assert (model.alpha, model.beta, model.gamma, model.delta) == pytest.approx(tuple(VALUES), rel=1e-4)
    assert fit.is_converged and fit.is_identified

"""sBG against the numbers of Fader and Hardie (2007): survivors per 1,000 over seven years, five more held out."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer
from crm_core.models import sbg
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


def counts(survivors):
    lost = -np.diff(np.array(survivors, float))
    left = np.zeros(len(lost))
    left[-1] = survivors[-1]
    return lost, left


@pytest.mark.parametrize(
    ("survivors", "parameters", "likelihood", "twelfth"),
    [(HIGH_END, (0.668, 3.806), -1611.158, 0.3780), (REGULAR, (0.704, 1.182), -1680.265, 0.1700)],
    ids=["high end", "regular"],
)
def test_parameters_and_projection_as_published(survivors, parameters, likelihood, twelfth):
    model, fit = sbg.fit(*counts(survivors))
    assert (model.alpha, model.beta) == pytest.approx(parameters, abs=1e-3)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=1e-3)
    assert fit.is_converged and fit.is_identified
    assert model.survival(np.array([12.0]))[0] == pytest.approx(twelfth, abs=1e-4)


def test_the_slope_is_that_of_the_likelihood():
    values, (lost, left) = np.array([0.7, 2.5]), counts(REGULAR)
    _, slope = sbg.score(values, lost, left)
    for place, step in enumerate(np.eye(2) * 1e-6):
        up, down = (sbg.score(values * np.exp(way * step), lost, left)[0] for way in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-5)


def test_retention_is_what_survival_loses_at_each_renewal():
    model = sbg.Sbg(0.7, 1.2)
    kept = model.survival(np.arange(9.0))
    assert kept[0] == 1.0
    assert model.retention(np.arange(1.0, 9.0)) == pytest.approx(kept[1:] / kept[:-1])


def test_the_projection_s_interval_is_that_of_parameters_drawn_again():
    model, fit = sbg.fit(*counts(REGULAR))
    share, low, high = model.projected(20, fit.covariance)
    assert share == pytest.approx(model.survival(np.array([20.0]))[0])
    drawn = np.exp(np.random.default_rng(7).multivariate_normal(np.log(fit.values), fit.covariance, 20_000))
    shares = [sbg.Sbg(*each).survival(np.array([20.0]))[0] for each in drawn]
    assert (low, high) == pytest.approx(np.quantile(shares, [0.025, 0.975]), rel=0.03)


def test_the_survival_card_projects_contracts_a_year_beyond_what_was_observed(tmp_path):
    ended, rows = counts(REGULAR)[0], []
    for month, lost in enumerate(ended):
        on = date(2023, 1, 1) + timedelta(days=15 + round(month * 30.4375))
        rows += [(f"l{month}_{number}", on.isoformat()) for number in range(int(lost))]
    rows += [(f"s{number}", None) for number in range(REGULAR[-1])]
    customers = pd.DataFrame(rows, columns=["customer_id", "lost_on"]).assign(contracted_on="2023-01-01")
    orders = customers[["customer_id"]].assign(order_at="2023-01-01", amount="1", channel="web")
    orders["order_id"] = orders["customer_id"]
    orders.loc[0, "order_at"] = "2023-08-05"  # the last day of the data: seven months and some days on
    made = GivenCompanies(tmp_path)
    reader = made.add({"transactions": orders.astype(object), "customers": customers.astype(object)})
    found = answer(reader, "lifecycle.survival", Selection(), (("loss", "contract"),)).rows
    everyone = found[found["value"] == "*"]
    assert everyone["survival"].iloc[7] == pytest.approx(0.241)
    # Seven whole months were observed, and an eighth had begun.
    model, _ = sbg.fit(*(np.append(side, 0.0) for side in counts(REGULAR)))
    assert everyone["projected_share"].iloc[0] == pytest.approx(model.survival(np.array([8.0 + 12]))[0], rel=1e-6)
    ends = everyone[["projected_share_low", "projected_share_high"]].iloc[0].astype(float)
    assert ends.iloc[0] < everyone["projected_share"].iloc[0] < ends.iloc[1]
    by_silence = answer(reader, "lifecycle.survival", Selection()).rows
    assert by_silence["projected_share"].isna().all()

"""CDNOW's 1/10 sample: the published fits of the models of buying and spending, from the raw list of purchases."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer
from crm_core.models import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from crm_core.models.gamma_gamma import Spending
from crm_core.models.histories import Histories, histories
from crm_core.selection import Selection
from tests.published.conftest import DATASETS
from tests.sql.given import GivenCompanies

pytestmark = pytest.mark.datasets
SPLIT = pd.Timestamp("1997-09-30")
WEEKS = 39


@pytest.fixture(scope="module")
def purchases():
    """One row per customer and day of purchase."""
    file = DATASETS / "cdnow" / "CDNOW_sample.txt"
    if not file.exists():
        pytest.skip(f"published numbers need {file}, which is not on this machine")
    raw = pd.read_csv(file, sep=r"\s+", header=None, names=["master", "customer", "day", "cds", "amount"])
    raw["day"] = pd.to_datetime(raw["day"].astype(str))
    days = raw.groupby(["customer", "day"])["amount"].sum().reset_index()
    return days.assign(first=days.groupby("customer")["day"].transform("min"))


@pytest.fixture(scope="module")
def known(purchases):
    return purchases[purchases["day"] <= SPLIT]


@pytest.fixture(scope="module")
def each(known):
    """Every customer's own history, nobody counted together."""
    found = known.groupby("customer")["day"].agg(["min", "max", "count"])
    t_x, end = ((days.dt.days / 7).to_numpy() for days in (found["max"] - found["min"], SPLIT - found["min"]))
    return Histories((found["count"] - 1).to_numpy(float), t_x, end, np.ones(len(found)))


@pytest.fixture(scope="module")
def together(each):
    return histories(each.x, each.t_x, each.end)


@pytest.fixture(scope="module")
def spending(known):
    again = known[known["day"] > known["first"]].groupby("customer")["amount"]
    x, m = again.count().to_numpy(float), again.mean().to_numpy()
    return Spending(x, m, np.log(m), np.ones(len(x)))


def test_what_the_sample_holds(purchases, each, together):
    assert (each.customers, each.x.sum(), each.repeaters) == (2357, 2457, 946)
    assert ((purchases["day"] > SPLIT).sum(), together.customers) == (1882, 2357)
    assert len(together.x) < len(each.x) / 2


@pytest.mark.parametrize(
    ("model", "expected", "errors", "most_likely"),
    [
        (bg_nbd, (0.242595, 4.413602, 0.792922, 2.425907), (0.01256, 0.37822, 0.18573, 0.70541), -9582.4292),
        (mbg_nbd, (0.524843, 6.183084, 0.891359, 1.614002), None, -9582.1357),
        (pareto_nbd, (0.553277, 10.577683, 0.606240, 11.668730), (0.04763, 0.84272, 0.18728, 6.21100), -9594.97618),
    ],
    ids=["bg_nbd", "mbg_nbd", "pareto_nbd"],
)
def test_the_models_of_buying(model, expected, errors, most_likely, each, together):
    found, fit = model.fit(together)
    assert fit.values == pytest.approx(expected, abs=1e-3)
    assert fit.log_likelihood == pytest.approx(most_likely, abs=1e-3)
    assert fit.is_converged and fit.is_identified
    # Counted together the customers are as likely as one by one.
    assert model.log_likelihood(found, each) == pytest.approx(fit.log_likelihood, rel=1e-6)
    if errors:
        assert fit.errors == pytest.approx(errors, abs=2e-3)


def test_gamma_gamma(spending):
    model, fit = gamma_gamma.fit(spending)
    assert fit.values == pytest.approx((6.249573, 3.744225, 15.443520), abs=1e-3)
    assert fit.log_likelihood == pytest.approx(-4055.91769, abs=1e-3)
    assert model.mean() == pytest.approx(35.17, abs=0.005)
    assert spending.correlation == pytest.approx(0.1139, abs=5e-5)


def test_spending_per_purchase_of_the_first_customers(known, spending):
    model, _ = gamma_gamma.fit(spending)
    again = known[known["day"] > known["first"]]
    x = again.groupby("customer")["amount"].count().reindex(known["customer"].unique()).fillna(0)
    m = again.groupby("customer")["amount"].mean().reindex(x.index).fillna(0)
    told = model.expected(x.to_numpy(float), m.to_numpy())[:10]
    assert told == pytest.approx([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], abs=0.01)


def test_what_is_expected_of_new_and_known_customers(together):
    model, _ = bg_nbd.fit(together)
    weeks = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    assert model.purchases(weeks) == pytest.approx(
        [0.007816, 0.053184, 0.150631, 1.040489, 1.043732, 1.857958], abs=1e-6
    )
    one = histories(np.array([2]), np.array([30.43]), np.array([38.86]))
    assert model.expected(one, WEEKS)[0] == pytest.approx(1.226, abs=1e-3)
    assert together.n @ model.alive(together) == pytest.approx(1917.3, abs=0.05)
    assert together.n @ model.expected(together, WEEKS) == pytest.approx(1653.4, abs=0.05)


def test_pareto_nbd_expects_what_its_papers_do(together):
    model, _ = pareto_nbd.fit(together)
    assert model.purchases(np.array([52.0])) == pytest.approx([1.47343], abs=1e-5)
    other = pareto_nbd.ParetoNbd(0.5534, 10.5802, 0.6061, 11.6562)
    one = histories(np.array([26]), np.array([30.86]), np.array([31]))
    assert other.expected(one, 52.0)[0] == pytest.approx(25.46, abs=0.01)
    assert other.alive(one)[0] == pytest.approx(0.9979, abs=5e-5)


def test_repeat_purchases_up_to_each_week(purchases, together):
    model, _ = bg_nbd.fit(together)
    firsts = purchases.groupby("customer")["first"].min()
    actual, expected = [], []
    for week in (13, 26, 39, 52, 65, 78):
        day = SPLIT + pd.Timedelta(weeks=week - WEEKS)
        actual.append(((purchases["day"] <= day) & (purchases["day"] > purchases["first"])).sum())
        ages = (day - firsts).dt.days.to_numpy() / 7
        expected.append(model.purchases(ages[ages > 0]).sum())
    assert actual == [828, 1746, 2457, 3183, 3844, 4339]
    assert expected == pytest.approx([709.0, 1726.9, 2494.0, 3127.7, 3675.0, 4160.6], abs=0.06)


@pytest.fixture(scope="module")
def company(purchases, tmp_path_factory):
    """The sample as a company of its own; a purchase of nothing at all costs a cent, or it would be no sale."""
    made = GivenCompanies(tmp_path_factory.mktemp("cdnow"))
    told = purchases.assign(order_id=range(len(purchases)), amount=purchases["amount"].clip(lower=0.0001))
    named = told.rename(columns={"customer": "customer_id", "day": "order_at"})
    yield made.add({"transactions": named[["order_id", "customer_id", "order_at", "amount"]].astype(str)})


def asked(company, metric, until, **params):
    found = answer(company, metric, Selection(as_of=until), tuple(sorted({"model": "bg_nbd", **params}.items())))
    assert found.notes == ()
    return found.rows


def test_the_page_s_numbers_are_the_published_ones(company):
    until = date(1997, 9, 30)
    row = asked(company, "prediction.kpis", until, margin="0.5", discount="0.15").iloc[0]
    assert (row["customers"], row["repeat_buyers"], row["one_time_buyers"]) == (2357, 946, 1411)
    assert row["alive"] == pytest.approx(1917.3, abs=0.05)
    assert row["clv"] / 0.5 == pytest.approx(70_966.29, rel=1e-4)
    assert row["alive_low"] < row["alive"] < row["alive_high"]


def test_the_page_s_back_test_is_the_published_one(company):
    rows = asked(company, "prediction.backtest", date(1998, 6, 30), holdout="39")
    assert list(rows["actual_mean"].round(3)) == [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]
    assert list(rows["expected_mean"].round(3)) == [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157]
    assert rows["actual_orders"].sum() == 1882
    assert rows["expected_orders"].sum() == pytest.approx(1653.4, abs=0.05)
    weeks = asked(company, "prediction.tracking", date(1998, 6, 30), holdout="39").set_index("week_end_on")
    last = weeks.iloc[-1]
    assert last["actual_orders"] == 4339
    assert last["expected_orders"] == pytest.approx(4160.6, abs=1)


def test_online_retail_s_autumn_is_refused(online_retail):
    reader = online_retail[0].reader()
    chosen = Selection(as_of=date(2011, 9, 30))
    for model in ("bg_nbd", "mbg_nbd"):
        found = answer(reader, "prediction.kpis", chosen, (("model", model),))
        assert found.notes[0] == "model_not_identified"
        assert found.rows.notna().all(axis=None) or found.rows["alive_low"].isna().all()
        assert found.rows["expected_orders"].iloc[0] > 0

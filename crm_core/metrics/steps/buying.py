"""The model behind steps/buying.sql: who still buys, how often and for how much, or why the data cannot tell.

It refuses (state) where there are too few repeat buyers or days, where the search finds no top, or where a parameter
runs away; then SQL takes the simple way, each customer's last year again, and the answer carries a note that says so.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from crm_core.metrics.registry import Fitted, Statistics
from crm_core.models import bg_nbd, gamma_gamma, mbg_nbd
from crm_core.models.fitting import Fit
from crm_core.models.gamma_gamma import GammaGamma, Spending
from crm_core.models.histories import Floats, Histories, total

MODELS: dict[str, Any] = {"mbg_nbd": mbg_nbd, "bg_nbd": bg_nbd}
FEWEST_REPEATERS = 100
FEWEST_WEEKS = 13
MOST_CORRELATION = 0.3  # of how often and how much: beyond it spending is no separate matter
WEEKS_PER_YEAR = 52
KEPT = 16
_KEYS = ["repeat_days", "last_day", "end_day"]
_STEP = 1e-3  # of the differences that carry the uncertainty of parameters over to totals


@dataclass(frozen=True, eq=False)
class Models:
    """What the data told: state is fits, or why no model of buying is used; spending is None where it is not."""

    state: str
    of: Histories
    buying: Any = None
    buying_fit: Fit | None = None
    spending: GammaGamma | None = None
    spending_fit: Fit | None = None


def fitted(statistics: Statistics, params: Mapping[str, Any]) -> Fitted:
    """Values for SQL: $buying_model, one row per history; $buying_course, the purchases of a new customer by age;
    $model_state; $spend_p, _q, _v; $observed_weeks, at most a year; relative errors of totals.

    Of a metric that foretells no weeks, only who still buys, and no note of a simple way.
    Nulls: no rows, and None, where the model refuses.
    """
    if not {"horizon", "holdout"} & set(params):
        return Fitted({"buying_model": _alive(statistics, params["model"])})
    weeks = int(params.get("horizon", params.get("holdout", WEEKS_PER_YEAR)))
    return _forecast(statistics, params["model"], weeks, params.get("discount", (0.0,))[0])


@lru_cache(maxsize=KEPT)
def _alive(statistics: Statistics, name: str) -> pd.DataFrame:
    """p_alive of every history; no rows where the model refuses."""
    models, rows = models_of(statistics, name), statistics.frames["histories"][_KEYS]
    if models.state != "fits":
        return rows.head(0).assign(p_alive=0.0)
    return rows.assign(p_alive=models.buying.alive(models.of))


@lru_cache(maxsize=KEPT)
def _forecast(statistics: Statistics, name: str, weeks: int, discount: float) -> Fitted:
    models = models_of(statistics, name)
    rows = statistics.frames["histories"][_KEYS]
    p, q, v = astuple(models.spending) if models.spending else (None, None, None)
    observed = float(np.clip(models.of.end.max(initial=0.0), 1, WEEKS_PER_YEAR))
    spend = {"spend_p": p, "spend_q": q, "spend_v": v, "observed_weeks": observed}
    if models.state != "fits":
        empty = rows.head(0).assign(p_alive=0.0, expected_orders=0.0, discounted_orders=0.0)
        none = dict.fromkeys(("alive_error", "orders_error", "revenue_error"))
        told = {"buying_model": empty, "buying_course": _course(models, 0), "model_state": models.state}
        return Fitted(told | spend | none, (f"model_{models.state}",))
    alive = models.buying.alive(models.of)
    orders, discounted = _orders_if_alive(models, weeks, discount)
    told = rows.assign(p_alive=alive, expected_orders=alive * orders, discounted_orders=alive * discounted)
    errors = _relative_errors(models, statistics.frames["histories"]["spend"].fillna(0).to_numpy(float), weeks)
    course = _course(models, int(rows["end_day"].max()) + 7 * weeks)
    values = {"buying_model": told, "buying_course": course, "model_state": "fits"}
    return Fitted(values | spend | errors, () if models.spending else ("model_spending",))


def _course(models: Models, days: int) -> pd.DataFrame:
    """Repeat purchases expected of a new customer up to each age in days."""
    ages = np.arange(1, days + 1)
    purchases = models.buying.purchases(ages / 7) if days else np.empty(0)
    return pd.DataFrame({"age_days": ages, "purchases": purchases})


@lru_cache(maxsize=KEPT)
def models_of(statistics: Statistics, name: str) -> Models:
    """The models fitted on the statistics of steps/buying.sql, or the state that forbids them."""
    frame = statistics.frames["histories"]
    x, last, end, n = (frame[column].to_numpy(float) for column in [*_KEYS, "customers"])
    of = Histories(x, last / 7, end / 7, n)
    if of.repeaters < FEWEST_REPEATERS:
        return Models("few_repeaters", of)
    if of.end.max(initial=0.0) < FEWEST_WEEKS:
        return Models("short_history", of)
    buying, fit = MODELS[name].fit(of)
    if not fit.is_identified:
        return Models("not_identified", of)
    if not fit.is_converged:
        return Models("not_converged", of)
    return Models("fits", of, buying, fit, *_spending_of(statistics.frames["spending"]))


def _spending_of(frame: pd.DataFrame) -> tuple[GammaGamma | None, Fit | None]:
    x, n, m, log_m = (frame[name].to_numpy(float) for name in ("repeat_days", "customers", "spend", "log_spend"))
    of = Spending(x, m, log_m, n)
    if n.sum() < FEWEST_REPEATERS or abs(of.correlation or 0.0) > MOST_CORRELATION:
        return None, None
    model, fit = gamma_gamma.fit(of)
    is_usable = fit.is_identified and fit.is_converged and model.q > 1
    return (model, fit) if is_usable else (None, None)


def _orders_if_alive(models: Models, weeks: int, discount: float) -> tuple[Floats, Floats]:
    """Purchases of the next weeks if alive, for every history: as they are, and each week's discounted to today."""
    pairs = models.of.x * 1e6 + models.of.end  # each (x, end) once: there are far fewer of them
    _, first, places = np.unique(pairs, return_index=True, return_inverse=True)
    x, end = models.of.x[first], models.of.end[first]
    before, orders, discounted = np.zeros(len(x)), np.zeros(len(x)), np.zeros(len(x))
    for week in range(1, weeks + 1):
        orders = models.buying.expected_if_alive(x, end, float(week))
        discounted = discounted + (orders - before) * (1 + discount) ** (-week / WEEKS_PER_YEAR)
        before = orders
    return orders[places], discounted[places]


def _relative_errors(models: Models, spend: Floats, weeks: int) -> dict[str, float]:
    """The standard errors of the totals as shares of them, from the inverse Hessians of the fits (delta method)."""
    kind, values = type(models.buying), np.log(astuple(models.buying))

    def totals(buying: Floats, spending: Floats) -> Floats:
        model, of = kind(*np.exp(buying)), models.of
        alive = model.alive(of)
        orders = alive * model.expected_if_alive(of.x, of.end, float(weeks))
        revenue = orders * of.n
        if len(spending):
            p, q, v = np.exp(spending)
            revenue = orders * p * (v * of.n + of.x * spend) / (p * of.x + q - 1)
        return np.log([total(of.n, alive), total(of.n, orders), revenue.sum()])

    money = np.log(astuple(models.spending)) if models.spending else np.empty(0)
    by_buying = [totals(values + step, money) - totals(values - step, money) for step in np.eye(len(values)) * _STEP]
    by_money = [totals(values, money + step) - totals(values, money - step) for step in np.eye(len(money)) * _STEP]
    variance = np.zeros(3)
    for slopes, fit in ((by_buying, models.buying_fit), (by_money, models.spending_fit)):
        if fit is not None:
            slope = np.array(slopes) / (2 * _STEP)
            variance = variance + np.einsum("ik,ij,jk->k", slope, fit.covariance, slope)
    return dict(zip(("alive_error", "orders_error", "revenue_error"), map(float, np.sqrt(variance)), strict=True))

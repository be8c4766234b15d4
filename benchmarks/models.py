"""Fits of the models of prediction, on half a million invented customers; beside it a fit of every customer alone."""

import time
from dataclasses import astuple
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from crm_core.models import bg_nbd, mbg_nbd
from crm_core.models.histories import Histories, histories

Row = dict[str, object]
CUSTOMERS = {2_357: 100, 500_000: 1500}  # how many, and the milliseconds that a fit may take
MOST_APART = 1e-6
MODELS = (("BG/NBD", bg_nbd, "BetaGeoFitter"), ("MBG/NBD", mbg_nbd, "ModifiedBetaGeoFitter"))


def invented(customers: int) -> Histories:
    """Histories in whole days, one per customer, as BG/NBD makes them."""
    dice = np.random.default_rng(7)
    rate, leaves = dice.gamma(0.6, 1 / 8.0, customers), dice.beta(0.8, 2.5, customers)
    end = dice.integers(1, 1100, customers) / 7
    x, t_x, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    here = np.arange(customers)
    while len(here):
        now[here] += np.maximum(1, np.ceil(7 * dice.exponential(1 / rate[here]))) / 7
        here = here[now[here] <= end[here]]
        x[here], t_x[here] = x[here] + 1, now[here]
        here = here[dice.random(len(here)) >= leaves[here]]
    return Histories(x, t_x, end, np.ones(customers))


def _by_lifetimes(fitter: str, each: Histories, ours: tuple[float, ...]) -> str:
    """How long the usual library takes for the same fit, and how far its parameters lie from ours.

    It is no longer kept up and asks for an older pandas: it is no part of requirements-dev.txt, and whoever wants to
    see it puts it on the path (pip install --no-deps --target DIR lifetimes autograd autograd-gamma dill).
    """
    if find_spec("lifetimes") is None:
        return "lifetimes not installed"
    model, utils = getattr(import_module("lifetimes"), fitter)(), import_module("lifetimes.utils")
    start = time.perf_counter()
    try:
        model.fit(each.x, each.t_x, each.end)
    except utils.ConvergenceError:
        return "lifetimes does not converge"
    taken = (time.perf_counter() - start) * 1000
    apart = max(abs(theirs / own - 1) for theirs, own in zip(model.params_, ours, strict=True))
    return f"lifetimes {taken:.0f} ms, parameters {apart:.0e} apart"


def model_rows() -> list[Row]:
    """One row per model and number of customers."""
    rows: list[Row] = []
    for customers, bound in CUSTOMERS.items():
        each = invented(customers)
        together = histories(each.x, each.t_x, each.end)
        for name, module, fitter in MODELS:
            start = time.perf_counter()
            model, fit = module.fit(together)
            ours = (time.perf_counter() - start) * 1000
            start = time.perf_counter()
            _, full = module.fit(each)
            alone = (time.perf_counter() - start) * 1000
            theirs = _by_lifetimes(fitter, each, astuple(model))
            apart = abs(fit.log_likelihood / full.log_likelihood - 1)
            rows.append(
                {
                    "size": customers, "what": f"{name} fitted on {len(together.x):,} histories, {apart:.0e} apart",
                    "ours": f"{ours:.0f} ms", "floor": f"{alone:.0f} ms one by one; {theirs}",
                    "ratio": round(ours / alone, 2),
                    "bound": f"{bound} ms; {MOST_APART:.0e} apart", "met": ours <= bound and apart <= MOST_APART,
                }
            )  # fmt: skip
    return rows

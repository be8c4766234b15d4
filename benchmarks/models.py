"""Fits of the models of prediction, on half a million invented customers; beside it a fit of every customer alone."""

import time

import numpy as np

from crm_core.models import bg_nbd, mbg_nbd
from crm_core.models.histories import Histories, histories

Row = dict[str, object]
CUSTOMERS = {2_357: 100, 500_000: 1500}  # how many, and the milliseconds that a fit may take
MOST_APART = 1e-6


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


def model_rows() -> list[Row]:
    """One row per model and number of customers."""
    rows: list[Row] = []
    for customers, bound in CUSTOMERS.items():
        each = invented(customers)
        together = histories(each.x, each.t_x, each.end)
        for name, module in (("BG/NBD", bg_nbd), ("MBG/NBD", mbg_nbd)):
            start = time.perf_counter()
            _, fit = module.fit(together)
            ours = (time.perf_counter() - start) * 1000
            start = time.perf_counter()
            _, full = module.fit(each)
            alone = (time.perf_counter() - start) * 1000
            apart = abs(fit.log_likelihood / full.log_likelihood - 1)
            rows.append(
                {
                    "size": customers, "what": f"{name} fitted on {len(together.x):,} histories, {apart:.0e} apart",
                    "ours": f"{ours:.0f} ms", "floor": f"{alone:.0f} ms one by one", "ratio": round(ours / alone, 2),
                    "bound": f"{bound} ms; {MOST_APART:.0e} apart", "met": ours <= bound and apart <= MOST_APART,
                }
            )  # fmt: skip
    return rows

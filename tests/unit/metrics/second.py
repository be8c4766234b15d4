"""The value metrics computed a second time, in pandas and plain Python, from the definitions alone."""

import math
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

Days = tuple[pd.Timestamp, pd.Timestamp]
RULES = tomllib.loads(Path(__file__).with_name("rfm_rules.toml").read_text("utf-8"))["segments"]


def random_lines(seed: int) -> pd.DataFrame:
    """Order lines with many equal values, returns, zero amounts, unknown costs and unknown customers."""
    dice = np.random.default_rng(seed)
    order_count, customer_count = 40 * seed, 12 * seed
    owner = dice.integers(0, customer_count + 1, order_count)
    day = dice.integers(0, 120, order_count)
    order = np.repeat(np.arange(order_count), dice.integers(1, 4, order_count))
    amount = dice.integers(-3, 12, len(order)) * 5
    cost = np.where(dice.random(len(order)) < 0.02, np.nan, np.abs(amount) * 0.8)
    lines = pd.DataFrame(
        {
            "order_id": [f"o{number}" for number in order],
            "customer_id": [f"c{owner[number]:03}" if owner[number] else None for number in order],
            "order_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(day[order], unit="D"),
            "amount": amount,
            "cost_amount": cost,
        }
    )
    lines["kind_expected"] = np.select([amount > 0, amount < 0], ["sale", "return"], "adjustment")
    return lines


def counted(lines: pd.DataFrame, rule: str, days: Days) -> pd.DataFrame:
    """The lines that count: sales, and under the net rule the returns with their cost given back."""
    kinds = ["sale"] if rule == "sales" else ["sale", "return"]
    chosen = lines[lines["order_at"].between(*days) & lines["kind_expected"].isin(kinds)].copy()
    chosen["is_sale"] = chosen["kind_expected"] == "sale"
    chosen["cost"] = chosen["cost_amount"].abs() * np.where(chosen["is_sale"], 1, -1)
    return chosen


def customer_values(lines: pd.DataFrame, rule: str, days: Days) -> pd.DataFrame:
    """One row per customer with a counted line: revenue, profit, orders, last order."""
    chosen = counted(lines, rule, days).dropna(subset="customer_id")
    by_customer = chosen.groupby("customer_id")
    sales = chosen[chosen["is_sale"]].groupby("customer_id")
    frame = pd.DataFrame({"revenue": by_customer["amount"].sum(), "cost": by_customer["cost"].sum()})
    # One line of unknown cost makes the whole cost unknown.
    frame.loc[by_customer["cost"].apply(lambda costs: costs.isna().any()), "cost"] = np.nan
    frame["profit"] = frame["revenue"] - frame["cost"]
    frame["orders"] = sales["order_id"].nunique().reindex(frame.index, fill_value=0)
    frame["last"] = sales["order_at"].max().reindex(frame.index)
    return frame


def gini(values: pd.Series) -> float:
    """Mean absolute difference of all pairs over twice the mean."""
    above = values[values > 0].to_numpy(float)
    return float(np.abs(above[:, None] - above[None, :]).sum() / (2 * len(above) ** 2 * above.mean()))


def top_share(values: pd.Series, share: str) -> float:
    best = values.sort_values(ascending=False).head(math.ceil(Fraction(share) * len(values)))
    return float(best.sum() / values.sum())


def customers_for(values: pd.Series, share: str) -> float:
    needed, running = Fraction(share) * Fraction(int(values.sum() * 100), 100), Fraction(0)
    for place, value in enumerate(values.sort_values(ascending=False), 1):
        running += Fraction(round(value * 100), 100)
        if running >= needed:
            return place / len(values)
    raise AssertionError("the whole is never below a share of it")


def tiers(values: pd.Series, cuts: tuple[str, ...]) -> pd.Series:
    """The tier of every customer: by how many are strictly better."""
    better = [int((values > value).sum()) for value in values]
    names = ("vip", "major", "ordinary", "small")
    places = [sum(count >= Fraction(cut) * len(values) for cut in cuts) for count in better]
    return pd.Series([names[place] for place in places], index=values.index)


def abc(values: pd.Series) -> pd.Series:
    """The class of every customer by the share of those before; equal values in the order of their ids."""
    total, before, found = values.sum(), 0.0, {}
    for customer in values.sort_index().sort_values(ascending=False, kind="stable").index:
        share = before / total
        found[customer] = "c" if values[customer] <= 0 else "a" if share < 0.8 else "b" if share < 0.95 else "c"
        before += values[customer]
    return pd.Series(found).reindex(values.index)


def score(values: pd.Series) -> pd.Series:
    """1 + floor(5 · percent_rank), at most 5, in whole numbers."""
    worse = values.rank(method="min").astype(int) - 1
    return (1 + 5 * worse // max(len(values) - 1, 1)).clip(upper=5)


def segment_of(r: int, f: int, m: int) -> str:
    """The first rule that fits, read top down."""
    for rule in RULES:
        if all(rule[name][0] <= value <= rule[name][1] for name, value in (("r", r), ("f", f), ("m", m))):
            return str(rule["name"])
    raise LookupError(f"no rule for {r}{f}{m}")

"""The lives of products computed a second time from the raw rows, and what must hold."""

import numpy as np
import pandas as pd
import pytest

from crm_core.metrics.runner import answer
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

LAST = pd.Timestamp("2024-11-17")  # the last month is not over


def lines(seed=5, products=60):
    """Products that come at any time, rise and fall at paces of their own, and pause for whole months."""
    dice = np.random.default_rng(seed)
    rows = []
    for number in range(products):
        begins, peak, pace = dice.integers(0, 22), dice.integers(0, 9), dice.uniform(0.4, 1.1)
        for age in range(int(23 - begins)):
            height = (age + 1) / (peak + 1) if age <= peak else pace ** (age - peak)
            if age == 0 or dice.random() < 0.8:
                rows.append((f"p{number}", begins + age, round(100 * height * dice.uniform(0.6, 1.4) + 0.01, 2)))
    frame = pd.DataFrame(rows, columns=["product_id", "month", "amount"])
    first = pd.Timestamp("2023-01-01")
    days = [min(first + pd.DateOffset(months=int(m), days=int(dice.integers(0, 28))), LAST) for m in frame["month"]]
    whose = [f"c{each}" for each in dice.integers(0, 40, len(frame))]
    return frame.assign(order_id=range(len(frame)), order_at=days, customer_id=whose)


def life(months, last_whole):
    """Phase, months to the peak and to half of one product: a list of its months' sales from its first one on."""
    begins = min(months)
    sales = [months.get(month, 0.0) for month in range(begins, last_whole + 1)]
    if len(sales) < 6:
        return "young", None, None
    level = [sum(sales[max(0, at - 2) : at + 1]) / min(at + 1, 3) for at in range(len(sales))]
    peak = level.index(max(level))
    if peak == len(level) - 1:
        return "rising", None, None
    known = peak if begins >= 3 else None
    if level[-1] > 0.5 * level[peak]:
        return "mature", known, None
    return "declined", known, next(at for at in range(peak, len(level)) if level[at] <= 0.5 * level[peak]) - peak


@pytest.fixture(scope="module")
def rows():
    return lines()


@pytest.fixture(scope="module")
def reader(rows, tmp_path_factory):
    columns = ["order_id", "customer_id", "order_at", "product_id", "amount"]
    return GivenCompanies(tmp_path_factory.mktemp("lives")).add({"transactions": rows[columns].astype(str)})


@pytest.mark.parametrize("until", ["2024-11-17", "2024-09-30", "2024-10-01"])
def test_every_product_s_life_a_second_time(reader, rows, until):
    end = pd.Timestamp(until).date()
    known = rows[rows["order_at"] <= until]
    last_whole = (
        int((pd.Timestamp(until) + pd.Timedelta(days=1)).to_period("M").ordinal - pd.Period("2023-01").ordinal) - 1
    )
    month = known["order_at"].dt.to_period("M").map(lambda each: each.ordinal) - pd.Period("2023-01").ordinal
    sales = known.assign(month=month).groupby(["product_id", "month"])["amount"].sum()
    lives = pd.DataFrame(
        {product: life(own.droplevel(0).to_dict(), last_whole) for product, own in sales.groupby(level=0)}
    ).T.set_axis(["phase", "peak", "half"], axis=1)
    asked = Selection(period="custom", custom=(pd.Timestamp("2024-07-01").date(), end), as_of=end)
    found = answer(reader, "value.product_lives", asked).rows.set_index("product_phase")
    bought = known[known["order_at"] >= "2024-07-01"].assign(phase=known["product_id"].map(lives["phase"]))
    assert len(set(lives["phase"])) == 4
    for phase, row in found.iterrows():
        own, peaks = lives[lives["phase"] == phase], lives.loc[lives["phase"] == phase, "peak"].dropna()
        halves = own["half"].dropna()
        assert (row["products"], row["started_products"], row["halved_products"]) == (len(own), len(peaks), len(halves))
        for name, values in (("months_to_peak", peaks), ("months_to_half", halves)):
            assert row[name] == pytest.approx(values.mean() if len(values) else np.nan, nan_ok=True)
        of_phase = bought[bought["phase"] == phase]
        assert row["revenue"] == pytest.approx(of_phase["amount"].sum(), abs=1e-6)
        assert row["customers"] == of_phase["customer_id"].nunique()


def test_all_products_and_all_that_they_sold_are_in_one_phase(sample_reader):
    asked = Selection(period="last_12_months")
    found = answer(sample_reader, "value.product_lives", asked).rows
    whole = answer(sample_reader, "value.abc_products", asked, (("charges", "left_out"),)).rows
    assert found["revenue"].sum() == pytest.approx(whole["revenue"].sum(), abs=1e-6)
    assert found["products"].sum() >= whole["products"].sum() > 0
    assert found["product_share"].sum() == pytest.approx(1) == found["revenue_share"].sum()

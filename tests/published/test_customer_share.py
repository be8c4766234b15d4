"""The source text's own numbers on share inside customers and in a market (inventory Q-60 to Q-69).

The text gives shares, not amounts; the units below are made so that every customer has the share that it names.
"""

import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

# Our units (100,000 cans), units in all, whether it makes its own, brand line. None at two, below half at
# four, below 30 % at three of the second line, where our share is 53 % in all.
NAMED = {
    "Zhongshan Kaida": (0, 10, True, "first_line"),
    "Baolisha": (0, 6, False, "first_line"),
    "Hebi Tianyuan": (40, 100, False, "first_line"),
    "SC Johnson": (45, 100, False, "first_line"),
    "Jinlu": (45, 100, False, "first_line"),
    "Aifute": (49, 100, False, "first_line"),
    "Sichuan Caihong": (20, 100, False, "second_line"),
    "Dongyang Jintian": (25, 100, False, "second_line"),
    "Fujian Jinlu": (29, 100, False, "second_line"),
    "all others of the second line": (986, 1700, False, "second_line"),
}
# Non-insecticide : insecticide = 4.5 : 5.5 of 440 million cans. How many brands the concentrations count
# is not said: four here, of one size, and many small ones of which none is as large.
VOLUMES = {"insecticide": 2420, "non-insecticide": 1980}
LEADING = {"non-insecticide": 0.49, "paint": 0.66, "personal care": 0.53, "car care": 0.34}


def demand():
    parts = [
        (name, supplier, units, is_self, is_made)
        for name, (ours, total, makes_own, _) in NAMED.items()
        for supplier, units, is_self, is_made in (("us", ours, True, False), ("x", total - ours, False, makes_own))
        if units
    ]
    names = ["customer_id", "supplier", "supplier_units", "is_self", "is_self_made"]
    return pd.DataFrame(parts, columns=names).assign(segment="insecticide").astype(str).astype(object)


def market():
    rows = [
        (segment, f"{kind}{number}", size * part / count)
        for segment, share in LEADING.items()
        for size in [VOLUMES.get(segment, 1000)]
        for kind, part, count in (("leading", share, 4), ("small", 1 - share, 40))
        for number in range(count)
    ]
    rows.append(("insecticide", "all", VOLUMES["insecticide"]))
    return pd.DataFrame(rows, columns=["segment", "brand", "market_units"]).astype(str).astype(object)


@pytest.fixture(scope="module")
def cans(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("cans"))
    lines = pd.DataFrame([(name, line) for name, (*_, line) in NAMED.items()], columns=["customer_id", "brand_tier"])
    yield made.add({"customers": lines.astype(object), "account_demand": demand(), "market_volume": market()})


def banded(cans):
    found = members(cans, "accounts.share", Selection())
    return {name: (band, bool(target)) for name, band, target in
            zip(found["customer_id"], found["share_band"], found["is_target"], strict=True)}  # fmt: skip


def test_every_named_customer_is_in_the_band_of_the_text(cans):
    bands = {name: band for name, (band, _) in banded(cans).items()}
    assert bands["Zhongshan Kaida"] == "self_made"
    assert bands["Baolisha"] == "zero"
    assert {bands[name] for name in ("Hebi Tianyuan", "SC Johnson", "Jinlu", "Aifute")} == {"below_50"}
    assert {bands[name] for name in ("Sichuan Caihong", "Dongyang Jintian", "Fujian Jinlu")} == {"below_30"}


def test_growth_targets_are_second_line_below_30_and_first_line_below_50_but_never_who_makes_its_own(cans):
    targets = {name for name, (_, is_target) in banded(cans).items() if is_target}
    assert targets == set(NAMED) - {"Zhongshan Kaida", "all others of the second line"}


def test_the_second_line_is_bought_from_us_at_53_percent(cans):
    second = [(ours, total) for ours, total, _, line in NAMED.values() if line == "second_line"]
    assert sum(ours for ours, _ in second) / sum(total for _, total in second) == pytest.approx(0.53)
    chosen = Selection(filters=(("customers.brand_tier", ("second_line",)),))
    found = answer(cans, "accounts.share", chosen).rows
    assert found["our_units"].sum() / found["total_units"].sum() == pytest.approx(0.53)


def test_above_one_third_of_a_market_accounts_are_deepened(cans):
    rows = answer(cans, "accounts.segments", Selection()).rows.set_index("market_segment")
    ours = sum(ours for ours, *_ in NAMED.values())
    assert rows["segment_share"]["insecticide"] == pytest.approx(ours / 2420) and ours / 2420 > 1 / 3
    assert rows["growth_advice"]["insecticide"] == "deepen"


@pytest.mark.parametrize(
    ("segment", "level"),
    [("non-insecticide", "medium"), ("paint", "high"), ("personal care", "medium"), ("car care", "low")],
)
def test_concentration_of_brands_is_the_text_s(cans, segment, level):
    row = answer(cans, "accounts.segments", Selection()).rows.set_index("market_segment").loc[segment]
    assert row["top_brands_share"] == pytest.approx(LEADING[segment])
    assert row["concentration"] == level

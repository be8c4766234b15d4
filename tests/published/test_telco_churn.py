"""Telco churn (7,043 contracts, 1,869 ended): the survival numbers that R and lifelines give."""

import pandas as pd
import pytest

from crm_core.metrics.runner import answer
from crm_core.refusal import Refused
from crm_core.selection import Selection
from crm_core.statistics.survival import kaplan_meier, log_rank
from tests.published.conftest import DATASETS, imported

pytestmark = pytest.mark.datasets
MONTH = 365.25 / 12
FILE = DATASETS / "telco_churn" / "Telco-Customer-Churn.csv"


@pytest.fixture(scope="module")
def contracts():
    if not FILE.exists():
        pytest.skip(f"published numbers need {FILE}, which is not on this machine")
    return pd.read_csv(FILE)


def curve(contracts):
    ended = (contracts["Churn"] == "Yes").astype(float)
    return kaplan_meier(contracts["tenure"], ended, 1 - ended)


def test_what_is_left_after_so_many_months(contracts):
    found = curve(contracts)
    shares = {month: round(found.at(month), 5) for month in (1, 6, 12, 24, 36, 48, 60, 72)}
    assert shares == {
        1: 0.94596, 6: 0.88483, 12: 0.84320, 24: 0.78874, 36: 0.74855, 48: 0.70884, 60: 0.66440, 72: 0.59279,
    }  # fmt: skip
    assert tuple(round(end, 5) for end in found.interval(24)) == (0.77831, 0.79874)
    assert found.median() is None


def test_contracts_of_three_kinds_differ(contracts):
    groups = [curve(part) for _, part in contracts.groupby("Contract")]
    assert [round(group.at(24), 5) for group in groups] == [0.58592, 0.97827, 1.00000]
    test = log_rank(groups)
    assert (round(test.chi_squared, 2), test.freedom) == (2352.87, 2)
    assert test.p_value < 1e-300


@pytest.fixture(scope="module")
def reader(contracts, tmp_path_factory):
    """The same contracts as a customers file: tenure taken from the day of export, with the kind of contract."""
    folder = tmp_path_factory.mktemp("telco")
    exported = pd.Timestamp("2018-01-01")
    begun = exported - pd.to_timedelta((contracts["tenure"] * MONTH).astype(int), unit="D")
    ended = pd.Series([exported] * len(contracts)).where(contracts["Churn"] == "Yes")
    file = folder / "customers.csv"
    columns = {"customer_id": contracts["customerID"], "contracted on": begun, "lost on": ended}
    pd.DataFrame(columns | {"Kind of contract": contracts["Contract"]}).to_csv(file, index=False)
    return imported(folder / "store", [file])[0].reader()


def test_the_product_finds_the_same_from_a_file_of_customers_without_one_order(reader):
    kind = next(name for name, dimension in reader.dimensions.items() if dimension.label == "Kind of contract")
    found = answer(reader, "lifecycle.survival", Selection(), (("loss", "contract"), ("dimension", kind)))
    at = found.rows[found.rows["months"] == 24].set_index("value")
    everybody = at.loc["*"]
    assert [round(everybody[name], 5) for name in ("survival", "survival_low", "survival_high")] == [
        0.78874, 0.77831, 0.79874,
    ]  # fmt: skip
    shares = [round(at.loc[name, "survival"], 5) for name in ("Month-to-month", "One year", "Two year")]
    assert shares == [0.58592, 0.97827, 1.00000]
    assert round(everybody["chi_squared"], 2) == 2352.87
    first = found.rows.set_index("value").loc["*"].iloc[0]
    assert (first["customers"], first["lost_customers"]) == (7_043, 1_869)
    # sBG would have 64 % left a year beyond the data, of which 59 % are left at their end: nothing is projected.
    assert found.rows.set_index("value").loc["*", "projected_share"].isna().all()


def test_by_silence_the_same_file_asks_for_orders(reader):
    with pytest.raises(Refused) as refused:
        answer(reader, "lifecycle.survival", Selection(), (("loss", "silence"),))
    assert refused.value.code == "needs_orders"
    assert answer(reader, "lifecycle.survival", Selection()).params["loss"] == "contract"

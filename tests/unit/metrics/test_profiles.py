"""The profiles against plain Python on random companies, and what must hold between them."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest

from crm_core.figures.tiles import positions
from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.metrics.registry import steps
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from crm_core.text import has
from tests.sql.given import GivenCompanies
from tests.unit.metrics import second

DAYS = (date(2024, 1, 20), date(2024, 3, 10))


@pytest.fixture(scope="module")
def companies_by_channel(tmp_path_factory):
    """Two random companies whose lines name channels, and sometimes none."""
    made = GivenCompanies(tmp_path_factory.mktemp("by_channel"))
    found = {}
    for seed in (1, 2):
        lines = second.random_lines(seed)
        channels = np.random.default_rng(seed).choice(["online", "store", "phone", None], len(lines))
        lines = lines.assign(channel=pd.Series(channels, index=lines.index, dtype=object))
        found[seed] = lines, made.add({"transactions": lines.drop(columns="kind_expected").astype(object)})
    yield found


@pytest.fixture(params=[(1, "sales"), (2, "net")], ids=str)
def asked(companies_by_channel, request):
    """The reader, the selection and the counted lines."""
    seed, rule = request.param
    lines, reader = companies_by_channel[seed]
    selection = Selection(period="custom", custom=DAYS, rule=rule)
    return reader, selection, second.counted(lines, rule, tuple(map(pd.Timestamp, DAYS)))


def test_the_index_and_its_interval(asked):
    """Every customer's own part of the logarithm's linearisation, squared and added up."""
    reader, selection, lines = asked
    known = lines.dropna(subset=["customer_id"])
    spent = known.groupby("customer_id")["amount"].sum().astype(float)
    found = answer(reader, "profile.by_dimension", selection, (("dimension", "channel"),)).rows.set_index("value")
    assert len(found) == known["channel"].nunique(dropna=False)
    for channel, its in known.groupby("channel", dropna=True):
        part = its.groupby("customer_id")["amount"].sum().astype(float)
        own = part.reindex(spent.index, fill_value=0)
        is_in = spent.index.isin(part.index)
        row = found.loc[channel]
        index = part.mean() / spent.mean()
        assert row["revenue_index"] == pytest.approx(index, abs=1e-9)
        if index > 0 and len(part) > 1:
            parts = own / part.sum() - is_in / len(part) - spent / spent.sum() + 1 / len(spent)
            reach = 1.959963984540054 * np.sqrt((parts**2).sum())
            ends = (index * np.exp(-reach), index * np.exp(reach))
            assert (row["revenue_index_low"], row["revenue_index_high"]) == pytest.approx(ends, abs=1e-4)


def test_combinations(asked):
    reader, selection, lines = asked
    known = lines.dropna(subset=["customer_id"])
    used = known.assign(channel=known["channel"].fillna("")).groupby("customer_id")["channel"].agg(frozenset)
    listed = members(reader, "profile.overlap", selection, (("dimension", "channel"),)).set_index("customer_id")
    mine = listed["combination"].map(lambda text: frozenset(("" if pd.isna(text) else text).split(" + ")))
    assert mine.to_dict() == used.to_dict()


def test_intervals_between_orders(asked):
    reader, selection, lines = asked
    sales = lines[lines["is_sale"]].dropna(subset=["customer_id"])
    firsts = sales.groupby(["customer_id", "order_id"])["order_at"].min().dt.normalize().sort_values()
    gaps = [int(g) for _, days in firsts.groupby("customer_id") for g in days.diff().dropna().dt.days]
    edges = {"same_day": 0, "d1_7": 7, "d8_14": 14, "d15_30": 30, "d31_60": 60, "d61_90": 90}
    expected = Counter(next(band for band, longest in edges.items() if gap <= longest) for gap in gaps)
    rows = answer(reader, "profile.order_interval", selection).rows.set_index("interval_band")["intervals"]
    assert {band: count for band, count in rows.items() if count} == dict(expected)


PLAIN = Selection(period="last_12_months")


@pytest.mark.parametrize(
    ("metric_id", "columns"),
    [
        ("profile.by_dimension", ("customers", "revenue")),
        ("profile.tile_map", ("customers", "revenue")),
        ("profile.age_by_region", ("customers", "revenue")),
        ("profile.overlap", ("customers", "revenue")),
    ],
)
def test_every_buyer_stands_once(sample_reader, metric_id, columns):
    tiers = answer(sample_reader, "value.tiers", PLAIN).rows
    found = answer(sample_reader, metric_id, PLAIN).rows
    for column in columns:
        assert float(found[column].sum()) == pytest.approx(float(tiers[column].sum()), abs=1e-6)


def test_every_order_stands_once(sample_reader):
    whole = answer(sample_reader, "overview.kpis", PLAIN).rows.iloc[0]
    for metric_id in ("profile.weekday_hour", "profile.basket"):
        found = answer(sample_reader, metric_id, PLAIN).rows
        assert found["orders"].sum() == whole["orders"]
        assert float(found["revenue"].sum()) == pytest.approx(float(whole["revenue"]), abs=1e-6)


def test_shares_times_indexes_are_one(sample_reader):
    rows = answer(sample_reader, "profile.by_dimension", PLAIN).rows
    assert (rows["customer_share"] * rows["revenue_index"]).sum() == pytest.approx(1, abs=1e-9)


def test_orders_of_a_file_without_times_are_an_hour_of_their_own(tmp_path):
    store, incoming = Workspace(tmp_path / "store", short_lived=True), []
    for name, day in (("timed", "2024-01-01 09:30"), ("dated", "2024-01-01")):
        file = tmp_path / f"{name}.csv"
        file.write_text(f"order_id,customer_id,order_at,amount\n{name},A,{day},10\n", "utf-8")
        incoming.append(Incoming(file, file.name))
    store.load(store.plan(incoming))
    rows = answer(store.reader(), "profile.weekday_hour", Selection()).rows
    monday = rows[rows["weekday"] == "1"]
    assert [None if pd.isna(hour) else hour for hour in monday["order_hour"]] == [None, "9"]
    assert list(monday["orders"]) == [1, 1]


def test_every_province_has_a_square_of_its_own_and_words(sample_reader):
    sql = steps()["places"].sql
    provinces = {row[0] for row in sample_reader.query(f"select distinct province from ({sql})").fetchall()}
    assert provinces == set(positions()) and len(provinces) == 34
    assert len(set(positions().values())) == 34
    assert all(has(f"codes.{kind}.{name}") for kind in ("province", "province_short") for name in provinces)


def test_a_name_of_a_place_lies_in_one_province(sample_reader):
    sql = steps()["places"].sql
    twice = f"select name from ({sql}) group by name having count(*) > 1 or name <> lower(name)"
    assert sample_reader.query(twice).fetchall() == []


@pytest.mark.parametrize(
    ("written", "province"),
    [
        ("上海", "shanghai"), ("上海市", "shanghai"), ("Shanghai", "shanghai"), (" SHANGHAI ", "shanghai"),
        ("内蒙古", "inner_mongolia"), ("内蒙古自治区", "inner_mongolia"), ("广西壮族自治区", "guangxi"),
        ("新疆维吾尔自治区", "xinjiang"), ("香港特别行政区", "hong_kong"), ("黑龙江省", "heilongjiang"),
        ("陕西", "shaanxi"), ("山西", "shanxi"), ("广东省佛山市", "guangdong"), ("苏州市", "jiangsu"),
        ("吉林市", "jilin"), ("海南省", "hainan"), ("海南藏族自治州", "qinghai"), ("Jiangsu Province", "jiangsu"),
        ("上海路", None), ("华东", None), ("Westeros", None),
    ],
)  # fmt: skip
def test_names_of_places(companies_of_places, written, province):
    assert companies_of_places[written] == province


@pytest.fixture(scope="module")
def companies_of_places(tmp_path_factory):
    """One customer per way of writing, and the province that each was found in."""
    cases = next(each.args[1] for each in test_names_of_places.pytestmark if each.name == "parametrize")
    made = GivenCompanies(tmp_path_factory.mktemp("places"))
    ids = [f"x{number}" for number in range(len(cases))]
    customers = pd.DataFrame({"customer_id": ids, "region": [written for written, _ in cases]}).astype(object)
    orders = pd.DataFrame({"order_id": ids, "customer_id": ids, "order_at": "2024-01-01", "amount": "1"}).astype(object)
    reader = made.add({"customers": customers, "transactions": orders})
    listed = members(reader, "profile.tile_map", Selection()).set_index("customer_id")["province"]
    yield {written: None if pd.isna(listed[x]) else listed[x] for x, (written, _) in zip(ids, cases, strict=True)}

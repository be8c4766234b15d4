"""What must hold of courses, shapes and stable spells, and the middle amounts a second time in plain Python."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection, scope_of
from tests.sql.given import GivenCompanies
from tests.unit.metrics.second import random_lines

END = date(2024, 12, 31)
ALL = Selection(period="custom", custom=(date(2024, 1, 1), END), as_of=END)
LAST_YEAR = Selection(period="last_12_months")


def test_middle_amounts_are_those_of_all_who_lived_so_long(tmp_path):
    lines = random_lines(5).assign(channel="web")
    made = GivenCompanies(tmp_path)
    reader = made.add({"transactions": lines.drop(columns="kind_expected").astype(object)})
    sold = lines[(lines["kind_expected"] == "sale") & lines["customer_id"].notna()]
    bought = defaultdict(list)
    for row in sold.itertuples():
        bought[row.customer_id].append((row.order_at.date(), float(row.amount)))
    firsts = {customer: min(day for day, _ in rows) for customer, rows in bought.items()}
    found = answer(reader, "lifecycle.course", ALL).rows
    everyone = found[found["value"] == "*"]
    assert len(everyone) >= 2
    for row in everyone.itertuples():
        age = row.age_quarters - 1
        amounts = sorted(
            sum(amount for day, amount in rows if (day - firsts[customer]).days // 91 == age)
            for customer, rows in bought.items()
            if ((END - firsts[customer]).days + 1) // 91 > age
        )
        assert row.observed == len(amounts)
        for name, share in (("low_quarter", 0.25), ("middle_amount", 0.5), ("high_quarter", 0.75)):
            exact = amounts[int(np.ceil(share * len(amounts))) - 1]
            assert getattr(row, name) == pytest.approx(exact, rel=0.005, abs=0.01)


def test_every_buyer_has_one_shape_and_every_stable_one_a_length(sample_reader):
    shapes = answer(sample_reader, "lifecycle.shapes", LAST_YEAR)
    stages = answer(sample_reader, "lifecycle.stages", LAST_YEAR)
    assert shapes.n == stages.n
    counts = shapes.rows.set_index("shape")["customers"]
    lost = stages.rows.set_index("stage")["customers"]["lost"]
    assert counts[["early_loss", "midway_loss", "early_exit"]].sum() == lost
    stable = answer(sample_reader, "lifecycle.stable_length", LAST_YEAR)
    assert stable.n == counts[["early_exit", "long_lasting"]].sum()
    spells = members(sample_reader, "lifecycle.stable_length", LAST_YEAR)
    assert (spells["stable_days"] >= 0).all()
    assert spells["is_open"].sum() == stable.n - stable.rows["ended_spells"].iloc[0]


def test_signs_are_of_the_customers_of_each_stage(sample_reader):
    signs = answer(sample_reader, "lifecycle.stage_signs", LAST_YEAR).rows.set_index("stage")
    stages = answer(sample_reader, "lifecycle.stages", LAST_YEAR).rows.set_index("stage")
    assert signs["customers"].to_dict() == stages["customers"].to_dict()
    listed = members(sample_reader, "lifecycle.stage_signs", LAST_YEAR)
    again = listed.groupby("stage")["customer_score"].agg(["mean", "count"])
    for stage, row in again.iterrows():
        assert signs.loc[stage, "answers"] == row["count"]
        if row["count"]:
            assert signs.loc[stage, "customer_score"] == pytest.approx(float(row["mean"]))
    brought = answer(sample_reader, "whatif.referrals", LAST_YEAR).rows["new_customers"].sum()
    assert listed["new_customers"].sum() == brought


def test_the_record_of_warnings_is_what_the_list_of_that_day_would_have_shown(sample_reader):
    now = Selection()
    record = answer(sample_reader, "lifecycle.warning_record", now)
    rows = record.rows.set_index("warning")
    listed = members(sample_reader, "lifecycle.warning_record", now)
    assert rows["customers"].to_dict() == listed["warning"].value_counts().reindex(rows.index, fill_value=0).to_dict()
    gone = listed[listed["is_gone"]]
    assert rows["all_left"].iloc[0] == len(gone)
    assert rows["caught_customers"].iloc[0] == (gone["warning"] != "none").sum()
    # The silent are gone far more often than those without a warning: by more than chance.
    assert rows.loc["silent", "left_share_low"] > rows.loc["none", "left_share_high"]
    assert (listed["days_left"] > 0).all()


def test_who_is_leaving_among_the_vips_are_the_vips_among_those_who_are_leaving(sample_reader):
    tiers = members(sample_reader, "value.tiers", LAST_YEAR).set_index("customer_key")["tier"]
    leaving = members(sample_reader, "lifecycle.at_risk", LAST_YEAR)
    listed = {}
    for tier in ("vip", "major", "ordinary", "small"):
        found = members(sample_reader, "lifecycle.at_risk", LAST_YEAR, (("whom", tier),))
        expected = leaving[leaving["customer_key"].map(tiers) == tier]
        assert dict(zip(found["customer_key"], found["expected_loss"], strict=True)) == dict(
            zip(expected["customer_key"], expected["expected_loss"], strict=True)
        )
        listed[tier] = len(found)
    assert min(listed["major"], listed["ordinary"], listed["small"]) > 0


def test_the_record_of_vips_is_of_those_who_were_vips_on_that_day(sample_reader):
    """A second computation: tiers of the sales up to a day half a year before the end, in plain pandas."""
    listed = members(sample_reader, "lifecycle.warning_record", LAST_YEAR)
    of_tier = {
        tier: members(sample_reader, "lifecycle.warning_record", LAST_YEAR, (("whom", tier),))
        for tier in ("vip", "major", "ordinary", "small")
    }
    first_on, end = scope_of(LAST_YEAR, sample_reader).days
    on_day = end - timedelta(days=182)
    sold = sample_reader.query("select * from mart.orders where is_sale and customer_key is not null").df()
    days = sold["order_on"].dt.date
    worth = sold[(days <= on_day) & (days >= on_day - (end - first_on))].groupby("customer_key")["sale_amount"].sum()
    before = worth.astype(float).rank(method="min", ascending=False) - 1
    place = np.select([before < cut * len(worth) for cut in (0.01, 0.05, 0.20)], ["vip", "major", "ordinary"], "small")
    tiers = dict(zip(worth.index, place, strict=True))
    for tier, found in of_tier.items():
        expected = {key for key in listed["customer_key"] if tiers.get(key) == tier}
        assert set(found["customer_key"]) == expected
        assert len(expected) > 0
    graded = listed[listed["customer_key"].isin(tiers.keys())]
    assert sum(map(len, of_tier.values())) == len(graded)
    # Unlike of today's tiers, which all who left have fallen out of, of those of that day some have left.
    assert sum(found["is_gone"].sum() for found in of_tier.values()) == graded["is_gone"].sum() > 0

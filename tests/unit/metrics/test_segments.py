"""Saved segments: by rule they move with the data, by list they stay; both narrow every answer."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.notebook import Notebook, NotWritten
from crm_core.notebook.segments import course, customers_of, fixed, ids_of, kept_to, rule
from crm_core.refusal import Refused
from crm_core.selection import Selection

YEAR = Selection(period="last_12_months", compare="last_year")
VIP = (("tier", "vip"),)


@pytest.fixture
def notebook(tmp_path):
    return Notebook(tmp_path)


def vips(reader, **changes):
    return set(members(reader, "value.tiers", replace(YEAR, **changes), cell=VIP)["customer_id"])


def active(reader, selection):
    return answer(reader, "overview.kpis", selection).rows["active_customers"].iloc[0]


def test_a_rule_and_its_list_hold_the_same_customers_today(sample_reader, notebook):
    ids = vips(sample_reader)
    by_rule = notebook.add("segment", "VIP", rule("value.tiers", (), VIP, YEAR))
    by_list = notebook.add("segment", "VIP today", fixed(ids))
    for number in (by_rule, by_list):
        assert ids_of(customers_of(notebook.entry(number), sample_reader, notebook), sample_reader) == ids
        assert active(sample_reader, kept_to(replace(YEAR, segments=(number,)), sample_reader, notebook)) == len(ids)


def test_a_rule_moves_with_the_day_and_a_list_does_not(sample_reader, notebook):
    earlier = sample_reader.last_on - timedelta(days=500)
    by_rule = notebook.entry(notebook.add("segment", "VIP", rule("value.tiers", (), VIP, replace(YEAR, as_of=earlier))))
    by_list = notebook.entry(notebook.add("segment", "list", fixed(vips(sample_reader))))
    found = {day: ids_of(customers_of(by_rule, sample_reader, notebook, day), sample_reader) for day in (None, earlier)}
    assert found[None] == vips(sample_reader) != found[earlier] == vips(sample_reader, as_of=earlier)
    assert ids_of(customers_of(by_list, sample_reader, notebook, earlier), sample_reader) == vips(sample_reader)


def test_a_segment_within_a_segment(sample_reader, notebook):
    new = notebook.add("segment", "new", rule("overview.kpis", (), (("is_new", "true"),), YEAR))
    inner = notebook.add("segment", "best of new", rule("value.tiers", (), VIP, replace(YEAR, segments=(new,))))
    selection = kept_to(replace(YEAR, segments=(new,)), sample_reader, notebook)
    expected = set(members(sample_reader, "value.tiers", selection, cell=VIP)["customer_id"])
    assert ids_of(customers_of(notebook.entry(inner), sample_reader, notebook), sample_reader) == expected != set()


def test_its_course_counts_who_came_and_who_left(sample_reader, notebook):
    days = [sample_reader.last_on - timedelta(days=91 * back) for back in (2, 1, 0)]
    segment = notebook.entry(notebook.add("segment", "VIP", rule("value.tiers", (), VIP, YEAR)))
    found = course(segment, sample_reader, notebook, days).rows
    ids = [vips(sample_reader, as_of=day) for day in days]
    assert found["period_on"].tolist() == days
    assert found["customers"].tolist() == [len(each) for each in ids]
    assert found["came"].tolist()[1:] == [len(now - before) for before, now in itertools.pairwise(ids)]
    assert found["left"].tolist()[1:] == [len(before - now) for before, now in itertools.pairwise(ids)]
    of_vip = members(sample_reader, "value.tiers", YEAR, cell=VIP)
    assert float(found["revenue"].iloc[-1]) == pytest.approx(float(of_vip["revenue"].sum()))


def test_a_rule_about_a_column_that_is_not_there_is_refused(sample_reader, notebook):
    body = rule("value.tiers", (), VIP, YEAR) | {"query": {"f": ["customers.shoe_size:43"]}}
    segment = notebook.entry(notebook.add("segment", "tall", body))
    with pytest.raises(Refused, match="shoe_size"):
        customers_of(segment, sample_reader, notebook)


def test_entries_are_kept_and_removed(notebook, tmp_path):
    assert notebook.entries("segment") == []
    first = notebook.add("segment", "  Best   ones ", fixed(["b", "a"]), by="x")
    second = notebook.add("note", "Price up", {"on": "2025-06-01"})
    again = Notebook(tmp_path)
    assert [(e.entry_id, e.title, e.body, e.made_by) for e in again.entries("segment")] == [
        (first, "Best ones", {"customer_ids": ["a", "b"]}, "x")
    ]
    again.remove(second)
    assert notebook.entries("note") == []
    assert notebook.entry(second).is_removed
    assert notebook.add("note", "Another", {}) > second


def test_a_title_is_there_and_is_nobody_else_s(notebook):
    notebook.add("segment", "Best", fixed([]))
    for kind, title, problem in (("segment", " ", "no_title"), ("segment", "BEST", "title_taken")):
        with pytest.raises(NotWritten, match=problem):
            notebook.add(kind, title, {})
    assert notebook.add("view", "Best", {})


def test_what_is_somebody_s_own_others_do_not_see(notebook):
    notebook.add("view", "mine", {}, owner="a")
    notebook.add("view", "ours", {})
    assert [entry.title for entry in notebook.entries("view", "a")] == ["mine", "ours"]
    assert [entry.title for entry in notebook.entries("view", "b")] == ["ours"]

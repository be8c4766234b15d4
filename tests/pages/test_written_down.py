"""What people write down on the pages: segments, notes, targets, saved views, links of both kinds."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from crm_core.metrics.runner import answer, members
from crm_core.notebook import Notebook
from crm_core.notebook.notes import Note
from crm_core.notebook.notes import write as write_note
from crm_core.notebook.segments import fixed, rule
from crm_core.notebook.targets import Target
from crm_core.notebook.targets import write as write_target
from crm_core.selection import Selection
from crm_core.selection.default import default_selection
from crm_core.text import t
from ui.targets import reached

VIP = (("tier", "vip"),)


@pytest.fixture
def book(monkeypatch, tmp_path):
    """A notebook of the test's own; the sample company is shared by all."""
    found = Notebook(tmp_path)
    monkeypatch.setattr("ui.store.Notebook", lambda folder: found)
    return found


def button(test, key):
    return next(each for each in test.button if each.key == key)


def test_a_list_is_saved_as_a_segment_and_narrows_every_page(open_page, reader, book, texts):
    test = open_page("value", "zh", cell="value.tiers|tier=vip")
    test.text_input(key="segment_title").set_value("头部")
    button(test, "segment_save").click().run()
    (segment,) = book.entries("segment")
    assert (segment.title, segment.body["said"]) == ("头部", "客户金字塔 · VIP")
    narrowed = open_page("overview", "zh", s=str(segment.entry_id))
    expected = len(members(reader, "value.tiers", default_selection(reader), cell=VIP))
    assert narrowed.session_state["page"].answer("overview.kpis").rows["active_customers"].iloc[0] == expected
    button(narrowed, f"chip_segment_{segment.entry_id}").click().run()
    assert "s" not in narrowed.query_params


def test_a_fixed_list_keeps_the_ids_and_nothing_else(open_page, reader, book):
    test = open_page("value", "zh", cell="value.tiers|tier=vip")
    test.radio(key="segment_how").set_value("fixed").run()
    test.text_input(key="segment_title").set_value("list")
    button(test, "segment_save").click().run()
    ids = sorted(members(reader, "value.tiers", default_selection(reader), cell=VIP)["customer_id"])
    assert book.entries("segment")[0].body == {"customer_ids": ids, "said": "客户金字塔 · VIP"}


def test_a_title_that_is_taken_is_said_and_nothing_is_saved(open_page, book, texts):
    book.add("segment", "头部", fixed([]))
    test = open_page("value", "zh", cell="value.tiers|tier=vip")
    test.text_input(key="segment_title").set_value("头部")
    button(test, "segment_save").click().run()
    assert t("notebook.title_taken", "zh") in texts(test)
    assert len(book.entries("segment")) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_segments_follows_each(open_page, reader, book, texts, lang):
    book.add("segment", "A", rule("value.tiers", (), VIP, default_selection(reader)))
    assert t("notebook.segment.none", lang) not in texts(open_page("segments", lang))
    test = open_page("segments", lang)
    assert not test.exception
    assert len(test.get("plotly_chart")) == 2
    button(test, "segment_remove_1").click().run()
    assert t("notebook.segment.none", lang) in texts(test)


def test_a_segment_that_is_gone_or_cannot_be_told_is_said(open_page, book, texts):
    gone = open_page("overview", "zh", s="77")
    assert t("notebook.segment.gone", "zh", number="77") in texts(gone)
    body = rule("value.tiers", (), VIP, Selection()) | {"query": {"f": ["customers.shoe_size:43"]}}
    number = book.add("segment", "tall", body)
    unusable = open_page("overview", "zh", s=str(number))
    assert "shoe_size" in texts(unusable)
    assert not unusable.exception


def test_a_note_stands_on_the_charts_over_time(open_page, reader, book):
    bare = open_page("overview", "zh")
    write_note(book, Note(reader.last_on, "<b>提价</b>", "价格"))
    spec = open_page("overview", "zh").get("plotly_chart")[0].proto.spec
    assert "triangle-down" in spec
    assert "triangle-down" not in bare.get("plotly_chart")[0].proto.spec
    assert "&lt;b&gt;" in spec or "\\u0026lt;b" in spec


def test_notes_and_targets_are_added_on_their_page(open_page, book):
    test = open_page("notes", "zh")
    test.text_input(key="note_text").set_value("618 开始")
    button(test, "note_add").click().run()
    test.number_input(key="target_amount").set_value(1000.0)
    button(test, "target_add").click().run()
    assert not test.exception
    assert [entry.title for entry in book.entries("note")] == ["618 开始"]
    assert book.entries("target")[0].body["amount"] == "1000.0"


def test_a_target_is_told_only_for_the_whole_company_and_all_its_days(open_page, reader, book, texts):
    revenue = answer(reader, "overview.kpis", default_selection(reader)).rows["revenue"].iloc[0]
    write_target(book, Target("revenue", date(2000, 1, 1), date(2099, 12, 31), Decimal(1)))
    write_target(book, Target("revenue", *open_page("overview").session_state["page"].scope.days, revenue * 2))
    assert "完成 50.0%" in texts(open_page("overview", "zh"))
    assert "完成" not in texts(open_page("overview", "zh", f="customers.region:华东"))


def test_a_saved_view_opens_as_it_was_and_can_be_deleted(open_page, book):
    number = book.add("view", "华东", {"page": "value", "query": {"p": ["this_year"], "f": ["customers.region:华东"]}})
    home = open_page("overview", "zh")
    button(home, f"view_open_{number}").click().run()
    assert not home.exception
    assert dict(home.session_state["page"].selection.filters) == {"customers.region": ("华东",)}
    assert (home.session_state["page"].name, home.session_state["page"].selection.period) == ("value", "this_year")
    home = open_page("overview", "zh")
    button(home, f"view_remove_{number}").click().run()
    assert book.entries("view") == []


def test_a_view_of_one_s_own_is_seen_by_nobody_else(open_page, book, monkeypatch, texts):
    def signed_in(name):
        for module in ("ui.sharing", "ui.segments"):
            monkeypatch.setattr(f"{module}.reader_name", lambda: name)

    signed_in("a@example.com")
    test = open_page("value", "zh", f="customers.region:华东")
    test.session_state["share"] = True
    test.run()
    test.text_input(key="view_title").set_value("我的华东")
    test.checkbox(key="view_own").set_value(True)
    button(test, "view_save").click().run()
    (entry,) = book.entries("view", "a@example.com")
    assert (entry.owner, entry.made_by, entry.body["page"]) == ("a@example.com", "a@example.com", "value")
    assert "我的华东" in texts(open_page("overview", "zh"))
    for other in ("b@example.com", ""):
        signed_in(other)
        assert "我的华东" not in texts(open_page("overview", "zh"))


def test_why_did_it_change_leads_to_the_reasons_under_the_same_choice(open_page):
    test = open_page("overview", "zh", f="customers.region:华东", c="previous", p="this_year")
    button(test, "headline_why").click().run()
    assert not test.exception
    page = test.session_state["page"]
    assert (page.name, page.selection.compare, page.selection.period) == ("change", "previous", "this_year")
    assert dict(page.selection.filters) == {"customers.region": ("华东",)}
    without = open_page("overview", "zh", c="none")
    assert "headline_why" not in {each.key for each in without.button}


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA])
def test_an_unknown_number_has_reached_nothing_of_its_target(open_page, unknown):
    page = open_page("overview", "zh").session_state["page"]
    assert reached(page, "active_customers", unknown, "count") == ""

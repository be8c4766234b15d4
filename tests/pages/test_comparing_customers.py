"""Comparing customers with others on the same days: offered in the bar, said on the cards, gone when the segment is."""

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.notebook import Notebook
from crm_core.notebook.segments import fixed
from crm_core.selection import Group, ListedCustomers, Selection
from crm_core.text import t

YEAR = Selection(period="last_12_months")


@pytest.fixture
def book(monkeypatch, tmp_path):
    """A notebook of the test's own; the sample company is shared by all."""
    found = Notebook(tmp_path)
    monkeypatch.setattr("ui.store.Notebook", lambda folder: found)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_region_is_compared_with_everyone_else(open_page, texts, lang):
    test = open_page("overview", lang, f="customers.region:华东", c="others")
    assert not test.exception
    others = t("figures.others", lang)
    shown = texts(test)
    assert t("ui.bar.compared_group", lang, name=others) in shown
    assert shown.count(t("ui.kpi.against_group", lang, name=others)) >= 7
    assert "headline_why" not in {each.key for each in test.button}  # no days to bridge


def test_everyone_chosen_leaves_nobody_to_compare_with_and_that_is_said(open_page, texts):
    shown = texts(open_page("overview", "zh", c="others"))
    assert t("ui.bar.compared_nobody", "zh") in shown
    against = t("ui.kpi.against_group", "zh", name=t("figures.others", "zh"))
    assert against + "</div>" not in shown
    chosen = texts(open_page("overview", "zh", c="others", cell="value.tiers|tier=vip"))
    assert against + "</div>" in chosen


def test_a_saved_segment_can_be_compared_with(open_page, texts, reader, book):
    ids = tuple(sorted(members(reader, "overview.kpis", YEAR)["customer_id"])[:500])
    number = book.add("segment", "<i>前五百</i>", fixed(ids))
    test = open_page("overview", "zh")
    test.selectbox(key="bar_compare").set_value(f"s{number}").run()
    assert test.query_params["c"] == f"s{number}"
    assert not test.exception
    found = test.session_state["page"].answer("overview.kpis")
    group = Group(ListedCustomers(ids))
    expected = answer(reader, "overview.kpis", Selection(period="last_12_months", compare="s1", group=group)).compared
    assert found.compared.equals(expected)
    assert "<i>" not in texts(test).replace("&lt;i&gt;", "")


def test_a_comparison_with_a_segment_that_is_gone_is_said(open_page, texts, book):
    test = open_page("overview", "zh", c="s77")
    assert t("notebook.segment.gone_compared", "zh", number="77") in texts(test)
    assert test.session_state["bar_compare"] == "last_year"

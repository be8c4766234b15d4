"""Days are cut as finely as their number allows; what the reader chooses wins, and stands in the link."""

from dataclasses import replace
from datetime import date

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.notebook import Notebook
from crm_core.notebook.segments import customers_of, rule
from crm_core.selection import Selection
from crm_core.selection.default import default_selection
from crm_core.text import t

COURSE = "overview.revenue_by_period"
GRAIN = f"{COURSE}.grain"


def control(test, metric=COURSE):
    return next(each for each in test.button_group if each.key == f"param_{metric}_grain")


@pytest.mark.parametrize(
    ("period", "grain", "bars"), [("last_30_days", "day", 30), ("custom", "week", 15), ("all", "month", 37)]
)
def test_the_card_and_its_control_follow_the_days_and_the_link_says_nothing(open_page, period, grain, bars):
    test = open_page("overview", lang="zh", p=period, **{"from": "2025-06-02", "to": "2025-09-10"})
    assert control(test).value == grain
    assert len(test.session_state["page"].answer(COURSE).rows) == bars
    assert GRAIN not in test.query_params


def test_the_reader_s_own_grain_wins_until_it_is_that_of_the_days(open_page):
    test = open_page("overview", lang="zh", p="last_30_days")
    control(test).set_value("week").run()
    assert test.query_params[GRAIN] == "week"
    assert control(test).value == "week"
    control(test).set_value("day").run()
    assert GRAIN not in test.query_params


@pytest.mark.parametrize("metric", ["satisfaction.over_time", "lifecycle.loss", "lifecycle.cohorts"])
def test_every_metric_with_a_grain_follows_the_days_among_what_it_offers(reader, metric):
    chosen = replace(default_selection(reader), compare="none")
    grains = [answer(reader, metric, replace(chosen, period=p)).params["grain"] for p in ("last_30_days", "all")]
    assert grains == ["month" if metric == "lifecycle.loss" else "week", "month"]


def test_a_period_is_chosen_with_its_grain(open_page):
    """Else other days would make the same link mean other customers."""
    test = open_page("overview", lang="en", p="last_30_days", open=f"{COURSE}|table")
    chooser = test.selectbox(key=f"cell_{COURSE}")
    day = str(test.session_state["page"].answer(COURSE).rows["period_on"].iloc[3])[:10]
    chooser.set_value((("period_on", day),)).run()
    assert test.query_params["cell"] == f"{COURSE}|period_on={day}"
    assert test.query_params[GRAIN] == "day"


def test_a_rule_saved_before_the_grain_followed_the_days_keeps_its_month(reader, tmp_path):
    month = Selection(period="custom", custom=(date(2025, 11, 1), date(2025, 11, 30)))
    cell = (("period_on", "2025-11-01"),)
    notebook = Notebook(tmp_path)
    entry = notebook.entry(notebook.add("segment", "November", rule(COURSE, (), cell, month)))
    kept = customers_of(entry, reader, notebook)
    bought = members(reader, COURSE, month, kept.params, cell)
    assert len(bought) == answer(reader, "overview.kpis", month).rows["active_customers"].iloc[0]
    assert len(members(reader, COURSE, month, (), cell)) < len(bought)


def test_cohorts_by_day_are_asked_for_and_of_a_month_and_a_half_at_most(open_page):
    metric = "lifecycle.cohorts"
    test = open_page("retention", lang="zh", p="last_30_days")
    assert control(test, metric).value == "week"
    control(test, metric).set_value("day").run()
    assert test.query_params[f"{metric}.grain"] == "day"
    found = test.session_state["page"].answer(metric, grain="day")
    assert found.rows["age"].max() == 29 and not found.rows["is_unfinished"].any()
    long = open_page("retention", lang="zh", p="all", **{f"{metric}.grain": "day"})
    assert t("refusal.needs_few_days", "zh") in "".join(each.value for each in long.markdown) + "".join(
        each.value for each in long.html
    )
    control(long, metric).set_value("month").run()
    assert f"{metric}.grain" not in long.query_params

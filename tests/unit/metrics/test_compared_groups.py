"""Customers compared with other customers on the same days: everyone who is not chosen, or a saved segment."""

from dataclasses import replace

import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from crm_core.figures import figure, sentence
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.metrics.words import against_in_words, answer_words, comparison_in_words
from crm_core.notebook import Notebook
from crm_core.notebook.segments import fixed, kept_to, rule
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, Group, ListedCustomers, Selection, scope_of
from crm_core.text import t

YEAR = Selection(period="last_12_months")
VIP = CellCustomers("value.tiers", YEAR, cell=(("tier", "vip"),))
MAJOR = CellCustomers("value.tiers", YEAR, cell=(("tier", "major"),))
OTHERS = replace(YEAR, compare="others")
REGION, CHANNEL = "customers.region", "transactions.channel"
# Questions about the data know no customers, changes are between days, forecasts are about days to come.
COMPARABLE = [
    key
    for key, metric in metrics().items()
    if not (metric.is_of_change or metric.against or metric.is_forecast or key.startswith("quality."))
]
# These have days of their own to be compared with.
SINCE = {key for key, metric in metrics().items() if any(param.name == "since" for param in metric.params)}


def ids(reader, selection):
    return set(members(reader, "overview.kpis", selection)["customer_id"])


def kpis(reader, selection):
    found = answer(reader, "overview.kpis", selection)
    return found.rows.iloc[0], None if found.compared is None else found.compared.iloc[0]


@pytest.mark.parametrize("metric_id", COMPARABLE)
def test_everyone_else_is_the_list_of_those_not_chosen(sample_reader, metric_id):
    not_chosen = tuple(sorted(ids(sample_reader, YEAR) - ids(sample_reader, replace(YEAR, among=(VIP,)))))
    found = answer(sample_reader, metric_id, replace(OTHERS, among=(VIP,)))
    listed = answer(sample_reader, metric_id, replace(YEAR, among=(ListedCustomers(not_chosen),)))
    assert_frame_equal(found.compared, listed.rows, rtol=1e-9)  # the engine adds doubles in any order
    assert_frame_equal(found.rows, answer(sample_reader, metric_id, replace(YEAR, among=(VIP,))).rows, rtol=1e-9)
    assert (found.compare_group, found.compare_period) == ("", found.period)


@pytest.mark.parametrize("metric_id", COMPARABLE)
def test_a_segment_takes_the_place_of_the_chosen_one_under_the_same_filters(sample_reader, metric_id):
    asked = replace(YEAR, among=(VIP,), filters=((REGION, ("华东",)),), compare="s7", group=Group(MAJOR, "Major"))
    found = answer(sample_reader, metric_id, asked)
    of_segment = answer(sample_reader, metric_id, replace(YEAR, among=(MAJOR,), filters=asked.filters))
    assert_frame_equal(found.compared, of_segment.rows, rtol=1e-9)
    assert found.compare_group == "Major"


@pytest.mark.parametrize("wanted", [{"among": (VIP,)}, {"filters": ((CHANNEL, ("store",)),), "among": (MAJOR,)}])
def test_a_difference_is_counted_from_the_lists_of_both_sides(sample_reader, wanted):
    asked = replace(OTHERS, **wanted)
    held = sample_reader.query("select customer_id, gender, region, industry from mart.customers").df()
    everybody = set(members(sample_reader, "profile.basket", replace(asked, among=(), compare="none"))["customer_id"])
    own = set(members(sample_reader, "profile.basket", replace(asked, compare="none"))["customer_id"])
    sides = [held[held["customer_id"].isin(ids)] for ids in (own, everybody - own)]
    rows = answer(sample_reader, "profile.difference", asked).rows.set_index("trait")
    compared = 0
    for trait, row in rows.iterrows():
        attribute, _, value = trait.partition("=")
        if attribute in held:
            shares = [(side[attribute].dropna() == value).mean() for side in sides]
            assert row["difference"] == pytest.approx(shares[0] - shares[1])
            assert [row["known"], row["other_known"]] == [side[attribute].notna().sum() for side in sides]
            listed = members(sample_reader, "profile.difference", asked, (), (("trait", trait),))
            assert set(listed["customer_id"]) == set(sides[0]["customer_id"][sides[0][attribute] == value])
            compared += 1
    assert compared >= 5 and len(rows) <= 20


@pytest.mark.parametrize("asked", [YEAR, OTHERS, replace(YEAR, compare="previous")])
def test_a_difference_needs_two_groups(sample_reader, asked):
    with pytest.raises(Refused, match=t("refusal.needs_other_customers", "en")[:30]):
        answer(sample_reader, "profile.difference", asked)


@pytest.mark.parametrize("name", ["revenue", "orders", "active_customers", "customers", "new_customers"])
def test_chosen_and_others_are_everybody(sample_reader, name):
    now, others = kpis(sample_reader, replace(OTHERS, among=(VIP,)))
    everybody = ListedCustomers(tuple(ids(sample_reader, YEAR)))
    whole, _ = kpis(sample_reader, replace(YEAR, among=(everybody,)))  # without the orders that name nobody
    assert float(now[name]) + float(others[name]) == pytest.approx(float(whole[name]))


def test_filters_of_customers_choose_and_filters_of_lines_hold_on_both_sides(sample_reader):
    in_shop = replace(YEAR, filters=((CHANNEL, ("store",)),))
    asked = replace(OTHERS, filters=((REGION, ("华东",)), (CHANNEL, ("store",))))
    now, others = kpis(sample_reader, asked)
    in_region = ids(sample_reader, replace(YEAR, filters=((REGION, ("华东",)),)))
    elsewhere = ListedCustomers(tuple(ids(sample_reader, YEAR) - in_region))
    listed, _ = kpis(sample_reader, replace(in_shop, among=(elsewhere,)))
    assert 0 < now["revenue"] != others["revenue"] > 0
    assert_series_equal(others, listed, rtol=1e-9, check_names=False)


def test_who_is_unknown_in_what_was_chosen_by_is_among_the_others(sample_reader):
    women = replace(OTHERS, filters=(("customers.gender", ("female",)),))
    chosen, others = kpis(sample_reader, women)
    not_told = len(ids(sample_reader, replace(YEAR, filters=(("customers.gender", ("",)),))))
    assert others["customers"] == len(ids(sample_reader, YEAR)) - chosen["customers"] > not_told > 0


def test_nobody_is_left_where_everyone_is_chosen(sample_reader):
    for asked in (OTHERS, replace(OTHERS, filters=((CHANNEL, ("store",)),))):
        found, scope = answer(sample_reader, "overview.kpis", asked), scope_of(asked, sample_reader)
        assert (found.compared, found.compare_group, found.compare_period) == (None, None, None)
        assert scope.group_missing
        assert comparison_in_words(sample_reader, scope, "en") == t("export.compare_nobody", "en")


@pytest.mark.parametrize("metric_id", sorted({key for key in metrics() if metrics()[key].is_of_change} - SINCE))
def test_a_question_about_a_change_needs_other_days(sample_reader, metric_id):
    with pytest.raises(Refused, match=t("refusal.needs_comparison", "en")[:30]):
        answer(sample_reader, metric_id, replace(OTHERS, among=(VIP,)))


def test_a_link_s_segment_is_looked_up_and_named(sample_reader, tmp_path):
    notebook = Notebook(tmp_path)
    some = sorted(ids(sample_reader, replace(YEAR, among=(MAJOR,))))[:50]
    number = notebook.add("segment", "Fifty", fixed(some))
    asked = kept_to(replace(YEAR, compare=f"s{number}"), sample_reader, notebook)
    assert asked.group == Group(ListedCustomers(tuple(some)), "Fifty")
    _, compared = kpis(sample_reader, asked)
    assert compared["customers"] == len(some) == 50
    assert comparison_in_words(sample_reader, scope_of(asked, sample_reader), "en") == t(
        "export.compare_group", "en", name=t("notebook.segment.chip", "en", title="Fifty")
    )
    assert against_in_words(asked.compare, "Fifty", "en") == t("ui.kpi.against_group", "en", name="Fifty")


def test_whom_one_compared_with_is_no_part_of_a_saved_rule():
    for compare in ("others", "s3"):
        body = rule("value.tiers", (), (("tier", "vip"),), replace(YEAR, compare=compare))
        assert "c" not in body["query"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_chart_and_sentence_name_the_group(sample_reader, lang):
    named = replace(YEAR, among=(VIP,), compare="s1", group=Group(MAJOR, "<b>Old & new</b>"))
    for metric_id in ("overview.revenue_by_period", "value.rfm_segments"):
        for asked, name in ((named, "<b>Old & new</b>"), (replace(OTHERS, among=(VIP,)), t("figures.others", lang))):
            found = answer(sample_reader, metric_id, asked)
            chart, words = metrics()[metric_id].chart, answer_words(sample_reader, found, lang)
            assert name in sentence(found, chart, lang, words)
            drawn = figure(found, chart, lang, "light", words).to_json()
            assert "<b>Old" not in drawn.replace("\\u003c", "<")
            assert t("figures.compared", lang) not in drawn.encode().decode("unicode_escape", "ignore")

"""The other cards of a page follow a chosen mark; the card of the mark keeps all its marks."""

from dataclasses import replace

from crm_core.metrics.following import followed
from crm_core.metrics.runner import answer
from crm_core.selection import CellCustomers
from crm_core.selection.default import default_selection
from crm_core.text import t


def figure_of(test, number=0):
    return test.get("plotly_chart")[number].proto.spec


def test_other_cards_follow_and_the_source_does_not(open_page, reader):
    bare, marked = open_page("value", lang="zh"), open_page("value", lang="zh", cell="value.tiers|tier=vip")
    changed = [figure_of(bare, number) != figure_of(marked, number) for number in range(4)]
    assert all(changed)  # the source too: its mark is lit up
    assert "VIP" in next(button for button in marked.button if button.key == "chip_mark").label
    view = marked.session_state["page"]
    assert view.answer("value.tiers").rows.equals(answer(reader, "value.tiers", view.selection).rows)
    vip = answer(reader, "value.tiers", view.selection).rows.set_index("tier").loc["vip", "customers"]
    assert view.answer("value.abc").rows["customers"].sum() == vip


def test_letting_go_brings_everything_back(open_page):
    marked = open_page("value", lang="en", cell="value.tiers|tier=vip")
    next(button for button in marked.button if button.key == "chip_mark").click().run()
    assert "cell" not in marked.query_params
    assert figure_of(marked, 1) == figure_of(open_page("value", lang="en"), 1)


def test_the_mark_goes_along_to_another_page(open_page, texts):
    marked = open_page("overview", lang="zh", cell="value.tiers|tier=vip")
    view = marked.session_state["page"]
    assert (
        view.answer("overview.kpis").rows["active_customers"].iloc[0]
        == view.answer("value.tiers").rows["customers"].iloc[0]
    )
    assert t("metrics.value.tiers.title", "zh") in texts(marked)


def test_a_month_narrows_the_days_and_a_value_filters(reader):
    chosen = default_selection(reader)
    course = answer(reader, "overview.revenue_by_period", chosen).rows
    day = course["period_on"].iloc[3]
    in_month = followed(reader, chosen, "overview.revenue_by_period", (), (("period_on", str(day)[:10]),))
    kpis = answer(reader, "overview.kpis", in_month).rows
    assert kpis["revenue"].iloc[0] == course["revenue"].iloc[3]
    parts = answer(reader, "overview.revenue_by_dimension", chosen)
    value = parts.rows["value"].iloc[0]
    of_value = followed(reader, chosen, "overview.revenue_by_dimension", (), (("value", value),))
    assert of_value.filters == ((parts.params["dimension"], (value,)),)
    assert answer(reader, "overview.kpis", of_value).rows["revenue"].iloc[0] == parts.rows["revenue"].iloc[0]


def test_customers_of_a_mark_stay_under_its_own_selection(reader):
    chosen = default_selection(reader)
    narrowed = followed(reader, chosen, "value.tiers", (("basis", "profit"),), (("tier", "vip"),))
    wanted = CellCustomers("value.tiers", chosen, (("basis", "profit"),), (("tier", "vip"),))
    assert narrowed == replace(chosen, among=(wanted,))


def test_cards_that_make_the_same_groups_keep_everybody(open_page, reader):
    """Among the few who fell, tiers made anew would be other tiers."""
    marked = open_page("migration", lang="zh", cell="value.movers|way=fell|group_before=vip").session_state["page"]
    assert not any(marked.follows(metric_id) for metric_id in ("value.migration", "value.migration_money"))
    assert marked.follows("value.abc") and marked.follows("overview.kpis")


def test_a_card_that_a_mark_leaves_empty_says_so_and_lets_go_of_it(open_page, texts):
    """Lost customers bought nothing: another period would not help."""
    marked = open_page("change", lang="zh", c="last_year", p="this_year", cell="overview.revenue_bridge|step=lost")
    mark = t("ui.bar.mark_of", "zh", title=t("metrics.overview.revenue_bridge.title", "zh"), cell="流失客户")
    assert t("ui.empty.mark", "zh", mark=mark) in texts(marked)
    marked.button(key="empty_value_growth_matrix").click().run()
    assert "cell" not in marked.query_params


def test_a_province_is_named_by_itself_and_the_other_cards_are_of_its_customers(open_page):
    tile = "profile.tile_map|province=guangdong|place="
    view = open_page("profile", lang="zh", cell=tile).session_state["page"]
    title = t("metrics.profile.tile_map.title", "zh")
    assert view.mark_in_words == t("ui.bar.mark_of", "zh", title=title, cell="广东")
    map_of_all = view.answer("profile.tile_map")
    nowhere = view.cell_in_words(map_of_all, (("province", ""), ("place", "")))
    assert nowhere == t("ui.bar.list", "zh").join(2 * [view.word_of(map_of_all, "place", "")])
    customers = map_of_all.rows.set_index("province").loc["guangdong", "customers"]
    assert 0 < view.answer("profile.by_dimension").rows["customers"].sum() == customers

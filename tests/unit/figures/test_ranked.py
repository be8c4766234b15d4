import math

from crm_core.figures import figure
from crm_core.figures.theme import PALETTES, faded


def texts(fig):
    """Name and value above every bar, row by row."""
    shown = list(fig.data[-1].text)
    half = len(shown) // 2
    return [text for row in zip(shown[:half], shown[half:], strict=True) for text in row]


def test_pyramid_shows_share_and_customers_of_each_tier(tiers, words):
    answer, chart = tiers
    fig = figure(answer, chart, "zh", "light", words)
    assert list(fig.data[0].x) == [0.287, 0.447, 0.266]
    assert list(fig.data[0].customdata) == [["vip"], ["major"], ["small"]]
    steps = PALETTES["light"].tiers
    assert list(fig.data[0].marker.color) == [steps["vip"], steps["major"], steps["small"]]
    assert texts(fig) == ["VIP", "28.7%　214 位", "主要", "44.7%　857 位", "小客户", "26.6%　17,130 位"]


def test_the_comparison_is_found_by_its_code_not_by_its_row(tiers, words):
    answer, chart = tiers
    fig = figure(answer, chart, "en", "light", words)
    assert [list(trace.x) for trace in fig.data[1:-1]] == [[0.266, 0.45, 0.284]]
    assert fig.layout.annotations[0].text == "◆ Comparison 2024-01-01 to 2024-12-31"
    assert fig.data[0].hovertext[0] == "<b>VIP</b><br>销售额占比　28.7% · 214 customers<br>Comparison　26.6%"


def test_marks_that_are_not_chosen_fade(tiers, words):
    answer, chart = tiers
    fig = figure(answer, chart, "zh", "dark", words, chosen={"tier": "major"})
    steps = PALETTES["dark"].tiers
    assert list(fig.data[0].marker.color) == [
        faded(steps["vip"], "dark"),
        steps["major"],
        faded(steps["small"], "dark"),
    ]


def test_a_choice_of_another_chart_fades_nothing(tiers, words):
    answer, chart = tiers
    fig = figure(answer, chart, "zh", "light", words, chosen={"region": "east"})
    assert fig.data[0].marker.color[0] == PALETTES["light"].tiers["vip"]


def test_bars_keep_order_unit_loss_and_unknown(answer, words):
    rows = [("East", 3.2e8, 0.9), ("West", -4e6, None), (None, None, 0.1)]
    table = answer({"region": "code", "revenue": "money", "share": "share"}, rows)
    fig = figure(table, ("bars", "region", "revenue", "share"), "en", "light", words)
    assert texts(fig) == ["East", "¥320M · 90.0%", "West", "−¥4M · n/a", "Unknown", "n/a · 10.0%"]
    assert fig.data[0].x[2] is None or math.isnan(fig.data[0].x[2])
    assert fig.data[0].marker.color[1] == PALETTES["light"].contrast
    assert fig.layout.xaxis.range[0] < -4e6


def test_text_from_a_file_stays_text_and_long_names_are_cut_only_on_the_bar(answer, words):
    name = "<a href='x'>" + "很长的客户名称" * 5
    table = answer({"region": "code", "revenue": "money"}, [(name, 5.0)])
    fig = figure(table, ("bars", "region", "revenue"), "zh", "light", words)
    assert texts(fig)[0] == "&lt;a href='x'&gt;很长的客户名…"
    assert "很长的客户名称" * 5 in fig.data[0].hovertext[0]
    assert fig.data[0].customdata[0] == [name]


def test_segments_keep_their_colour_whatever_else_is_shown(answer, words):
    columns = {"segment": "code", "customers": "count", "share": "share"}
    chart = ("tree", "segment", "customers", "share")
    both = figure(answer(columns, [("loyal", 2, 0.5), ("lost", 2, 0.5)]), chart, "zh", "light", words)
    one = figure(answer(columns, [("lost", 2, 1.0)]), chart, "zh", "light", words)
    assert both.data[0].marker.color[1] == one.data[0].marker.color[0]
    assert both.data[0].marker.color[0] != both.data[0].marker.color[1]


def test_the_height_holds_for_up_to_eight_rows_and_then_gives_each_row_room(answer, words):
    def height(rows):
        table = answer({"region": "code", "revenue": "money"}, [(str(i), 1.0) for i in range(rows)])
        return figure(table, ("bars", "region", "revenue"), "zh", "light", words).layout.height

    assert [height(rows) for rows in (0, 1, 7)] == [320, 320, 320]
    assert height(20) == 784


def test_nothing_is_explained_that_is_not_drawn(answer, words):
    columns, chart = {"region": "code", "revenue": "money"}, ("bars", "region", "revenue")
    new = figure(answer(columns, [("East", 5.0)], [("West", 4.0)]), chart, "en", "light", words)
    assert not new.layout.annotations
    known = figure(answer(columns, [("East", 5.0)], [("East", 4.0)]), chart, "en", "light", words)
    assert known.layout.annotations[0].text == "◆ Comparison 2024-01-01 to 2024-12-31"

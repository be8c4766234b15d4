from crm_core.figures import cell_columns, figure
from crm_core.figures.marks import room_for, shortened_parts
from crm_core.figures.theme import PALETTES, blend, faded

CURVE = {"customer_share": "share", "revenue_share": "share", "band": "code", "top_20_share": "share"}
PARETO = ("pareto", "customer_share", "revenue_share", "band")
GRID = {"r": "code", "f": "code", "customers": "count"}
MATRIX = ("matrix", "r", "f", "customers")


def test_the_curve_starts_at_nothing_and_names_the_top_fifth(answer, words):
    rows = [(0.2, 0.73, "vip", 0.73), (1.0, 1.0, "small", 0.73)]
    fig = figure(answer(CURVE, rows), PARETO, "zh", "light", words)
    assert (list(fig.data[0].x), list(fig.data[0].y)) == ([0.0, 0.2, 1.0], [0.0, 0.73, 1.0])
    assert list(fig.data[0].customdata) == [[None], ["vip"], ["small"]]
    assert fig.layout.annotations[0].text == "前 20% → 73.0%"
    assert cell_columns(answer(CURVE, rows), PARETO) == ("band",)


def test_a_curve_above_100_percent_is_drawn_whole_with_a_line_at_100(answer, words):
    rows = [(0.2, 1.31, "vip", 1.31), (1.0, 1.0, "small", 1.31)]
    fig = figure(answer(CURVE, rows), PARETO, "en", "dark", words)
    assert fig.layout.yaxis.range[1] > 1.31
    assert [(s.y0, s.y1) for s in fig.layout.shapes] == [(0, 1), (1, 1)]
    assert fig.layout.annotations[0].text == "Top 20% → 131.0%"


def test_a_chosen_band_is_marked_on_the_curve(answer, words):
    rows = [(0.2, 0.73, "vip", 0.73), (1.0, 1.0, "small", 0.73)]
    fig = figure(answer(CURVE, rows), PARETO, "zh", "light", words, chosen={"band": "vip"})
    assert list(fig.data[0].marker.opacity) == [0.0, 1.0, 0.0]


def test_cells_of_the_matrix_have_value_place_and_one_scale(answer, words):
    rows = [("1", "1", 0), ("2", "1", 50), ("1", "2", 100), ("2", "2", None)]
    fig = figure(answer(GRID, rows), MATRIX, "zh", "light", words)
    low, high = PALETTES["light"].sequence
    assert list(fig.data[0].text) == ["0", "50", "100", "暂无"]
    expected = [low, blend(low, high, 0.5), high, PALETTES["light"].card]
    assert [s.fillcolor for s in fig.layout.shapes] == expected
    assert list(fig.data[0].customdata) == [["1", "1"], ["2", "1"], ["1", "2"], ["2", "2"]]
    assert "颜色：0 → 100，全表同一标尺" in [a.text for a in fig.layout.annotations]


def test_a_matrix_without_any_known_value_claims_no_scale(answer, words):
    fig = figure(answer(GRID, [("1", "1", None)]), MATRIX, "zh", "light", words)
    assert list(fig.data[0].text) == ["暂无"]
    assert [a.text for a in fig.layout.annotations] == ["f"]


def test_a_cell_chosen_by_the_text_of_an_address_is_the_cell_of_the_number(answer, words):
    rows = [(1, 1, 0), (2, 1, 100)]
    fig = figure(answer(GRID, rows), MATRIX, "zh", "light", words, chosen={"r": "2", "f": "1"})
    low, high = PALETTES["light"].sequence
    assert [s.fillcolor for s in fig.layout.shapes] == [faded(low, "light"), high]


def test_narrow_squares_hold_whole_per_cents_and_none_reads_as_nothing(answer, words):
    columns = {"r": "code", "f": "code", "s": "share"}
    rows = [(str(at), "1", share) for at, share in enumerate([0.128, 0.004, 0.0, 0.878, None, 1.0, 0.005, 0.0149])]
    fig = figure(answer(columns, rows), ("matrix", "r", "f", "s"), "zh", "light", words)
    assert list(fig.data[0].text) == ["13%", "&lt;1%", "0%", "88%", "暂无", "100%", "&lt;1%", "1%"]
    few = figure(answer(columns, rows[:4]), ("matrix", "r", "f", "s"), "zh", "light", words)
    assert list(few.data[0].text) == ["12.8%", "0.4%", "0%", "87.8%"]


def test_capitals_take_more_room_so_that_two_names_and_two_numbers_fit_a_phone():
    pair = shortened_parts("PINK REGENCY TEACUP AND SAUCER + Green regency teacup and saucer")
    assert pair == "PINK REGENCY… + Green regency t…"
    assert room_for(["LUNCH BAG"]) > room_for(["Lunch bag"]) > room_for(["lunch bag"])


def test_of_more_values_each_keeps_a_part_of_its_own_and_a_short_one_leaves_room():
    first, second = "REGENCY CAKESTAND 3 TIER", "WHITE HANGING HEART T-LIGHT HOLDER"
    three = [shortened_parts(f"{first} + {other} + 其余") for other in ("PARTY BUNTING", second, "JUMBO BAG RED")]
    assert len(set(three)) == 3
    assert three[1] == "REGENCY C… + WHITE HAN… + 其余"
    assert shortened_parts(f"{second} + 其余") == "WHITE HANGING HEART T-… + 其余"
    assert shortened_parts("A + B + C + D") == "A + B + C + D"

from crm_core.figures import cell_columns, figure
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

"""From where to where: widths are the amounts of both sides, marks can be clicked, names stand where there is room."""

import pytest

from crm_core.figures import figure, sentence

COLUMNS = {"group_before": "code", "group_now": "code", "revenue_before": "money", "revenue": "money"}
CHART = ("flow", *COLUMNS)
ROWS = [
    ("vip", "vip", 100.0, 120.0),
    ("vip", "small", 50.0, 10.0),
    ("small", "vip", 0.0, 0.0),
    ("small", "absent", 30.0, 0.0),
    ("absent", "small", 0.0, 20.0),
]


@pytest.fixture
def drawn(answer, words):
    return figure(answer(COLUMNS, ROWS), CHART, "en", "light", words)


def test_every_stream_with_money_has_a_mark_of_its_own(drawn):
    marks = drawn.data[0]
    assert [list(cell) for cell in marks.customdata] == [
        ["vip", "vip"], ["vip", "small"], ["small", "absent"], ["absent", "small"],
    ]  # fmt: skip
    assert len({(round(x, 3), round(y, 3)) for x, y in zip(marks.x, marks.y, strict=True)}) == 4
    assert all(0 < x < 1 for x in marks.x)


def test_a_group_is_as_high_as_its_amount_on_either_side(drawn):
    boxes = [shape for shape in drawn.layout.shapes if shape.type == "rect"]
    left = [round(box.y1 - box.y0, 6) for box in boxes if box.x0 == 0]
    right = [round(box.y1 - box.y0, 6) for box in boxes if box.x1 == 1]
    assert left == [150, 30, 0]
    assert right == [120, 30, 0]


def test_a_chosen_stream_keeps_its_colour_and_the_others_fade(answer, words):
    table = answer(COLUMNS, ROWS)
    plain = figure(table, CHART, "en", "light", words).layout.shapes
    chosen = {"group_before": "vip", "group_now": "small"}
    lit = figure(table, CHART, "en", "light", words, chosen).layout.shapes
    assert [a.fillcolor == b.fillcolor for a, b in zip(plain, lit, strict=True)][:4] == [False, True, False, False]


def test_an_amount_below_zero_has_no_width_and_nothing_is_hidden_in_words(answer, words):
    table = answer(COLUMNS, [("vip", "small", -5.0, 0.0)])
    assert len(figure(table, CHART, "en", "light", words).data[0].x) == 0
    assert "n = 1,000" in sentence(table, CHART, "en", words)


def test_the_sentence_names_the_totals_and_the_largest_stream_between_groups(answer, words):
    told = sentence(answer(COLUMNS, ROWS), CHART, "en", words)
    assert "−16.7%" in told
    assert "VIP → 小客户" in told


def test_moves_are_read_from_the_top_and_tell_the_first_group(answer, words):
    columns = {"way": "code", "group_before": "code", "customers": "count"}
    chart = ("moves", *columns)
    rows = [("rose", "vip", 0), ("fell", "vip", 3), ("rose", "small", 1), ("fell", "small", 0)]
    table = answer(columns, rows)
    drawn = figure(table, chart, "en", "light", words)
    low, high = drawn.layout.yaxis.range
    assert low > high
    assert list(drawn.layout.yaxis.ticktext) == ["VIP", "小客户"]
    told = sentence(table, chart, "en", words)
    assert told.startswith("VIP (3): fell 3")

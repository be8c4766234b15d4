"""Wholes of different size made of the same parts."""

import pytest

from crm_core.figures import figure, sentence

COLUMNS = {"account": "code", "supplier": "code", "units": "number"}
CHART = ("parts", *COLUMNS)
ROWS = [("A", "us", 30.0), ("A", "K", 10.0), ("B", "K", 5.0), ("B", None, 5.0)]


def test_every_bar_is_one_whole_and_a_part_has_one_colour(answer, words):
    drawn = figure(answer(COLUMNS, ROWS), CHART, "en", "light", words)
    bars = [trace for trace in drawn.data if trace.type == "bar"]
    reached = {place: sum(x for t in bars for x, y in zip(t.x, t.y, strict=True) if y == place) for place in (0, 1)}
    assert reached == pytest.approx({0: 1.0, 1: 1.0})
    colours = [set(trace.marker.color) for trace in bars]
    assert len(bars) == 3 and all(len(each) == 1 for each in colours) and len(set.union(*colours)) == 3


def test_a_click_names_bar_and_part_and_a_chosen_one_keeps_its_colour(answer, words):
    plain = figure(answer(COLUMNS, ROWS), CHART, "en", "light", words)
    assert [list(cell) for cell in plain.data[0].customdata] == [["A", "us"]]
    chosen = figure(answer(COLUMNS, ROWS), CHART, "en", "light", words, {"account": "B", "supplier": "K"})
    ours, rival = chosen.data[0], chosen.data[1]
    assert ours.marker.color != plain.data[0].marker.color
    assert rival.marker.color[1] == plain.data[1].marker.color[1] != rival.marker.color[0]


def test_the_sentence_says_the_first_part_and_the_largest_other(answer, words):
    says = sentence(answer(COLUMNS, ROWS), CHART, "en", words)
    assert "60.0%" in says and "30.0%" in says


def test_what_is_not_known_is_grey_however_it_is_written(answer, words):
    colours = [
        figure(answer(COLUMNS, [("A", "us", 3.0), ("A", part, 2.0)]), CHART, "en", "light", words).data[1].marker.color
        for part in (None, "not_known", "K")
    ]
    assert colours[0] == colours[1] != colours[2]

"""Charts of rates and means by what the samples can bear: limits, names, colours, sentences."""

from dataclasses import replace

import pytest

from crm_core.figures import figure, sentence
from crm_core.figures.funnel import outside
from crm_core.figures.matrix import sure_span
from crm_core.metrics.answer import Estimate

FUNNEL = ("funnel", "team", "scores", "mean", "limit_low", "limit_high")
COLUMNS = {"team": "text", "scores": "count", "mean": "number", "limit_low": "number", "limit_high": "number",
           "mean_low": "number", "mean_high": "number"}  # fmt: skip
ROWS = [
    ("high", 100, 4.6, 3.7, 4.3, 4.4, 4.8),
    ("usual", 100, 4.1, 3.7, 4.3, 3.9, 4.3),
    ("few", 4, 1.0, 2.5, 5.5, 0.2, 1.8),
    ("low", 100, 3.2, 3.7, 4.3, 3.0, 3.4),
    (None, 50, 4.0, None, None, 3.8, 4.2),
]
HEAT = ("heat", "day", "hour", "rate")


@pytest.fixture
def teams(answer):
    return replace(answer(COLUMNS, ROWS), estimates=(Estimate("mean", "scores"),))


@pytest.fixture
def hours(answer):
    columns = {"day": "code", "hour": "code", "rate": "share", "n": "count", "hits": "count",
               "rate_low": "share", "rate_high": "share"}  # fmt: skip
    rows = [("1", "9", 0.3, 100, 30, 0.2, 0.4), ("1", "10", 0.1, 100, 10, 0.05, 0.2), ("2", "9", 1.0, 2, 2, 0.3, 1.0),
            ("2", "10", None, 0, 0, None, None)]  # fmt: skip
    return replace(answer(columns, rows), estimates=(Estimate("rate", "n", "hits"),))


def test_only_a_sample_large_enough_lies_outside(teams):
    assert outside(teams, FUNNEL[1:]) == [1, 0, 0, -1, 0]


def test_the_limits_run_through_those_of_the_rows_and_open_towards_few(teams, words):
    points, low, high = figure(teams, FUNNEL, "en", "light", words).data
    assert len(points.x) == len(ROWS)
    widths = [top - bottom for top, bottom in zip(high.y, low.y, strict=True)]
    assert widths == sorted(widths, reverse=True)
    at = min(range(len(low.x)), key=lambda place: abs(low.x[place] - 100))
    assert low.y[at] == pytest.approx(4 - 0.3 * (100 / low.x[at]) ** 0.5)


def test_the_sentence_names_those_outside_and_counts_the_rest(teams, words):
    says = sentence(teams, FUNNEL, "en", words)
    assert says.startswith("1 below what chance explains: low (3.20)")
    assert "1 above what chance explains: high (4.60)" in says
    assert "1 between the lines" in says and "1 with too few values to tell" in says


def test_the_colours_and_the_sentence_of_a_heat_map_leave_small_samples_aside(hours, words):
    assert sure_span(hours, "rate") == (0.1, 0.3)
    says = sentence(hours, HEAT, "en", words)
    assert "30.0%" in says and "10.0%" in says and "100.0%" not in says


def test_a_small_sample_is_hatched_and_an_unknown_one_has_no_value(hours, words):
    drawn = figure(hours, HEAT, "en", "light", words)
    assert [shape.type for shape in drawn.layout.shapes].count("path") == 1
    assert drawn.data[0].text[3] == "n/a"

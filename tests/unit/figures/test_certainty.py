"""Rates with their intervals in every kind of chart; small samples hatched, named and never praised."""

from dataclasses import replace

import pandas as pd
import pytest

from crm_core.figures import figure, sentence
from crm_core.metrics.answer import Estimate
from crm_core.metrics.intervals import with_intervals
from crm_core.statistics.rates import wilson

MADE = (Estimate("rate", "n", "hits"),)
COLUMNS = {"rate": "share", "rate_low": "share", "rate_high": "share", "hits": "count", "n": "count"}


@pytest.fixture
def rated(answer):
    """An answer whose rows are (code, hits, n), with the rate, its interval, and the comparison alike."""

    def frame(key, lines):
        found = pd.DataFrame(lines, columns=[*key, "hits", "n"])
        found["rate"] = found["hits"] / found["n"]
        return with_intervals(found, MADE)[[*key, *COLUMNS]]

    def build(key, lines, compared=None, **params):
        bare = answer(key | COLUMNS, [], None if compared is None else [], **params)
        then = None if compared is None else frame(key, compared)
        return replace(bare, rows=frame(key, lines), compared=then, estimates=MADE)

    return build


def test_bars_of_rates_have_whiskers_and_hatch_and_name_the_small_sample(rated, words):
    table = rated({"link": "code"}, [("a", 80, 200), ("b", 5, 10)])
    fig = figure(table, ("bars", "link", "rate", "hits"), "zh", "light", words)
    bar, texts = fig.data[0], fig.data[-1]
    low, high = wilson(80, 200)
    assert list(bar.marker.pattern.shape) == ["", "x"]
    assert bar.error_x.array[0] == pytest.approx(high - 0.4) and bar.error_x.arrayminus[0] == pytest.approx(0.4 - low)
    assert bar.hovertext[0] == "<b>a</b><br>rate　40.0% · 80<br>95% 区间 33.5%–46.9%"
    assert bar.hovertext[1] == "<b>b</b><br>rate　50.0% · 5<br>95% 区间 23.7%–76.3%<br>样本少（n=10）"
    assert list(texts.text) == ["a", "b", "40.0% · 80", "50.0% · 5 · 样本少（n=10）"]
    assert fig.layout.xaxis.range[1] > wilson(5, 10)[1]


def test_a_rate_over_time_has_whiskers_and_marks_the_small_sample_by_shape(rated, words):
    months = [("2025-01-01", 40, 100), ("2025-02-01", 0, 5), ("2025-03-01", 0, 0)]
    fig = figure(rated({"period_on": "date"}, months), ("time", "period_on", "rate"), "en", "dark", words)
    marks = fig.data[-1]
    assert list(marks.marker.symbol) == ["circle", "x-thin-open", "circle"]
    assert list(marks.error_y.arrayminus) == [pytest.approx(0.4 - wilson(40, 100)[0]), 0.0, None]
    assert marks.hovertext[1] == "<b>2025-02</b><br>rate　0%<br>95% interval 0%–43.4%<br>small sample (n=5)"
    assert marks.hovertext[2] == "<b>2025-03</b><br>rate　n/a"
    assert fig.layout.yaxis.range[0] < 0.4 < fig.layout.yaxis.range[1]


def test_a_cell_of_a_matrix_is_crossed_where_its_sample_is_small(rated, words):
    cells = [("a", "x", 40, 100), ("b", "x", 3, 9)]
    table = rated({"across": "code", "up": "code"}, cells)
    fig = figure(table, ("matrix", "across", "up", "rate"), "en", "light", words)
    strokes = [shape.path for shape in fig.layout.shapes if shape.type == "path"]
    assert len(strokes) == 1 and strokes[0].startswith("M 0.5,0.25 L 0.75,0.5")
    assert "small sample (n=9)" in fig.data[0].hovertext[1] and "small" not in fig.data[0].hovertext[0]


def test_the_line_above_praises_no_small_sample(rated, words):
    chart = ("bars", "link", "rate", "hits")
    table = rated({"link": "code"}, [("few", 9, 10), ("many", 80, 200), ("more", 30, 200)])
    assert sentence(table, chart, "en", words).startswith("many leads in rate with 40.0%")
    only = rated({"link": "code"}, [("few", 9, 10), ("fewer", 1, 9)])
    assert "few leads in rate with 90.0% (hits 9); small sample (n=10)" in sentence(only, chart, "en", words)


def test_the_best_month_is_one_with_a_sample(rated, words):
    months = [("2025-01-01", 9, 10), ("2025-02-01", 80, 200), ("2025-03-01", 60, 200), ("2025-04-01", 50, 200)]
    says = sentence(rated({"period_on": "date"}, months), ("time", "period_on", "rate"), "en", words)
    assert "of the periods with enough answers highest in 2025-02 with 40.0%" in says
    assert "5.0 pts, not significant against the period before" in says


def test_a_best_month_that_no_other_exceeds_is_simply_the_highest(rated, words):
    months = [("2025-01-01", 3, 10), ("2025-02-01", 80, 200), ("2025-03-01", 60, 200), ("2025-04-01", 50, 200)]
    says = sentence(rated({"period_on": "date"}, months), ("time", "period_on", "rate"), "en", words)
    assert "against the period before; highest in 2025-02 with 40.0%" in says


@pytest.mark.parametrize(
    ("before", "expected"), [(78, "比对比期 +1.0 个百分点（无显著差异）"), (20, "比对比期 +30.0 个百分点（n = 1,000）")]
)
def test_a_change_that_may_be_chance_is_called_so(rated, words, before, expected):
    table = rated({"link": "code"}, [("b", 10, 200), ("a", 80, 200)], [("a", before, 200), ("b", 10, 200)])
    assert expected in sentence(table, ("bars", "link", "rate", "hits"), "zh", words)


def test_counts_and_sums_are_drawn_as_ever(answer, words):
    fig = figure(answer({"kind": "code", "n": "count"}, [("a", 3)]), ("bars", "kind", "n"), "en", "light", words)
    assert fig.data[0].marker.pattern.shape is None and fig.data[0].error_x.array is None
    assert "interval" not in fig.data[0].hovertext[0]

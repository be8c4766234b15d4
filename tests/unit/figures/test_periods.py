from datetime import date

import pandas as pd
import pytest

from crm_core.figures import figure, period_label, sentence
from crm_core.figures.theme import PALETTES, faded

COLUMNS = {"period_on": "date", "revenue": "money", "is_unfinished": "boolean"}
CHART = ("time", "period_on", "revenue", "is_unfinished")
ROWS = [(date(2025, 10, 1), 2.4e7, False), (date(2025, 11, 1), None, False), (date(2025, 12, 1), 1.2e7, True)]


@pytest.mark.parametrize(
    ("grain", "zh", "en", "axis"),
    [
        ("day", "2025-04-07", "2025-04-07", "04-07<br>2025"),
        ("week", "2025-04-07 当周", "Week of 2025-04-07", "04-07<br>2025"),
        ("month", "2025-04", "2025-04", "2025-04"),
        ("quarter", "2025年二季度", "2025 Q2", "Q2<br>2025"),
    ],
)
def test_period_label(grain, zh, en, axis):
    for on in (date(2025, 4, 7), pd.Timestamp(2025, 4, 7)):
        assert (period_label(on, grain, "zh"), period_label(on, grain, "en")) == (zh, en)
    assert period_label(date(2025, 4, 7), grain, "en", on_axis=True) == axis


def test_bars_over_time_with_the_unfinished_period_hatched_and_named(answer, words):
    fig = figure(answer(COLUMNS, ROWS, grain="month"), CHART, "zh", "light", words)
    bars = fig.data[0]
    assert list(bars.x) == ["2025-10", "2025-11", "2025-12"]
    assert list(bars.marker.pattern.shape) == ["", "", "/"]
    assert list(bars.customdata) == [["2025-10-01"], ["2025-11-01"], ["2025-12-01"]]
    assert bars.hovertext[1] == "<b>2025-11</b><br>销售额　暂无"
    assert bars.hovertext[2] == "<b>2025-12 · 不完整</b><br>销售额　¥1,200万"
    assert [a.text for a in fig.layout.annotations] == ["不完整", "销售额"]
    assert list(fig.layout.yaxis.ticktext) == ["¥0", "¥1,000万", "¥2,000万", "¥3,000万"]


def test_the_comparison_lies_on_the_periods_row_by_row(answer, words):
    before = [(date(2024, m, 1), v, False) for m, v in ((10, 2e7), (11, 1e7), (12, 3e7))]
    fig = figure(answer(COLUMNS, ROWS, before), CHART, "en", "light", words)
    assert list(fig.data[1].x) == ["2025-10", "2025-11", "2025-12"]
    assert list(fig.data[1].y) == [2e7, 1e7, 3e7]
    assert fig.data[0].hovertext[1] == "<b>2025-11</b><br>销售额　n/a<br>Comparison　¥10M"


def test_a_rate_is_a_line_whose_unfinished_end_is_dotted(answer, words):
    rows = [(date(2025, m, 1), 0.5 + m / 100, m == 3) for m in (1, 2, 3)]
    table = answer({"period_on": "date", "rate": "share", "is_unfinished": "boolean"}, rows, grain="month")
    fig = figure(table, ("time", "period_on", "rate", "is_unfinished"), "zh", "light", words)
    finished, rest, marks = fig.data
    assert list(finished.y) == [0.51, 0.52, None]
    assert (list(rest.y), rest.line.dash) == ([0.52, 0.53], "dot")
    assert list(marks.customdata) == [["2025-01-01"], ["2025-02-01"], ["2025-03-01"]]
    assert fig.layout.yaxis.range[0] > 0


def test_a_chosen_period_given_as_date_or_text_keeps_its_colour(answer, words):
    accent = PALETTES["light"].accent
    for on in (date(2025, 10, 1), "2025-10-01"):
        fig = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words, chosen={"period_on": on})
        assert list(fig.data[0].marker.color) == [accent, faded(accent, "light"), faded(accent, "light")]


def test_at_most_five_labels_on_the_axis_however_many_periods(answer, words):
    rows = [(d.date(), 1.0, False) for d in pd.date_range("2025-01-01", periods=200)]
    fig = figure(answer(COLUMNS, rows, grain="day"), CHART, "zh", "light", words)
    assert len(fig.layout.xaxis.ticktext) == 5
    assert len(fig.data[-1].customdata) == 200


def test_an_unknown_end_of_a_period_is_not_called_unfinished(answer, words):
    rows = [(pd.Timestamp(2025, 1, 1), 5.0, None), (pd.Timestamp(2025, 2, 1), 6.0, True)]
    table = answer(COLUMNS, rows, grain="month")
    fig = figure(table, CHART, "zh", "light", words)
    assert list(fig.data[0].marker.pattern.shape) == ["", "/"]
    assert list(fig.data[0].customdata) == [["2025-01-01"], ["2025-02-01"]]
    assert sentence(table, CHART, "zh", words) == "2025-01，销售额 ¥5.00（n = 1,000）"

from datetime import date

import pytest

from crm_core.figures import KINDS, figure, sentence, sparkline

SHAPES = {
    "pyramid": ({"tier": "code", "customers": "count", "share": "share"}, ("vip", 3, 0.5)),
    "pareto": ({"customer_share": "share", "share": "share", "band": "code"}, (0.5, 0.7, "vip")),
    "time": ({"period_on": "date", "revenue": "money"}, (date(2025, 1, 1), 5.0)),
    "bars": ({"region": "code", "revenue": "money"}, ("east", 5.0)),
    "differences": (
        {"trait": "text", "difference": "share", "share": "share", "other_share": "share"},
        ("region=east", 0.2, 0.5, 0.3),
    ),
    "matrix": ({"r": "code", "f": "code", "customers": "count"}, ("1", "2", 5)),
    "tree": ({"segment": "code", "customers": "count"}, ("loyal", 5)),
    "moves": ({"way": "code", "group": "code", "customers": "count"}, ("fell", "vip", 5)),
    "flow": ({"then": "code", "now": "code", "before": "money", "revenue": "money"}, ("vip", "small", 5.0, 3.0)),
    "tested": ({"group": "code", "actual": "number", "expected": "number"}, ("1", 2.0, 3.0)),
    "bridge": ({"step": "code", "amount": "money"}, ("before", 5.0)),
    "index": ({"region": "code", "revenue_index": "share"}, ("east", 1.5)),
    "heat": ({"r": "code", "f": "code", "rate": "share"}, ("1", "2", 0.5)),
    "funnel": (
        {"team": "text", "scores": "count", "mean": "number", "limit_low": "number", "limit_high": "number"},
        ("north", 40, 3.2, 3.5, 4.5),
    ),
    "tiles": ({"province": "code", "place": "text", "customers": "count"}, ("hubei", None, 5)),
    "versus": ({"period_on": "date", "revenue": "money", "peers": "money"}, (date(2025, 1, 1), 5.0, 4.0)),
    "timeline": ({"order_on": "date", "amount": "money"}, (date(2025, 1, 1), 5.0)),
    "cohorts": (
        {"age": "number", "cohort_on": "date", "is_unfinished": "boolean", "customers": "count"},
        (0, date(2025, 1, 1), False, 5),
    ),
    "steps": ({"months": "number", "survival": "share", "value": "text"}, (0, 0.5, "east")),
    "stacks": ({"period_on": "date", "stage": "code", "customers": "count"}, (date(2025, 1, 1), "lost", 5)),
    "quadrants": (
        {
            "topic": "code",
            "score": "number",
            "part": "share",
            "corner": "text",
            "at_score": "number",
            "at_part": "share",
        },
        ("taste", 4.0, 0.5, "keep", 3.0, 0.5),
    ),
    "radar": ({"topic": "code", "gap": "number", "met": "number", "wanted": "number"}, ("taste", -0.5, 4.0, 4.5)),
    "graded": ({"grade": "code", "rate": "share", "straight": "share"}, ("5", 0.5, 0.4)),
    "control": (
        {
            "day": "date",
            "cases": "count",
            "week_mean": "number",
            "least": "number",
            "most": "number",
            "excess": "count",
        },
        (date(2025, 1, 1), 5, 4.0, 1.0, 9.0, None),
    ),
    "parts": ({"account": "code", "supplier": "code", "units": "number"}, ("A", "K", 5.0)),
    "lines": ({"months": "number", "revenue": "money", "value": "text"}, (0, 5.0, "east")),
}


def test_every_kind_is_tried_here():
    assert set(SHAPES) == set(KINDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_says_so_at_the_same_height(kind, lang, answer, words):
    columns, row = SHAPES[kind]
    chart, empty = (kind, *columns), answer(columns, [])
    fig = figure(empty, chart, lang, "light", words)
    assert len(fig.data) == 0
    assert fig.layout.annotations[0].text == sentence(empty, chart, lang, words)
    assert fig.layout.height == figure(answer(columns, [row]), chart, lang, "light", words).layout.height


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_single_row_is_drawn_and_told(kind, theme, answer, words):
    columns, row = SHAPES[kind]
    table = answer(columns, [row], [row])
    fig = figure(table, (kind, *columns), "en", theme, words)
    fixed = ("matrix", "heat", "moves", "flow", "tiles", "cohorts", "stacks", "parts")
    marks = next(trace for trace in fig.data if trace.customdata is not None)
    assert len(marks.customdata[-1]) == (2 if kind in fixed else 1)
    assert sentence(table, (kind, *columns), "en", words).endswith("(n = 1,000)")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_unknowns_are_drawn_without_inventing_a_zero(kind, answer, words):
    columns, row = SHAPES[kind]
    measured = ("count", "money", "share", "number")
    blank = [row[0], *(None if columns[c] in measured else v for c, v in list(zip(columns, row, strict=True))[1:])]
    table = answer(columns, [blank])
    figure(table, (kind, *columns), "en", "light", words)
    told = sentence(table, (kind, *columns), "en", words)
    assert told.endswith(": cannot be computed from these data yet")


def test_an_unknown_kind_of_chart_is_an_error(answer, words):
    with pytest.raises(KeyError, match="pie"):
        figure(answer({"a": "code"}, []), ("pie", "a"), "zh", "light", words)


def test_sparkline_leaves_unknowns_out_and_draws_no_single_point():
    assert sparkline([1, None, 2, float("nan")]) == [1.0, 2.0]
    assert sparkline([None, 3]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_figure_makes_the_page_draw_it_twice(kind, answer, words):
    """Streamlit sets these three after the first drawing; a template or margins found while drawing cost another."""
    columns, row = SHAPES[kind]
    layout = figure(answer(columns, [row]), (kind, *columns), "zh", "light", words).to_plotly_json()["layout"]
    assert (layout["clickmode"], layout["hovermode"], layout["dragmode"]) == ("event+select", "closest", "pan")
    assert "template" not in layout
    assert not [name for name in layout if "axis" in name and layout[name].get("automargin")]


@pytest.mark.parametrize(("title", "lines"), [("实际", 1), ("有清单的客户人均花了多少钱", 2)])
def test_names_of_series_that_no_phone_holds_side_by_side_stand_below_each_other(answer, title, lines):
    columns = {"group": "code", "actual": "number", "expected": "number"}
    found = answer(columns, [("1", 2.0, 3.0)])
    drawn = figure(found, ("tested", *columns), "zh", "light", lambda column, code: title)
    assert drawn.layout.annotations[0].text.count("<br>") == lines - 1
    assert drawn.layout.margin.t == 28 + 18 * (lines - 1)

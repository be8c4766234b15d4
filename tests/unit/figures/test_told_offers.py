"""What is said of programmes, features, improvements and the six questions; which side of an index is the good one."""

from dataclasses import replace

import pytest

from crm_core.figures import sentence
from crm_core.figures.index import index
from crm_core.figures.theme import PALETTES

EFFECT = {
    "programme": "text", "effect_amount": "money", "effect_amount_low": "money", "effect_amount_high": "money",
    "effect_share": "share", "customers": "count",
}  # fmt: skip


def test_a_programme_is_said_to_help_to_harm_or_to_be_open(answer, words):
    rows = [("a", 50, 20, 80, 0.2, 90), ("b", 5, -20, 30, 0.1, 90), ("c", -50, -80, -20, -0.2, 90),
            ("d", None, None, None, None, 7)]  # fmt: skip
    told = sentence(answer(EFFECT, rows), ("bars", "programme", "effect_amount", "customers"), "en", words)
    said = dict(part.split(": ", 1) for part in told.partition(" (n =")[0].split("; "))
    assert "more" in said["a"] and "20.0%" in said["a"]
    assert "too close to call" in said["b"]
    assert "less than without" in said["c"]
    assert said["d"] == "only 7 comparable members, no conclusion"


def test_features_are_told_by_class_and_doubt(answer, words):
    columns = {
        "feature": "text",
        "worse": "share",
        "better": "share",
        "kano_class": "code",
        "questionable_share": "share",
    }
    rows = [("x", -0.9, 0.2, "must_be", 0.06), ("y", -0.1, 0.8, "attractive", 0.05)]
    chart = ("quadrants", "feature", "worse", "better", "kano_class")
    told = sentence(answer(columns, rows), chart, "en", words)
    assert "must_be: x" in told and "attractive: y" in told
    assert "about x contradict" in told


def test_improvements_are_told_beside_the_benchmark(answer, words):
    columns = {
        "improvement_source": "code", "improvements": "count", "improvement_share": "share",
        "all_improvements": "count",
    }  # fmt: skip
    rows = [("employee", 3, 0.75, 4), ("complaint", 1, 0.25, 4)]
    chart = ("bars", "improvement_source", "improvements", "improvement_share")
    told = sentence(answer(columns, rows), chart, "en", words)
    assert told.startswith("1 of 4 improvements came from complaints, 25.0% (IBM's inventions: 40%)")


def test_the_question_furthest_from_its_aim_is_told(answer, words):
    rows = [("joint_value", 0.5, 5), ("effort_on_key", 0.4, 9), ("cost_of_return", None, 0)]
    columns = {"question": "code", "question_share": "share", "customers": "count"}
    told = sentence(answer(columns, rows), ("bars", "question", "question_share", "customers"), "en", words)
    assert told.startswith("Furthest from what it should be: effort_on_key (40.0%)")


@pytest.mark.parametrize(("metric", "good"), [("complaints.recurrence", 0.5), ("test.metric", 2.0)])
def test_where_less_is_better_the_fall_is_the_good_side(answer, words, metric, good):
    columns = {"topic": "text", "ratio_now": "number"}
    found = replace(answer(columns, [("low", 0.5), ("high", 2.0)]), metric=metric)
    bars = index(found, ("topic", "ratio_now"), "en", "light", words).data[0]
    palette = PALETTES["light"]
    expected = [palette.accent if ratio == good else palette.contrast for ratio in (0.5, 2.0)]
    assert list(bars.marker.color) == expected


SUCCESS = {"success_sentence": "code", "success_state": "code", "customers": "count", "needed_file": "text"}


def test_the_sentences_are_told_that_most_and_fewest_bear_out_and_the_files_of_the_others(answer, words):
    counts = {"a": (1, 4, 0), "b": (3, 1, 1), "c": (0, 0, 5)}
    rows = [
        (sentence_code, state, count, "some file" if state == "not_known" and count else None)
        for sentence_code, each in counts.items()
        for state, count in zip(("done", "not_done", "not_known"), each, strict=True)
    ]
    chart = ("parts", "success_sentence", "success_state", "customers")
    told = sentence(answer(SUCCESS, rows, n=5), chart, "en", words)
    assert told.startswith("Best kept: “b”, 3 accounts; weakest: “a”, 1 accounts; 1 sentences cannot be said yet")
    assert told.count("some file") == 1


def test_lives_of_products_are_told_by_those_that_fell_and_how_long_it_took(answer, words):
    columns = {
        "product_phase": "code", "products": "count", "product_share": "share", "revenue": "money",
        "revenue_share": "share", "months_to_peak": "number", "started_products": "count", "months_to_half": "number",
        "halved_products": "count",
    }  # fmt: skip
    chart = ("bars", "product_phase", "revenue", "products")
    rows = [("rising", 1, 0.2, 10.0, 0.5, None, 0, None, 0), ("declined", 4, 0.8, 10.0, 0.5, 1.5, 2, 2.5, 4)]
    told = sentence(answer(columns, rows), chart, "zh", words)
    assert told == (
        "declined的商品 4 件，占商品 80.0%、销售额 50.0%；其中知道何时上市的 2 件，平均 1.50 个月到最高点；"
        "从最高点跌到一半平均 2.50 个月（n = 1,000）"
    )
    none = [rows[0], ("declined", 0, 0.0, 0.0, 0.0, None, 0, None, 0)]
    assert sentence(answer(columns, none), chart, "zh", words) == (
        "declined的商品 0 件，占商品 0%、销售额 0%（n = 1,000）"
    )

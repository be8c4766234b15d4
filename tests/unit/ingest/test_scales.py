"""Scores: cells off the scale are rejected, a column that stands on another scale is asked about."""

from decimal import Decimal

import pytest

from crm_core.ingest import ImportRefused, load, sentence
from crm_core.ingest.contract import Mapping, Refused
from crm_core.ingest.scales import misfits, scales_by_column
from crm_core.schema import grades, tables

HEAD = "答卷编号,客户编号,调查日期,质量,推荐意愿\n"


def survey(*rows):
    return HEAD + "".join(f"r{n},C{n},2024-01-05,{quality},{nps}\n" for n, (quality, nps) in enumerate(rows))


GOOD = [(n % 5 + 1, n % 11) for n in range(55)]
ONE_TO_ELEVEN = [(n % 5 + 1, n % 11 + 1) for n in range(55)]


@pytest.mark.parametrize(
    ("scale", "values", "expected"),
    [
        ((1, 5), {1: 3, 2: 9, 3: 9, 4: 9, 5: 9}, False),
        ((1, 5), {3: 20, 4: 20, 44: 1}, False),  # a typing error among forty
        ((1, 5), {3: 10, 4: 9, 44: 1}, True),  # one of twenty is too many
        ((1, 5), {2: 9, 4: 9, 6: 9, 8: 9, 10: 9}, True),  # 1 to 10
        ((1, 5), {1: 50, 5: 50, 6: 1}, False),  # an error
        ((1, 5), {1: 50, 5: 50, 6: 1, 7: 1}, True),  # a run above the end is a longer scale, however few gave it
        ((1, 5), {20: 5, 60: 5, 100: 5}, True),  # 0 to 100
        ((1, 5), {0: 1, 1: 20, 2: 20, 3: 20, 4: 20}, True),  # 0 to 4: nobody gave a 5
        ((1, 5), {0: 1, 4: 50, 5: 50}, False),  # a zero for "none"
        ((0, 10), {0: 2, 5: 9, 9: 9, 10: 9}, False),
        ((0, 10), {0: 9, 10: 90, 11: 1}, False),  # an 11 beside zeros is an error
        ((0, 10), {1: 9, 5: 9, 10: 200, 11: 1}, True),  # 1 to 11
        ((0, 10), {1: 1, 2: 2, 4: 3, 5: 4}, True),  # 1 to 5
        ((0, 10), {5: 4}, False),  # too few to tell
        ((5, 1), {1: 5, 5: 5}, False),
    ],
)
def test_which_values_do_not_fit_a_scale(scale, values, expected):
    assert misfits({float(number): count for number, count in values.items()}, scale) is expected


def test_a_cell_off_the_scale_is_a_rejected_row_with_its_reason(imported):
    outcome = imported(survey(*GOOD, (44, 3), (5, "sehr gut")))
    assert outcome.counts == (57, 55, 2, 0, 0)
    assert outcome.rejected() == [(56, "质量", "44", "off_scale"), (57, "推荐意愿", "sehr gut", "bad_score")]


def test_a_column_on_another_scale_stops_the_file_with_a_question(plan_file):
    refused = plan_file(survey(*ONE_TO_ELEVEN)).refused
    assert refused.code == "ask_scale"
    assert refused.values["columns"] == [
        {"column": "推荐意愿", "scale": [0, 10], "low": 1.0, "high": 11.0, "outside": 5, "count": 55}
    ]
    assert "0–10" in sentence(refused, "zh") and "55" in sentence(refused, "en")


def test_every_column_that_does_not_fit_is_named_at_once(plan_file):
    refused = plan_file(survey(*((n % 10 + 1, n % 5 + 1) for n in range(60)))).refused
    assert [each["column"] for each in refused.values["columns"]] == ["质量", "推荐意愿"]


def test_the_scale_that_the_reader_names_is_carried_over_and_said(imported, plan_file):
    answered = {"推荐意愿": [1, 11]}
    plan = plan_file(survey(*ONE_TO_ELEVEN), scales=answered)
    assert [issue.code for issue in plan.issues] == ["scale_mapped"]
    assert "1–11" in sentence(plan.issues[0], "zh") and "0–10" in sentence(plan.issues[0], "en")
    outcome = imported(survey(*ONE_TO_ELEVEN), scales=answered)
    assert outcome.counts == (55, 55, 0, 0, 0)
    assert outcome.rows("min(recommend), max(recommend), sum(recommend)") == [(0, 10, 275)]
    assert outcome.loaded.files[0].scales == {"recommend": (1, 11)}


def test_equal_steps_from_one_scale_to_the_other(imported):
    scales = {"质量": [1, 10], "服务": [0, 100], "价格": [5, 1], "包装": [1, 7], "口味": [-2, 2]}
    cells = ("1,0,1,1,-2", "5.5,25,2,3,0", "10,100,5,7,2")
    text = "\n".join(["调查日期," + ",".join(scales), *(f"2024-01-05,{row}" for row in cells)])
    expected = [(1, 1, 5, 1, 1), (3, 2, 4, Decimal("2.3333"), 3), (5, 5, 1, 5, 5)]
    assert imported(text + "\n", scales=scales).rows("quality, service, price, packaging, taste") == expected


def test_the_reader_may_say_that_the_numbers_are_as_they_stand(imported):
    outcome = imported(survey(*ONE_TO_ELEVEN), scales={"推荐意愿": [0, 10]})
    assert outcome.counts == (55, 50, 5, 0, 0)
    assert {row[1:] for row in outcome.rejected()} == {("推荐意愿", "11", "off_scale")}


def test_or_go_without_the_column(imported):
    outcome = imported(survey(*ONE_TO_ELEVEN), given={"推荐意愿": "skip"})
    assert outcome.counts == (55, 55, 0, 0, 0)
    assert outcome.rows("count(recommend), count(quality)") == [(0, 55)]


@pytest.mark.parametrize("wanted", [{"A": [1, 5]}, {"B": [3, 3]}, {"B": ["1", 5]}, {"none": [1, 5]}, {"B": 5}])
def test_an_answer_that_cannot_be_used_is_refused(wanted):
    mapping = Mapping("survey_responses", ("customer_id", "quality"))
    with pytest.raises(Refused) as refused:
        scales_by_column(mapping, ("A", "B"), wanted)
    assert refused.value.issue.code == "bad_scale"


def test_words_are_scores_by_the_table_of_the_schema_and_that_is_said(plan_file, imported):
    text = survey(("非常满意", 9), ("较满意", 8), ("一般", 7), ("不满意", 6), ("Very Dissatisfied ", 0), ("不适用", 10))
    plan = plan_file(text)
    assert plan.refused is None
    assert [(issue.code, issue.values["column"]) for issue in plan.issues] == [("grades_read", "质量")]
    assert "非常满意 = 5" in sentence(plan.issues[0], "zh")
    assert [row[0] for row in imported(text).rows("quality")] == [5, 4, 3, 2, 1, None]


def test_a_word_is_no_score_from_0_to_10(imported):
    outcome = imported(survey(*GOOD, (5, "非常满意")))
    assert outcome.rejected() == [(56, "推荐意愿", "非常满意", "bad_score")]


def test_every_word_of_the_table_stands_for_one_score_and_no_answer_for_none():
    words, silent = grades()
    assert set(words.values()) == {1, 2, 3, 4, 5}
    assert not set(words) & set(silent)


def test_decimal_commas_are_scores_too(imported):
    outcome = imported("答卷编号;调查日期;质量\nr1;2024-01-05;4,5\nr2;2024-01-05;3,5\nr3;2024-01-06;5\n")
    assert [row[0] for row in outcome.rows("quality")] == [Decimal("4.5"), Decimal("3.5"), Decimal("5")]


def test_a_row_per_answer_names_its_attribute_in_either_language(imported):
    outcome = imported("调查日期,评价项目,得分\n2024-01-05,产品质量,4\n2024-01-05,Service,5\n2024-01-05,配送,3\n")
    assert outcome.rows("attribute, score") == [("quality", 4), ("service", 5), ("配送", 3)]


def test_weights_below_zero_are_rejected(imported):
    outcome = imported("评价项目,权重\n质量,0.3\n服务,25%\n包装,-1\n口味,0\n")
    assert outcome.rows("attribute, weight") == [
        ("quality", Decimal("0.3")), ("service", Decimal("0.25")), ("taste", Decimal("0")),
    ]  # fmt: skip
    assert outcome.rejected() == [(3, "权重", "-1", "bad_weight")]


def test_reviews_of_a_shop_match_without_a_click(plan_file):
    head = "review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date"
    plan = plan_file(head + "\na,o1,4,,,2018-01-18 00:00:00\nb,o2,5,,,2018-01-19 00:00:00\n", "olist_order_reviews.csv")
    assert plan.mapping.columns == ("response_id", "order_id", "overall", "topic", "comment", "surveyed_on")


def test_every_score_of_the_schema_has_a_scale():
    scored = [c for table in tables().values() for c in table.columns.values() if c.kind == "score"]
    assert len(scored) > 20
    assert {column.scale for column in scored} == {(1, 5), (0, 10)}


def test_a_question_left_open_loads_nothing(tmp_path, plan_file):
    with pytest.raises(ImportRefused) as refused:
        load([plan_file(survey(*ONE_TO_ELEVEN))], tmp_path, first_batch_id=1)
    assert [issue.code for _, issue in refused.value.refusals] == ["ask_scale"]


TWO_ANSWERS = "答卷编号,调查日期,总体满意度,质量,推荐意愿\nr1,2024-01-05,满意,是,愿意\nr2,2024-01-05,不满意,否,不愿意\n"


def test_two_answers_are_asked_about_and_so_are_words_where_the_scale_has_none(plan_file):
    refused = plan_file(TWO_ANSWERS).refused
    assert refused.code == "ask_scale"
    assert [(each["column"], each["words"]) for each in refused.values["columns"]] == [
        ("总体满意度", "满意, 不满意"), ("质量", "是, 否"), ("推荐意愿", "愿意, 不愿意")
    ]  # fmt: skip
    for lang in ("zh", "en"):
        assert "是, 否" in sentence(refused, lang)
    words = "答卷编号,调查日期,推荐意愿\nr1,2024-01-05,很愿意\nr2,2024-01-05,一般\nr3,2024-01-05,不愿意\n"
    assert plan_file(words).refused.code == "ask_scale"


def test_yes_and_no_are_the_ends_of_the_scale_where_the_reader_says_so(imported, plan_file):
    said = {"总体满意度": [0, 1], "质量": [0, 1], "推荐意愿": [0, 1]}
    outcome = imported(TWO_ANSWERS, scales=said)
    assert outcome.rows("overall, quality, recommend") == [(5, 5, 10), (1, 1, 0)]
    assert [issue.code for issue in plan_file(TWO_ANSWERS, scales=said).issues] == ["answers_mapped"] * 3


def test_two_grades_stay_grades_where_the_reader_says_so(imported):
    outcome = imported(TWO_ANSWERS, scales={"总体满意度": [1, 5], "质量": [0, 1], "推荐意愿": [1, 5]})
    assert outcome.rows("overall, quality, recommend") == [(4, 5, Decimal("7.5")), (2, 1, Decimal("2.5"))]


def test_a_scale_of_five_words_is_read_and_told_without_a_question(plan_file):
    rows = "".join(
        f"r{n},2024-01-05,{word}\n" for n, word in enumerate(("很满意", "满意", "一般", "不满意", "很不满意"))
    )
    plan = plan_file("答卷编号,调查日期,总体满意度\n" + rows)
    assert (plan.refused, [issue.code for issue in plan.issues]) == (None, ["grades_read"])

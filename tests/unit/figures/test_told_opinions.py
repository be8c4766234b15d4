"""The sentence of the curve of scores: whole scores stay whole, whatever kinds stand beside them."""

import pytest

from crm_core.figures import sentence

CHART = ("graded", "grade", "rate", "straight")
COLUMNS = {"grade": "code", "rate": "share", "straight": "share", "jump": "share", "chance_jump": "share",
           "turning_grade": "count", "lift_gain": "money"}  # fmt: skip


def test_the_curve_is_told_with_its_ratio_and_turning_point(answer, words):
    rows = [(4, 0.3, 0.4, None, None, 5, 600.0), (5, 0.9, 0.8, 0.6, 0.2, 5, None)]
    told = sentence(answer(COLUMNS, rows), CHART, "en", words)
    assert "a five is 3 times a four" in told.replace("3.00", "3") and "from 4 to 5, +60.0 pts" in told
    assert "lifting fours to fives may bring" in told


def test_a_step_that_may_be_chance_is_no_turning_point_and_promises_nothing(answer, words):
    rows = [(4, 0.8, 0.8, None, None, None, 600.0), (5, 0.82, 0.82, 0.02, 0.2, None, None)]
    told = sentence(answer(COLUMNS, rows), CHART, "zh", words)
    assert "相邻两分的差别都可能是偶然，看不出转折；4 分升到 5 分能多得多少还说不准" in told
    assert "600" not in told


def test_without_a_five_there_is_no_ratio(answer, words):
    told = sentence(answer(COLUMNS, [(4, 0.3, 0.4, None, None, None, None)]), CHART, "en", words)
    assert "of a 4: 30.0%" in told and "times" not in told and "turn" not in told


def test_the_first_driver_is_told_with_the_number_of_its_bar(answer, words):
    columns = {"attribute": "code", "explained": "share", "importance_share": "share", "importance_rank": "count",
               "r_squared": "share"}  # fmt: skip
    table = answer(columns, [("service", 0.3, 0.4, 1, 0.75), ("price", 0.1, 0.2, 2, 0.75)])
    told = sentence(table, ("bars", "attribute", "explained", "importance_rank"), "zh", words)
    assert "影响最大的是service，解释了 30.0%，占可解释部分的 40.0%" in told


def test_delivered_value_is_told_with_its_weakest_value_and_heaviest_cost(answer, words):
    columns = {"attribute": "code", "attribute_score": "score", "value_side": "code", "perceived_value": "score",
               "felt_cost": "score", "delivered_value": "score"}  # fmt: skip
    rows = [("product_value", 4.2, "value"), ("service_value", 3.1, "value"), ("time_cost", 2.2, "cost"),
            ("money_cost", 3.4, "cost")]  # fmt: skip
    table = answer(columns, [(*row, 3.9, 2.6, 1.3) for row in rows])
    told = sentence(table, ("bars", "attribute", "attribute_score"), "zh", words)
    assert "感知价值 3.90 − 付出的成本 2.60＝让渡价值 1.30" in told
    assert "最弱的是service_value（3.10）" in told and "最重的是money_cost（3.40）" in told


CORNERS = {
    "topic": "code", "score": "score", "part": "share", "corner": "text", "at_score": "score", "at_part": "share",
}  # fmt: skip


@pytest.mark.parametrize(
    ("price", "quality", "told"),
    [
        ((3.3, 0.6, "mend"), (4.0, 0.4, "keep"), "mend：price；keep：quality（n = 1,000）"),
        (
            (3.3, 0.2, "later"),
            (4.0, 0.8, "keep"),
            "没有哪一项既重要又得分偏低；得分最低的是price（3.30），重要性只占 20.0%；keep：quality（n = 1,000）",
        ),
        ((3.3, None, None), (4.0, None, None), "part：现有数据还算不出来"),
    ],
)
def test_what_to_mend_first_is_told_also_where_it_is_nothing(answer, words, price, quality, told):
    rows = [("price", *price, 3.7, 0.5), ("quality", *quality, 3.7, 0.5)]
    chart = ("quadrants", "topic", "score", "part", "corner", "at_score", "at_part")
    assert sentence(answer(CORNERS, rows), chart, "zh", words) == told

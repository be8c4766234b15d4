"""The sentence of the curve of scores: whole scores stay whole, whatever kinds stand beside them."""

from crm_core.figures import sentence

CHART = ("graded", "grade", "rate", "straight")
COLUMNS = {"grade": "code", "rate": "share", "straight": "share", "jump": "share", "turning_grade": "count"}


def test_the_curve_is_told_with_its_ratio_and_turning_point(answer, words):
    rows = [(4, 0.3, 0.4, None, 5), (5, 0.9, 0.8, 0.6, 5)]
    told = sentence(answer(COLUMNS, rows), CHART, "en", words)
    assert "a five is 3 times a four" in told.replace("3.00", "3") and "from 4 to 5, +60.0%" in told


def test_without_a_five_there_is_no_ratio(answer, words):
    told = sentence(answer(COLUMNS, [(4, 0.3, 0.4, None, None)]), CHART, "en", words)
    assert "of a 4: 30.0%" in told and "times" not in told

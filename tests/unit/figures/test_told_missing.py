"""What an answer cannot say: the file to bring is named, and who was left out is counted."""

from dataclasses import replace

from crm_core.figures import sentence
from crm_core.figures.told_missing import tell_missing
from crm_core.metrics.registry import metrics
from crm_core.text import catalogue, t

SIGNS = {"stage": "code", "referrals_per_100": "number", "customer_score": "score", "price_level": "share"}
CHART = ("bars", "stage", "referrals_per_100", "customer_score")


def signs(answer, rows):
    return replace(answer(SIGNS, rows), metric="lifecycle.stage_signs")


def test_every_column_that_no_row_knows_names_its_file(answer):
    bring = "figures.bring.lifecycle.stage_signs."
    nothing = signs(answer, [("stability", None, None, None), ("lost", None, None, None)])
    expected = [t(bring + name, "zh") for name in ("referrals_per_100", "customer_score", "price_level")]
    assert tell_missing(nothing, "zh") == expected
    assert tell_missing(signs(answer, [("stability", 1.0, None, 0.9), ("lost", None, None, None)]), "en") == [
        t(bring + "customer_score", "en")
    ]
    assert tell_missing(signs(answer, []), "zh") == []


def test_the_sentence_says_it_whether_or_not_the_chart_has_a_value(answer, words):
    brings = t("figures.bring.lifecycle.stage_signs.referrals_per_100", "en")
    unknown = sentence(signs(answer, [("stability", None, 4.0, 0.9)]), CHART, "en", words)
    assert unknown.endswith(brings) and "cannot be computed" in unknown
    known = sentence(signs(answer, [("stability", 2.0, None, 0.9)]), CHART, "en", words)
    assert t("figures.bring.lifecycle.stage_signs.customer_score", "en") in known and brings not in known


def test_low_scores_without_a_name_are_counted_where_there_are_any(answer):
    def said(count):
        return tell_missing(answer({"visit_state": "code", "anonymous_low_scores": "count"}, [("late", count)]), "zh")

    assert said(1200) == ["另有 1,200 份低分没有客户编号，找不到人，没有计入"]
    assert said(0) == []


def test_a_row_that_cannot_be_said_names_its_file_once(answer):
    columns = {"signal": "code", "signal_share": "share", "measured": "count"}
    rows = [("occasional", 0.4, 9), ("unpaid", None, 0), ("costly", None, 0), ("costly", None, 0)]
    found = replace(answer(columns, rows), metric="value.small_customer_signals")
    bring = "figures.bring.value.small_customer_signals."
    assert tell_missing(found, "zh", "signal_share") == [t(bring + "unpaid", "zh"), t(bring + "costly", "zh")]
    assert tell_missing(found, "zh") == []


def test_every_file_to_bring_is_for_a_column_of_a_metric_or_a_row_of_its_first():
    starts = "figures.bring."
    named = [key.removeprefix(starts).rpartition(".") for key in catalogue("zh") if key.startswith(starts)]
    assert len(named) >= 8
    columns = {metric: [column.name for column in metrics()[metric].columns] for metric, _, _ in named}
    assert [
        (metric, name)
        for metric, _, name in named
        if name not in columns[metric] and f"codes.{columns[metric][0]}.{name}" not in catalogue("zh")
    ] == []

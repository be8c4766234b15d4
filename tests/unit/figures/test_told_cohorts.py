"""Which cohort keeps best and whether that is chance; which stage loses most; what lists and effort are said to do."""

from dataclasses import replace
from datetime import date

import pytest

from crm_core.figures import sentence

COHORTS = {
    "age": "count", "cohort_on": "date", "is_unfinished": "boolean", "customers": "count",
    "retention_share": "share", "cohort_customers": "count",
}  # fmt: skip
CHART = ("cohorts", "age", "cohort_on", "is_unfinished", "customers", "retention_share")
MONTHS = [date(2025, month, 1) for month in range(1, 6)]
PARAMS = {"grain": "month", "shown": "share", "basis": "customers"}


def cohorts(answer, *kept):
    """Cohorts of a hundred, each with what it kept at age one; the last of them is not over."""
    rows = [
        (1, on, number == len(kept) - 1, each, each / 100, 100)
        for number, (on, each) in enumerate(zip(MONTHS, kept, strict=False))
    ]
    rows.append((1, None, False, sum(kept), sum(kept) / 100 / len(kept), 100 * len(kept)))
    return replace(answer(COHORTS, rows), params=PARAMS)


def test_the_best_cohort_is_named_and_beyond_chance(answer, words):
    told = sentence(cohorts(answer, 20, 55, 22, 99), CHART, "en", words)
    assert "the cohort of 2025-02 keeps best with 55.0%, all others together 21.0%; beyond chance" in told


def test_the_best_of_cohorts_alike_is_said_to_be_chance_maybe(answer, words):
    told = sentence(cohorts(answer, 20, 29, 22, 99), CHART, "en", words)
    assert "the cohort of 2025-02 is highest with 29.0%, all others together 21.0%; this may be chance" in told


def test_the_best_of_many_must_be_further_off_than_the_best_of_few(answer, words):
    # 32 of 100 against 63 of 300 is beyond chance for one comparison, not for the best of four.
    told = sentence(cohorts(answer, 21, 32, 21, 21, 99), CHART, "en", words)
    assert "this may be chance" in told


def test_two_cohorts_are_not_compared(answer, words):
    assert "cohort of" not in sentence(cohorts(answer, 20, 55, 99), CHART, "en", words)


FLOW = {
    "stage_before": "code", "stage": "code", "customers": "count", "revenue_before": "money", "revenue": "money",
    "change": "money",
}  # fmt: skip


def test_the_stage_that_loses_most_money_is_named_with_where_it_went(answer, words):
    rows = [("formation", "stability", 3, 100, 300, 200), ("formation", "lost", 2, 90, 0, -90),
            ("stability", "stability", 5, 500, 480, -20), ("stability", "lost", 1, 60, 0, -60)]  # fmt: skip
    told = sentence(answer(FLOW, rows), ("matrix", "stage", "stage_before", "customers"), "en", words)
    assert "were in stability: 560 → 480 (-80" in told.replace("−", "-").replace("¥", "").replace(".00", "")
    assert "by those now in lost" in told


def test_no_stage_is_said_to_lose_where_all_gain(answer, words):
    rows = [("formation", "stability", 3, 100, 300, 200), ("stability", "stability", 5, 500, 500, 0)]
    told = sentence(answer(FLOW, rows), ("matrix", "stage", "stage_before", "customers"), "en", words)
    assert told.startswith("Customers of no stage spend less than then")


SPEND = {
    "fortnight": "code", "listed_spend": "money", "unlisted_spend": "money", "extra_spend": "money",
    "extra_spend_low": "money", "extra_spend_high": "money",
}  # fmt: skip
BY_FORTNIGHT = ("tested", "fortnight", "listed_spend", "unlisted_spend")


def test_the_difference_of_lists_is_said_with_its_interval_and_as_no_effect(answer, words):
    rows = [("2025-01-01", 30, 20, 10, 2, 18), ("2025-01-15", 30, 28, 2, -6, 10), ("2025-01-29", *[None] * 5)]
    told = sentence(answer(SPEND, rows), BY_FORTNIGHT, "en", words)
    assert told.startswith("Fortnight from 2025-01-15")
    assert "beyond chance in 1 of 2 fortnights" in told and "this is no effect" in told


def test_where_nobody_can_be_compared_the_words_say_what_it_takes(answer, words):
    told = sentence(answer(SPEND, [("2025-01-01", *[None] * 5)]), BY_FORTNIGHT, "en", words)
    assert "30 customers with a list and 30 without" in told


@pytest.mark.parametrize(("lang", "says"), [("zh", "前 10%"), ("en", "top 10%")])
def test_effort_is_told_of_the_best_tenth_and_the_lower_half(answer, words, lang, says):
    columns = {
        "tenth": "code",
        "effort_share": "share",
        "revenue_share": "share",
        "effort_index": "number",
    }
    rows = [("1", 0.3, 0.6, 0.5), *((str(n), 0.05, 0.05, 1.0) for n in range(2, 6)),
            *((str(n), 0.1, 0.04, 2.5) for n in range(6, 11))]  # fmt: skip
    found = replace(answer(columns, rows), params={"spent": "discount"})
    told = sentence(found, ("tested", "tenth", "effort_share", "revenue_share"), lang, words)
    assert says in told
    for part in ("60.0%", "30.0%", "20.0%", "50.0%"):
        assert part in told

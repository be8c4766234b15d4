"""A day in one column and a time of day in another are one moment, in every table that has moments."""

from datetime import date, datetime

import pytest

from crm_core.ingest.contract import Mapping
from crm_core.ingest.moments import with_times


def at(*parts):
    return datetime(2024, 1, *parts)


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        (  # a call log: the day's and the time's names say nothing else
            "日期,时间,客户编号,呼叫方向\n2024-01-05,09:05:11,C1,呼入\n2024-01-06,下午 3:05,C2,呼出\n",
            "started_at",
            [(at(5, 9, 5, 11),), (at(6, 15, 5),)],
        ),
        (  # start and end share a day
            "Date,Start time,End time,Direction\n2024-01-05,09:05,09:10,in\n2024-01-06,9:05 PM,11:30 PM,in\n",
            "started_at, ended_at",
            [(at(5, 9, 5), at(5, 9, 10)), (at(6, 21, 5), at(6, 23, 30))],
        ),
        (  # the time has the column's own name, the day is unknown
            "订单号,下单日期,下单时间,付款时间,金额\nA1,2024/1/5,9:05:11,2024-01-05 10:00:00,12.50\n",
            "order_at, paid_at",
            [(at(5, 9, 5, 11), at(5, 10))],
        ),
        ("小票号,日期,时间,金额\nA1,20240105,9:05,1\n", "order_at", [(at(5, 9, 5),)]),
        (
            "订单号,付款日期,付款时间,日期,金额\nA1,2024-01-06,9:05,2024-01-05,1\n",
            "order_at, paid_at",
            [(at(5), at(6, 9, 5))],
        ),
        ("order id,Date,Time,amount\nA1,01/13/2024,1:05 PM,1\n", "order_at", [(at(13, 13, 5),)]),
        (
            "工单编号,受理日期,受理时间,办结日期,办结时间\n1,2024-01-05,9:00,2024-01-06,10:30\n",
            "opened_at, resolved_at",
            [(at(5, 9), at(6, 10, 30))],
        ),
    ],
)  # fmt: skip
def test_both_halves_are_read_as_one_moment(imported, text, columns, expected):
    outcome = imported(text)
    assert outcome.counts == (len(expected), len(expected), 0, 0, 0)
    assert outcome.rows(columns) == expected


def test_a_day_without_a_time_stays_a_day_and_a_time_without_a_day_is_missing(imported):
    outcome = imported(
        "订单号,日期,时间,金额,付款日期,付款时间\nA1,2024-01-05,,1,2024-01-05,9:00\nA2,2024-01-05,8:00,1,,9:00\n"
    )
    assert outcome.rows("order_at, paid_at") == [(at(5), at(5, 9)), (at(5, 8), None)]


def test_a_time_that_cannot_be_read_rejects_its_row(imported):
    outcome = imported("订单号,日期,时间,金额\n" + "A1,2024-01-05,9:00,1\n" * 30 + "A2,2024-01-05,25:99,1\n")
    assert outcome.counts == (31, 30, 1, 0, 0)
    assert outcome.rejected() == [(31, "日期", "2024-01-05", "bad_timestamp")]


def test_a_column_of_days_takes_the_day_and_leaves_the_time(imported):
    outcome = imported("答卷编号,提交日期,提交时间,质量\nr1,2024-01-05,9:05,5\n")
    assert outcome.rows("surveyed_on, extra_1") == [(date(2024, 1, 5), "9:05")]


def test_what_the_reader_or_an_earlier_import_says_holds(imported, plan_file):
    text = "单据,甲,乙,金额\nA1,2024-01-05,9:05,1\n"
    said = {"甲": "order_at", "乙": "order_at.time"}
    assert imported(text, given=said).rows("order_at") == [(at(5, 9, 5),)]
    known = plan_file(text, given=said)
    assert imported(text, remembered={known.signature: known.mapping}).rows("order_at") == [(at(5, 9, 5),)]
    apart = imported("订单号,日期,时间,金额\nA1,2024-01-05,9:05,1\n", given={"时间": "extra"})
    assert apart.rows("order_at, extra_1") == [(at(5), "9:05")]


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        # Whole moments need no other column, and a duration is no time of day of theirs.
        (("下单时间", "停留时长"), ("2024-01-05 09:00", "00:03:20"), ("order_at", "extra")),
        (("日期", "通话时长"), ("2024-01-05", "00:03:20"), ("order_at", "extra")),
        # Two times with other names: neither is the day's.
        (("日期", "开门时间", "关门时间"), ("2024-01-05", "09:00", "21:00"), ("order_at", "extra", "extra")),
    ],
)
def test_what_is_no_half_of_a_moment_stays_as_it_was(header, row, columns):
    mapping = Mapping("transactions", columns)
    assert with_times(mapping, header, [row]) == mapping

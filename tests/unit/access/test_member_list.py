from datetime import date

import pandas as pd
import pytest

from crm_core.access.member_list import masked_id, member_list


@pytest.mark.parametrize(
    ("customer_id", "shown"),
    [
        ("13812345678", "138****5678"),
        ("li@shop.cn", "l***@shop.cn"),
        ("C0001", "C0001"),
        ("23812345678", "23812345678"),
        ("上海明远贸易有限公司", "上*公司"),
        ("张三", "张*"),
        ("John Smith", "J*th"),
        ("微信用户88", "微信用户88"),
        ("t***1", "t***1"),
        ("WALKIN", "WALKIN"),
    ],
)
def test_a_number_that_reaches_a_person_is_masked(customer_id, shown):
    assert masked_id(customer_id) == shown


def test_the_largest_come_first_and_inner_columns_stay_inside():
    frame = pd.DataFrame(
        {
            "customer_key": [1, 2],
            "customer_id": ["a", "b"],
            "customer_name": ["张三", "海通商贸公司"],
            "revenue": [1, 9],
            "running": [9, 10],
        }
    )
    columns, rows = member_list(frame, "CNY")
    assert [(column.name, column.unit) for column in columns] == [
        ("customer_id", None), ("customer_name", None), ("revenue", "CNY")
    ]  # fmt: skip
    assert rows.to_numpy().tolist() == [["b", "海*公司", 9], ["a", "张*", 1]]


def test_a_list_has_as_many_rows_as_members():
    frame = pd.DataFrame({"customer_id": ["a", "a", None], "revenue": [None, 1, 2]})
    assert len(member_list(frame, None)[1]) == 3


def test_a_list_about_a_change_shows_both_sums_and_begins_with_the_largest_change():
    frame = pd.DataFrame(
        {"customer_id": ["a", "b", "c"], "revenue": [0, 0, 5], "revenue_before": [3, 9, 1], "change": [-3, -9, 4]}
    )
    columns, rows = member_list(frame, "CNY")
    assert [column.name for column in columns] == ["customer_id", "revenue", "revenue_before", "change"]
    assert rows["customer_id"].tolist() == ["b", "c", "a"]


def test_what_is_known_of_no_member_makes_no_column_and_nobody_keeps_all():
    known = pd.DataFrame({"customer_id": ["A", "B"], "customer_name": [None, None], "profit": [None, 3.0]})
    assert [column.name for column in member_list(known, None)[0]] == ["customer_id", "profit"]
    assert [column.name for column in member_list(known.iloc[:0], None)[0]] == [
        "customer_id",
        "customer_name",
        "profit",
    ]


def test_whom_to_call_is_listed_with_the_reason_the_step_and_since_when():
    frame = pd.DataFrame(
        {
            "customer_key": [1],
            "customer_id": ["a"],
            "call_reason": ["overdue"],
            "call_step": ["overdue"],
            "since_on": [date(2024, 1, 5)],
            "revenue_of_year": [9],
            "case_id": ["T1"],
            "overdue_days": [4],
        }
    )
    columns, rows = member_list(frame, "CNY")
    assert [column.name for column in columns] == [
        "customer_id", "call_reason", "call_step", "since_on", "case_id", "overdue_days", "revenue_of_year"
    ]  # fmt: skip
    assert rows.to_numpy().tolist() == [["a", "overdue", "overdue", date(2024, 1, 5), "T1", 4, 9]]

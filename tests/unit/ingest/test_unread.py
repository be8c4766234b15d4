"""A column of which no value is what its header promises is kept as text, or asked about; its rows are not lost."""

import pytest

PEOPLE = "客户编号,年龄,注册日期\nC1,65岁以上,2024-01-05\nC2,45-54,2024-01-06\nC3,35-44,2024-02-07\n"


def test_ages_that_are_bands_are_kept_as_text(imported):
    outcome = imported(PEOPLE)
    assert outcome.counts == (3, 3, 0, 0, 0)
    assert outcome.rows("customer_id, age, extra_1") == [
        ("C1", None, "65岁以上"),
        ("C2", None, "45-54"),
        ("C3", None, "35-44"),
    ]
    file = outcome.loaded.files[0]
    assert file.mapping == {"客户编号": "customer_id", "年龄": "extra", "注册日期": "first_contact_on"}
    assert [(issue.code, issue.severity, issue.values) for issue in file.issues] == [
        ("kept_as_text", "warning", {"column": "年龄", "reject": "bad_integer", "examples": "65岁以上, 45-54, 35-44"})
    ]


def test_one_value_that_can_be_read_far_below_makes_the_others_errors(imported):
    """The first rows alone decide nothing: a column with numbers has cells that are no numbers."""
    strange = "".join(f"C{at},不详{at},2024-01-05\n" for at in range(300))
    outcome = imported("客户编号,年龄,注册日期\n" + strange + "C999,41,2024-01-05\n")
    assert outcome.counts == (301, 1, 300, 0, 0)
    assert outcome.rows("customer_id, age") == [("C999", 41)]


@pytest.mark.parametrize("cells", ["36892 36893 36894", "45356.4375 45357 45358", "1709634600 1709634601 1709634602"])
def test_days_counted_by_a_spreadsheet_are_dates(imported, cells):
    rows = "".join(f"{at},{cell},1\n" for at, cell in enumerate(cells.split()))
    assert imported("订单编号,下单时间,金额\n" + rows).counts == (3, 3, 0, 0, 0)


@pytest.mark.parametrize("filled", ["1,见备注,", "1,-,见备注", ",,"])
def test_a_few_cells_are_judged_each_for_itself(plan_file, filled):
    cells = filled.split(",")
    rows = "".join(f"C{at},{cell},2024-01-05\n" for at, cell in enumerate(cells))
    assert plan_file("客户编号,年龄,注册日期\n" + rows).issues == ()


def test_a_column_that_the_table_needs_is_asked_about(plan_file):
    refused = plan_file("订单编号,下单时间,金额\n1,上午,1\n2,下午,2\n3,晚上,3\n").refused
    assert (refused.code, refused.values["column"], refused.values["examples"]) == (
        "ask_unread", "下单时间", "上午, 下午, 晚上",
    )  # fmt: skip


def test_what_the_reader_says_is_not_asked_again(imported):
    outcome = imported(PEOPLE, given={"年龄": "age"})
    assert outcome.counts == (3, 0, 3, 0, 0)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("0.9 0.85 1", "rate"),
        ("90% 85% 100%", "no_amount"),
        ("9折 8.5折 9折", "bad_number"),
        ("0 0.5 0.9", None),  # small change taken off some
        ("0.9 0.85 12", None),
    ],
)
def test_a_discount_that_is_a_rate_is_no_money(imported, cells, reason):
    rows = "".join(f"{at},2024-01-05,10,{cell}\n" for at, cell in enumerate(cells.split()))
    outcome = imported("订单编号,下单时间,金额,折扣\n" + rows)
    assert outcome.counts == (3, 3, 0, 0, 0)
    assert outcome.loaded.files[0].mapping["折扣"] == ("discount_amount" if reason is None else "extra")
    assert [issue.values["reject"] for issue in outcome.loaded.files[0].issues] == ([reason] if reason else [])


def test_starred_customers_are_told(plan_file):
    head = "订单编号,买家会员名,下单时间,金额\n"
    found = plan_file(head + "".join(f"{at},t***{at % 3},2024-01-05,10\n" for at in range(9)))
    assert [(issue.code, issue.values["examples"]) for issue in found.issues] == [("masked_ids", "t***0, t***1, t***2")]
    assert (
        plan_file(head + "".join(f"{at},t{at},2024-01-05,10\n" for at in range(9)) + "9,t*9,2024-01-05,1\n").issues
        == ()
    )


def test_lengths_of_calls_that_may_be_minutes_or_hours_leave_the_calls_as_they_are(imported):
    rows = "".join(f"J{at},2024-01-05 09:0{at}:00,是,0{at}:30\n" for at in range(4))
    outcome = imported("接触编号,开始时间,是否接通,等待时长\n" + rows + "J9,2024-01-05 10:00:00,否,\n")
    assert outcome.counts == (5, 5, 0, 0, 0)
    assert outcome.rows("wait_seconds, extra_1")[1] == (None, "01:30")
    assert [issue.code for issue in outcome.loaded.files[0].issues] == ["kept_as_text"]

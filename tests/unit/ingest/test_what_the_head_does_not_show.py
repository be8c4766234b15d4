"""Files whose first 5,000 rows say one thing and later rows another: asked, rejected or told, never read wrong."""

from datetime import datetime
from decimal import Decimal as D

import pytest

from crm_core.ingest import ImportRefused, load

HEAD = 5000
DAY, TEN = datetime(2024, 1, 5), datetime(2024, 1, 5, 10)
ORDERS = "订单编号,客户编号,下单时间,金额\n"


def line(n, day="2024-01-05", amount="10.50", order=None):
    return f"{order or f'A{n:05}'},C{n % 97},{day},{amount}\n"


def orders(*later):
    return ORDERS + "".join(line(n) for n in range(HEAD)) + "".join(later)


def codes(plan):
    return {issue.code for issue in plan.issues} | ({plan.refused.code} if plan.refused else set())


def test_amounts_of_whole_orders_that_stand_further_down_are_asked_about(imported, plan_file, tmp_path):
    rows = [line(n, amount=f"{n}.50", order=f"B{n // 3}") for n in range(0, 30, 3) for _ in range(3)]
    later = [*rows, *(line(n) for n in range(HEAD, 2 * HEAD))]  # not at the end, which is looked at as the head is
    found = plan_file(orders(*later))
    assert found.refused is None  # ten orders among five thousand rows: nobody looked there
    with pytest.raises(ImportRefused) as refused:
        load([found], tmp_path, first_batch_id=1)
    ((name, issue),) = refused.value.refusals
    assert (name, issue.code, issue.values) == ("file.csv", "order_sum", {"column": "金额", "count": 10})
    assert imported(orders(*later), given={"金额": "amount"}).counts[1] == 2 * HEAD + 30


def test_orders_whose_lines_differ_are_not_asked_about(imported):
    later = [line(n - n % 3, amount=f"{n}.50", order=f"B{n // 3}") for n in range(60)]
    assert imported(orders(*later)).counts == (HEAD + 60, HEAD + 60, 0, 0, 0)


def test_equal_lines_are_no_question_where_price_times_quantity_is_their_amount(imported):
    lines = "".join(f"B{n // 2},P{n % 2},2024-01-05,2,5.00,10.00\n" for n in range(HEAD))
    text = (
        "订单编号,商品编号,下单时间,数量,单价,金额\nA1,P1,2024-01-05,1,5.00,5.00\nA1,P2,2024-01-05,1,6.00,6.00\n"
        + lines
    )
    assert imported(text).counts == (HEAD + 2, HEAD + 2, 0, 0, 0)


@pytest.mark.parametrize(
    ("row", "loaded", "rejected", "told"),
    [
        pytest.param(line(0, amount="$12.00"), [], "other_currency", set(), id="another currency"),
        pytest.param(line(0, amount="12 %"), [], "no_amount", set(), id="a share"),
        pytest.param(line(0, amount='"1.234,50"'), [(D("1234.5"), DAY)], None, set(), id="decimals behind a comma"),
        pytest.param(line(0, amount='"12,50"'), [(D("12.5"), DAY)], None, set(), id="two digits behind a comma"),
        pytest.param(line(0, amount="1.2万"), [(D(12000), DAY)], None, set(), id="ten thousands"),
        pytest.param(line(0, day="2024-01-05T10:00:00+08:00"), [(D("10.5"), TEN)], None, {"time_zone"}, id="a zone"),
        pytest.param(line(0, day="45296"), [], "bad_timestamp", set(), id="a day's number"),
        pytest.param(line(0, day="24/1/5"), [], "bad_timestamp", set(), id="a year of two digits"),
    ],
)
def test_one_row_that_is_written_otherwise_is_read_right_rejected_or_told(imported, row, loaded, rejected, told):
    text = orders(row.replace("A00000", "X"), *(line(n) for n in range(HEAD, 2 * HEAD)))
    outcome = imported(text)
    found = [(amount, day) for order, amount, day in outcome.rows("order_id, amount, order_at") if order == "X"]
    assert found == loaded
    assert [code for _, _, _, code in outcome.rejected()] == ([rejected] if rejected else [])
    assert {issue.code for issue in outcome.loaded.files[0].issues} == told


def test_one_day_that_may_be_two_is_asked_about(plan_file, tmp_path):
    found = plan_file(orders(line(0, day="03/04/2024"), *(line(n) for n in range(HEAD, 2 * HEAD))))
    with pytest.raises(ImportRefused) as refused:
        load([found], tmp_path, first_batch_id=1)
    assert [issue.code for _, issue in refused.value.refusals] == ["ask_date_order"]


@pytest.mark.parametrize(
    ("later", "code"),
    [
        pytest.param([line(n, amount="$12.00") for n in range(HEAD, 2 * HEAD)], None, id="another currency"),
        pytest.param([line(n, day="03/04/2024") for n in range(HEAD, 2 * HEAD)], "ask_date_order", id="order of days"),
        pytest.param(
            [line(n, day="2024-01-05T10:00:00Z") for n in range(HEAD, 2 * HEAD)], "time_zone", id="times with a zone"
        ),
    ],
)
def test_what_half_of_a_file_shows_is_seen_before_it_is_loaded(plan_file, later, code):
    assert codes(plan_file(orders(*later))) == ({code} if code else set())


def test_ids_that_a_spreadsheet_rounded_are_told_wherever_they_stand(plan_file):
    later = [line(n, order=f"{n:015}000".replace("0", "1", 1)) for n in range(HEAD, 2 * HEAD)]
    (warning,) = plan_file(orders(*later)).issues
    assert (warning.code, warning.values) == ("rounded_ids", {"column": "订单编号", "count": HEAD, "all": HEAD})


def test_one_score_off_its_scale_is_rejected(imported):
    rows = "".join(f"R{n},C1,2024-01-05,{9 if n == HEAD else n % 5 + 1}\n" for n in range(2 * HEAD))
    outcome = imported("答卷编号,客户编号,调查日期,总体满意度\n" + rows)
    assert outcome.rejected() == [(HEAD + 1, "总体满意度", "9", "off_scale")]


def test_a_time_that_turns_into_a_moment_further_down_is_not_read_as_one(imported):
    rows = "".join(f"A{n},2024-01-05,{'2024-01-06 10:00' if n == HEAD else '10:00'},1\n" for n in range(2 * HEAD))
    outcome = imported("订单编号,下单日期,下单时间,金额\n" + rows)
    assert outcome.counts == (2 * HEAD, 2 * HEAD - 1, 1, 0, 0)
    assert outcome.rejected()[0][-1] == "bad_timestamp"


def test_a_number_with_a_mark_further_down_is_no_whole_number(imported):
    rows = "".join(f"A{n},2024-01-05,1,{'1.5' if n == HEAD else '1'}\n" for n in range(2 * HEAD))
    outcome = imported("订单编号,下单时间,金额,行号\n" + rows)
    assert [(value, code) for _, _, value, code in outcome.rejected()] == [("1.5", "bad_integer")]

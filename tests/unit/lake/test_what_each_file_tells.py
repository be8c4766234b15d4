"""Of two files the one may tell how things ended and the other not: what is unknown of one is not open."""

import pytest

from crm_core.metrics.runner import answer
from crm_core.selection import Selection


def endings(workspace):
    sql = "select case_id, ending from mart.cases order by case_id"
    return dict(workspace.reader().query(sql).fetchall())


def needs(workspace):
    sql = "select requirement_id, is_met from mart.requirements order by requirement_id"
    return dict(workspace.reader().query(sql).fetchall())


WITHOUT_ENDS = "工单编号,客户编号,受理时间,问题原因\nd1,A,2024-03-01,破损\nd2,B,2024-03-02,晚到\n"
WITH_ENDS = "工单编号,客户编号,受理时间,办结时间\n"


@pytest.mark.parametrize("without_first", [True, False])
def test_complaints_of_a_file_without_ends_are_not_open(workspace, imported, without_first):
    files = [("desk.csv", WITHOUT_ENDS), ("hotline.csv", WITH_ENDS + "h1,A,2024-03-01,2024-03-04\nh2,B,2024-03-05,\n")]
    for name, text in files if without_first else files[::-1]:
        imported(workspace, name, text)
    assert endings(workspace) == {"d1": "untold", "d2": "untold", "h1": "dated", "h2": "open"}


def test_open_complaints_are_those_of_files_that_tell_and_the_others_are_named(workspace, imported):
    imported(workspace, "orders.csv", "订单编号,客户编号,下单时间,金额\no1,A,2024-03-01,10\no2,B,2024-03-09,10\n")
    imported(workspace, "desk.csv", WITHOUT_ENDS)
    imported(workspace, "hotline.csv", WITH_ENDS + "h1,A,2024-03-01,2024-03-04\nh2,B,2024-03-05,\n")
    found = answer(workspace.reader(), "complaints.kpis", Selection(period="all"))
    assert found.rows[["cases", "open_cases"]].iloc[0].to_list() == [4, 1]
    assert {left.reason: left.rows for left in found.left_out} == {"untold_case": 2}


def test_an_empty_column_of_ends_says_that_none_has_ended(workspace, imported):
    imported(workspace, "desk.csv", WITHOUT_ENDS)
    imported(workspace, "hotline.csv", WITH_ENDS + "h1,A,2024-03-01,\n")
    assert endings(workspace) == {"d1": "untold", "d2": "untold", "h1": "open"}


def test_needs_of_a_file_that_does_not_say_so_are_not_unmet(workspace, imported):
    imported(workspace, "asked.csv", "需求编号,客户编号,需求类型,需求内容,提出日期\n1,A,显性,账期,2024-03-01\n")
    imported(
        workspace,
        "followed.csv",
        "需求编号,客户编号,需求类型,需求内容,提出日期,满足日期\n2,A,隐性,包装,2024-03-01,2024-03-09\n3,B,显性,培训,2024-03-02,\n",
    )
    imported(workspace, "new.csv", "需求编号,客户编号,需求类型,需求内容,提出日期,满足日期\n4,B,显性,保修,2024-03-02,\n")
    assert needs(workspace) == {"1": None, "2": True, "3": False, "4": False}


def test_a_response_that_leaves_every_question_open_keeps_its_comment(workspace, imported):
    text = "答卷编号,客户编号,调查日期,总体满意度,意见\nr1,A,2024-03-01,5,\nr2,B,2024-03-02,,物流太慢\n"
    assert imported(workspace, "survey.csv", text).files[0].rows_rejected == 0
    answered = workspace.reader().query("select count(*) from mart.survey_responses").fetchone()
    said = workspace.reader().query(
        "select customer_id, score from mart.survey_comments join mart.customers using (customer_key)"
    )
    assert (answered, said.fetchall()) == ((1,), [("B", None)])

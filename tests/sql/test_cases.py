"""Every case folder: rows in, whole answer out, written by hand."""

from pathlib import Path

import pytest

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from tests.sql.case import Case, differences, read_case, read_table

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/params.toml"))
BY_NAME = [pytest.param(read_case(path), id=f"{path.parent.name}/{path.name}") for path in CASES]
ANSWERED = [param for param in BY_NAME if param.values[0].refused is None]
REFUSED = [param for param in BY_NAME if param.values[0].refused is not None]


@pytest.mark.parametrize("case", ANSWERED)
def test_whole_answer(companies, case: Case):
    found = answer(companies.reader(case.given), case.metric, case.selection, case.params)
    assert differences(found.rows, read_table(case.folder / "expect.csv")) == []
    if case.left_out is not None:
        assert {left.reason: left.rows for left in found.left_out} == case.left_out
    if case.n is not None:
        assert found.n == case.n


@pytest.mark.parametrize("case", [param for param in ANSWERED if param.values[0].has_compared])
def test_comparison(companies, case: Case):
    found = answer(companies.reader(case.given), case.metric, case.selection, case.params)
    assert found.compared is not None
    assert differences(found.compared, read_table(case.folder / "expect_compared.csv")) == []


@pytest.mark.parametrize("case", [param for param in ANSWERED if param.values[0].has_members])
def test_list_behind_a_cell(companies, case: Case):
    reader = companies.reader(case.given)
    found = members(reader, case.metric, case.selection, case.params, case.cell)
    expected = read_table(case.folder / "expect_members.csv")
    assert differences(found[list(expected.columns)], expected) == []


@pytest.mark.parametrize("case", REFUSED)
def test_refusal(companies, case: Case):
    with pytest.raises(Refused) as refused:
        answer(companies.reader(case.given), case.metric, case.selection, case.params)
    assert refused.value.code == case.refused


def test_every_metric_has_its_cases():
    edges = {"hand_made", "ties", "no_orders_in_period", "no_customer_id", "one_customer"}
    for metric_id in metrics():
        assert edges <= {path.name for path in CASES if path.parent.name == metric_id}, metric_id

"""Amounts and edges as a reader writes them."""

import pytest

from crm_core.metrics.param import Param
from crm_core.refusal import Refused

BUDGET = Param("budget", "amount", 100_000.0)
EDGES = Param("edges", "edges", (14, 24, 41, 51))


@pytest.mark.parametrize(("text", "value"), [("1", 1.0), ("250000", 250_000.0), ("99.5", 99.5), ("0.01", 0.01)])
def test_an_amount(text, value):
    assert BUDGET.read(text) == value


@pytest.mark.parametrize("text", ["", "0", "-5", "1e9", "5 %", "1,000", "nan", "1.234", "1" * 13])
def test_what_is_no_amount(text):
    with pytest.raises(Refused):
        BUDGET.read(text)


@pytest.mark.parametrize(("text", "value"), [("18", (18,)), ("18,30, 45 , 60", (18, 30, 45, 60))])
def test_edges(text, value):
    assert EDGES.read(text) == value


@pytest.mark.parametrize("text", ["", "0,5", "30,18", "18,18", "18.5", "18;30", "1000", ",".join("123456789") + ",10"])
def test_what_are_no_edges(text):
    with pytest.raises(Refused):
        EDGES.read(text)


def test_the_default_is_written_as_it_is_read():
    assert BUDGET.read(BUDGET.text) == BUDGET.default and EDGES.read(EDGES.text) == EDGES.default

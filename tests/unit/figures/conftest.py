"""Answers written out by hand and the words a page would give to their codes."""

from datetime import date

import pandas as pd
import pytest

from crm_core.metrics.answer import Answer, AnswerColumn

WORDS = {
    "tier": "级别",
    "vip": "VIP",
    "major": "主要",
    "small": "小客户",
    "revenue_share": "销售额占比",
    "revenue": "销售额",
    "customers": "客户数",
}


@pytest.fixture
def words():
    return lambda column, code: WORDS.get(code, code)


@pytest.fixture
def answer():
    def build(columns: dict[str, str], rows, compared=None, n=1000, **params) -> Answer:
        def frame(lines):
            return pd.DataFrame(lines, columns=list(columns))

        then = (date(2024, 1, 1), date(2024, 12, 31)) if compared is not None else None
        named = tuple(AnswerColumn(c, k, "CNY" if k == "money" else None) for c, k in columns.items())
        return Answer(
            "test.metric", 1, date(2025, 12, 31), (date(2025, 1, 1), date(2025, 12, 31)), then, {}, params, n, (),
            named, frame(rows), None if compared is None else frame(compared),
        )  # fmt: skip

    return build


@pytest.fixture
def tiers(answer):
    columns = {"tier": "code", "customers": "count", "revenue_share": "share"}
    rows = [("vip", 214, 0.287), ("major", 857, 0.447), ("small", 17130, 0.266)]
    before = [("major", 850, 0.45), ("vip", 210, 0.266), ("small", 17000, 0.284)]
    return answer(columns, rows, before, n=18201), ("pyramid", "tier", "customers", "revenue_share")

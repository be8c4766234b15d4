"""Tmall order report of February 2020, UTF-8 and its GB18030 twin: one line per order, no customer id."""

import pytest

from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer
from crm_core.refusal import Refused
from crm_core.selection import Selection

pytestmark = pytest.mark.datasets


def test_every_row_is_loaded(tmall):
    (file,) = tmall[1].files
    assert (file.rows_read, file.rows_loaded, file.rows_rejected) == (28_010, 28_010, 0)
    assert file.table == "transactions"
    # Two headers of the file end in a blank.
    assert {header.strip(): column for header, column in file.mapping.items()} == {
        "订单编号": "order_id",
        "总金额": "amount",
        "买家实际支付金额": "paid_amount",
        "收货地址": "ship_region",
        "订单创建时间": "order_at",
        "订单付款时间": "paid_at",
        "退款金额": "refund_amount",
    }


def test_sums_of_the_report(tmall):
    kinds = answer(tmall[0].reader(), "overview.line_kinds", Selection()).rows.set_index("kind")
    assert kinds["lines"].sum() == 28_010
    assert kinds["lines"]["unpaid"] == 3_923
    assert kinds["amount"].sum() == pytest.approx(2_995_760.61, abs=1e-6)
    assert kinds["paid_amount"].sum() == pytest.approx(1_902_487.15, abs=1e-6)
    assert kinds["refund_amount"].sum() == pytest.approx(572_335.92, abs=1e-6)


def test_the_overview_works_without_customers(tmall):
    row = answer(tmall[0].reader(), "overview.kpis", Selection()).rows.iloc[0]
    kinds = answer(tmall[0].reader(), "overview.line_kinds", Selection()).rows.set_index("kind")
    assert row["orders"] == kinds["orders"]["sale"]
    assert row["revenue"] == pytest.approx(kinds["amount"]["sale"], abs=1e-6)
    assert row[["customers", "active_customers", "repeat_rate", "new_customers"]].isna().all()
    by_region = answer(tmall[0].reader(), "overview.revenue_by_dimension", Selection(), (("dimension", "ship_region"),))
    assert by_region.rows["revenue"].sum() == pytest.approx(row["revenue"], abs=1e-6)


@pytest.mark.parametrize("metric_id", [name for name in metrics() if name.startswith("value.")])
def test_customer_questions_are_refused(tmall, metric_id):
    with pytest.raises(Refused) as refused:
        answer(tmall[0].reader(), metric_id, Selection())
    # The classes of products and their lives ask who bought of nobody, but what was sold.
    about_products = metric_id in ("value.abc_products", "value.product_lives")
    assert refused.value.code == ("needs_products" if about_products else "needs_customer_id")


def test_both_encodings_give_the_same_rows(tmall_twins):
    rows = {
        name: workspace.reader().query("from mart.transactions order by all").df()
        for name, (workspace, _) in tmall_twins.items()
    }
    assert {name: account.files[0].encoding for name, (_, account) in tmall_twins.items()} == {
        "utf-8": "utf-8", "gb18030": "gb18030",
    }  # fmt: skip
    assert rows["utf-8"].equals(rows["gb18030"])

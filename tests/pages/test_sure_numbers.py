"""The headline numbers say how sure they are, in both languages."""

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.metrics.runner import answer
from crm_core.selection import Selection
from crm_core.text import t
from crm_core.text.numbers import number

LAST_YEAR = Selection(period="last_12_months", compare="last_year")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rates_and_means_stand_with_their_interval_and_counts_without(open_page, texts, reader, lang):
    row = answer(reader, "overview.kpis", LAST_YEAR).rows.iloc[0]
    shown = texts(open_page("overview", lang))
    ends = [
        (number(row[f"{name}_low"], kind, lang), number(row[f"{name}_high"], kind, lang))
        for name, kind in (("repeat_rate", "share"), ("revenue_per_customer", "money"))
    ]
    for low, high in ends:
        assert f">{t('figures.interval', lang, low=low, high=high)}<" in shown
    head = t("figures.interval", lang, low="|", high="|").partition("|")[0]
    assert shown.count(f">{head}") == 2


def test_a_rate_of_few_is_named_and_its_change_does_not_point(open_page, texts, tmp_path):
    lines = [f"{year}{n},C{n},100,{year}-0{1 + n % 2}-1{n} 10:00:00" for year in (2024, 2025) for n in range(1, 9)]
    again = ["90,C1,100,2025-02-20 10:00:00", "91,C2,100,2025-02-20 10:00:00", "92,C3,100,2024-02-20 10:00:00"]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["订单编号,客户编号,总金额,订单创建时间", *lines, *again]) + "\n", "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(file, file.name)]))
    chosen = {"p": "custom", "from": "2025-01-12", "to": "2025-02-20", "c": "last_year"}
    shown = texts(open_page("overview", "zh", folder=store.folder, **chosen))
    # 2 of 8 bought again, a year before 1 of 8.
    assert "95% 区间 7.1%–59.1%；样本少（n=8）" in shown
    assert 'zk-flat">+12.5 个百分点（无显著差异） 比去年同期' in shown


def test_the_colour_of_a_change_says_whether_it_is_good(open_page):
    page = open_page("satisfaction", "zh", c="last_year")
    html = [element.proto.body for element in page.get("html")]
    more_dissatisfied = next(body for body in html if "不满意的客户" in body and "zk-kpi-change" in body)
    more_answers = next(body for body in html if "答卷数" in body and "zk-kpi-change" in body)
    assert "▲" in more_dissatisfied and "zk-down" in more_dissatisfied
    assert "▲" in more_answers and "zk-up" in more_answers

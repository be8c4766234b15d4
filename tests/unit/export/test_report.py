"""The report as data: what every kind of file is written from."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crm_core.export.report import report_of
from crm_core.metrics.pages import page_of, pages
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import CellCustomers, Group, ListedCustomers, Selection
from crm_core.text import t
from tests.unit.export.conftest import LAST_YEAR, MADE_AT
from ui.kpis import _KPIS
from ui.quality import _KPIS as QUALITY_KPIS

ROOT = Path(__file__).parents[3]


def test_every_page_names_metrics_that_there_are_each_once():
    for page in pages().values():
        assert set(page.metrics) <= set(metrics())
        assert len(set(page.metrics)) == len(page.metrics)


def test_the_quality_page_shows_what_its_report_holds():
    tree = ast.parse((ROOT / "pages" / "quality.py").read_text("utf-8"))
    named = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and str(n.value).startswith("quality.")]
    assert {"quality.kpis", *named} == set(page_of("quality").metrics)


def test_headline_numbers_stand_in_the_order_of_the_page():
    assert page_of("overview").figures == tuple(name for name, _, _ in _KPIS)
    assert page_of("quality").figures == QUALITY_KPIS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_band_says_whose_data_when_what_was_chosen_and_which_version(reports, lang):
    company, period, compared, filters, rule, as_of, version, made = reports("overview", lang).band
    assert company[1] == t("export.sample", lang)
    assert period[1] == t("ui.bar.days", lang, start="2025-10-19", end="2026-10-18")
    assert compared[1] == t("ui.bar.days", lang, start="2024-10-19", end="2025-10-18")
    assert filters[1] == t("export.no_filters", lang)
    assert (rule[1], as_of[1], version[1]) == (t("ui.rule.sales", lang), "2026-10-18", "1")
    assert "2026-01-02 03:04" in made[1]
    assert "UTC" in made[1]


def test_filters_are_named_in_the_band_and_narrow_every_section(sample_reader):
    chosen = Selection(filters=(("customers.region", ("华东", "")),))
    report = report_of(sample_reader, "overview", chosen, (), "zh", MADE_AT)
    assert ("筛选", "地区：华东、未知") in report.band
    alone = answer(sample_reader, "overview.kpis", chosen).rows["revenue"].iloc[0]
    assert report.sections[0].rows[0][3] == alone


@pytest.mark.parametrize("page", ["overview", "value", "quality"])
def test_a_section_holds_the_answer_s_own_numbers(reports, page):
    for section in reports(page).sections:
        found = section.answer
        assert len(section.rows) == len(found.rows)
        for place, column in enumerate(found.columns):
            if column.kind in ("count", "money", "share", "days", "number", "score"):
                shown = [row[place] for row in section.rows]
                assert shown == [None if pd.isna(v) else v for v in found.rows[column.name]]


def test_unknown_stays_unknown(reports):
    kinds = reports("overview").section("overview.line_kinds")
    place = [column.name for column in kinds.columns].index("refund_amount")
    assert kinds.rows[0][place] is None
    assert kinds.texts[0][place] == t("figures.na", "zh")


def test_a_question_that_the_data_cannot_answer_is_a_sentence_and_no_table(tmp_path, hostile_reader):
    report = report_of(hostile_reader, "value", Selection(), (("basis", "profit"),), "en", MADE_AT)
    tiers = report.section("value.tiers")
    assert (tiers.says, tiers.columns, tiers.rows) == (t("refusal.needs_costs", "en"), (), ())
    assert report.section("value.rfm_matrix").rows


def test_a_period_without_data_is_empty_and_not_zero(hostile_reader):
    nothing = Selection(period="custom", custom=(date(2020, 1, 1), date(2020, 1, 2)))
    report = report_of(hostile_reader, "value", nothing, (), "en", MADE_AT)
    assert {(section.says, section.rows) for section in report.sections} == {(t("figures.sentence.empty", "en"), ())}


def test_parameters_go_to_one_metric_or_to_all_that_have_them(sample_reader):
    one = report_of(sample_reader, "value", Selection(), (("value.tiers.basis", "profit"),), "zh", MADE_AT)
    all_ = report_of(sample_reader, "value", Selection(), (("basis", "profit"),), "zh", MADE_AT)
    named = ["value.tiers", "value.pareto"]
    assert [one.section(name).answer.params["basis"] for name in named] == ["profit", "revenue"]
    assert [all_.section(name).answer.params["basis"] for name in named] == ["profit"] * 2
    assert ("按什么算", "利润") in one.section("value.tiers").facts


@pytest.mark.parametrize(
    ("page", "params", "code"),
    [
        ("data", (), "unknown_page"),
        ("value", (("grain", "week"),), "unknown_page_param"),
        ("value", (("value.rfm_matrix.basis", "profit"),), "unknown_page_param"),
        ("value", (("basis", "size"),), "bad_param"),
        ("overview", (("dimension", "nothing"),), "unknown_dimension"),
    ],
)
def test_what_there_is_not_is_refused_before_anything_is_written(hostile_reader, page, params, code):
    with pytest.raises(Refused) as refused:
        report_of(hostile_reader, page, Selection(), params, "zh", MADE_AT)
    assert refused.value.code == code


def test_a_mark_narrows_the_other_sections_and_they_say_so(sample_reader):
    vips = CellCustomers("value.tiers", LAST_YEAR, (), (("tier", "vip"),))
    followed = Selection(period="last_12_months", compare="last_year", among=(vips,))
    report = report_of(
        sample_reader, "value", LAST_YEAR, (), "zh", MADE_AT,
        asked=lambda metric_id: LAST_YEAR if metric_id == "value.tiers" else followed, narrowed="客户金字塔：VIP",
    )  # fmt: skip
    said = ("所选人群", "客户金字塔：VIP")
    assert said in report.band
    assert [said in section.facts for section in report.sections] == [False, True, True, True]
    tiers, segments = report.section("value.tiers"), report.section("value.rfm_segments")
    assert sum(row[1] for row in segments.rows) == tiers.rows[0][1] < sum(row[1] for row in tiers.rows)


def test_a_headline_rate_says_how_sure_it_is(reports, sample_reader):
    """As on the page: no estimate without its interval."""
    found = answer(sample_reader, "overview.kpis", LAST_YEAR).rows.iloc[0]
    figures = {figure.title: figure.change for figure in reports("overview", "zh").sections[0].figures}
    low, high = (f"{found[f'repeat_rate_{end}'] * 100:.1f}%" for end in ("low", "high"))
    assert figures["复购率"].startswith(f"95% 区间 {low}–{high}；")
    assert "区间" not in figures["销售额"]


def test_an_interval_has_the_unit_of_its_number_whatever_that_is_compared_with(sample_reader):
    bought = members(sample_reader, "value.tiers", LAST_YEAR).sort_values("revenue")
    thousands = bought[bought["revenue"].between(2_000, 8_000)]["customer_id"]
    few, many = (ListedCustomers(tuple(sorted(part))) for part in (thousands, bought["customer_id"].iloc[-200:]))
    chosen = replace(LAST_YEAR, compare="s1", among=(few,), group=Group(many))
    figures = report_of(sample_reader, "overview", chosen, (), "zh", MADE_AT).sections[0].figures
    each = next(figure for figure in figures if figure.title == "客均销售额")
    assert "万" not in each.value + each.change.partition("；")[0]
    assert each.change.startswith("95% 区间 ")

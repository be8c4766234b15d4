"""A survey whose numbers stand on another scale: the page asks, converts as told, says so, and remembers it."""

from crm_core.lake import Workspace
from crm_core.text import t

HEAD = "答卷编号,客户编号,调查日期,总体满意度,推荐意愿\n"
ROWS = "".join(f"r{n},C{n},2024-01-05,{n % 5 + 1},{n % 11 + 1}\n" for n in range(44))


def test_the_reader_says_which_scale_it_is(open_page, tmp_path, texts):
    page = open_page("data", "zh", folder=tmp_path)
    page.file_uploader[0].upload("survey.csv", (HEAD + ROWS).encode()).run()
    assert page.button(key="import_load").disabled
    asked = next(box for box in page.selectbox if box.key == "scale_0_survey_responses_4")
    assert asked.value is None and "0–10" in asked.label
    asked.set_value((1, 11))
    next(b for b in page.button if b.label == t("data.mapping.apply", "zh")).click().run()
    assert t("ingest.issue.scale_mapped", "zh", column="推荐意愿", scale="0–10", **{"from": "1–11"}) in texts(page)
    page.button(key="import_load").click().run()
    assert not page.exception
    found = (
        Workspace(tmp_path).reader().query("select max(score) from mart.survey_responses where attribute = 'recommend'")
    )
    assert found.fetchone() == (10,)
    later = open_page("data", "zh", folder=tmp_path)
    later.file_uploader[0].upload("next.csv", (HEAD + ROWS.replace("r", "s")).encode()).run()
    assert not later.button(key="import_load").disabled
    assert "1–11" in texts(later)


def test_without_a_survey_the_page_says_which_file_brings_it(open_page, orders_without_customers, texts):
    page = open_page("satisfaction", "zh", folder=orders_without_customers)
    assert t("refusal.needs_surveys", "zh") in texts(page)
    assert "bring_import_satisfaction_kpis" in [box.key for box in page.button]
    assert not page.exception

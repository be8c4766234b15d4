"""Into the meeting: every file that the page offers opens again and its totals are the page's; the wall display."""

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pptx import Presentation
from serving import PATIENCE_S

QUERY = "f=customers.region:华东&p=this_year&c=last_year"


def taken(page, name, is_made_first=False):
    """The bytes behind a download button of the export box."""
    button = page.get_by_test_id("stPopoverBody").get_by_role("button", name=re.compile(re.escape(name)))
    if is_made_first:
        button.first.click()
        button = page.get_by_test_id("stPopoverBody").locator("[data-testid=stDownloadButton] button[kind=primary]")
        button.wait_for(timeout=2 * PATIENCE_S * 1000)
    with page.expect_download(timeout=2 * PATIENCE_S * 1000) as waiting:
        button.first.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


@pytest.fixture
def page(visit):
    """The page of this year's business in the east, with its export box open."""
    opened = visit("zh-CN").open(f"/?{QUERY}", 4)
    opened.locator(".st-key-export button").first.click()
    return opened


def shown(page):
    """The revenue and the number of orders as the page shows them."""
    revenue, orders = page.locator(".st-key-kpi .zk-number").all_inner_texts()[:2]
    return revenue, orders


def in_wan(value):
    """An amount as the headline writes it."""
    return f"¥{value / 1e4:,.0f}万"


def test_the_workbook_holds_the_page_s_totals_and_says_what_was_filtered(page):
    name, content = taken(page, "Excel（全部表格）")
    book = load_workbook(io.BytesIO(content), read_only=True)
    about = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert name.endswith(".xlsx")
    assert "地区：华东" in about
    head, now = list(book.worksheets[1].iter_rows(values_only=True))[:2]
    row = dict(zip(head, now, strict=True))
    assert (in_wan(row["销售额"]), f"{row['订单数'] / 1e4:.2f}万") == shown(page)
    months = [dict(zip(head, row, strict=True)) for head, *rows in [list(book.worksheets[3].values)] for row in rows]
    assert sum(month["销售额"] for month in months) == pytest.approx(row["销售额"])


def test_the_slides_and_the_web_page_say_the_same(page):
    revenue, orders = shown(page)
    _, deck = taken(page, "PPT")
    texts = [
        shape.text_frame.text for slide in Presentation(io.BytesIO(deck)).slides for shape in slide.shapes
        if shape.has_text_frame
    ]  # fmt: skip
    _, web = taken(page, "网页文件")
    for written in ("\n".join(texts), web.decode()):
        assert all(part in written for part in (revenue, orders, "地区：华东", "比去年同期"))


def test_the_printed_page_has_its_sheets(page):
    name, pdf = taken(page, "PDF", is_made_first=True)
    assert name.endswith(".pdf")
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 4


def test_the_wall_shows_the_page_without_what_is_there_to_be_clicked_until_esc(visit, keep):
    seen = visit("zh-CN")
    page = seen.open("/?wall=1", 4)
    for hidden in (
        page.get_by_test_id("stSidebar"),
        page.locator(".st-key-share"),
        page.locator(".st-key-bar_controls"),
    ):
        expect(hidden).to_be_hidden()
    expect(page.locator(".st-key-kpi .zk-number").first).to_be_visible()
    keep(page, "wall-zh")
    page.locator("h1").click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    assert "wall=" not in page.url
    assert seen.errors == []

import pytest

PAGES = {"/": 3, "/value": 5, "/data": 1, "/quality": 1}
# Words of Streamlit itself that have no place on a Chinese page.
CHROME = (
    "Choose option", "Choose an option", "Select all", "No results", "Press Enter", "Press Ctrl", "(required)",
    "Deploy", "Running", "Stop", "Show/hide columns", "Download as CSV", "Search", "Browse files", "redacted",
    "Traceback", "Error", "Select a date", "Rerun",
)  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("path", list(PAGES))
def test_a_page_is_drawn_without_errors_and_asks_nobody_else(visit, keep, path, locale, width):
    seen = visit(locale, width)
    page = seen.open(path, PAGES[path])
    keep(page, f"{path.strip('/') or 'overview'}-{locale[:2]}-{width}")
    assert seen.errors == []
    assert seen.strangers == []
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", list(PAGES))
def test_a_chinese_page_has_no_words_of_streamlit_s_own(visit, path):
    page = visit("zh-CN").open(path, PAGES[path])
    words = page.locator("body").inner_text()
    assert [word for word in CHROME if word in words] == []


def test_the_filter_box_has_no_words_of_streamlit_s_own(visit):
    seen = visit("zh-CN")
    page = seen.open("/", 3)
    page.get_by_role("button", name="添加筛选").click()
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_test_id("stSelectbox").click()
    page.get_by_role("option", name="城市").click()
    box.get_by_test_id("stMultiSelect").click()
    page.keyboard.type("zzzz")
    page.wait_for_timeout(500)
    words = page.locator("body").inner_text()
    assert [word for word in CHROME if word in words] == []


@pytest.mark.parametrize("path", list(PAGES))
def test_the_dark_page_is_dark(visit, keep, path):
    page = visit("zh-CN", scheme="dark").open(path, PAGES[path])
    keep(page, f"{path.strip('/') or 'overview'}-dark")
    paper = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    assert max(int(part) for part in paper.strip("rgb()").split(",")) < 60


def test_cards_of_one_row_are_equally_high(visit):
    page = visit("zh-CN").open("/value", 5)
    heights = [
        page.locator(f".st-key-card_{name}").bounding_box()["height"] for name in ("value_abc", "value_rfm_matrix")
    ]
    assert abs(heights[0] - heights[1]) < 1

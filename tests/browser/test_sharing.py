"""Links that hold what the sender saw: filtered, compared, a mark chosen; then the data change. A server of its own."""

import re

import pytest
from playwright.sync_api import expect
from serving import served

HEADER = "order_id,customer_id,order_at,amount,channel\n"
CHANNELS = ("store", "online")
# Two years: each customer buys once a month for the amount of his number.
ROWS = [
    f"{customer}-{year}-{month},C{customer:02},{year}-{month:02}-15,{customer * 100},{CHANNELS[customer % 2]}\n"
    for customer in range(1, 21)
    for year in (2024, 2025)
    for month in range(1, 13)
]
LATE = "late-1,C19,2025-12-15,50000,online\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory, own_sample):
    folder = tmp_path_factory.mktemp("sharing")
    own_sample(folder / "workspace")
    with served(folder) as url:
        yield url


def bring(seen, name, text):
    page = seen.open("/data", 1)
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": text.encode()}])
    page.get_by_role("button", name="导入 1 个文件").click()
    expect(page.get_by_text("已导入 1 个文件")).to_be_visible()


def numbers(page):
    return [re.sub(r"[^\d.]", "", text) for text in page.locator(".st-key-kpi .zk-number").all_inner_texts()]


def copied(page, name, expected):
    page.locator(".st-key-share button").first.click()
    page.get_by_role("button", name=name).click()
    expect(page.locator("#zk-link")).to_have_value(re.compile(expected))
    return page.locator("#zk-link").input_value()


def test_a_pinned_link_keeps_its_numbers_and_says_what_changed_since(visit, keep):
    seen = visit("zh-CN")
    bring(seen, "orders.csv", HEADER + "".join(ROWS))
    page = seen.open("/value?p=last_12_months&c=last_year&f=transactions.channel:online", 4)
    page.locator(".st-key-chart_value-tiers .barlayer path").first.click(force=True)
    expect(page.locator(".zk-members-title")).to_have_text("VIP：1 位客户")
    page.locator(".zk-nav a").first.click()
    expect(page.locator("h1")).to_have_text("生意怎么样")
    seen.settled()
    sent = numbers(page)
    assert sent[0] == "2.28"  # C19 alone: 12 × 1,900, in 万
    pinned = copied(page, "复制固定链接", "[?&]v=2&")
    page.keyboard.press("Escape")
    live = copied(page, "复制实时链接", "^(?!.*[?&]v=)")
    assert "C19" not in pinned

    bring(seen, "late.csv", HEADER + LATE)
    other = visit("en-US")
    shown = other.open(pinned, 3)
    expect(shown.locator("h1")).to_have_text("How is business going")
    banner = shown.get_by_text("The data have changed since")
    expect(banner).to_be_visible()
    assert "22,800 to 72,800 (+219.3%)" in banner.inner_text().replace("22.8K", "22,800").replace("72.8K", "72,800")
    assert shown.locator(".st-key-kpi .zk-number").first.inner_text() in ("22.8K", "22,800")
    keep(shown, "pinned-en")
    shown.get_by_role("button", name="Show the newest").click()
    expect(shown.locator(".st-key-kpi .zk-number").first).to_have_text("72.8K")
    assert visit("zh-CN").open(live, 3).locator(".st-key-kpi .zk-number").first.inner_text() == "7.28万"
    assert (seen.errors, other.errors, seen.strangers, other.strangers) == ([], [], [], [])


def test_escape_lets_go_of_the_mark(visit):
    seen = visit("zh-CN")
    page = seen.open("/value?cell=value.tiers%7Ctier%3Dvip", 4)
    chip = page.locator(".st-key-chip_mark button")
    expect(chip).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("Escape")
    expect(chip).to_have_count(0)
    assert "cell=" not in page.url

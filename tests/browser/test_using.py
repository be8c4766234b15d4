import csv
import io
import re
from pathlib import Path


def drawn_values(page):
    """Every value that the charts draw, in full; words and units of the language left aside."""
    script = "[...document.querySelectorAll('.js-plotly-plot')].map(c => c.calcdata[0].map(d => d.s ?? d.y))"
    return page.evaluate(script)


def test_a_link_shows_a_colleague_in_another_language_the_same_numbers(visit):
    seen = visit("zh-CN")
    page = seen.open("/?f=customers.region:华东&f=transactions.channel:online", 4)
    page.get_by_role("radio", name="本季").click()
    page.get_by_text("2026-10-01 至").first.wait_for()
    seen.settled()
    page.get_by_role("button", name="分享").click()
    page.get_by_role("button", name="复制固定链接").click()
    page.locator("#zk-link").wait_for()
    link = page.locator("#zk-link").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert "lang=" not in link
    other = visit("en-US").open(link, 4)
    assert other.locator("h1").inner_text() == "How is business going"
    assert drawn_values(other) == drawn_values(page)
    assert all(None not in values for values in drawn_values(page))
    assert [len(values) for values in drawn_values(page)][1:] == [4, 1, 3]  # tiers; one channel is left; kinds of lines


def test_a_click_on_the_vip_bar_lists_exactly_its_customers(visit, keep):
    seen = visit("zh-CN")
    page = seen.open("/value", 4)
    label = page.locator(".st-key-chart_value-tiers").inner_text()
    customers = re.search(r"([\d,]+) 位", label).group(1)
    page.locator(".st-key-chart_value-tiers .barlayer path").first.click(force=True)
    title = page.locator(".zk-members-title")
    title.wait_for()
    keep(page, "value-vip-list")
    assert title.inner_text() == f"VIP：{customers} 位客户"
    assert "cell=value.tiers" in page.url
    page.get_by_role("button", name="收起").click()
    title.wait_for(state="detached")
    assert "cell=" not in page.url


def test_the_downloaded_list_holds_every_customer_of_the_mark_masked_and_marked_as_sample(visit):
    seen = visit("zh-CN")
    page = seen.open("/value?cell=value.tiers|tier=vip", 4)
    count = int(re.search(r"[\d,]+", page.locator(".zk-members-title").inner_text())[0].replace(",", ""))
    with page.expect_download() as download:
        page.get_by_role("button", name="下载名单").click()
    file = download.value
    rows = list(csv.DictReader(io.StringIO(Path(file.path()).read_bytes().decode("utf-8-sig"))))
    assert re.fullmatch(r"value_tiers_members_v\d+_\d{4}-\d\d-\d\d\.csv", file.suggested_filename)
    assert len(rows) == count > 50
    assert {row["数据来源"] for row in rows} == {"样例数据"}
    assert all("*" in row["客户名称"] for row in rows)


def test_the_choice_survives_another_page_a_reload_and_the_language_switch(visit):
    seen = visit("zh-CN")
    page = seen.open("/?f=customers.region:华东&p=this_year", 4)
    before = drawn_values(page)
    page.locator(".zk-nav").get_by_text("价值", exact=True).click()
    page.get_by_role("heading", name="谁在带来价值").wait_for()
    seen.drawn(5)
    assert page.get_by_text("地区：华东").count() == 1
    page.get_by_role("radio", name="English").click()
    page.get_by_role("heading", name="Who brings the value").wait_for()
    page.locator(".zk-nav").get_by_text("Overview").click()
    page.get_by_role("heading", name="How is business going").wait_for()
    seen.drawn(4)
    page.reload()
    seen.drawn(4)
    assert drawn_values(page) == before


def test_who_comes_back_from_a_customer_finds_the_list_where_it_was_left(visit):
    seen = visit("zh-CN")
    seen.page.set_viewport_size({"width": 1440, "height": 900})
    page = seen.open("/value?cell=value.tiers%7Ctier%3Dvip", 5)
    place = "document.querySelector('[data-testid=stMain]').scrollTop"
    customer = page.locator('a[href*="customer?"]').nth(3)
    for go_back in (lambda: page.get_by_role("button", name="回到").click(), page.go_back):
        # In the middle, where no click has to scroll before it can hit.
        customer.evaluate("link => link.scrollIntoView({block: 'center'})")
        left_at, address = page.evaluate(place), page.url
        assert left_at > 300
        customer.click()
        page.locator(".zk-facts").first.wait_for()
        assert page.evaluate(place) == 0
        go_back()
        customer.wait_for()
        page.wait_for_function(f"{place} === {left_at}")
        seen.drawn(5)
        assert (page.evaluate(place), page.url) == (left_at, address)
    page.locator(".zk-nav").get_by_text("阶段", exact=True).click()
    page.get_by_role("heading", name="谁在带来价值").wait_for(state="detached")
    page.locator(".zk-nav").get_by_text("价值", exact=True).click()
    page.get_by_role("heading", name="谁在带来价值").wait_for()
    seen.drawn(5)
    assert page.evaluate(place) == 0


def test_every_answer_carries_the_security_headers(server, visit):
    response = visit().page.request.get(server + "/")
    assert '<html lang="zh-CN">' in response.text()
    assert "frame-ancestors 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["x-frame-options"] == "SAMEORIGIN"

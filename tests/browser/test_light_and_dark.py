"""The link's theme wins for whoever opens it, on every part of the page; without one the system's is followed."""

import pytest
from playwright.sync_api import expect

from crm_core.figures.theme import PALETTES

# Ours, Streamlit's own, and a chart's.
GROUNDS = """() => [...document.querySelectorAll('.stApp, [data-testid=stSidebar]')]
  .map(e => getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3).every(part => part < 60))"""
INKS = "() => getComputedStyle(document.querySelector('.js-plotly-plot text')).fill"


def is_dark(page, wanted):
    """Whether the page becomes wholly light or dark."""
    page.wait_for_function(f"({GROUNDS})().every(dark => dark === {str(wanted).lower()})")
    inks = [PALETTES["dark" if wanted else "light"].ink, PALETTES["dark" if wanted else "light"].muted]
    rgb = ["rgb({}, {}, {})".format(*(int(ink[i : i + 2], 16) for i in (1, 3, 5))) for ink in inks]
    page.wait_for_function(f"{rgb}.includes(({INKS})())")
    return True


@pytest.mark.parametrize("path", ["/", "/value"])
def test_the_link_s_theme_wins(visit, path):
    for scheme, theme in (("light", "dark"), ("dark", "light")):
        seen = visit("zh-CN", 1440, scheme)
        page = seen.open(f"{path}?theme={theme}", 3)
        assert is_dark(page, theme == "dark")
        assert seen.errors == []


def test_the_switch_turns_the_page_and_the_link_and_system_is_followed_again(visit):
    seen = visit("zh-CN", 1440, "dark")
    page = seen.open("/", 4)
    assert is_dark(page, True)
    page.get_by_role("button", name="外观").click()
    page.get_by_text("浅色", exact=True).click()
    assert is_dark(page, False)
    assert "theme=light" in page.url
    page.get_by_text("红涨绿跌", exact=True).click()
    expect(page.locator(".zk-up").first).to_have_css("color", "rgb(223, 33, 12)")
    assert "rise=red" in page.url
    page.get_by_text("跟随系统", exact=True).click()
    assert is_dark(page, True)
    assert "theme=" not in page.url
    page.emulate_media(color_scheme="light")
    assert is_dark(page, False)
    assert seen.errors == []


def test_a_page_opened_by_its_own_address_is_marked_as_chinese(visit):
    page = visit("zh-CN").open("/value", 4)
    assert page.locator("html").get_attribute("lang") == "zh-CN"

"""Nothing on a page moves under the reader's eyes: while it loads, and when another choice is drawn."""

import pytest

# The browser's own measure, shifts after a click included: the share of the window that moved, times how far.
LOADED, CHOSEN = 0.03, 0.02
WATCH = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: 'layout-shift', buffered: true});
"""
PAGES = {"/": 4, "/value": 4, "/satisfaction": 2, "/contact": 1, "/retention": 1, "/glossary": 0}


def shifted(page):
    return page.evaluate("window.shifts.reduce((sum, value) => sum + value, 0)")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_still_while_it_loads(visit, path, width, height):
    visitor = visit(width=width)
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.add_init_script(WATCH)
    page = visitor.open(path, charts=PAGES[path])
    assert shifted(page) <= LOADED


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_another_choice_moves_nothing(visit, width, height):
    visitor = visit(width=width)
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.add_init_script(WATCH)
    page = visitor.open("/value", charts=4)
    before = page.locator(".zk-insight").first.inner_text()
    if width < 640:
        page.locator(".zk-drawer summary").click()
    page.get_by_role("radio", name="本季").wait_for()
    loaded = shifted(page)
    page.get_by_role("radio", name="本季").click()
    page.wait_for_function("text => document.querySelector('.zk-insight').innerText !== text", arg=before)
    visitor.settled()
    assert shifted(page) - loaded <= CHOSEN

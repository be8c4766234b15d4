"""Every page of the navigation in both languages and themes, at a desk and on a phone."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect
from serving import PATIENCE_S, ROOT

from crm_core.figures.theme import PALETTES
from crm_core.lake import Workspace
from crm_core.selection.values import dimension_values
from crm_core.text import t

FIRST = "overview"
# What people wrote into the other files of the sample company.
NAMES_OF_OTHERS = """
    select segment, supplier from mart.account_demand
    union select goal, next_step from mart.account_plans
    union select contact_title, null from mart.contacts
    union select touchpoint, null from mart.interactions
    union select department, null from mart.employees
    union select course, null from mart.trainings
    union select cause, category from mart.cases
    union select topic, cause from mart.improvements
    union select reason, null from mart.survey_reasons
    union select preference_kind, preference from mart.preferences
    union select requirement, null from mart.requirements
    union select feature, null from mart.kano_answers
    union select programme, null from mart.programme_members
"""
NAMES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

# What a Chinese manager writes in Latin letters, and the other language's own name. Single letters (n, A, K) are free.
LATIN = {
    "VIP", "RFM", "ABC", "HHI", "CSV", "TSV", "TXT", "ZIP", "Excel", "xlsx", "XLSX", "Parquet", "SQL", "PDF", "PNG",
    "SVG", "PPT", "PPTX", "HTML", "UTF-8", "UTF-16", "GBK", "GB18030", "UTC", "English", "CRM", "ACSI",
    "Wilson", "Newcombe", "Welch", "Kaplan", "Meier", "Greenwood", "Brookmeyer",
    "Crowley", "Johnson", "Katz", "Agresti", "Caffo",  # whose methods they are
    "Gupta", "Lehmann", "Fader", "Hardie", "Shapley", "Bryan",
    "LMG", "sBG", "CSAT", "Kano", "Berger", "IBM", "rank",  # methods by their names
    "acquisition", "retention", "benefit", "service",  # as files of costs write them
    "MBG", "BG", "NBD", "Pareto", "Gamma",  # models by their names
    "log",  # of a formula
}  # fmt: skip
IDS = re.compile(r"\b[A-Z]-\w+")  # of methods, systems, functions and tables: M-03, T-orders
CHINESE = re.compile(r"[㐀-鿿]+")
# Said by screen readers only, written into Streamlit 1.67 itself; no setting and no style reaches an aria-label.
STREAMLIT_SAYS = {
    "Sidebar", "Navigate to home page", "Logo", "Collapse sidebar", "Expand sidebar", "Open",
    "file upload", "Choose date", "Increment", "Decrement", "year", "month", "day", "Previous page", "Next page",
    "Pagination", "Page navigation",
}  # fmt: skip
STREAMLIT_NUMBERS = re.compile(r"(Go to )?[Pp]age \d+")  # of a list's pages
CUT_NAME = re.compile(r"[^\s+]+…")  # of a long name only the beginning
MASKED = re.compile(r"[㐀-鿿]*\*+\d*")  # a customer's name, which is data
# Rules that Streamlit's own elements break, and where: nothing else may break them, and these no other rule.
STREAMLIT_BREAKS = {
    # The scanner does not see words that a style sheet writes; that the button has a name is tested below.
    "button-name": "[data-testid=stFileUploaderDropzone]",
}

# Each theme at each width once; the barriers of a page do not depend on its language.
SCANNED = {("zh", "light", 1440), ("en", "dark", 1440), ("en", "light", 390), ("zh", "dark", 390)}
# Whose colours are looked at: a phone has its own bar, and everything else in the colours of the desk.
COLOURED = {1440: "body", 390: ".st-key-bar"}
OTHER = {"light": "dark", "dark": "light"}

# What a reader sees, and what a screen reader says. The names of icon glyphs are pictures.
WORDS = """() => {
  const seen = new Set(), said = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (parent.closest('style, script, [aria-live], [data-testid=stIconMaterial]')) continue;
    if (!parent.checkVisibility()) continue;
    if (getComputedStyle(parent).fontSize === '0px') continue;  // the style sheet writes other words in its place
    seen.add(text.textContent.trim());
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    if (element.checkVisibility())
      for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
        (name === 'aria-label' || name === 'alt' ? said : seen).add(element.getAttribute(name) ?? '');
  return [[...seen], [...said]];
}"""
# Texts that a box without a scroll bar, or the edge of the screen, cuts off.
CUT = """() => {
  const cut = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, range = document.createRange();
    if (!text.textContent.trim() || text.parentElement.closest('svg, style, script, [data-testid=stSidebar]')) continue;
    if (!text.parentElement.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    range.selectNodeContents(text);
    const {left, right, width} = range.getBoundingClientRect();
    if (width <= 1) continue;
    for (let box = text.parentElement; box; box = box.parentElement) {
      const overflow = getComputedStyle(box).overflowX, edge = box.getBoundingClientRect();
      if (edge.width <= 1 || overflow === 'auto' || overflow === 'scroll') break;
      const isScreen = box === document.documentElement;
      if (right > (isScreen ? innerWidth : edge.right) + 2 && (isScreen || overflow !== 'visible')) {
        cut.push(text.textContent.trim());
        break;
      }
    }
  }
  return cut;
}"""
SCAN = """async ([known, coloured]) => {
  const asked = {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}};
  const colours = {resultTypes: ['violations'], runOnly: ['color-contrast']};
  const runs = [await axe.run(document, asked)];
  if (document.querySelector(coloured)) runs.push(await axe.run(coloured, colours));
  const grave = runs.flatMap(run => run.violations).filter(({impact}) => ['serious', 'critical'].includes(impact));
  return grave.flatMap(({id, nodes}) => nodes
    .filter(({target}) => !(known[id] && document.querySelector(target[0])?.closest(known[id])))
    .map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""


ASIDE = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0"
DRAWN = "[...document.querySelectorAll('.stPlotlyChart')].every(c => c.querySelectorAll('.main-svg').length > 1)"
POLLING_MS = 50  # asked in every frame, these questions would cost more than what they wait for
# Every chart is as wide as its place.
FITTED = """() => [...document.querySelectorAll('.stPlotlyChart')].every(chart => {
  const drawn = chart.querySelector('.main-svg');
  return drawn && Math.abs(drawn.getBoundingClientRect().width - chart.getBoundingClientRect().width) < 2;
})"""
# The style sheet is the theme's, and no chart has words in the ink of the other theme any more.
PAINTED = """([theme, inks]) =>
  getComputedStyle(document.documentElement).getPropertyValue('--zk-scheme').trim() === theme &&
  [...document.querySelectorAll('.js-plotly-plot text')].every(word => !inks.includes(getComputedStyle(word).fill))"""


@pytest.fixture(scope="module")
def data_values(sample_workspace):
    """The values of the sample company: they are data and stay in the words of its files, longest first."""
    reader = Workspace(sample_workspace).reader()
    values = {value for dimension in reader.dimensions for value in dimension_values(reader, dimension)}
    values |= {value for row in reader.query(NAMES_OF_OTHERS).fetchall() for value in row if value}
    return sorted(values, key=len, reverse=True)


def untranslated(words, lang, data):
    """The words that are in the other language and no data."""
    found = []
    for text in words:
        rest = CUT_NAME.sub(lambda cut: "" if any(v.startswith(cut[0][:-1]) for v in data) else cut[0], text)
        rest = MASKED.sub("", rest)
        for value in data if CHINESE.search(rest) and lang == "en" else ():
            rest = rest.replace(value, "")
        if lang == "en":
            found += [(word, text) for word in CHINESE.findall(rest) if word != "中文"]
        else:
            latin = re.findall(r"[A-Za-z]{2,}(?:-?\d+)?", IDS.sub("", rest))
            found += [(word, text) for word in latin if word not in LATIN]
    return found


def arrive(seen, name, lang):
    """Go to a page as a reader does: by the navigation, which a phone keeps behind a button."""
    page = seen.page
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.count():
        opener.click()
    address = "/" if name == FIRST else f"/{name}"
    page.locator(f'.zk-nav a[href$="{address}"]').click()
    page.get_by_role("heading", level=1, name=t(f"ui.page.{name}.question", lang), exact=True).wait_for()
    if page.viewport_size["width"] < 640:  # the navigation gives way to the page
        opener.wait_for()
        page.wait_for_function(ASIDE)
    seen.settled()
    page.wait_for_function(DRAWN, polling=POLLING_MS, timeout=PATIENCE_S * 1000)


def turn(page, width):
    """Make the window as wide as another device; the page rearranges itself without asking the server."""
    page.set_viewport_size({"width": width, "height": page.viewport_size["height"]})
    # The navigation goes aside on a phone's width and comes back on a desk's.
    page.wait_for_function(ASIDE if width < 640 else f"!({ASIDE})")
    page.wait_for_function(FITTED, polling=POLLING_MS, timeout=PATIENCE_S * 1000)


def paint(seen, theme):
    """Turn the reader's system to the other theme; the page is drawn again in it."""
    seen.page.emulate_media(color_scheme=theme)
    hexes = (PALETTES[OTHER[theme]].ink, PALETTES[OTHER[theme]].muted)
    inks = ["rgb({}, {}, {})".format(*bytes.fromhex(ink[1:])) for ink in hexes]
    until = dict(polling=POLLING_MS, timeout=PATIENCE_S * 1000)
    seen.page.wait_for_function(PAINTED, arg=[theme, inks], **until)
    seen.settled()
    seen.page.wait_for_function(PAINTED, arg=[theme, inks], **until)
    seen.page.wait_for_function(FITTED, **until)


def found_on(page, lang, width, data, is_scanned):
    """What is wrong with the page as it stands."""
    seen, said = page.evaluate(WORDS)
    said = [part for text in said for part in text.split(", ")]
    said = [part for part in said if part not in STREAMLIT_SAYS and not STREAMLIT_NUMBERS.fullmatch(part)]
    paper = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    return {
        "untranslated": untranslated({*seen, *said}, lang, data),
        "cut": page.evaluate(CUT),
        "barriers": page.evaluate(SCAN, [STREAMLIT_BREAKS, COLOURED[width]]) if is_scanned else [],
        "wider": page.evaluate("document.documentElement.scrollWidth") > width,
        "exceptions": page.get_by_test_id("stException").count(),
        "is_dark": max(int(part) for part in paper.strip("rgb()").split(",")[:3]) < 60,
    }


@pytest.mark.parametrize(("locale", "first"), [("zh-CN", "light"), ("en-US", "dark")])
def test_every_page_is_whole_translated_without_barriers_and_alone(visit, keep, data_values, locale, first):
    seen = visit(locale, 1440, first)
    page, lang, theme = seen.page, locale[:2], first
    page.goto(seen.server)
    page.locator("h1").wait_for(timeout=PATIENCE_S * 1000)
    page.locator(".zk-nav a").first.wait_for()
    assert sorted(NAMES) == sorted(
        href.rsplit("/", 1)[1] or FIRST
        for href in page.locator(".zk-nav a").evaluate_all("links => links.map(l => l.href)")
    )
    page.evaluate(AXE)
    fine = dict(untranslated=[], cut=[], barriers=[], wider=False, exceptions=0)
    wrong = {}
    for name in NAMES:
        arrive(seen, name, lang)  # in the theme that the page before was left in: the other one in the other language
        for width, shown in ((1440, theme), (390, theme), (390, OTHER[theme]), (1440, OTHER[theme])):
            if shown != theme:
                paint(seen, shown)
                theme = shown
            turn(page, width)
            keep(page, f"{name}-{lang}-{theme}-{width}")
            found = found_on(page, lang, width, data_values, (lang, theme, width) in SCANNED)
            expected = fine | {"is_dark": theme == "dark"}
            wrong |= {f"{name} {theme} {width}: {what}": it for what, it in found.items() if it != expected[what]}
    assert wrong == {}
    assert (seen.errors, seen.strangers) == ([], [])


def test_on_a_phone_the_navigation_gives_way_to_the_page(visit):
    seen = visit("zh-CN", 390)
    seen.page.goto(seen.server)
    seen.page.locator("h1").wait_for(timeout=PATIENCE_S * 1000)
    for name in ("value", "data"):
        arrive(seen, name, "zh")
        assert seen.page.evaluate(ASIDE)
    seen.page.get_by_test_id("stExpandSidebarButton").click()  # the list is made anew
    expect(seen.page.locator(".zk-nav [aria-current=page]")).to_have_attribute("data-page", "data")


@pytest.mark.parametrize(("locale", "name"), [("zh-CN", "选择文件"), ("en-US", "Choose files")])
def test_the_button_that_chooses_files_has_a_name(visit, locale, name):
    page = visit(locale).open("/data", 1)
    expect(page.get_by_test_id("stFileUploaderDropzone").get_by_role("button", name=name, exact=True)).to_be_visible()


def test_the_filter_box_has_no_words_of_streamlit_s_own(visit):
    seen = visit("zh-CN")
    page = seen.open("/", 4)
    page.get_by_role("button", name="添加筛选").click()
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_test_id("stSelectbox").click()
    page.get_by_role("option", name="城市").click()
    box.get_by_test_id("stMultiSelect").click()
    page.keyboard.type("不存在")
    page.wait_for_timeout(500)
    words, _ = page.evaluate(WORDS)
    assert untranslated(words, "zh", ()) == []


def test_cards_of_one_row_are_equally_high(visit):
    page = visit("zh-CN").open("/value", 4)
    heights = [
        page.locator(f".st-key-card_{name}").bounding_box()["height"] for name in ("value_tiers", "value_pareto")
    ]
    assert abs(heights[0] - heights[1]) < 1


def test_on_a_phone_the_controls_wait_in_a_drawer_that_stays_open_while_choosing(visit):
    seen = visit("zh-CN", 390)
    page = seen.open("/?f=customers.region:华东", 4)
    bar, quarter = page.locator(".st-key-bar"), page.get_by_role("radio", name="本季")
    expect(bar.get_by_text("近12个月 · 比去年同期 · 销售额 · 数据截至")).to_be_visible()
    expect(bar.get_by_text("地区：华东")).to_be_visible()
    expect(quarter).to_be_hidden()
    assert bar.bounding_box()["height"] <= 170
    bar.get_by_text("调整").click()
    quarter.click()
    expect(bar.get_by_text("本季 · 比去年同期")).to_be_visible()
    seen.settled()
    expect(quarter).to_be_visible()
    expect(bar.get_by_text("添加筛选")).to_be_visible()


def test_on_paper_a_page_is_its_numbers_and_cards_without_controls(visit):
    page = visit("zh-CN").open("/", 4)
    page.emulate_media(media="print")
    expect(page.get_by_text("近12个月 · 比去年同期 · 销售额 · 数据截至")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert page.locator("button:visible, input:visible, [role=radio]:visible, summary:visible").count() == 0
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def test_on_paper_cards_stand_side_by_side_full_of_their_charts(visit):
    page = visit("zh-CN").open("/value", 4)
    left, right = (page.locator(f".st-key-card_value_{name}") for name in ("tiers", "pareto"))
    drawn = float(left.locator(".main-svg").first.get_attribute("width"))  # paper takes what the screen has drawn
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    first, second = left.bounding_box(), right.bounding_box()
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    assert 0.75 <= drawn / left.evaluate("card => card.clientWidth") <= 1

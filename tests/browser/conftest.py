import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from serving import PATIENCE_S, ROOT, served

ARTEFACTS = ROOT / "tests" / "artefacts"
CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=PATIENCE_S * 1000)  # a busy machine is slow, not wrong
# A deep link makes Streamlit's own page look for its server below the page's address first.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


def pytest_collection_modifyitems(items):
    """No browser: skipped in one clear line on a workplace, an error where the build must prove it."""
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.exit("Chromium is missing: the browser tests cannot run, and in CI they must.", returncode=1)
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (apt-get install chromium)"))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The product over an empty workspace: it has to bring its own sample company."""
    with served(tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Visit:
    """A page in a browser context of its own, and what went wrong in it."""

    def __init__(self, context, server):
        self.server = server
        self.page = context.new_page()
        self.errors = []
        self.strangers = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message):
        probe = (message.location or {}).get("url", "").endswith(_PROBES)
        if message.type == "error" and not probe:
            self.errors.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.server, self.server.replace("http", "ws"), "data:", "blob:")):
            self.strangers.append(request.url)

    def open(self, path, charts):
        """Go to an address and wait until its charts are drawn."""
        self.page.goto(path if path.startswith("http") else self.server + path)
        self.drawn(charts)
        return self.page

    def drawn(self, charts):
        """Wait for the charts, and for the run to be over."""
        last = self.page.locator(".js-plotly-plot .main-svg").nth(2 * charts - 1) if charts else self.page.locator("h1")
        last.wait_for(state="attached", timeout=PATIENCE_S * 1000)
        self.settled()

    def settled(self):
        """Wait until the server has nothing left to send."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
            timeout=PATIENCE_S * 1000
        )


@pytest.fixture
def visit(chromium, server):
    """Opens browser contexts: visit(locale, width) → Visit; nothing is shared between them."""
    contexts = []

    def opened(locale="zh-CN", width=1440, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 2200},
            locale=locale,
            timezone_id="Asia/Shanghai",
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        return Visit(context, server)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def keep():
    """Saves a picture of a page for people to look at."""

    def kept(page, name):
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return kept

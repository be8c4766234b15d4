"""Page switches in Chromium: ours against Streamlit's own empty pages, in the same run."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

Row = dict[str, Any]
ROOT = Path(__file__).parents[1]
MOST_TIMES_EMPTY = 2
ROUNDS = 5
EMPTY = """
import streamlit as st
def one(): st.title("one")
def two(): st.title("two")
st.navigation([st.Page(one, url_path="one", default=True), st.Page(two, url_path="two")]).run()
"""


@contextmanager
def served(command: list[str], **environment: str) -> Iterator[tuple[str, int]]:
    """A running server: its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urlopen(address + "/_stcore/health", timeout=1)
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _switch_ms(page: Page, ready: str) -> float:
    """Median milliseconds from a click on the first or second page of the navigation to its being complete."""
    times = []
    for number in range(2 * ROUNDS + 2):
        second = number % 2 == 0
        start = time.perf_counter()
        page.get_by_test_id("stSidebarNavLink").nth(int(second)).click()
        page.wait_for_function(ready, arg=second)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[2:])


_IDLE = "&& document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
_EMPTY_READY = "second => document.querySelector('h1')?.innerText.includes(second ? 'two' : 'one')" + _IDLE
# The first page has three charts, the second five.
_OURS_READY = "second => document.querySelectorAll('.js-plotly-plot').length === (second ? 5 : 3)" + _IDLE


def page_rows(workspace: Path, lines: int) -> list[Row]:
    """What a page switch adds to Streamlit's own, and the resident memory of the server."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        view = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        streamlit = [sys.executable, "-m", "streamlit", "run"]
        with served([*streamlit, str(empty)]) as (address, _):
            view.goto(address)
            view.locator("h1").wait_for()
            floor = _switch_ms(view, _EMPTY_READY)
        with served([*streamlit, "app.py"], ZHIKE_WORKSPACE=str(workspace)) as (address, pid):
            view.goto(address)
            view.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
            ours = _switch_ms(view, _OURS_READY)
            status = Path(f"/proc/{pid}/status").read_text()
            resident = int(status.split("VmRSS:")[1].split()[0]) / 1024
        browser.close()
    ratio = ours / floor
    return [
        {
            "size": lines, "what": "page switch, answers seen before", "ours": f"{ours:.0f} ms",
            "floor": f"{floor:.0f} ms", "ratio": round(ratio, 2), "bound": f"adds ≤ {MOST_TIMES_EMPTY} × the floor",
            "met": ratio - 1 <= MOST_TIMES_EMPTY,
        },
        {
            "size": lines, "what": "resident memory of the server", "ours": f"{resident:.0f} MiB", "floor": "",
            "ratio": "", "bound": "", "met": "",
        },
    ]  # fmt: skip

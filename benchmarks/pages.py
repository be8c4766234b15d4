"""Page switches in Chromium: ours against Streamlit's own empty pages, in the same run."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

Row = dict[str, Any]
ROOT = Path(__file__).parents[1]
MOST_TIMES_EMPTY = 2
ROUNDS, WARM = 15, 3
EMPTY = """
import streamlit as st
def page(number):
    return st.Page(lambda: st.title(f"page {number}"), title=str(number), url_path=str(number), default=not number)
st.navigation([page(number) for number in range(6)]).run()
"""
# Pages in the order in which they are visited, with how many charts each has: no two with as many charts follow one
# another, since their number tells that a page is complete.
PAGES = {"value": 4, "quality": 1, "change": 5, "data": 1, "overview": 4, "partners": 3}


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


_IDLE = "&& document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
_LINKS = ":is([data-testid=stSidebarNavLink], .zk-nav a)"  # Streamlit's own list of pages, or ours
_EMPTY_READY = "number => document.querySelector('h1')?.innerText === 'page ' + number" + _IDLE
_OURS_READY = f"page => document.querySelectorAll('.js-plotly-plot').length === {PAGES}[page]" + _IDLE


def _switches_ms(view: Page, ready: str, pages: Iterable[object]) -> list[float]:
    """Milliseconds of a switch to each page in turn, until it is complete."""
    times = []
    for page in pages:
        address = page if page not in ("overview", 0) else ""  # the first page has no name of its own
        link = view.locator(f'{_LINKS}[href$="/{address}"]')
        start = time.perf_counter()
        link.click()
        view.wait_for_function(ready, arg=page)
        times.append((time.perf_counter() - start) * 1000)
    return times


def page_rows(workspace: Path, lines: int) -> list[Row]:
    """What a page switch adds to Streamlit's own, and the resident memory of the server; taken in turns."""
    streamlit = [sys.executable, "-m", "streamlit", "run"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        plain, _ = stack.enter_context(served([*streamlit, str(empty)]))
        address, pid = stack.enter_context(served([*streamlit, "app.py"], ZHIKE_WORKSPACE=str(workspace)))
        views = []
        for each, first in ((plain, "h1"), (address, ".js-plotly-plot .main-svg")):
            view = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
            view.goto(each)
            view.locator(first).first.wait_for(timeout=60_000)
            views.append(view)
        empty_pages = range(len(PAGES))
        rounds = [
            (_switches_ms(views[0], _EMPTY_READY, empty_pages), _switches_ms(views[1], _OURS_READY, PAGES))
            for _ in range(ROUNDS)
        ]
        rounds = rounds[WARM:]
        status = Path(f"/proc/{pid}/status").read_text()
        resident = int(status.split("VmRSS:")[1].split()[0]) / 1024
        browser.close()
    floor = statistics.median(ms for empty, _ in rounds for ms in empty)
    rows: list[Row] = []
    for place, page in enumerate(PAGES):
        ours = statistics.median(one[place] for _, one in rounds)
        rows.append(
            {
                "size": lines, "what": f"switch to {page}, answers seen before", "ours": f"{ours:.0f} ms",
                "floor": f"{floor:.0f} ms", "ratio": round(ours / floor, 2),
                "bound": f"adds ≤ {MOST_TIMES_EMPTY} × the floor", "met": ours / floor - 1 <= MOST_TIMES_EMPTY,
            }
        )  # fmt: skip
    rows.append({"size": lines, "what": "resident memory of the server", "ours": f"{resident:.0f} MiB"})
    return rows

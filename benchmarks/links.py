"""Links to pages of numbers and figures in Chromium against Streamlit's own page of as many tiny ones, in one run."""

import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages import served

Row = dict[str, Any]
MOST_TIMES_WARM, MOST_TIMES_NEW, MOST_SEEN_MS = 2, 3, 300
MOST_RESIDENT_MIB, MOST_MORE_BYTES = 350, 1_500_000
WARM_ROUNDS, REST_S = 7, 12
# Pages as a manager opens them: one region. The first has headline numbers and four figures, the second four figures
# alone; each row says what it measured. Every choice of days is first new, then seen.
PAGES, QUERY = {"/": 4, "/value": 4}, "?f=customers.region:华东&c=none&p=all"
_NUMBERS = "document.querySelectorAll('.zk-number').length"
DAYS = ("今年", "本季", "近12个月", "全部")
TINY = """
import plotly.graph_objects as go
import streamlit as st
st.navigation([st.Page(lambda: None, title="page")]).run()
count = st.session_state.setdefault("count", 0)
st.html(f'<div class="zk-number">{count}</div>')
def more():
    st.session_state["count"] += 1
st.button("again", on_click=more)
for place in range(int(st.query_params["charts"])):
    st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=[1, 2, 3 + count])), key=str(place))
"""
_FIRST = ".zk-number, .zk-insight"
_DRAWN = f"""([charts, before]) => ![before, undefined].includes(document.querySelector('{_FIRST}')?.innerText)
  && document.querySelectorAll('.js-plotly-plot .main-svg').length >= charts
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def _until_painted(view: Page, charts: int, before: str | None) -> None:
    view.wait_for_function(_DRAWN, arg=[charts, before], timeout=60_000)
    view.evaluate(_PAINTED)


def _opened_ms(view: Page, address: str, charts: int) -> float:
    """Milliseconds from asking for an address until everything on it is painted."""
    start = time.perf_counter()
    view.goto(address)
    _until_painted(view, charts, None)
    return (time.perf_counter() - start) * 1000


def _changed_ms(view: Page, button: str, charts: int) -> float:
    """Milliseconds from a click until the numbers and figures are painted anew."""
    before = view.locator(_FIRST).first.inner_text()
    start = time.perf_counter()
    view.get_by_text(button, exact=True).first.click()
    _until_painted(view, charts, before)
    return (time.perf_counter() - start) * 1000


def _bytes(browser: Browser, address: str, charts: int) -> int:
    """What a first visit brings over the wire, with what comes through the socket."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as context:
        view = context.new_page()
        heard = [0]
        wire = context.new_cdp_session(view)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: heard.append(int(event["encodedDataLength"])))
        wire.on(
            "Network.webSocketFrameReceived", lambda event: heard.append(len(event["response"]["payloadData"]) * 3 // 4)
        )
        _opened_ms(view, address, charts)
        view.wait_for_timeout(1000)
        return sum(heard)


def _resident_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def _row(lines: int, what: str, ours: str, met: bool, bound: str, floor: str = "", ratio: float | None = None) -> Row:
    row = {"size": lines, "what": what, "ours": ours, "floor": floor, "bound": bound, "met": met}
    return row | ({} if ratio is None else {"ratio": round(ratio, 2)})


def link_rows(workspace: Path, lines: int) -> list[Row]:
    """Links opened warm, a choice that is new and one seen before, bytes; last the resident memory."""
    streamlit = [sys.executable, "-m", "streamlit", "run"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tiny = Path(folder) / "tiny.py"
        tiny.write_text(TINY)
        plain, _ = stack.enter_context(served([*streamlit, str(tiny)]))
        ours, pid = stack.enter_context(served([*streamlit, "app.py"], ZHIKE_WORKSPACE=str(workspace)))
        rows: list[Row] = []
        for page, charts in PAGES.items():
            addresses = (f"{plain}/?charts={charts}", ours + page + QUERY)
            rows += _page_rows(browser, addresses, lines, page, charts)
        time.sleep(REST_S)
        resident = _resident_mib(pid)
        (home, charts), *_ = PAGES.items()
        view = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        woken = _opened_ms(view, ours + home + QUERY, charts)
        time.sleep(REST_S)
        chosen = _changed_ms(view, DAYS[0], charts)
        browser.close()
    return [
        *rows,
        _row(lines, f"resident memory of the server, {REST_S} s at rest", f"{resident:.0f} MiB",
             resident <= MOST_RESIDENT_MIB, f"{MOST_RESIDENT_MIB} MiB"),
        {"size": lines, "what": f"a link to {home}, {REST_S} s at rest, new browser", "ours": f"{woken:.0f} ms"},
        {"size": lines, "what": f"a choice of days on {home}, {REST_S} s at rest", "ours": f"{chosen:.0f} ms"},
    ]  # fmt: skip


def _page_rows(browser: Browser, addresses: tuple[str, str], lines: int, page: str, charts: int) -> list[Row]:
    """One page beside the floor, in turns."""
    wire = [_bytes(browser, address, charts) for address in addresses]
    views = [browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page() for _ in "12"]
    pairs = list(zip(views, addresses, strict=True))
    opened = [[_opened_ms(view, address, charts) for view, address in pairs] for _ in range(WARM_ROUNDS + 1)]
    rounds = [
        [(_changed_ms(views[0], "again", charts), _changed_ms(views[1], days, charts)) for days in DAYS] for _ in "123"
    ]
    floor_open, warm = (statistics.median(each[place] for each in opened[1:]) for place in (0, 1))
    floor_rerun = statistics.median(pair[0] for each in rounds for pair in each)
    new = statistics.median(pair[1] for pair in rounds[0][:-1])  # the last choice was there when the page was opened
    seen = statistics.median(pair[1] for each in rounds[1:] for pair in each)
    numbers = views[1].evaluate(_NUMBERS)
    more, on = wire[1] - wire[0], f"{page}, {numbers} headline numbers, {charts} figures"
    return [
        _row(lines, f"a link to {on}, warm", f"{warm:.0f} ms", warm <= MOST_TIMES_WARM * floor_open,
             f"{MOST_TIMES_WARM} × the floor", f"{floor_open:.0f} ms", warm / floor_open),
        _row(lines, f"a new choice of days on {on}, repainted", f"{new:.0f} ms", new <= MOST_TIMES_NEW * floor_rerun,
             f"{MOST_TIMES_NEW} × the floor", f"{floor_rerun:.0f} ms", new / floor_rerun),
        _row(lines, f"a choice seen before on {on}, repainted", f"{seen:.0f} ms", seen <= MOST_SEEN_MS,
             f"{MOST_SEEN_MS} ms"),
        _row(lines, f"bytes of a first visit to {on}, beyond Streamlit's own", f"{more / 1e6:.2f} MB",
             more <= MOST_MORE_BYTES, f"{MOST_MORE_BYTES / 1e6} MB", f"{wire[0] / 1e6:.2f} MB"),
    ]  # fmt: skip

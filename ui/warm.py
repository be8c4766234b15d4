"""The answers of the first page, computed before the first reader comes."""

import asyncio
import gc

from starlette.concurrency import run_in_threadpool

import ui.frame  # noqa: F401 -- what pages are drawn with is loaded before anybody asks
from crm_core.metrics.runner import answer
from crm_core.refusal import Refused
from crm_core.selection.default import default_selection
from ui.store import workspace

_FIRST = ("overview.kpis", "overview.revenue_by_period", "overview.revenue_by_dimension", "overview.line_kinds")
REST_AFTER_S = 10  # without a question
REST_FROM_BYTES = 100_000_000  # of a serving file; the engine holds about a third of it in memory


def warm() -> None:
    """Fill the cache for the newest version; what the data cannot answer is left to the page to say."""
    reader = workspace().reader()
    selection = default_selection(reader)
    for metric_id in _FIRST:
        try:
            answer(reader, metric_id, selection)
        except Refused:
            continue


def settle() -> None:
    """Take all that was loaded out of the garbage collector's sight: it stays anyway.

    Streamlit collects after every run, while the last parts of the page wait to go out: walking through the objects of
    every library held them back by a tenth of a second.
    """
    gc.collect()
    gc.freeze()


async def rest() -> None:
    """For ever: what is at rest gives the engine's memory back."""
    while True:
        await asyncio.sleep(1)
        await run_in_threadpool(workspace().rest, REST_AFTER_S, REST_FROM_BYTES)

"""Imports run on one thread of the process, so that a closed tab or a rerun never ends one half-way."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any


@dataclass
class Job:
    """Work under way: how far it is, and its result when it is done."""

    share: float = 0.0
    file: str = ""
    future: Future[Any] | None = field(default=None)

    def progress(self, share: float, file: str) -> None:
        """Told by the work as it goes."""
        self.share, self.file = share, file

    @property
    def is_done(self) -> bool:
        """Whether the result, or the error, is there."""
        return self.future is not None and self.future.done()

    def result(self) -> Any:
        """What the work gave; raises what it raised."""
        assert self.future is not None
        return self.future.result()


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")


def start(work: Callable[[Job], Any]) -> Job:
    """Queue work that reports to its job; one at a time in this process."""
    job = Job()
    job.future = _worker().submit(work, job)
    return job

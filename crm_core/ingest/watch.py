"""How far the engine is with a statement, told while it runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from duckdb import DuckDBPyConnection as Connection

SECONDS = 0.5


class Told:
    """Passes on a share that never falls, whoever tells it and in whatever order."""

    def __init__(self, progress: Callable[[float, str], None]) -> None:
        self._progress, self._last = progress, 0.0

    def tell(self, share: float, name: str) -> None:
        """Tell how far the work is, from 0 to 1."""
        self._last = min(1.0, max(self._last, share))
        self._progress(self._last, name)

    @contextmanager
    def watching(self, con: Connection, name: str, start: float, length: float) -> Iterator[None]:
        """Within it, what the engine does is the piece of so much length of the whole work."""
        is_done = threading.Event()

        def watch() -> None:
            while not is_done.wait(SECONDS):
                self.tell(start + length * max(con.query_progress(), 0.0) / 100, name)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            is_done.set()
            watcher.join()

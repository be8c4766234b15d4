"""The parent's side of the child process: start it, listen to it, end it when it takes too long."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)


class ChildDied(Exception):
    """The child ended without finishing: killed, out of memory, out of time, or an error of ours."""


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    address_bytes: int = 6 << 30
    cpu_seconds: int = 3600
    file_bytes: int = 64 << 30
    open_files: int = 1024
    wall_seconds: float = 1800.0


def _environment() -> dict[str, str]:
    """Where to find Python's own files, and nothing of the parent's settings or secrets."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # no algebra there: numpy need not start threads for it
    }


class Child:
    """A process that does what is asked of it, request after request: started when first asked, gone with its owner."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._turn = threading.Lock()  # one request at a time
        self._errors: IO[bytes] | None = None
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, Any], work_dir: Path) -> Iterator[dict[str, Any]]:
        """What the child says to a request, message by message, until it says that it is done.

        Errors: ChildDied. Whoever stops listening ends the child; the next request starts another.
        """
        with self._turn:
            if self._process is not None and self._process.poll() is not None:
                self.end()  # it died while nobody asked: no fault of the next files
            process = self._process = self._process or self._started(work_dir)
            timer = threading.Timer(self._limits.wall_seconds, process.kill)
            timer.start()
            is_done = False
            try:
                for message in _conversation(process, {**request, "limits": asdict(self._limits)}):
                    if is_done := "done" in message:
                        return
                    yield message
                self._tell_death(process.wait())
            finally:
                timer.cancel()
                if not is_done:
                    self.end()

    def end(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, self._errors):
                if stream:
                    with suppress(BrokenPipeError):  # what it was told and never read
                        stream.close()

    __del__ = end

    def _started(self, work_dir: Path) -> "subprocess.Popen[str]":
        self._errors = tempfile.TemporaryFile()
        return subprocess.Popen(
            [sys.executable, "-m", "crm_core.ingest.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            cwd=work_dir, env=_environment(), encoding="utf-8",
        )  # fmt: skip

    def _tell_death(self, code: int) -> None:
        tail = ""
        if self._errors is not None:
            self._errors.seek(0)
            tail = self._errors.read()[-4000:].decode("utf-8", "replace")
        _log.error("the import's child ended with %s: %s", code, tail)
        raise ChildDied(str(code))


def messages(
    request: dict[str, Any], work_dir: Path, limits: Limits, child: Child | None = None
) -> Iterator[dict[str, Any]]:
    """What a child says, message by message: the one given, or one for this request alone.

    Errors: ChildDied.
    """
    if child is not None:
        yield from child.ask(request, work_dir)
        return
    alone = Child(limits)
    try:
        yield from alone.ask(request, work_dir)
    finally:
        alone.end()


def _conversation(child: "subprocess.Popen[str]", request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if child.stdin is None or child.stdout is None:
        raise ChildDied("no pipes")
    try:
        json.dump(request, child.stdin, default=str)
        child.stdin.write("\n")
        child.stdin.flush()
    except BrokenPipeError as error:
        raise ChildDied("the child ended before it read its request") from error
    for line in child.stdout:
        if not line.endswith("\n"):
            raise ChildDied("the child ended within a message")
        yield json.loads(line)

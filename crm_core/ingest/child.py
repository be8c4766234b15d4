"""The parent's side of the child process: start it, listen to it, end it when it takes too long."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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


def messages(request: dict[str, Any], work_dir: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    """What the child says, message by message, until it has ended well.

    Errors: ChildDied.
    """
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "crm_core.ingest.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            cwd=work_dir, env=_environment(), encoding="utf-8",
        )  # fmt: skip
        timer = threading.Timer(limits.wall_seconds, child.kill)
        timer.start()
        try:
            yield from _conversation(child, {**request, "limits": asdict(limits)})
            if child.wait() != 0:
                errors.seek(0)
                tail = errors.read()[-4000:].decode("utf-8", "replace")
                _log.error("the import's child ended with %s: %s", child.returncode, tail)
                raise ChildDied(str(child.returncode))
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream:
                    stream.close()


def _conversation(child: "subprocess.Popen[str]", request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if child.stdin is None or child.stdout is None:
        raise ChildDied("no pipes")
    try:
        json.dump(request, child.stdin, default=str)
        child.stdin.close()
    except BrokenPipeError as error:
        raise ChildDied("the child ended before it read its request") from error
    for line in child.stdout:
        if not line.endswith("\n"):
            raise ChildDied("the child ended within a message")
        yield json.loads(line)

"""The server's own Chromium as a printer: a page in, its print out. No network, never longer than a timeout."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from crm_core.refusal import Refused

TIMEOUT_S = 60
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page might ask for, there is no network
    "--virtual-time-budget=20000",  # charts are drawn before the page is printed
)


def browser() -> str:
    """The path of the browser: ZHIKE_CHROMIUM, else the one on the path. Errors: Refused needs_chromium."""
    named = os.environ.get("ZHIKE_CHROMIUM")
    found = shutil.which(named) if named is not None else next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        raise Refused("needs_chromium")
    return found


def printed(html: bytes, timeout_s: float = TIMEOUT_S) -> bytes:
    """The page as PDF, on its own @page. Errors: Refused needs_chromium, chromium_failed."""
    with tempfile.TemporaryDirectory(prefix="zhike-print-", ignore_cleanup_errors=True) as folder:
        target = Path(folder) / "page.pdf"
        _run(Path(folder), html, timeout_s, "--no-pdf-header-footer", f"--print-to-pdf={target}")
        made = target.read_bytes() if target.exists() else b""
    if not made.startswith(b"%PDF-"):
        raise Refused("chromium_failed", seconds=timeout_s)
    return made


def document(html: bytes, timeout_s: float = TIMEOUT_S) -> str:
    """The page's document after its scripts ran, as HTML. Errors: Refused needs_chromium, chromium_failed."""
    with tempfile.TemporaryDirectory(prefix="zhike-print-", ignore_cleanup_errors=True) as folder:
        return _run(Path(folder), html, timeout_s, "--dump-dom").decode("utf-8", "replace")


def _run(folder: Path, html: bytes, timeout_s: float, *flags: str) -> bytes:
    """Open the page in a browser with a profile of its own; the browser ends with all its processes."""
    page = folder / "page.html"
    page.write_bytes(html)
    # Chromium's sandbox does not run as root, as in many containers; the page holds our own script and escaped text.
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [browser(), *_FLAGS, *root, f"--user-data-dir={folder / 'profile'}", *flags, page.as_uri()]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        out, _ = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise Refused("chromium_failed", seconds=timeout_s) from error
    finally:
        _end(process)
    if process.returncode != 0:
        raise Refused("chromium_failed", seconds=timeout_s)
    return out


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End whatever is left of the browser's own group of processes."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

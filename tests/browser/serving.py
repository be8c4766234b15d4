import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process):
    """Waits until a started server answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url + "/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start: exit code {process.poll()}")


@contextmanager
def served(folder):
    """The product over a workspace below a folder, for as long as the tests of a module or session need it."""
    with (folder / "server.log").open("wb") as log:
        url, process = serve(folder / "workspace", log)
        try:
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def serve(folder, log):
    """Starts the product on a free port; gives its address and process."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | {"ZHIKE_WORKSPACE": str(folder)}
    )
    return f"http://127.0.0.1:{port}", process

"""What customers say and suffer, at its own size: a million answers, half a million cases, two million contacts."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.metrics import metric_rows
from crm_core.statistics.drivers import drivers
from data.demo.generate import generate

Row = dict[str, Any]
LINES = 5_000_000
TIMES_AS_BUSY = 9.5  # as many cases and contacts per order as the sample company has
AREAS = ("satisfaction", "drivers", "loyalty", "complaints", "contact", "stake", "people")
RESPONSES, ATTRIBUTES, MOST_BOOTSTRAP_MS = 100_000, 12, 1_000
ROUNDS = 5


def service_rows(work: Path) -> list[Row]:
    """One row per metric of these areas and selection, and one for the intervals of importance."""
    files = generate(work, customers=LINES // 10, lines=LINES, service=TIMES_AS_BUSY)
    workspace = work / "workspace"
    command = [sys.executable, "-m", "crm_core", "import", *map(str, files.values()), "--workspace", str(workspace)]
    subprocess.run(command, check=True, capture_output=True)
    return [*metric_rows(workspace, LINES, AREAS), bootstrap_row()]


def bootstrap_row() -> Row:
    """A thousand redraws of the importance of twelve attributes, among answers of which hardly two are alike."""
    dice = np.random.default_rng(7)
    whole = dice.normal(4.0, 0.8, RESPONSES)
    parts = [whole + dice.normal(0.0, 0.5 + 0.1 * place, RESPONSES) for place in range(ATTRIBUTES)]
    scores = np.clip(np.rint(np.column_stack([*parts, whole])), 1, 5)
    patterns, counts = np.unique(scores, axis=0, return_counts=True)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        drivers(patterns, counts.astype(float))
        times.append((time.perf_counter() - start) * 1000)
    return {
        "size": RESPONSES, "what": f"importance of {ATTRIBUTES} attributes, 1,000 redraws",
        "ours": f"{min(times):.0f} ms",
        "floor": "", "ratio": "", "bound": f"{MOST_BOOTSTRAP_MS} ms", "met": min(times) <= MOST_BOOTSTRAP_MS,
    }  # fmt: skip

"""`python -m benchmarks [LINES …]`: every measurement, as a table and as JSON in benchmarks/out/.

Sizes are order lines (default 1,000,000 and 5,000,000). Nothing here is a test: a number that misses
its bound is marked, and the run goes on.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.first_sight import first_sight_rows
from benchmarks.imports import import_rows
from benchmarks.links import link_rows
from benchmarks.metrics import metric_rows
from benchmarks.models import model_rows
from benchmarks.pages import page_rows
from benchmarks.service import LINES, service_rows

HERE = Path(__file__).parent
Row = dict[str, object]


def machine() -> str:
    """What the numbers were measured on."""
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    heads = ["size", "what", "ours", "floor", "ratio", "bound", "met"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(str(row.get(head, "")) for head in heads) + " |" for row in rows]
    return "\n".join(lines)


def main(sizes: list[int]) -> None:
    """Measure all sizes, print and keep the result."""
    rows: list[Row] = model_rows()
    for lines in sizes:
        work = Path(tempfile.mkdtemp(prefix="zhike-bench-"))
        try:
            rows += import_rows(work, lines)
            rows += metric_rows(work / "workspace", lines)
            rows += first_sight_rows(work / "workspace", lines)
            rows += page_rows(work / "workspace", lines)
            rows += link_rows(work / "workspace", lines)
            if lines == LINES:
                shutil.rmtree(work / "workspace")
                rows += service_rows(work)
        finally:
            shutil.rmtree(work)
        print(table(rows), flush=True)
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    (out / "result.json").write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1))
    print(f"\n{machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000_000, 5_000_000])

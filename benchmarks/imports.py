"""Import of one CSV against the bare typed read of the same file: time and resident memory."""

import json
import resource
import shutil
import subprocess
import sys
import time
from math import inf
from pathlib import Path
from typing import Any

import duckdb

from crm_core.schema import tables
from data.demo.generate import generate

Row = dict[str, Any]
MOST_TIMES_BARE = 5
ROUNDS = 5
MOST_RESIDENT_MIB = 2_500

BARE = """
import duckdb, json, sys, time
con = duckdb.connect()
con.execute('set enable_progress_bar = false')
start = time.perf_counter()
con.execute("create table bare as from read_csv($path, header = true, auto_detect = false, delim = ',', "
            "quote = '\\"', columns = " + sys.argv[2] + ")", {"path": sys.argv[1]})
print(time.perf_counter() - start)
"""


def _timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds, MiB of the largest process below, and standard output of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    resident = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, max(resident, before) / 1024, done.stdout


def import_rows(work: Path, lines: int) -> list[Row]:
    """Measure one import; leaves work/workspace with all tables of the generated company."""
    files = generate(work, customers=lines // 10, lines=lines, seed=7)
    con = duckdb.connect()
    csv = work / "transactions.csv"
    bought = {"path": str(files["transactions"])}
    con.execute("copy (from read_parquet($path)) to '" + str(csv) + "' (header)", bought)
    names = [row[0] for row in con.execute("describe from read_parquet($path)", bought).fetchall()]
    con.close()
    typed = {name: tables()["transactions"].columns[name].stored_as for name in names}
    workspace = str(work / "workspace")
    command = [sys.executable, "-m", "crm_core", "import", str(csv), "--workspace", workspace, "--json"]
    bare = seconds = inf
    for _ in range(ROUNDS):  # in turns, so that both see the same moods of the machine
        reading = [sys.executable, "-c", BARE, str(csv), json.dumps(typed).replace('"', "'")]
        bare = min(bare, float(_timed(reading)[2]))
        shutil.rmtree(workspace, ignore_errors=True)
        each, resident, _ = _timed(command)
        seconds = min(seconds, each)
    rest = [str(path) for name, path in files.items() if name != "transactions"]
    _timed([sys.executable, "-m", "crm_core", "import", *rest, "--workspace", workspace, "--json"])
    ratio = seconds / bare
    return [
        {
            "size": lines, "what": "import of one CSV", "ours": f"{seconds:.1f} s", "floor": f"{bare:.1f} s",
            "ratio": round(ratio, 2), "bound": MOST_TIMES_BARE, "met": ratio <= MOST_TIMES_BARE,
        },
        {
            "size": lines, "what": "resident memory of the import", "ours": f"{resident:.0f} MiB", "floor": "",
            "ratio": "", "bound": f"{MOST_RESIDENT_MIB} MiB", "met": resident <= MOST_RESIDENT_MIB,
        },
    ]  # fmt: skip

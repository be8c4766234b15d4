"""The child process: reads requests line by line from standard input, answers with JSON lines on standard output.

It limits itself before it opens a file, so that a hostile file can end this process and nothing else.
"""

import json
import sys
from pathlib import Path
from typing import Any

from crm_core.ingest.check import connection
from crm_core.ingest.contract import (
    ImportRefused,
    incoming_from_plain,
    mapping_from_plain,
    plan_from_plain,
    to_plain,
)
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plans_of, with_joined


def _limit(request: dict[str, Any]) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = request["limits"]
    for kind, most in (
        (resource.RLIMIT_AS, limits["address_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))


def _say(**message: Any) -> None:
    sys.stdout.write(json.dumps(message, default=str) + "\n")
    sys.stdout.flush()


def _plan(request: dict[str, Any]) -> None:
    work_dir = Path(request["work_dir"])
    remembered = {key: mapping_from_plain(raw) for key, raw in request["remembered"].items()}
    wishes = Wishes(remembered, *(request[name] for name in ("table", "given", "date_order", "scales", "decimals")))
    files = [incoming_from_plain(raw) for raw in request["files"]]
    with connection(work_dir, sorted({each.path.parent for each in files})) as con:
        for number, incoming in enumerate(files, start=request["first_number"]):
            _say(plans=[to_plain(plan) for plan in plans_of(con, incoming, number, work_dir, wishes)])


def _join(request: dict[str, Any]) -> None:
    work_dir, plans = Path(request["work_dir"]), [plan_from_plain(raw) for raw in request["plans"]]
    remembered = {key: mapping_from_plain(raw) for key, raw in request["remembered"].items()}
    with connection(work_dir, sorted({path.parent for each in plans if (path := each.text_path)})) as con:
        found = with_joined(con, plans, work_dir, Wishes(remembered, None, None, None))
    _say(plans=[to_plain(plan) for plan in found])


def _load(request: dict[str, Any]) -> None:
    plans = [plan_from_plain(raw) for raw in request["plans"]]

    def progress(share: float, name: str) -> None:
        _say(progress=share, file=name)

    try:
        loaded = load_files(
            plans,
            Path(request["work_dir"]),
            request["first_batch_id"],
            request["known_extras"],
            progress,
            request["held"],
        )
    except ImportRefused as refusal:
        _say(refused=[[name, to_plain(issue)] for name, issue in refusal.refusals])
        return
    _say(result=to_plain(loaded))


TASKS = {"plan": _plan, "join": _join, "load": _load}


def main() -> None:
    """Do what each line asks for, and say when it is done; the limits of the first hold for all."""
    is_limited = False
    for line in sys.stdin:
        request = json.loads(line)
        if not is_limited:
            _limit(request)
            is_limited = True
        TASKS[request["task"]](request)
        _say(done=True)


if __name__ == "__main__":
    main()

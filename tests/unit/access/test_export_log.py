"""The log of exports: one line per file, in order, without a value of the data."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from crm_core.access.export_log import NAME, note_export


def logged(folder):
    return [json.loads(line) for line in (folder / NAME).read_text("utf-8").splitlines()]


def test_a_line_says_who_took_what_when_and_how_many_rows(tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    note_export(tmp_path, who="小李", page="value", what="value.tiers members", kind="csv", rows=151, version=3)
    (line,) = logged(tmp_path)
    at = datetime.fromisoformat(line.pop("at"))
    assert before <= at <= datetime.now(UTC)
    assert line == {
        "who": "小李", "page": "value", "what": "value.tiers members", "format": "csv", "rows": 151, "version": 3,
    }  # fmt: skip


def test_lines_of_many_readers_stay_whole(tmp_path):
    def take(number):
        note_export(tmp_path, who="x" * 200, page="p\n", what="page", kind="pdf", rows=number, version=1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(200)))
    assert sorted(line["rows"] for line in logged(tmp_path)) == list(range(200))

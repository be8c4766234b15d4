"""Commands that change what is stored, or count it again."""

import argparse
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from crm_core import ingest
from crm_core.cli.terminal import opened, print_json
from crm_core.ingest.files import files_of
from crm_core.lake import SAMPLE_COMPANY
from crm_core.lake.imported import Imported
from crm_core.text import Lang, t


def import_files(options: argparse.Namespace) -> None:
    """Load files as one new version and print what became of every row."""
    given = tomllib.loads(options.map.read_text("utf-8")) if options.map else {}
    workspace = opened(options)
    planned = workspace.plan(
        files_of(options.files, options.encoding, tuple(options.sheet)),
        table=options.table or given.get("table"),
        given=given.get("columns"),
        date_order=given.get("date_order"),
        scales=given.get("scales"),
        decimals=given.get("decimals"),
    )
    refused = [(plan.incoming.name, plan.refused) for plan in planned.plans if plan.refused and not plan.is_left_out]
    if refused:
        planned.discard()
        raise ingest.ImportRefused(refused)
    try:
        done = workspace.load(planned, how=options.how, by="command line", progress=_show_progress(options))
    finally:
        planned.discard()
    left_out = [(plan.incoming.name, plan.refused) for plan in planned.plans if plan.refused]
    if options.format == "json":
        print_json(_import_json(done, left_out, options.lang))
        return
    for name, issue in left_out:
        print(f"{name}: left out. {ingest.sentence(issue, options.lang)}", file=sys.stderr)
    for file in done.files:
        rows = f"{file.rows_read} rows read = {file.rows_loaded} loaded + {file.rows_rejected} rejected"
        rest = f"{file.rows_blank} blank + {file.rows_totals} totals; {file.rows_replaced} earlier rows replaced"
        print(f"{file.file}: {file.table}, {rows} + {rest}")
        for issue in file.issues:
            if issue.severity == "warning":
                print(f"{file.file}: {ingest.sentence(issue, options.lang)}", file=sys.stderr)
    print(f"Version {done.version}")


def _show_progress(options: argparse.Namespace) -> Any:
    start = time.monotonic()

    def show(share: float, file: str) -> None:
        if sys.stderr.isatty() and options.format != "json":
            seconds = time.monotonic() - start
            left = f"about {seconds / share - seconds:.0f} s left" if 0.05 < share < 1 and seconds > 2 else ""
            print(f"\r{share:4.0%} {file[:60]:60} {left:22}", end="", file=sys.stderr, flush=True)

    return show


def _import_json(done: Imported, left_out: Sequence[tuple[str, ingest.Issue]], lang: Lang) -> dict[str, Any]:
    def row(file: Any) -> dict[str, Any]:
        fields = {key: value for key, value in vars(file).items() if key != "issues"}
        issues = [
            {"code": issue.code, "severity": issue.severity, "text": ingest.sentence(issue, lang)}
            for issue in file.issues
        ]
        return fields | {"issues": issues, "columns": [asdict(column) for column in file.columns]}

    left = [{"file": name, "code": issue.code, "text": ingest.sentence(issue, lang)} for name, issue in left_out]
    return {"version": done.version, "files": [row(file) for file in done.files], "left_out": left}


def verify(options: argparse.Namespace) -> int:
    """Count a version again and print what differs."""
    found = opened(options).verify(options.version)
    sentences = [difference.sentence(options.lang) for difference in found.differences]
    if options.json:
        counted = {key: value for key, value in vars(found).items() if key != "differences"}
        print_json(counted | {"ok": found.is_ok, "differences": sentences})
    elif found.is_ok:
        print(t("store.verify.ok", options.lang, version=found.version, files=found.file_count,
                batches=found.batch_count, lines=found.line_count, customers=found.customer_count))  # fmt: skip
    else:
        print(t("store.verify.bad", options.lang, version=found.version, count=len(sentences)), file=sys.stderr)
        print("\n".join(sentences), file=sys.stderr)
    return 0 if found.is_ok else 2


def undo(options: argparse.Namespace) -> None:
    """Take a batch out again."""
    print(f"Version {opened(options).undo([options.batch], by='command line')}")


def fill_with_demo(options: argparse.Namespace) -> None:
    """Fill an empty workspace with a sample company."""
    from data.demo.generate import generate  # only here: numpy's dice are not needed elsewhere

    workspace = opened(options)
    asked = {name: getattr(options, name) for name in ("customers", "lines", "seed")}
    given = {name: value for name, value in asked.items() if value is not None}
    folder = SAMPLE_COMPANY
    if given:
        folder = workspace.folder / "work" / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        generate(folder, **given)
    print(f"Version {workspace.load_sample(folder, by='command line')}")

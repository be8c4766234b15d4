"""The command line: import, ask, undo. A contract that scripts rely on; see docs/command-line.md.

Exit 0 when done, 2 when refused; a refusal is one sentence on standard error and changes nothing.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core import ingest
from crm_core.access.masking import masked
from crm_core.export.plain import answer_json, plain, records
from crm_core.ingest.files import files_of
from crm_core.lake import HOWS, SAMPLE_COMPANY, NotInStore, Workspace
from crm_core.lake.imported import Imported
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.schema import tables
from crm_core.selection import COMPARES, RULES, Selection
from crm_core.text import LANGS, Lang, t


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except Refused as refused:
        print(refused.sentence(options.lang), file=sys.stderr)
    except ingest.ImportRefused as refused:
        for file, issue in refused.refusals:
            print(f"{file}: {ingest.sentence(issue, options.lang)}", file=sys.stderr)
    except (NotInStore, ValueError, OSError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crm_core", description="Zhike on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, text: str, workspace: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        added.add_argument("--lang", choices=LANGS, default="en", help="language of sentences")
        if workspace:
            added.add_argument("--workspace", required=True, type=Path, help="folder of the data")
        return added

    importing = command("import", _import, "Load files as one new version, all of them or none.")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
    importing.add_argument("--table", choices=tables(), help="what the files are, where their headers do not say")
    importing.add_argument("--map", type=Path, help="TOML: table, date_order, [columns] header = column")
    importing.add_argument("--sheet", action="append", default=[], metavar="NAME", help="only this part; repeatable")
    importing.add_argument("--encoding", choices=ingest.ENCODINGS, help="of text files, where it is not recognised")
    _format(importing, ("text", "json"))
    importing.add_argument("--json", action="store_const", const="json", dest="format")

    importing.add_argument("--how", choices=HOWS, default=HOWS[0], help="what becomes of rows that are there already")

    versions = command("versions", _versions, "List the versions that are kept, oldest first.")
    versions.add_argument("--json", action="store_true")
    verifying = command("verify", _verify, "Count a version again: files, rows per batch, what the pages read.")
    verifying.add_argument("version", type=int, metavar="VERSION")
    verifying.add_argument("--json", action="store_true")
    undoing = command("undo", _undo, "Take a batch out again, as a new version.")
    undoing.add_argument("batch", type=int, metavar="BATCH")

    listing = command("metrics", _metrics, "List every metric.", workspace=False)
    listing.add_argument("--json", action="store_true")
    asking = command("metric", _metric, "Answer a metric.")
    naming = command("members", _members, "List the customers behind a cell of a metric.")
    naming.add_argument("--cell", nargs="+", action="extend", default=[], metavar="COLUMN=VALUE")
    naming.add_argument("--unmasked", action="store_true", help="names in clear")
    for asked in (asking, naming):
        _question(asked)
        _format(asked, ("table", "csv", "json"))

    demo = command("demo", _demo, "Fill an empty workspace with a sample company of any size.")
    demo.add_argument("--customers", type=int)
    demo.add_argument("--lines", type=int)
    demo.add_argument("--seed", type=int)
    return parser


def _format(parser: argparse.ArgumentParser, choices: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=choices, default=choices[0])


def _question(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="ID")
    parser.add_argument("--version", type=int)
    parser.add_argument("--as-of", type=_day, metavar="DATE")
    parser.add_argument("--from", type=_day, dest="first", metavar="DATE")
    parser.add_argument("--to", type=_day, dest="last", metavar="DATE")
    parser.add_argument("--compare", choices=COMPARES, default="none")
    parser.add_argument("--rule", choices=RULES, default="sales")
    parser.add_argument("--where", nargs="+", action="extend", default=[], metavar="COLUMN=VALUE")
    parser.add_argument("--param", nargs="+", action="extend", default=[], metavar="NAME=VALUE")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it like 2025-12-31") from error


def _pairs(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    for text in texts:
        if "=" not in text:
            raise Refused("bad_where", found=text)
    return tuple((name.strip(), value) for name, _, value in (text.partition("=") for text in texts))


def _workspace(options: argparse.Namespace) -> Workspace:
    return Workspace(options.workspace, builds_apart=False)


# Import and versions


def _import(options: argparse.Namespace) -> None:
    given = tomllib.loads(options.map.read_text("utf-8")) if options.map else {}
    workspace = _workspace(options)
    planned = workspace.plan(
        files_of(options.files, options.encoding, tuple(options.sheet)),
        table=options.table or given.get("table"),
        given=given.get("columns"),
        date_order=given.get("date_order"),
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
        _print_json(_import_json(done, left_out, options.lang))
        return
    for name, issue in left_out:
        print(f"{name}: left out. {ingest.sentence(issue, options.lang)}", file=sys.stderr)
    for file in done.files:
        rows = f"{file.rows_read} rows read = {file.rows_loaded} loaded + {file.rows_rejected} rejected"
        rest = f"{file.rows_blank} blank + {file.rows_totals} totals; {file.rows_replaced} earlier rows replaced"
        print(f"{file.file}: {file.table}, {rows} + {rest}")
    print(f"Version {done.version}")


def _show_progress(options: argparse.Namespace) -> Any:
    def show(share: float, file: str) -> None:
        if sys.stderr.isatty() and options.format != "json":
            print(f"\r{share:4.0%} {file[:60]:60}", end="", file=sys.stderr, flush=True)

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


def _versions(options: argparse.Namespace) -> None:
    workspace = _workspace(options)
    listed = workspace.versions()
    if options.json:
        changes = records(workspace.reader().changes()) if listed else []
        of = {change.pop("version"): change for change in changes}
        _print_json({"versions": [vars(each) | {"totals": of.get(each.version)} for each in listed]})
        return
    for version in listed:
        print(f"{version.version}\t{version.created_at:%Y-%m-%d %H:%M} UTC\t{version.message}")


def _verify(options: argparse.Namespace) -> int:
    found = _workspace(options).verify(options.version)
    sentences = [difference.sentence(options.lang) for difference in found.differences]
    if options.json:
        counted = {key: value for key, value in vars(found).items() if key != "differences"}
        _print_json(counted | {"ok": found.is_ok, "differences": sentences})
    elif found.is_ok:
        print(t("store.verify.ok", options.lang, version=found.version, files=found.file_count,
                batches=found.batch_count, lines=found.line_count, customers=found.customer_count))  # fmt: skip
    else:
        print(t("store.verify.bad", options.lang, version=found.version, count=len(sentences)), file=sys.stderr)
        print("\n".join(sentences), file=sys.stderr)
    return 0 if found.is_ok else 2


def _undo(options: argparse.Namespace) -> None:
    print(f"Version {_workspace(options).undo([options.batch], by='command line')}")


def _demo(options: argparse.Namespace) -> None:
    from data.demo.generate import generate  # only here: numpy's dice are not needed elsewhere

    workspace = _workspace(options)
    asked = {name: getattr(options, name) for name in ("customers", "lines", "seed")}
    given = {name: value for name, value in asked.items() if value is not None}
    folder = SAMPLE_COMPANY
    if given:
        folder = workspace.folder / "work" / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        generate(folder, **given)
    print(f"Version {workspace.load_sample(folder, by='command line')}")


# Questions


def _metrics(options: argparse.Namespace) -> None:
    listed = [
        {
            "id": metric.id,
            "grain": metric.grain,
            "needs": list(metric.needs),
            "params": [
                {"name": p.name, "kind": p.kind, "default": p.default, "choices": list(p.choices)}
                for p in metric.params
            ],
            "columns": [{"name": c.name, "kind": c.kind, "unit": c.unit} for c in metric.columns],
            "cells": list(metric.cell_columns),
            "source": list(metric.source),
        }
        for metric in metrics().values()
    ]
    if options.json:
        _print_json({"metrics": listed})
        return
    for metric in metrics().values():
        print(f"{metric.id}\t{metric.grain}\t{', '.join(metric.source)}")


def _selection(options: argparse.Namespace, workspace: Workspace) -> Selection:
    reader = workspace.reader(options.version)
    custom = None
    if options.first or options.last:
        custom = (options.first or reader.first_on, options.last or options.as_of or reader.last_on)
    filters: dict[str, tuple[str, ...]] = {}
    for column, value in _pairs(options.where):
        dimension = reader.dimension_of(column).id
        filters[dimension] = (*filters.get(dimension, ()), value)
    return Selection(
        period="custom" if custom else "all",
        custom=custom,
        compare=options.compare,
        filters=tuple(filters.items()),
        rule=options.rule,
        as_of=options.as_of,
        version=reader.version,
    )


def _metric(options: argparse.Namespace) -> None:
    workspace = _workspace(options)
    chosen = _selection(options, workspace)
    found = answer(workspace.reader(options.version), options.metric, chosen, _pairs(options.param))
    if options.format == "json":
        _print_json(answer_json(found))
    else:
        _print_frame(found.rows, options.format)


def _members(options: argparse.Namespace) -> None:
    workspace = _workspace(options)
    chosen = _selection(options, workspace)
    reader = workspace.reader(options.version)
    listed = members(reader, options.metric, chosen, _pairs(options.param), _pairs(options.cell))
    shown = listed if options.unmasked else masked(listed)
    if options.format == "json":
        _print_json({"metric": options.metric, "version": reader.version, "n": len(shown), "rows": records(shown)})
    else:
        _print_frame(shown, options.format)


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, default=plain))


def _print_frame(frame: pd.DataFrame, how: str) -> None:
    if how == "csv":
        frame.to_csv(sys.stdout, index=False)
    else:
        print(frame.to_string(index=False))

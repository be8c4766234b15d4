"""The command line: import, ask, undo. A contract that scripts rely on; see docs/command-line.md.

Exit 0 when done, 2 when refused; a refusal is one sentence on standard error and changes nothing.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from crm_core import ingest
from crm_core.export import FORMATS
from crm_core.lake import HOWS, NotInStore
from crm_core.refusal import Refused
from crm_core.rise import RISES
from crm_core.schema import tables
from crm_core.selection import COMPARES, RULES
from crm_core.text import LANGS, t

# What a page asks, the command line takes from its --map file or an option.
_ASKED = (
    "ask_table", "lines_alone", "ask_unread", "order_sum", "order_numbers", "order_numbers_stand", "ask_date_order",
    "ask_scale", "ask_decimals",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        # A command's module is loaded when it is asked for: an import need not wait for pandas.
        module, _, command = options.run.partition(".")
        return int(getattr(import_module(f"crm_core.cli.{module}"), command)(options) or 0)
    except Refused as refused:
        print(refused.sentence(options.lang), file=sys.stderr)
    except ingest.ImportRefused as refused:
        for file, issue in refused.refusals:
            hint = t(f"ingest.by_hand.{issue.code}", options.lang) if issue.code in _ASKED else ""
            print(f"{file}: {ingest.sentence(issue, options.lang)} {hint}".rstrip(), file=sys.stderr)
    except (NotInStore, ValueError, OSError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crm_core", description="Zhike on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: str, text: str, workspace: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        added.add_argument("--lang", choices=LANGS, default="en", help="language of sentences")
        if workspace:
            added.add_argument("--workspace", required=True, type=Path, help="folder of the data")
        return added

    importing = command("import", "storing.import_files", "Load files as one new version, all of them or none.")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
    importing.add_argument("--table", choices=tables(), help="what the files are, where their headers do not say")
    importing.add_argument("--map", type=Path, help="TOML: table, date_order, [columns], [scales], [decimals]")
    importing.add_argument("--sheet", action="append", default=[], metavar="NAME", help="only this part; repeatable")
    importing.add_argument("--encoding", choices=ingest.ENCODINGS, help="of text files, where it is not recognised")
    _format(importing, ("text", "json"))
    importing.add_argument("--json", action="store_const", const="json", dest="format")

    importing.add_argument("--how", choices=HOWS, default=HOWS[0], help="what becomes of rows that are there already")

    versions = command("versions", "asking.list_versions", "List the versions that are kept, oldest first.")
    versions.add_argument("--json", action="store_true")
    verifying = command(
        "verify", "storing.verify", "Count a version again: files, rows per batch, what the pages read."
    )
    verifying.add_argument("version", type=int, metavar="VERSION")
    verifying.add_argument("--json", action="store_true")
    undoing = command("undo", "storing.undo", "Take a batch out again, as a new version.")
    undoing.add_argument("batch", type=int, metavar="BATCH")

    listing = command("metrics", "asking.list_metrics", "List every metric.", workspace=False)
    listing.add_argument("--json", action="store_true")
    asking = command("metric", "asking.ask_metric", "Answer a metric.")
    naming = command("members", "asking.list_members", "List the customers behind a cell of a metric.")
    naming.add_argument("--cell", nargs="+", action="extend", default=[], metavar="COLUMN=VALUE")
    naming.add_argument("--unmasked", action="store_true", help="names in clear")
    for asked in (asking, naming):
        asked.add_argument("metric", metavar="ID")
        _question(asked)
        _format(asked, ("table", "csv", "json"))
    reporting = command("report", "reporting.write_report", "Write a page as a file: PDF, XLSX, HTML or PPTX.")
    _report(reporting)

    demo = command("demo", "storing.fill_with_demo", "Fill an empty workspace with a sample company of any size.")
    demo.add_argument("--customers", type=int)
    demo.add_argument("--lines", type=int)
    demo.add_argument("--seed", type=int)
    return parser


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "page", metavar="PAGE", help="a page of the navigation, by its address: overview, value, retention …"
    )
    _question(parser)
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--rise", choices=RISES, default=RISES[0], help="the colour that says up")
    parser.add_argument("--company", default="", metavar="NAME", help="the name at the head of the file")


def _format(parser: argparse.ArgumentParser, choices: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=choices, default=choices[0])


def _question(parser: argparse.ArgumentParser) -> None:
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

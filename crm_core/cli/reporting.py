"""The command that writes a page as a file, for schedules."""

import argparse
import os
from datetime import UTC, datetime

from crm_core.cli.asking import chosen_selection, pairs
from crm_core.cli.terminal import opened
from crm_core.export.formats import written
from crm_core.export.report import report_of
from crm_core.figures.theme import theme_of
from crm_core.notebook import Notebook
from crm_core.notebook.notes import marks


def write_report(options: argparse.Namespace) -> None:
    """Write the report of a page to a file: all of it, or none."""
    workspace = opened(options)
    chosen = chosen_selection(options, workspace)
    report = report_of(
        workspace.reader(options.version),
        options.page,
        chosen,
        pairs(options.param),
        options.lang,
        datetime.now(UTC),
        company=options.company,
        theme=theme_of("light", options.rise),
        notes=marks(Notebook(workspace.folder)),
    )
    made = written(report, options.format)
    # A program that watches the folder must never meet half a file.
    aside = options.out.with_name(f".{options.out.name}.{os.getpid()}")
    try:
        aside.write_bytes(made)
        os.replace(aside, options.out)
    finally:
        aside.unlink(missing_ok=True)
    print(f"{options.out}: {len(report.sections)} sections, version {report.version}, as of {report.as_of}")

"""A report as a file of any kind."""

from importlib import import_module

from crm_core.export import Format
from crm_core.export.report import Report

# Loaded when asked for: a page that is only looked at need not wait for a writer of slides.
_WRITERS = {
    "pdf": ("printed", "pdf_bytes"),
    "xlsx": ("sheets", "workbook_bytes"),
    "html": ("web", "html_bytes"),
    "pptx": ("slides", "deck_bytes"),
}


def written(report: Report, kind: Format) -> bytes:
    """The report as a file. Errors: Refused where a PDF needs a browser that the server does not have."""
    module, function = _WRITERS[kind]
    made: bytes = getattr(import_module(f"crm_core.export.{module}"), function)(report)
    return made

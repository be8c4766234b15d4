"""XLSX: what the report says on the first sheet, then one sheet per table. Numbers are numbers, text is never run."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from crm_core.export.csv import neutral
from crm_core.export.plaintext import clean
from crm_core.export.report import Cell, Report, ReportColumn, Rows
from crm_core.figures.marks import room_for
from crm_core.figures.theme import PALETTES
from crm_core.text import t
from crm_core.text.numbers import currency_sign

# Text stays text: no formula, no link, no guess at a number.
INERT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = "Microsoft YaHei"
_MOST_CHARACTERS = 32_000  # of a cell; Excel holds 32,767
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NARROWEST, _WIDEST = 72, 420  # pixels
_FORMATS = {"count": "#,##0", "share": "0.0%", "days": "#,##0.0", "score": "0", "number": "#,##0.00"}
_MONEY = "#,##0.00"
_DATES = {"month": "yyyy-mm"}


def workbook_bytes(report: Report) -> bytes:
    """The report as an XLSX file.

    Shape: first sheet: band, then every section's sentence and definition. Then one sheet per table with its header
    in the first row, and one for the comparison where there is one.
    Units: money in the data's currency, shares 0..1 shown in %, days as dates.
    Nulls: blank cells; the first sheet says what blank means.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, INERT)
    book.set_properties({"title": clean(report.title), "comments": clean(" · ".join(map(": ".join, report.band)))})
    writer = _Writer(book)
    names = _Names()
    writer.about(book.add_worksheet(names.free(t("export.sheet.about", report.lang))), report)
    for section in report.sections:
        if not section.columns:
            continue
        writer.table(book.add_worksheet(names.free(section.title)), section.columns, section.rows)
        if section.compared:
            by_days = section.answer is None or section.answer.compare_group is None
            suffix = f" {t('export.sheet.compared' if by_days else 'export.sheet.group', report.lang)}"
            writer.table(book.add_worksheet(names.free(section.title, suffix)), section.columns, section.compared)
    book.close()
    return out.getvalue()


class _Names:
    """Names of sheets: allowed characters, at most 31 of them, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str, suffix: str = "") -> str:
        base = _NOT_IN_NAMES.sub(" ", clean(wanted)).strip() or "-"
        for number in range(1, 1000):
            end = suffix + (f" {number}" if number > 1 else "")
            name = base[: _NAME_LENGTH - len(end)] + end
            if name.lower() not in self._taken:
                self._taken.add(name.lower())
                return name
        raise ValueError("more than 999 sheets of one name")


class _Writer:
    """Writes sheets of one workbook; each cell format is made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any) -> None:
        """A text cell; what a spreadsheet would run is marked as text for good, also when it is edited."""
        cleaned = clean(text)[:_MOST_CHARACTERS]
        if neutral(cleaned) != cleaned:
            properties["quote_prefix"] = True
        sheet.write_string(row, column, cleaned, self._format(**properties))

    def about(self, sheet: Worksheet, report: Report) -> None:
        """The first sheet: whose data, what was chosen, what each table means and leaves out."""
        sheet.hide_gridlines(2)
        sheet.set_column_pixels(0, 0, 150)
        sheet.set_column_pixels(1, 1, 760)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        accent = PALETTES["light"].accent
        self._text(sheet, 0, 0, report.title, bold=True, font_size=16)
        self._text(sheet, 1, 0, report.question, font_color=PALETTES["light"].muted)
        row = 3
        for name, text in (*report.band, ("", t("export.blank_is_unknown", report.lang))):
            row = self._pair(sheet, row, name, text)
        for section in report.sections:
            row += 1
            self._text(sheet, row, 0, section.title, bold=True, font_size=12, font_color=accent)
            row += 1
            for name, text in ((t("export.fact.says", report.lang), section.says), *section.facts):
                row = self._pair(sheet, row, name, text) if text else row

    def _pair(self, sheet: Worksheet, row: int, name: str, text: str) -> int:
        self._text(sheet, row, 0, name, font_color=PALETTES["light"].muted)
        self._text(sheet, row, 1, text, text_wrap=True)
        return row + 1

    def table(self, sheet: Worksheet, columns: Sequence[ReportColumn], rows: Rows) -> None:
        """A table from the first cell on: header frozen, filters on, columns as wide as what stands in them."""
        palette = PALETTES["light"]
        for place, column in enumerate(columns):
            is_text = column.kind in ("code", "text", "name", "boolean", "date")
            self._text(
                sheet, 0, place, column.title, bold=True, bg_color=palette.sequence[0], bottom=1,
                bottom_color=palette.line, align="left" if is_text else "right",
            )  # fmt: skip
            for number, cells in enumerate(rows, start=1):
                self._cell(sheet, number, place, column, cells[place])
            sheet.set_column_pixels(place, place, _width(column, (cells[place] for cells in rows)))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _cell(self, sheet: Worksheet, row: int, place: int, column: ReportColumn, value: Cell) -> None:
        if value is None:
            sheet.write_blank(row, place, None, self._format())
        elif isinstance(value, str):
            self._text(sheet, row, place, value)
        elif isinstance(value, date):
            shown = _DATES.get(column.grain, "yyyy-mm-dd")
            sheet.write_datetime(row, place, value, self._format(num_format=shown, align="left"))
        else:
            sheet.write_number(row, place, value, self._format(num_format=number_format(column)))


def number_format(column: ReportColumn) -> str:
    """The spreadsheet's format of a column of numbers; money carries the sign of its currency."""
    if column.kind != "money":
        return _FORMATS.get(column.kind, "General")
    sign = currency_sign(column.unit).replace('"', "")
    return f'"{sign}"{_MONEY};-"{sign}"{_MONEY}' if sign else _MONEY


def _width(column: ReportColumn, cells: Iterable[Cell]) -> int:
    """Pixels for the widest text or number, header with its filter button included."""
    shown = [f"{cell:,.2f}¥" if isinstance(cell, float | int) else str(cell or "") for cell in cells]
    widest = max(room_for([column.title]) + 30, room_for(text.replace("<br>", "") for text in shown) + 16)
    return int(min(max(widest, _NARROWEST), _WIDEST))

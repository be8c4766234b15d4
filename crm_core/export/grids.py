"""Tables on slides whose cells have colours: two codes against each other, and cohorts by age.

A presentation program has no heat map of its own, so its native form here is a table to be edited.
"""

from datetime import date
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.figures.cohorts import shown_column
from crm_core.figures.theme import PALETTES, blend, ink_on
from crm_core.text import t
from crm_core.text.numbers import as_float

LEFT, WIDTH = Inches(0.6), Inches(12.13)
BODY_TOP, BODY_HEIGHT = Inches(1.85), Inches(4.75)
_PALETTE = PALETTES["light"]
_NAMES = Inches(1.5)  # the column of the cohorts' names
_EMPTY = "\N{NO-BREAK SPACE}"  # a cell without any letter is as high as the program's own letters
_Place = tuple[str, int]


def rgb(text: str) -> Any:
    """A colour as the library wants it."""
    return RGBColor.from_string(text.removeprefix("#"))


def write(
    frame: Any, text: str, size: float, ink: str, bold: bool = False, align: Any = PP_ALIGN.LEFT, gap: float = 0
) -> None:
    """Set a frame's text; a line break makes a paragraph."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = clean(text)
    for paragraph in frame.paragraphs:
        paragraph.alignment = align
        paragraph.space_after = Pt(gap)
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = rgb(ink)


def more_below(slide: Any, text: str) -> None:
    """Under a table: how much of it is shown."""
    box = slide.shapes.add_textbox(*map(Inches, (0.5, 6.45, 12.3, 0.35)))
    write(box.text_frame, text, 11, _PALETTE.muted)


def grid(slide: Any, rows: int, columns: int, height: int) -> Any:
    """An empty table over the body of a slide."""
    shape = slide.shapes.add_table(rows, columns, LEFT, BODY_TOP - Inches(0.15), WIDTH, height)
    return shape.table


def fill_cell(cell: Any, text: str, size: float, ink: str, fill: str, align: Any, bold: bool = False) -> None:
    """Write a cell of a table in its colours."""
    write(cell.text_frame, text, size, ink, bold, align)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)


_MATRIX_ROWS = 12  # more are written small, so that they stay on the slide


def matrix(slide: Any, section: Section) -> None:
    """Two codes against each other as a table: one colour scale, the value in each cell."""
    names = [column.name for column in section.columns]
    across, up, value = (names.index(name) for name in section.chart[1:4])
    xs = list(dict.fromkeys(row[across] for row in section.texts))
    ys = list(reversed(dict.fromkeys(row[up] for row in section.texts)))
    cells = {(row[across], row[up]): number for number, row in enumerate(section.texts)}
    values = [as_float(row[value]) if not isinstance(row[value], str | date) else None for row in section.rows]
    low, high = min([0.0, *(v for v in values if v is not None)]), max([0.0, *(v for v in values if v is not None)])
    table = grid(slide, len(ys) + 1, len(xs) + 1, BODY_HEIGHT)
    label, inner = (14, 16) if len(ys) <= _MATRIX_ROWS else (9, 9)
    corner = f"{section.columns[up].title} ↑　{section.columns[across].title} →"
    fill_cell(table.cell(0, 0), corner, 12, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER)
    for column, x in enumerate(xs, start=1):
        fill_cell(table.cell(0, column), x, label, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER, True)
    for row, y in enumerate(ys, start=1):
        fill_cell(table.cell(row, 0), y, label, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER, True)
        for column, x in enumerate(xs, start=1):
            number = cells.get((x, y))
            known = values[number] if number is not None else None
            share = 0.0 if known is None else (known - low) / ((high - low) or 1.0)
            fill = _PALETTE.card if known is None else blend(*_PALETTE.sequence, share)
            text = section.texts[number][value] if number is not None else ""
            fill_cell(table.cell(row, column), text, inner, ink_on(fill), fill, PP_ALIGN.CENTER)


_COHORTS, _AGES = 16, 18  # the newest cohorts and the first periods: as many as can be read on a slide


def cohort_table(slide: Any, section: Section, report: Report) -> None:
    """Cohorts down, periods since the first across, the means below; colours as on the page.

    The first period has none, since everybody bought in it, and neither has a cell that is not over.
    """
    across, own, values = _cohort_cells(section, report)
    cohorts, ages = list(dict.fromkeys(on for on, _ in own)), sorted({age for _, age in own})
    kept, seen = cohorts[-_COHORTS - 1 :], ages[: _AGES + 1]
    known = [value for value in values.values() if value is not None]
    low, high = min([0.0, *known]), max(known, default=0.0) or 1.0
    table = grid(slide, len(kept) + 1, len(seen) + 1, BODY_HEIGHT)
    fill_cell(table.cell(0, 0), f"{across} →", 8, _PALETTE.muted, _PALETTE.card, PP_ALIGN.LEFT)
    for column, age in enumerate(seen, start=1):
        fill_cell(table.cell(0, column), str(age), 9, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER, True)
    for row, on in enumerate(kept, start=1):
        fill_cell(table.cell(row, 0), on, 9, _PALETTE.muted, _PALETTE.card, PP_ALIGN.LEFT, True)
        for column, age in enumerate(seen, start=1):
            value = values.get((on, age))
            fill = _PALETTE.card if value is None else blend(*_PALETTE.sequence, (value - low) / ((high - low) or 1.0))
            spot = table.cell(row, column)
            fill_cell(spot, own.get((on, age), _EMPTY), 8, ink_on(fill), fill, PP_ALIGN.CENTER)
            spot.margin_left = spot.margin_right = 0
    table.columns[0].width = _NAMES
    for column in range(1, len(seen) + 1):
        table.columns[column].width = (WIDTH - _NAMES) // len(seen)
    if (kept, seen) != (cohorts, ages):
        more_below(slide, t("export.newest_cohorts", report.lang, cohorts=len(kept) - 1, periods=len(seen)))


def _cohort_cells(section: Section, report: Report) -> tuple[str, dict[_Place, str], dict[_Place, float | None]]:
    """The title of the age; per cohort and age the value as text, and as a number where it has a colour."""
    assert section.answer is not None
    across, down, unfinished = section.chart[1:4]
    names, rows = [column.name for column in section.columns], section.answer.rows
    on, at = names.index(down), names.index(shown_column(section.answer, section.chart))
    mean = t("figures.cohorts.mean", report.lang)
    ages, known = [int(age) for age in rows[across]], rows[down].notna()
    own = [(text[on] if is_one else mean, age) for text, is_one, age in zip(section.texts, known, ages, strict=True)]
    open_ = [bool(flag) or not age for flag, age in zip(rows[unfinished], ages, strict=True)]
    values = [None if is_open else as_float(v) for is_open, v in zip(open_, rows[names[at]], strict=True)]
    written = dict(zip(own, (text[at] for text in section.texts), strict=True))
    return section.columns[names.index(across)].title, written, dict(zip(own, values, strict=True))

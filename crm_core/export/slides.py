"""PPTX: a slide with the band, one with the headline numbers, then one per chart, native and to be edited."""

import io
import re
from datetime import date
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from crm_core.export.native import add_chart
from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.export.several import add_several, is_of_several
from crm_core.figures.theme import PALETTES, blend, ink_on
from crm_core.text import t
from crm_core.text.numbers import as_float

ROWS_SHOWN = 14  # of a table on a slide; the spreadsheet holds all
_FONT = b"Microsoft YaHei"
_LEFT, _WIDTH = Inches(0.6), Inches(12.13)
_BODY_TOP, _BODY_HEIGHT = Inches(1.85), Inches(4.75)
_NOTES, _LONGEST_NOTES = Inches(0.3), 160  # room for dated notes under a chart; all of them stand below the slide
_TITLE_ONLY = 5
_PALETTE = PALETTES["light"]
# Kinds whose many cells or lines a native chart of one series cannot hold.
_AS_TABLES = ("cohorts", "steps", "lines", "flow")
_AS_GRIDS = ("matrix", "moves", "heat")  # two codes against each other
_TEXT_KINDS = ("code", "text", "name", "boolean", "date")


def deck_bytes(report: Report) -> bytes:
    """The report as a PPTX file, 16:9.

    Shape: title slide; headline numbers; one slide per section with title, sentence, chart (or table), band at the foot
    and the definition in the notes. A section that cannot be answered is a slide that says why.
    Units: charts hold raw numbers, exactly those of the answer, shown in 万, 亿 or K, M by their number format.
    Nulls: a gap in a chart, n/a in a table.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _set_fonts(deck)
    deck.core_properties.title = clean(report.title)
    deck.core_properties.author = ""
    _title_slide(deck, report)
    for section in report.sections:
        _section_slide(deck, section, report)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _set_fonts(deck: Any) -> None:
    """One font for Latin and Chinese text, in the theme: charts and notes follow it."""
    for master in deck.slide_masters:
        theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        latin = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="' + _FONT + b'"', theme.blob)
        theme._blob = re.sub(rb'<a:ea typeface=""', b'<a:ea typeface="' + _FONT + b'"', latin)


def _colour(text: str) -> Any:
    return RGBColor.from_string(text.removeprefix("#"))


def _slide(deck: Any, title: str, report: Report, top: float = 0.4) -> Any:
    """A slide with its title in the outline, the sample mark, and the band at the foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(0.5), Inches(top), Inches(10.4), Inches(0.7)
    _write(shape.text_frame, title, 28, _PALETTE.ink, bold=True)
    if report.is_sample:
        mark = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(11.33), Inches(0.5), Inches(1.4), Inches(0.42))
        mark.shadow.inherit = False
        mark.fill.background()
        mark.line.color.rgb = _colour(_PALETTE.contrast)
        _write(mark.text_frame, t("codes.sample", report.lang), 12, _PALETTE.contrast, True, PP_ALIGN.CENTER)
    return slide


def _write(
    frame: Any, text: str, size: float, colour: str, bold: bool = False, align: Any = PP_ALIGN.LEFT, gap: float = 0
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
            run.font.color.rgb = _colour(colour)


def _box(slide: Any, place: tuple[float, float, float, float], text: str, size: float, colour: str, **how: Any) -> None:
    """A text box; place in inches: left, top, width, height."""
    box = slide.shapes.add_textbox(*map(Inches, place))
    _write(box.text_frame, text, size, colour, **how)
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP


def _foot(slide: Any, report: Report) -> None:
    band = " · ".join(f"{name} {text}" for name, text in report.band)
    size = 10 if len(band) < 300 else 8
    _box(slide, (0.5, 6.78, 12.3, 0.6), band, size, _PALETTE.muted)


def _title_slide(deck: Any, report: Report) -> None:
    slide = _slide(deck, report.title, report, top=1.3)
    _box(slide, (0.5, 1.95, 12, 0.5), report.question, 18, _PALETTE.muted)
    line = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, _LEFT, Inches(2.75), Inches(0.06), Inches(0.1 + 0.32 * len(report.band))
    )
    line.shadow.inherit = False
    line.fill.solid()
    line.fill.fore_color.rgb = _colour(_PALETTE.accent)
    line.line.fill.background()
    rows = [text for name, text in report.band]
    long = sum(map(len, rows)) > 400
    _box(slide, (0.8, 2.7, 2.2, 3.7), "\n".join(name for name, _ in report.band), 14, _PALETTE.muted, gap=6)
    shown = [clean(text) if len(text) <= 90 else clean(text)[:89] + "…" for text in rows]
    _box(slide, (2.9, 2.7, 9.9, 3.7), "\n".join(shown), 14, _PALETTE.ink, gap=6)
    if long:  # what was shortened stands whole in the notes
        _notes(slide, report.band)


def _notes(slide: Any, facts: tuple[tuple[str, str], ...]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(clean(f"{name}: {text}") for name, text in facts)


def _section_slide(deck: Any, section: Section, report: Report) -> None:
    slide = _slide(deck, section.title, report)
    if section.says:
        _box(slide, (0.5, 1.1, 12.3, 0.7), section.says, 16, _PALETTE.muted)
    if section.figures:
        _figures(slide, section)
    elif section.chart and section.chart[0] in _AS_GRIDS and section.rows:
        _matrix(slide, section)
    elif section.chart and section.rows and section.chart[0] not in _AS_TABLES:
        add = add_several if is_of_several(section.chart[0]) else add_chart
        add(slide, section, report, (_LEFT, _BODY_TOP, _WIDTH, _BODY_HEIGHT - (_NOTES if section.notes else 0)))
        for name, text in section.facts:
            if name == t("export.fact.notes", report.lang):
                _box(slide, (0.5, 6.3, 12.3, 0.4), f"▼ {name} {text}"[:_LONGEST_NOTES], 11, _PALETTE.contrast)
    elif section.columns:
        _table(slide, section, report)
    _foot(slide, report)
    _notes(slide, section.facts)


def _figures(slide: Any, section: Section) -> None:
    """Tiles, four in a row."""
    width, height, gap = 2.85, 1.9, 0.24
    for number, figure in enumerate(section.figures):
        row, column = divmod(number, 4)
        left, top = 0.6 + column * (width + gap), 1.6 + row * (height + gap)
        tile = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, (left, top, width, height)))
        tile.shadow.inherit = False
        tile.fill.solid()
        tile.fill.fore_color.rgb = _colour(_PALETTE.paper)
        tile.line.color.rgb = _colour(_PALETTE.line)
        frame = tile.text_frame
        _write(frame, "\n".join(filter(None, (figure.title, figure.value, figure.change))), 13, _PALETTE.muted)
        value = frame.paragraphs[1]
        for run in value.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(30), True, _colour(_PALETTE.ink)


def _grid(slide: Any, rows: int, columns: int, height: int) -> Any:
    shape = slide.shapes.add_table(rows, columns, _LEFT, _BODY_TOP - Inches(0.15), _WIDTH, height)
    return shape.table


def _cell(cell: Any, text: str, size: float, colour: str, fill: str, align: Any, bold: bool = False) -> None:
    _write(cell.text_frame, text, size, colour, bold, align)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(fill)


def _table(slide: Any, section: Section, report: Report) -> None:
    """The first rows of a table, and how many there are."""
    rows = section.texts[:ROWS_SHOWN]
    grid = _grid(slide, len(rows) + 1, len(section.columns), Inches(0.3) * (len(rows) + 1))
    for place, column in enumerate(section.columns):
        align = PP_ALIGN.LEFT if column.kind in _TEXT_KINDS else PP_ALIGN.RIGHT
        _cell(grid.cell(0, place), column.title, 12, _PALETTE.ink, _PALETTE.sequence[0], align, True)
        for number, row in enumerate(rows, start=1):
            _cell(grid.cell(number, place), row[place], 12, _PALETTE.ink, _PALETTE.card, align)
    if len(section.texts) > len(rows):
        more = t("export.and_more", report.lang, shown=len(rows), count=f"{len(section.texts):,}")
        _box(slide, (0.5, 6.45, 12.3, 0.35), more, 11, _PALETTE.muted)


_MATRIX_ROWS = 12  # more are written small, so that they stay on the slide


def _matrix(slide: Any, section: Section) -> None:
    """Two codes against each other as a table: one colour scale, the value in each cell."""
    names = [column.name for column in section.columns]
    across, up, value = (names.index(name) for name in section.chart[1:4])
    xs = list(dict.fromkeys(row[across] for row in section.texts))
    ys = list(reversed(dict.fromkeys(row[up] for row in section.texts)))
    cells = {(row[across], row[up]): number for number, row in enumerate(section.texts)}
    values = [as_float(row[value]) if not isinstance(row[value], str | date) else None for row in section.rows]
    low, high = min([0.0, *(v for v in values if v is not None)]), max([0.0, *(v for v in values if v is not None)])
    grid = _grid(slide, len(ys) + 1, len(xs) + 1, _BODY_HEIGHT)
    label, inner = (14, 16) if len(ys) <= _MATRIX_ROWS else (9, 9)
    corner = f"{section.columns[up].title} ↑　{section.columns[across].title} →"
    _cell(grid.cell(0, 0), corner, 12, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER)
    for column, x in enumerate(xs, start=1):
        _cell(grid.cell(0, column), x, label, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER, True)
    for row, y in enumerate(ys, start=1):
        _cell(grid.cell(row, 0), y, label, _PALETTE.muted, _PALETTE.card, PP_ALIGN.CENTER, True)
        for column, x in enumerate(xs, start=1):
            number = cells.get((x, y))
            known = values[number] if number is not None else None
            share = 0.0 if known is None else (known - low) / ((high - low) or 1.0)
            fill = _PALETTE.card if known is None else blend(*_PALETTE.sequence, share)
            text = section.texts[number][value] if number is not None else ""
            _cell(grid.cell(row, column), text, inner, ink_on(fill), fill, PP_ALIGN.CENTER)

"""PPTX: a slide with the band, one with the headline numbers, then one per chart, native and to be edited."""

import io
import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from crm_core.export.grids import (
    BODY_HEIGHT,
    BODY_TOP,
    LEFT,
    WIDTH,
    cohort_table,
    fill_cell,
    grid,
    matrix,
    more_below,
    rgb,
    write,
)
from crm_core.export.native import add_chart
from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.export.several import add_several, is_of_several
from crm_core.figures.theme import PALETTES
from crm_core.text import t

ROWS_SHOWN = 14  # of a table on a slide; the spreadsheet holds all
_FONT = b"Microsoft YaHei"
_NOTES, _LONGEST_NOTES = Inches(0.3), 160  # room for dated notes under a chart; all of them stand below the slide
_TITLE_ONLY = 5
_PALETTE = PALETTES["light"]
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


def _slide(deck: Any, title: str, report: Report, top: float = 0.4) -> Any:
    """A slide with its title in the outline, the sample mark, and the band at the foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(0.5), Inches(top), Inches(10.4), Inches(0.7)
    write(shape.text_frame, title, 28, _PALETTE.ink, bold=True)
    if report.is_sample:
        mark = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(11.33), Inches(0.5), Inches(1.4), Inches(0.42))
        mark.shadow.inherit = False
        mark.fill.background()
        mark.line.color.rgb = rgb(_PALETTE.contrast)
        write(mark.text_frame, t("codes.sample", report.lang), 12, _PALETTE.contrast, True, PP_ALIGN.CENTER)
    return slide


def _box(slide: Any, place: tuple[float, float, float, float], text: str, size: float, colour: str, **how: Any) -> None:
    """A text box; place in inches: left, top, width, height."""
    box = slide.shapes.add_textbox(*map(Inches, place))
    write(box.text_frame, text, size, colour, **how)
    box.text_frame.vertical_anchor = MSO_ANCHOR.TOP


def _foot(slide: Any, report: Report) -> None:
    band = " · ".join(f"{name} {text}" for name, text in report.band)
    size = 10 if len(band) < 300 else 8
    _box(slide, (0.5, 6.78, 12.3, 0.6), band, size, _PALETTE.muted)


def _title_slide(deck: Any, report: Report) -> None:
    slide = _slide(deck, report.title, report, top=1.3)
    _box(slide, (0.5, 1.95, 12, 0.5), report.question, 18, _PALETTE.muted)
    line = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, LEFT, Inches(2.75), Inches(0.06), Inches(0.1 + 0.32 * len(report.band))
    )
    line.shadow.inherit = False
    line.fill.solid()
    line.fill.fore_color.rgb = rgb(_PALETTE.accent)
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
        matrix(slide, section)
    elif section.chart and section.chart[0] == "cohorts" and section.answer is not None and section.rows:
        cohort_table(slide, section, report)
    elif section.chart and section.rows:
        add = add_several if is_of_several(section.chart[0]) else add_chart
        add(slide, section, report, (LEFT, BODY_TOP, WIDTH, BODY_HEIGHT - (_NOTES if section.notes else 0)))
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
        tile.fill.fore_color.rgb = rgb(_PALETTE.paper)
        tile.line.color.rgb = rgb(_PALETTE.line)
        frame = tile.text_frame
        write(frame, "\n".join(filter(None, (figure.title, figure.value, figure.change))), 13, _PALETTE.muted)
        value = frame.paragraphs[1]
        for run in value.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(30), True, rgb(_PALETTE.ink)


def _table(slide: Any, section: Section, report: Report) -> None:
    """The first rows of a table, and how many there are."""
    rows = section.texts[:ROWS_SHOWN]
    table = grid(slide, len(rows) + 1, len(section.columns), Inches(0.3) * (len(rows) + 1))
    for place, column in enumerate(section.columns):
        align = PP_ALIGN.LEFT if column.kind in _TEXT_KINDS else PP_ALIGN.RIGHT
        fill_cell(table.cell(0, place), column.title, 12, _PALETTE.ink, _PALETTE.sequence[0], align, True)
        for number, row in enumerate(rows, start=1):
            fill_cell(table.cell(number, place), row[place], 12, _PALETTE.ink, _PALETTE.card, align)
    if len(section.texts) > len(rows):
        more_below(slide, t("export.and_more", report.lang, shown=len(rows), count=f"{len(section.texts):,}"))

"""HTML: one file with everything in it. It opens without a network and prints on A4; the PDF is this file, printed."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from plotly.offline import get_plotlyjs

from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.figures import PALETTES, figure
from crm_core.figures.theme import FONTS
from crm_core.metrics.registry import metric_of
from crm_core.text import t

# A table of at most this many rows is printed whole; of a longer one some rows, and how many there are.
WHOLE_ROWS, SOME_ROWS = 31, 11
_FEW_ROWS, _SENTENCE = 12, 24
_LEFT = ("code", "text", "name", "boolean", "date")
# Nothing is loaded and nothing can be sent: neither by the chart library nor by a value of a file.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "form-action 'none'; base-uri 'none'"
)
_CHART_WIDTH = 680


def html_bytes(report: Report) -> bytes:
    """The report as one HTML file, in the light colours of paper.

    Nulls: n/a, as on the page. Long tables are whole on the screen; on paper their first rows, and how many there are.
    """
    sections = list(report.sections)
    parts = [_section(section, report) for section in sections]
    parts.insert(1 if sections and sections[0].figures else 0, _summary(report))
    charts = any(section.chart for section in sections)
    script = f"<script>{get_plotlyjs()}</script>" if charts else ""
    text = (
        f'<!DOCTYPE html><html lang="{"zh-CN" if report.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_safe(report.title)} · {report.as_of.isoformat()}</title>"
        f"<style>{_style()}{_running(report)}</style>{script}</head><body><main>{_head(report)}{''.join(parts)}"
        f"</main></body></html>"
    )
    return text.encode("utf-8", "replace")


def _safe(text: str) -> str:
    return escape(clean(text))


@cache
def _style() -> str:
    """The style sheet with the colours of the light theme."""
    palette = PALETTES["light"]
    css = Path(__file__).with_name("report.css").read_text("utf-8")
    return re.sub(r"/\*(\w+)\*/", lambda found: FONTS if found[1] == "fonts" else getattr(palette, found[1]), css)


def _running(report: Report) -> str:
    """What stands at the top and foot of every printed page."""
    band = [f"{name} {text}" for name, text in report.band]
    whose = band[0] if report.band[0][0] == t("export.band.company", report.lang) else ""
    left, right = " · ".join(filter(None, (report.title, whose))), " · ".join(band[-3:])
    small = f"font: 9px {FONTS}; color: {PALETTES['light'].muted}"
    pages = t("export.page_of", report.lang, page="\0").split("\0")
    number = f'"{_in_css(pages[0])}" counter(page) "{_in_css(pages[1])} / " counter(pages)'
    return (
        f'@page {{ @top-left {{ content: "{_in_css(left)}"; {small}; white-space: nowrap }}'
        f'@bottom-left {{ content: "{_in_css(right)}"; {small}; white-space: nowrap }}'
        f"@bottom-right {{ content: {number}; {small} }} }}"
    )


def _in_css(text: str) -> str:
    """Text inside a CSS string: everything but letters, digits and blanks by its number."""
    return "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06x}" for char in clean(text))


def _head(report: Report) -> str:
    pairs = "".join(f"<div><dt>{_safe(name)}</dt><dd>{_safe(text)}</dd></div>" for name, text in report.band)
    mark = f'<div class="sample">{_safe(t("codes.sample", report.lang))}</div>' if report.is_sample else ""
    return (
        f"<header>{mark}<h1>{_safe(report.title)}<small>{_safe(report.question)}</small></h1>"
        f'<dl class="band">{pairs}</dl></header>'
    )


def _summary(report: Report) -> str:
    """What the charts say, on one page: what is read first in a meeting."""
    said = "".join(
        f'<li><a href="#{_anchor(section)}"><b>{_safe(section.title)}</b>{_safe(section.says)}</a></li>'
        for section in report.sections
        if section.says
    )
    if not said:
        return ""
    title = _safe(t("export.summary", report.lang))
    return f'<section class="first"><h2>{title}</h2><ul class="summary">{said}</ul></section>'


def _anchor(section: Section) -> str:
    return "section-" + section.metric_id.replace(".", "-")


def _section(section: Section, report: Report) -> str:
    mark = ' class="first"' if section.figures and section is report.sections[0] else ""
    says = f'<p class="says">{_safe(section.says)}</p>' if section.says else ""
    figures = "".join(
        f'<div class="figure"><span>{_safe(f.title)}</span><b>{_safe(f.value)}</b><span>{_safe(f.change)}</span></div>'
        for f in section.figures
    )
    body = f'<div class="figures">{figures}</div>' if figures else _chart(section, report) + _table(section, report)
    head = f"<section{mark} id={_anchor(section)}><h2>{_safe(section.title)}</h2>{says}"
    return f"{head}{body}{_facts(section, report)}</section>"


def chart_json(section: Section, report: Report) -> str:
    """A section's figure for a script: nothing in it can end the script."""
    if section.answer is None:
        raise ValueError(f"{section.metric_id} has no answer to draw")
    drawn = figure(
        section.answer, section.chart, report.lang, report.theme, lambda *code: clean(section.words(*code)),
        notes=[(on, clean(text)) for on, text in section.notes],
    )  # fmt: skip
    return str(drawn.to_json()).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _chart(section: Section, report: Report) -> str:
    if not section.chart or section.answer is None or not section.rows:
        return ""
    name = "chart-" + section.metric_id.replace(".", "-")
    draw = (
        f"(()=>{{const e=document.getElementById('{name}'),f={chart_json(section, report)};"
        f"f.layout.width=Math.min({_CHART_WIDTH},e.clientWidth);"
        "Plotly.newPlot(e,f.data,f.layout,{displayModeBar:false,displaylogo:false});})()"
    )
    return f'<div class="chart" id="{name}" role="img" aria-label="{_safe(section.says)}"></div><script>{draw}</script>'


def _table(section: Section, report: Report) -> str:
    if not section.columns:
        return ""
    same = _same_on_every_row(section)
    told = _told_below(section, same)
    shown = [place for place in range(len(section.columns)) if place not in same and place not in told]
    classes = [' class="t"' if section.columns[place].kind in _LEFT else "" for place in shown]
    heads = "".join(f"<th{c}>{_safe(section.columns[p].title)}</th>" for c, p in zip(classes, shown, strict=True))
    printed = _printed_rows(section)
    rows = "".join(
        f"<tr{'' if number in printed else ' class=rest'}>"
        + "".join(f"<td{c}>{_safe(row[p])}</td>" for c, p in zip(classes, shown, strict=True))
        + "</tr>"
        for number, row in enumerate(section.texts)
    )
    more = ""
    if len(section.texts) > len(printed):
        said = t("export.and_more", report.lang, shown=len(printed), count=f"{len(section.texts):,}")
        more = f'<p class="more">{_safe(said)}</p>'
    figures = "".join(_fact(section.columns[place].title, section.texts[0][place]) for place in same)
    whole = f'<dl class="band">{figures}</dl>' if figures else ""
    caption, long = _safe(section.title), " long" if len(printed) > 20 else ""
    return (
        f'{whole}<div class="table{long}" tabindex="0"><table aria-label="{caption}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
        + "".join(
            f"<h3>{_safe(section.columns[place].title)}</h3>"
            f'<dl class="band">{"".join(_fact(row[0], row[place]) for row in section.texts)}</dl>'
            for place in told
        )
    )


def _told_below(section: Section, same: Sequence[int]) -> list[int]:
    """Columns of sentences about few rows: beside numbers they would stand as towers of single words."""
    if len(section.texts) > _FEW_ROWS:
        return []
    return [
        place
        for place in range(1, len(section.columns))
        if place not in same and any(len(row[place]) > _SENTENCE for row in section.texts)
    ]


def _printed_rows(section: Section) -> set[int]:
    """Which rows stand on paper: all of a short table, the first of a long one, of a curve some along all of it."""
    count = len(section.texts)
    if count <= WHOLE_ROWS:
        return set(range(count))
    if section.chart[:1] == ("pareto",):
        return {round(step * (count - 1) / (SOME_ROWS - 1)) for step in range(SOME_ROWS)}
    return set(range(SOME_ROWS))


def _same_on_every_row(section: Section) -> Sequence[int]:
    """Columns that say one thing about the whole answer: they are told once, above the table."""
    if not metric_of(section.metric_id).n.startswith("first") or len(section.rows) < 2:
        return ()
    return [
        place
        for place, column in enumerate(section.columns)
        if column.name not in section.chart and len({row[place] for row in section.rows}) == 1
    ]


def _facts(section: Section, report: Report) -> str:
    if not section.facts:
        return ""
    facts = "".join(_fact(name, text) for name, text in section.facts)
    return f'<div class="facts"><h3>{_safe(t("export.definition", report.lang))}</h3><dl>{facts}</dl></div>'


def _fact(name: str, text: str) -> str:
    return f"<div><dt>{_safe(name)}</dt><dd>{_safe(text)}</dd></div>"

"""PDF of a report, and PNG or SVG of one chart: drawn by the server's Chromium."""

import base64
import html
import json
import re
from typing import Any, Literal
from urllib.parse import unquote

from plotly.offline import get_plotlyjs

from crm_core.export import browser
from crm_core.export.plaintext import clean
from crm_core.export.report import Report, Section
from crm_core.export.web import chart_json, html_bytes
from crm_core.figures.marks import room_for, safe
from crm_core.figures.theme import PALETTES
from crm_core.refusal import Refused
from crm_core.text import t

Picture = Literal["png", "svg"]
_WIDTH = 960
_TOP, _FOOT = 92, 66  # room for title and sentence, and for the band
_AXIS_TYPE = 12  # the size of type that room_for measures


def pdf_bytes(report: Report) -> bytes:
    """The report as PDF: A4, one section per page, page numbers.

    Errors: Refused needs_chromium where the server has none, chromium_failed when it does not finish.
    """
    return browser.printed(html_bytes(report))


def picture_bytes(report: Report, metric_id: str, kind: Picture) -> bytes:
    """The chart of one metric with its title, its sentence and the band, 960 wide; a PNG has twice the pixels.

    Errors: Refused as for pdf_bytes; unknown_metric; no_chart for a metric that has nothing to draw.
    """
    section = report.section(metric_id)
    if not section.chart or not section.rows:
        raise Refused("no_chart", title=section.title)
    drawing = json.dumps(_framed(section, report)).replace("<", "\\u003c")
    size = f"{{format:'{kind}',scale:{2 if kind == 'png' else 1}}}"
    page = (
        f'<!DOCTYPE html><meta charset="utf-8"><script>{get_plotlyjs()}</script>'
        f'<div id="chart"></div><pre id="picture"></pre><script>const f={drawing};'
        "Plotly.newPlot('chart',f.data,f.layout,{displayModeBar:false,staticPlot:true})"
        f".then(e=>Plotly.toImage(e,{size}))"
        ".then(u=>{document.getElementById('picture').textContent=u})</script>"
    )
    found = re.search(r'<pre id="picture">data:image/[^,<]*,([^<]+)</pre>', browser.document(page.encode("utf-8")))
    if found is None:
        raise Refused("chromium_failed", seconds=browser.TIMEOUT_S)
    data = html.unescape(found[1])
    return base64.b64decode(data) if kind == "png" else clean(unquote(data)).encode("utf-8")


def _framed(section: Section, report: Report) -> dict[str, Any]:
    """The figure with what it needs to stand alone: white ground, title, sentence, and the band at the foot."""
    drawn: dict[str, Any] = json.loads(chart_json(section, report))
    layout, palette = drawn["layout"], PALETTES["light"]
    margin, height = layout["margin"], layout["height"] + _TOP + _FOOT
    layout |= {
        "width": _WIDTH,
        "height": height,
        "paper_bgcolor": palette.card,
        "margin": margin | {"t": margin["t"] + _TOP, "b": margin["b"] + _FOOT},
    }
    mark = f" · {t('codes.sample', report.lang)}" if report.is_sample else ""
    noted = [fact for fact in section.facts if fact[0] == t("export.fact.notes", report.lang)]
    band = t("ui.bar.join", report.lang).join(f"{name} {text}" for name, text in (*noted, *report.band))
    layout["annotations"] = [
        *layout.get("annotations", []),
        _note(f"<b>{safe(clean(section.title + mark))}</b>", (0, 1), margin["t"] + _TOP - 12, 20, palette.ink),
        _note(_wrapped(section.says, 13, 2), (0, 1), margin["t"] + _TOP - 44, 13, palette.muted),
        _note(_wrapped(band, 11, 4), (0, 0), -margin["b"] - 6, 11, palette.muted),
    ]
    return drawn


def _wrapped(text: str, size: int, most: int) -> str:
    """Text in at most so many lines over the picture's width, broken after a blank or a sign where there is one."""
    lines, line = [], ""
    for word in re.findall(r"[^\s；;、，]{1,40}[\s；;、，]?|[\s；;、，]", clean(text)):
        if line and room_for([line + word]) * size / _AXIS_TYPE > _WIDTH - 130:
            lines.append(line)
            line = ""
        line += word
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return "<br>".join(map(safe, lines))


def _note(text: str, at: tuple[int, int], shift: float, size: int, colour: str) -> dict[str, Any]:
    return {
        "text": text, "x": at[0], "y": at[1], "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top",
        "yshift": shift, "showarrow": False, "align": "left", "font": {"size": size, "color": colour},
    }  # fmt: skip

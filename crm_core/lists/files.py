"""The lists as files: a workbook, and sheets to print, one list per customer."""

from datetime import date
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from crm_core.export import browser
from crm_core.export.plaintext import clean
from crm_core.export.report import Report, ReportColumn, Section
from crm_core.export.sheets import workbook_bytes
from crm_core.figures.marks import plain
from crm_core.figures.theme import FONTS, PALETTES
from crm_core.lists import Lists
from crm_core.text import Lang, t
from crm_core.text.numbers import number
from crm_core.text.words import word

# On a sheet stands what the customer may see: the supplier's part and the keys are ours.
_PRINTED = ("product", "usual_quantity", "usual_price", "deal_price", "discount")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def workbook(lists: Lists, report: Report) -> bytes:
    """One sheet with an item per row behind what the report of the page says of itself."""
    lang = report.lang
    columns = tuple(ReportColumn(c.name, word("column", c.name, lang), c.kind, c.unit) for c in lists.columns)
    names = [column.name for column in lists.columns]
    rows = tuple(tuple(_cell(value) for value in row) for row in lists.rows[names].itertuples(index=False, name=None))
    about = report.section("next.list_kpis")
    section = Section(
        "next.list_kpis", t("lists.sheet", lang), about.says, columns=columns, rows=rows, facts=about.facts
    )
    made = Report(
        report.page, lists.title(lang), report.question, report.band, (section,), lang, report.is_sample,
        report.version, report.as_of,
    )  # fmt: skip
    return workbook_bytes(made)


def _cell(value: Any) -> Any:
    found = plain(value)
    return date.fromisoformat(found) if isinstance(value, date) and found is not None else found


def sheets(lists: Lists, lang: Lang, is_sample: bool) -> bytes:
    """The lists as one HTML file that prints on A4, no list broken over two pages.

    Nulls: a price that is not known is left blank.
    """
    mark = f'<p class="sample">{escape(t("codes.sample", lang))}</p>' if is_sample else ""
    owned = groupby(lists.rows.to_dict("records"), key=lambda row: row["customer_key"])
    parts = "".join(_one(list(items), lists, lang, mark) for _, items in owned)
    text = (
        f'<!DOCTYPE html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(lists.title(lang))}</title><style>{_style()}</style></head><body>{parts}</body></html>"
    )
    return text.encode("utf-8", "replace")


def pdf(lists: Lists, lang: Lang, is_sample: bool) -> bytes:
    """The printed sheets. Errors: Refused needs_chromium, chromium_failed."""
    return browser.printed(sheets(lists, lang, is_sample))


@cache
def _style() -> str:
    palette = PALETTES["light"]
    css = Path(__file__).with_name("sheets.css").read_text("utf-8")
    for name in ("ink", "muted", "line", "contrast"):
        css = css.replace(f"/*{name}*/", getattr(palette, name))
    return css.replace("/*fonts*/", FONTS)


def _one(items: list[dict[str, Any]], lists: Lists, lang: Lang, mark: str) -> str:
    """One customer's list: who, until when, what and at which price; a box to tick at each item."""
    columns = [c for c in lists.columns if c.name in _PRINTED and any(plain(i[c.name]) is not None for i in items)]
    heads = "".join(f"<th>{escape(word('column', c.name, lang))}</th>" for c in columns)
    rows = "".join(
        "<tr><td><i></i></td>"
        + "".join(f"<td>{_text(c.kind, item[c.name], lang, c.unit)}</td>" for c in columns)
        + "</tr>"
        for item in items
    )
    first = items[0]
    name, number_ = (_text("text", first[key], lang, None) for key in ("customer_name", "customer_id"))
    until = t("lists.validity", lang, start=plain(first["from_on"]), end=plain(first["to_on"]))
    return (
        f"<section>{mark}<h1>{name or number_}</h1><p>{number_} · {escape(until)}</p>"
        f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _text(kind: str, value: Any, lang: Lang, currency: str | None) -> str:
    found = plain(value)
    if found is None:
        return ""
    return escape(clean(str(found) if kind == "text" else number(found, kind, lang, currency=currency)))

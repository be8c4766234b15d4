"""Whether 1.234 has decimals or is a thousand and more: the column tells, the file's other numbers, or the reader."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import NUMBER_KINDS, Cells, source, statement
from crm_core.ingest.contract import DecimalMark, FilePlan, Mapping, Refused
from crm_core.ingest.guess import Rows
from crm_core.schema import tables

_WHOLE = ("integer", "seconds")
_MARKED = re.compile(r"\d[.,．，]\d")
# Clear by themselves, whatever the column and the language: most files need not be asked further.
_CLEAR_POINT = re.compile(
    r"(?:.*[^\d.,])?(?:(?:\d+|\d{1,3}(?:,\d{3})+)\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d{3})(?:[^\d.,].*)?"
)
_CLEAR_COMMA = re.compile(
    r"(?:.*[^\d.,])?(?:(?:\d+|\d{1,3}(?:\.\d{3})+),(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d{3})(?:[^\d.,].*)?"
)


@dataclass(frozen=True)
class Forms:
    """How many cells of a column are clear by themselves, and how many have three digits behind one mark."""

    point: int = 0
    comma: int = 0
    dots: int = 0
    commas: int = 0
    example: str = ""

    @property
    def mark(self) -> DecimalMark | None:
        """What the clear cells tell; None where there are none, or they contradict each other."""
        return _told(bool(self.point), bool(self.comma))


def _told(point: bool, comma: bool) -> DecimalMark | None:
    if point == comma:
        return None
    return "point" if point else "comma"


def number_forms(con: Connection, files: str, places: list[int]) -> dict[int, Forms]:
    """How the numbers of columns are written over all their values, by place in the header; files as source() says."""
    if not places:
        return {}
    listed = ", ".join(f"{{'place': {at}, 'cell': c{at}}}" for at in places)
    rows = con.execute(statement("number_forms", cells=listed, source=files)).fetchall()
    return dict.fromkeys(places, Forms()) | {at: Forms(*found) for at, *found in rows}


def _is_settled(cells: Cells, places: list[int], rows: Rows) -> bool:
    """Whether the first rows show decimals behind points and none behind commas."""
    texts = [row[at] for row in rows for at in places if at < len(row)]
    return any(map(_CLEAR_POINT.fullmatch, texts)) and not any(map(_CLEAR_COMMA.fullmatch, texts))


def _places(cells: Cells, rows: Rows) -> list[int]:
    """Columns of numbers; whole ones only where they show a mark: another cell of theirs would not be read silently."""

    def is_marked(at: int) -> bool:
        return any(_MARKED.search(row[at]) for row in rows if at < len(row))

    kinds = {at: column.kind for at, column in cells.typed.items() if column.kind in NUMBER_KINDS}
    return [at for at, kind in kinds.items() if kind not in _WHOLE or is_marked(at)]


def with_decimals(
    con: Connection, plan: FilePlan, cells: Cells, rows: Rows, said: AnyMapping[str, DecimalMark]
) -> FilePlan:
    """The plan with the decimal mark of each column that is not plain by itself.

    The column's own values go first, then what the reader said, then the file's other numbers, then what was
    remembered. Scores are held by their scale, and a workbook knows its numbers.
    Errors: Refused("ask_decimals") where nothing decides.
    """
    if plan.mapping is None:
        return plan
    places = _places(cells, rows)
    if not places or (_is_settled(cells, places, rows) and not said):
        return replace(plan, mapping=replace(plan.mapping, decimals={}))
    found = number_forms(con, source(cells), places)
    usual = _told(any(each.point for each in found.values()), any(each.comma for each in found.values()))
    marks: dict[str, DecimalMark] = {}
    asked = []
    for at, forms in found.items():
        name, kind = cells.typed[at].name, cells.typed[at].kind
        dots = 0 if plan.incoming.is_typed else forms.dots
        if forms.point or forms.comma:
            mark = forms.mark
        elif not dots and not forms.commas:
            continue
        else:
            mark = said.get(name) or usual or plan.mapping.decimals.get(name)
            if mark is None and kind != "score" and (dots or plan.delimiter == ";"):
                asked.append(_asked(plan.header[at], forms.example))
        if mark is not None and (mark == "comma" or dots or forms.commas):
            marks[name] = mark
    if asked:
        raise Refused("ask_decimals", columns=asked)
    return replace(plan, mapping=replace(plan.mapping, decimals=marks))


def _asked(header: str, example: str) -> dict[str, Any]:
    whole, decimals = re.split("[.,]", example)
    return {
        "column": header, "example": example,
        "point": f"{whole}.{decimals}" if "." in example else whole + decimals,
        "comma": f"{whole}.{decimals}" if "," in example else whole + decimals,
    }  # fmt: skip


def decimals_by_column(
    mapping: Mapping, header: tuple[str, ...], wanted: AnyMapping[str, str]
) -> dict[str, DecimalMark]:
    """The decimal marks that the reader names by header, by the columns that those headers are.

    Errors: Refused("bad_decimals") for a header that is no number of this file, or no such mark.
    """
    found: dict[str, DecimalMark] = {}
    known = tables()[mapping.table].columns
    for name, mark in wanted.items():
        column = mapping.places.get(header.index(name)) if name in header else None
        if column is None or known[column].kind not in NUMBER_KINDS or mark not in ("point", "comma"):
            raise Refused("bad_decimals", column=name, found=str(mark))
        found[column] = "point" if mark == "point" else "comma"
    return found

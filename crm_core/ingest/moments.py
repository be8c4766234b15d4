"""A moment in two columns, the day in one and the time of day in another: which belong together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from crm_core.ingest.contract import EXTRA, TIME, Mapping
from crm_core.ingest.match import folded, names_of
from crm_core.schema import Column, looks_of, shape, tables

_DATE = looks_of(tables()["transactions"].columns["order_at"]).of_date
_NEARLY_ALL = 0.9
Rows = Sequence[Sequence[str]]


def _nearly_all(rows: Rows, at: int, fits: Callable[[str], object]) -> bool:
    """Whether the values of a column fit, but for a typing error."""
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(values) and _NEARLY_ALL * len(values) <= sum(bool(fits(value)) for value in values)


def is_time_of_day(rows: Rows, at: int) -> bool:
    """Whether a column holds times without a day."""
    return _nearly_all(rows, at, shape("time_of_day").fullmatch)


def _is_day(cell: str) -> bool:
    # The looks of a date allow a time behind it.
    return ":" not in cell and _DATE.fullmatch(cell) is not None


def _stem(header: str) -> str:
    """What a header speaks of besides a day or a time: 下单 of 下单日期, nothing of Date."""
    return shape("of_time").sub("", folded(header))


def with_times(mapping: Mapping, header: Sequence[str], rows: Rows, fixed: Sequence[str] = ()) -> Mapping:
    """The mapping with the time beside the day of every moment that stands in two columns; fixed headers stay.

    Of a table's moment the day's header is the column, the time's header that column's time. Several times may
    share one day, as the start and the end of a call do.
    """
    times = [at for at in range(len(header)) if header[at] not in fixed and is_time_of_day(rows, at)]
    if not times:
        return mapping
    days = [at for at in range(len(header)) if header[at] not in fixed and _nearly_all(rows, at, _is_day)]
    columns, known, names = list(mapping.columns), tables()[mapping.table].columns, names_of(mapping.table)
    for column in known.values():
        if column.kind not in ("date", "timestamp"):
            continue
        at = columns.index(column.name) if column.name in columns else None
        if at in times:
            _move(columns, header, column, at, days)
        elif at in days and column.kind == "timestamp":
            named = [
                place for place in times if any(column.name == way for _, way in names.get(folded(header[place]), []))
            ]
            like = [place for place in times if _stem(header[place]) in (_stem(header[at]), "")]
            if free := [place for place in [*named, *like] if columns[place] == EXTRA]:
                columns[free[0]] = column.name + TIME
    return replace(mapping, columns=tuple(columns))


def _move(columns: list[str], header: Sequence[str], column: Column, at: int, days: list[int]) -> None:
    """A header of times that is taken for a moment: its day is that of the same name, else the file's only one."""
    like = [day for day in days if _stem(header[day]) == _stem(header[at])]
    plain = [day for day in days if not _stem(header[day])]
    day = next(iter([*like, *plain, *(days if len(days) == 1 else [])]), None)
    if day is None:
        return
    if columns[day] == EXTRA:
        columns[day] = column.name
    columns[at] = column.name + TIME if column.kind == "timestamp" else EXTRA

"""The reader's choice in a link and back again. Codes are short, stable and the same in every language."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crm_core.selection import COMPARES, RULES, Selection
from crm_core.selection.period import PERIODS, Days

Query = dict[str, list[str]]
MOST_FILTER_VALUES = 200
Complaint = tuple[str, str]  # the key of the link and the value that was not understood


def query_of(selection: Selection, default: Selection) -> Query:
    """The link's parameters; what equals the default is left out."""
    query: Query = {}
    if selection.version is not None:
        query["v"] = [str(selection.version)]
    if selection.as_of is not None:
        query["asof"] = [selection.as_of.isoformat()]
    if selection.period != default.period or selection.custom != default.custom:
        query["p"] = [selection.period]
    if selection.period == "custom" and selection.custom is not None:
        query["from"], query["to"] = ([day.isoformat()] for day in selection.custom)
    if selection.compare != default.compare:
        query["c"] = [selection.compare]
    if selection.rule != default.rule:
        query["r"] = [selection.rule]
    if selection.segments:
        query["s"] = [str(number) for number in selection.segments]
    if selection.filters:
        query["f"] = [f"{dimension}:{value}" for dimension, values in selection.filters for value in values]
    return query


def selection_of(
    query: Mapping[str, list[str]], default: Selection, dimensions: Iterable[str], segments: Iterable[int] = ()
) -> tuple[Selection, list[Complaint]]:
    """The choice that a link states, and what in it was not understood; that falls back to the default."""
    complaints: list[Complaint] = []
    chosen: dict[str, Any] = {}
    saved = set(segments)
    compares = [*COMPARES, *(f"s{number}" for number in saved)]
    for key, field, known in (("p", "period", PERIODS), ("c", "compare", compares), ("r", "rule", RULES)):
        value = _first(query, key)
        if value in known:
            chosen[field] = value
        elif value is not None:
            complaints.append((key, value))
    for key, field in (("v", "version"), ("asof", "as_of")):
        value = _first(query, key)
        if value is not None:
            chosen[field] = _number(value) if key == "v" else _day(value)
            if chosen[field] is None:
                complaints.append((key, value))
    if "period" in chosen:
        chosen["custom"] = _custom(query, complaints) if chosen["period"] == "custom" else None
        if chosen["period"] == "custom" and chosen["custom"] is None:
            del chosen["period"], chosen["custom"]
    chosen["segments"] = _segments(query.get("s", []), saved, complaints)
    chosen["filters"] = _filters(query.get("f", []), set(dimensions), complaints)
    fields = {name: getattr(default, name) for name in ("period", "custom", "compare", "rule")} | chosen
    return Selection(**fields), complaints


def _custom(query: Mapping[str, list[str]], complaints: list[Complaint]) -> Days | None:
    """The days of a custom period, in either order; None when one is missing."""
    first, last = (_day(_first(query, key) or "") for key in ("from", "to"))
    if first is None or last is None:
        complaints.append(("from", _first(query, "from") or _first(query, "to") or ""))
        return None
    return min(first, last), max(first, last)


def _segments(texts: list[str], known: set[int], complaints: list[Complaint]) -> tuple[int, ...]:
    numbers = {text: _number(text) for text in texts[:MOST_FILTER_VALUES]}
    complaints += [("s", text) for text, number in numbers.items() if number not in known]
    return tuple(dict.fromkeys(number for number in numbers.values() if number in known and number is not None))


def _filters(
    pairs: list[str], dimensions: set[str], complaints: list[Complaint]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for pair in pairs[:MOST_FILTER_VALUES]:
        dimension, colon, value = pair.partition(":")
        if colon and dimension in dimensions:
            if value not in found.setdefault(dimension, []):
                found[dimension].append(value)
        else:
            complaints.append(("f", pair))
    if len(pairs) > MOST_FILTER_VALUES:
        complaints.append(("f", f"{len(pairs)} > {MOST_FILTER_VALUES}"))
    return tuple((dimension, tuple(values)) for dimension, values in found.items())


def _first(query: Mapping[str, list[str]], key: str) -> str | None:
    values = query.get(key)
    return values[0] if values else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None

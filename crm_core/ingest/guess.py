"""What an unknown header could be: by its name, and by what stands under it. A guess is shown, never loaded unasked."""

import difflib
from collections.abc import Callable, Sequence

from crm_core.ingest.contract import EXTRA, Guess, Mapping
from crm_core.ingest.match import columns_of, folded, missing_ways, names_of
from crm_core.schema import Column, Table, looks_of, tables

LOWEST = 0.5  # a guess less sure than this helps nobody
_MOST_HEADERS = 200
_FILLED_AT_LEAST = 3  # values under a header, before they say anything
_ALIKE = 0.7
_BY_LOOKS = 0.9
_BY_KIND = 0.6  # many columns hold numbers or dates: their kind alone proves little
Rows = Sequence[Sequence[str]]


def _values(rows: Rows, at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _share(values: list[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(value)) for value in values) / len(values) if len(values) >= _FILLED_AT_LEAST else 0.0


def _by_values(column: Column, values: list[str], is_required: bool) -> float:
    """How well values fit a column, 0..1; by kind alone only for what the table cannot do without."""
    looks = looks_of(column)
    if looks.own is not None:
        return _BY_LOOKS * _share(values, looks.own.fullmatch)
    if not is_required or looks.of_kind is None:
        return 0.0
    share = _share(values, looks.of_kind.fullmatch)
    if column.kind == "id":
        share *= len(set(values)) / max(len(values), 1)
    elif column.kind in ("price", "money", "quantity"):
        share *= 1 - _share(values, looks.of_date.fullmatch)  # 20240305 is a date before it is an amount
    return _BY_KIND * share


def _by_name(header: str, names: dict[str, list[tuple[int, str]]]) -> dict[str, float]:
    """Columns whose names are like a header, each with how alike."""
    word = folded(header)
    if len(word) < 2:
        return {}
    close = difflib.get_close_matches(word, names, n=3, cutoff=_ALIKE)
    alike = {known: difflib.SequenceMatcher(None, word, known).ratio() for known in close}
    inside = [known for known in names if len(known) > 1 and (known in word or word in known)]
    alike |= {known: max(_ALIKE, alike.get(known, 0)) for known in inside}
    scores: dict[str, float] = {}
    for known, ratio in alike.items():
        for _, column in names[known]:
            # A longer common name says more; the same sureness must not depend on the order of the schema.
            scores[column] = max(scores.get(column, 0.0), min(ratio + len(known) / 1000, 0.95))
    return scores


def guesses(table: Table, header: Sequence[str], columns: Sequence[str], rows: Rows) -> dict[int, Guess]:
    """For headers that nothing matched (columns says EXTRA): the free column that each most likely is.

    Shape: place of the header to its guess; every column at most once, the surest first.
    """
    # Of several ways to meet a requirement the first is the usual one.
    names, required = names_of(table.name), {name for ways in table.proof for name in ways[0]}
    free = [column for column in table.columns.values() if column.name not in columns]
    scored: list[tuple[float, int, int, str]] = []
    for at, name in enumerate(header[:_MOST_HEADERS]):
        if columns[at] != EXTRA:
            continue
        alike, values = _by_name(name, names), _values(rows, at)
        for place, column in enumerate(free):
            sure = max(alike.get(column.name, 0.0), _by_values(column, values, column.name in required))
            if sure >= LOWEST:
                scored.append((-sure, at, place, column.name))
    found: dict[int, Guess] = {}
    for sure, at, _, name in sorted(scored):
        if at not in found and all(guess.column != name for guess in found.values()):
            found[at] = Guess(name, round(-sure, 2))
    return found


def likely(header: Sequence[str], rows: Rows) -> tuple[Mapping, dict[int, Guess]] | None:
    """For a file that no table fits by its header: the table that it could be, with its guesses; None for none.

    The mapping holds what the header itself says; with the guesses taken over, the table's requirements are met.
    """
    best: tuple[float, Mapping, dict[int, Guess]] | None = None
    for table in tables().values():
        known = columns_of(table.name, header)
        columns = tuple(known.get(at, EXTRA) for at in range(len(header)))
        found = guesses(table, header, columns, rows)
        if missing_ways(table, {*known.values(), *(guess.column for guess in found.values())}):
            continue
        score = len(known) + sum(guess.confidence for guess in found.values())
        if best is None or score > best[0]:
            best = score, Mapping(table.name, columns), found
    return best[1:] if best else None

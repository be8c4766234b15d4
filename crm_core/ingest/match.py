"""Headers to columns: pure functions of a header, a few sample rows and the schema."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache

from crm_core.ingest.contract import DAILY, EXTRA, SKIP, TIME, Mapping, Refused
from crm_core.schema import Table, shape, tables, traditional
from crm_core.schema.exports import BRACKETS, columns_of_export, export_of, exports, plain, rows_of
from crm_core.text import LANGS, t

_EXACT, _ALIAS = 0, 1
_NAMED = "customer_name"  # of the table of customers
_CLEARLY_MORE = 2  # headers
_TABLES_SAID = 3  # a list of all that every table needs is read by nobody
_DATA = re.compile(r"[\s\d.,:/+¥$%-]*\d[\s\d.,:/+¥$%-]*")  # a number, an amount, a date: no name of a column
OWN_COLUMNS = ("row", "column", "reason", "line")


def folded(header: str) -> str:
    """A header without case, width, blanks, marks and a unit in brackets, in simplified characters."""
    text = plain(header).translate(traditional())
    return BRACKETS.sub("", text) or text


def signature(header: Sequence[str]) -> str:
    """The same for two files of one layout: 16 hex digits over the folded headers."""
    joined = "\x1f".join(folded(name) for name in header)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def distinct(raw: Sequence[str]) -> tuple[str, ...]:
    """The header with every name filled and different, so that no column is lost."""
    seen: set[str] = set()
    names: list[str] = []
    for number, cell in enumerate(raw, start=1):
        name = " ".join(cell.split()) or f"#{number}"
        base, copy = name, 2
        while name in seen:
            name, copy = f"{base}_{copy}", copy + 1
        seen.add(name)
        names.append(name)
    return tuple(names)


@cache
def names_of(table_name: str) -> dict[str, list[tuple[int, str]]]:
    """Every folded name and alias of a table's columns, with the columns that it can mean, own names first."""
    names: dict[str, list[tuple[int, str]]] = {}
    for column in tables()[table_name].columns.values():
        exact = {folded(column.name), folded(column.zh), folded(column.en)}
        aliases = {folded(alias) for alias in column.aliases} - exact
        for rank, words in ((_EXACT, exact), (_ALIAS, aliases)):
            for word in words:
                names.setdefault(word, []).append((rank, column.name))
    return {word: sorted(ways, key=lambda way: way[0]) for word, ways in names.items()}


def columns_of(table_name: str, header: Sequence[str]) -> dict[int, str]:
    """Header index to column of one table; names of the schema before aliases, else the earlier header.

    Of an export that is known by its whole header, what the export says goes first. Where no header is the number of
    a customer, the one that names the customer stands for it.
    """
    names = names_of(table_name)
    export = export_of(tuple(header))
    if export is None or export.table != table_name:
        found = _with_customer(table_name, header, _by_names(names, header, {}))
        return _standing_in(tables()[table_name], found)
    found = columns_of_export(export, header, _by_names(names, rows_of(export, header), {}))
    found = _by_names(names, header, found) if export.by_name else found
    return {at: column for at, column in found.items() if column != EXTRA}


def _with_customer(table_name: str, header: Sequence[str], found: dict[int, str]) -> dict[int, str]:
    if "customer_id" not in tables()[table_name].columns or "customer_id" in found.values():
        return found
    named = next((at for at, name in enumerate(header) if found.get(at, _NAMED) == _NAMED and is_customer(name)), None)
    return found if named is None else found | {named: "customer_id"}


def is_customer(header: str) -> bool:
    """Whether a header says that customers' names are under it."""
    return shape("customer_header").search(header) is not None and any(
        column == _NAMED for _, column in names_of("customers").get(folded(header), [])
    )


def _standing_in(table: Table, found: dict[int, str]) -> dict[int, str]:
    """What was found, with a column in another's place where the table lacks nothing but that one."""
    if not missing_ways(table, set(found.values())):
        return found
    for at, name in found.items():
        other = table.columns[name].instead_of
        if other and not missing_ways(table, {*found.values(), other}):
            return found | {at: other}
    return found


def _by_names(names: dict[str, list[tuple[int, str]]], header: Sequence[str], known: dict[int, str]) -> dict[int, str]:
    """What is known of a header, and beside that what its names mean."""
    found = dict(known)
    for rank in (_EXACT, _ALIAS):
        for at, word in enumerate(map(folded, header)):
            ways = [column for way_rank, column in names.get(word, []) if way_rank == rank]
            free = [column for column in ways if column not in found.values()]
            if at not in found and free:
                found[at] = free[0]
    return found


@cache
def _all_names() -> frozenset[str]:
    named = {folded(word) for export in exports().values() for word in (*export.proof, *export.columns)}
    return frozenset(named.union(*(names_of(name) for name in tables())))


def is_known(header: str) -> bool:
    """Whether some table knows a header."""
    return folded(header) in _all_names()


def match_count(cells: Sequence[str]) -> int:
    """How many different cells of a record are a header that some table knows."""
    return len({folded(cell) for cell in cells if len(cell) < 60} & _all_names())


def missing_ways(table: Table, columns: set[str]) -> list[tuple[tuple[str, ...], ...]]:
    """The requirements of a table that these columns do not meet."""
    return [ways for ways in table.proof if not any(columns.issuperset(way) for way in ways)]


def _file_hint(table: Table, file_name: str) -> bool:
    name = file_name.casefold()
    return any(word.casefold() in name for word in (table.name.rstrip("s"), table.zh, table.en.rstrip("s")))


def _best_table(header: Sequence[str], file_name: str) -> str | None:
    """The table of a known export, else that which most of a header means, with its required columns or without."""
    if export := export_of(tuple(header)):
        return export.table

    def score(name: str) -> tuple[int, int, bool]:
        found = columns_of(name, header)
        names = names_of(name)
        exact = sum((_EXACT, column) in names.get(folded(header[at]), []) for at, column in found.items())
        return len(found), exact, _file_hint(tables()[name], file_name)

    fitting = [n for n, table in tables().items() if not missing_ways(table, set(columns_of(n, header).values()))]
    if not fitting:
        return None
    best, fullest = max(fitting, key=score), max(tables(), key=score)
    # A table that asks for a key alone takes nearly any file: where another is meant, its missing column is asked for.
    return fullest if score(fullest)[0] >= score(best)[0] + _CLEARLY_MORE else best


def nearest(header: Sequence[str]) -> list[str]:
    """The tables that know most of a header, at most three, of equals those whose key it has; else the first ones."""
    known = {name: set(columns_of(name, header).values()) for name in tables()}
    some = [name for name in known if known[name]] or list(known)
    by_fit = sorted(some, key=lambda name: (-len(known[name]), not known[name].issuperset(tables()[name].key)))
    return by_fit[:_TABLES_SAID]


def _refuse_unfit(header: Sequence[str], table: str | None) -> Refused:
    headers = ", ".join(header[:30])
    if table:
        missing = missing_ways(tables()[table], set(columns_of(table, header).values()))
        return Refused("missing_columns", table=table, headers=headers, missing=missing)
    if all(_DATA.fullmatch(cell) for cell in header):
        return Refused("no_header", headers=headers)
    needs = nearest(header)
    return Refused("no_table", headers=headers, needs=needs, tables=[name for name in tables() if name not in needs])


@cache
def own_headers() -> frozenset[str]:
    """The columns that a file of rejected rows has beside its own, in every language."""
    return frozenset(t(f"ingest.own.{name}", lang) for name in OWN_COLUMNS for lang in LANGS)


def _kept(header: str) -> str:
    """What becomes of a header that nothing matched: kept as text, but for the columns that we added ourselves."""
    return SKIP if header in own_headers() else EXTRA


def _aligned(table: str, header: Sequence[str], found: dict[int, str]) -> Mapping:
    return Mapping(table, tuple(found.get(at, _kept(name)) for at, name in enumerate(header)))


def matched(header: Sequence[str], file_name: str, table: str | None) -> Mapping:
    """The mapping that the names of the header give.

    Errors: Refused("no_table" | "missing_columns").
    """
    name = table or _best_table(header, file_name)
    if name is None:
        raise _refuse_unfit(header, None)
    found = columns_of(name, header)
    if missing_ways(tables()[name], set(found.values())):
        raise _refuse_unfit(header, name)
    return _aligned(name, header, found)


def given(header: Sequence[str], file_name: str, table: str | None, wanted: dict[str, str]) -> Mapping:
    """The mapping that the reader asks for; headers that they do not name are matched as usual.

    Errors: Refused("bad_mapping" | "no_table" | "missing_columns").
    """
    unknown = [name for name in wanted if name not in header]
    targets = [column for column in wanted.values() if column not in (EXTRA, SKIP)]
    named = {column.removesuffix(TIME).removesuffix(DAILY) for column in targets}
    fitting = [n for n, each in tables().items() if (table or n) == n and named <= set(each.columns)]
    if unknown or not fitting or len({column.removesuffix(DAILY) for column in targets}) < len(targets):
        raise Refused("bad_mapping", names=", ".join(unknown or targets), headers=", ".join(header[:30]))
    options = [_with_wishes(name, header, wanted) for name in fitting]
    complete = [each for each in options if not missing_ways(tables()[each.table], set(each.places.values()))]
    if not complete:
        raise _refuse_unfit(header, table or (fitting[0] if len(fitting) == 1 else None))
    return max(complete, key=lambda each: len(set(each.columns) - {EXTRA, SKIP}))


def _with_wishes(table: str, header: Sequence[str], wanted: dict[str, str]) -> Mapping:
    found = columns_of(table, header)
    taken = {column.removesuffix(DAILY) for column in wanted.values()}
    columns = (
        wanted.get(name, _kept(name) if found.get(at) in taken else found.get(at, _kept(name)))
        for at, name in enumerate(header)
    )
    return Mapping(table, tuple(columns))

"""Exports of known programs: layouts that single headers do not tell, but all of them together; see exports.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

BRACKETS = re.compile(r"[(\[{<【〔][^)\]}>】〕]*[)\]}>】〕]")
_BLANKS = re.compile(r"[\s_\-./:;*#'\"|]+")
_ROW = re.compile(r"(?<=[—–_])[^—–_]+$")
_LAYOUTS_KEPT = 256  # headers whose layout is known: a server sees many
OTHERS = "*"  # of states: all that are not named


@dataclass(frozen=True)
class Export:
    """What exports.toml says of a layout."""

    id: str
    name: dict[str, str]
    means: dict[str, str]
    table: str
    proof: tuple[str, ...]
    columns: dict[str, str]
    by_name: bool = False
    other_rows: str = ""
    no_answer: tuple[str, ...] = ()
    document: str = ""
    filled: tuple[str, ...] = ()
    shared: dict[str, list[str]] = field(default_factory=dict)
    repeated: bool = False
    less: dict[str, list[str]] = field(default_factory=dict)
    happened: tuple[str, ...] = ()
    states: dict[str, str] = field(default_factory=dict)
    sum: tuple[str, ...] = ()
    may_add: tuple[str, ...] = ()
    inside: dict[str, str] = field(default_factory=dict)

    @property
    def is_rewritten(self) -> bool:
        """Whether cells of such a file say less, or something else, than their columns mean."""
        return bool(self.filled or self.shared or self.less or self.happened)


def plain(header: str) -> str:
    """A header without case, width, blanks and marks; what stands in brackets stays: two columns may differ by it."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", header).casefold())


def place_of(word: str, header: Sequence[str]) -> int | None:
    """Where a word of exports.toml stands in a header; a unit in brackets behind it may be there or not."""
    for written in (header, [BRACKETS.sub("", unicodedata.normalize("NFKC", name)) for name in header]):
        found = [at for at, name in enumerate(written) if plain(name) == plain(word)]
        if found:
            return found[0]
    return None


@cache
def exports() -> dict[str, Export]:
    """All known layouts by id; of two that are both proven the one with more proofs is meant."""
    raw = tomllib.loads(Path(__file__).with_name("exports.toml").read_text("utf-8"))
    return {name: _export(name, words) for name, words in raw.items()}


def _export(name: str, words: dict[str, Any]) -> Export:
    lists: dict[str, Any] = {
        key: tuple(words[key]) for key in ("proof", "filled", "happened", "sum", "may_add", "no_answer") if key in words
    }
    return Export(id=name, **(words | lists))


@lru_cache(_LAYOUTS_KEPT)
def export_of(header: tuple[str, ...]) -> Export | None:
    """The layout that a header proves; None for a header of nobody's."""
    proven = [each for each in exports().values() if all(place_of(word, header) is not None for word in each.proof)]
    return max(proven, key=lambda each: len(each.proof), default=None)


def columns_of_export(export: Export, header: Sequence[str], rows: dict[int, str]) -> dict[int, str]:
    """Place in the header to what the layout says it is: of two headers for one column the first that it names.

    rows is what the rows of tables of questions are by their own names, see rows_of; they go first.
    """
    found = dict(rows)
    for word, column in export.columns.items():
        at = place_of(word, header)
        if at is not None and at not in found and (column == "extra" or column not in found.values()):
            found[at] = column
    scored = [name for name in header if not _is_of_other(export, name)]
    for pattern, column in export.inside.items():
        said = (header.index(name) for name in scored if _says(pattern, name))
        at = next((at for at in said if at not in found), None)
        if at is not None and column not in found.values():
            found[at] = column
    return found


def rows_of(export: Export, header: Sequence[str]) -> list[str]:
    """Of headers that are a question and a row of its table (4、How satisfied?—Price) the row; else ""."""
    return ["" if not export.inside or _is_of_other(export, name) else _row(name) for name in header]


def _row(header: str) -> str:
    return (_ROW.search(header) or [""])[0]


def _is_of_other(export: Export, header: str) -> bool:
    """Whether a row belongs to a question about another thing than satisfaction, such as importance."""
    return bool(export.other_rows and _row(header) and re.search(export.other_rows, header))


def _says(pattern: str, header: str) -> bool:
    """Whether a question says so; where it stands over rows the row itself must, for it stands over all of them."""
    ends = max((found.end() for found in re.finditer(pattern, header)), default=0)
    row = _row(header)
    return ends > (len(header) - len(row) if row else 0)

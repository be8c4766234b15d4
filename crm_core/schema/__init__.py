"""The canonical tables, one TOML file each: columns, kinds, keys, names and header aliases.

A column is known by the same name in files, lake, marts, metrics, links and words.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# How a kind is stored. Money keeps four decimals on a line, since quantity times price has more than
# two; the screen rounds, the sum does not.
STORED_AS = {
    "id": "VARCHAR",
    "code": "VARCHAR",
    "currency": "VARCHAR",
    "text": "VARCHAR",
    "name": "VARCHAR",
    "integer": "INTEGER",
    "seconds": "INTEGER",
    "quantity": "DECIMAL(18,3)",
    "price": "DECIMAL(18,4)",
    "money": "DECIMAL(18,4)",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "attribute": "VARCHAR",
    "score": "DECIMAL(9,4)",
    "weight": "DECIMAL(18,6)",
}
Ways = tuple[tuple[tuple[str, ...], ...], ...]
Scale = tuple[float, float]  # its first and last value; from 5 to 1 where 1 is the best


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    scale: of a score, the values that it may have. is_answer: whether it is a question of a survey, which is an
    attribute of that name. instead_of: the column that this one is where a table cannot do without that.
    counted_at: of an id, the day that tells numbers apart where programs begin them anew, in each file or each day.
    """

    name: str
    kind: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    is_dimension: bool = False
    is_personal: bool = False
    scale: Scale = (1, 5)
    is_answer: bool = False
    instead_of: str = ""
    counted_at: str = ""

    @property
    def stored_as(self) -> str:
        """The engine's type of this column."""
        return STORED_AS[self.kind]


@dataclass(frozen=True)
class Table:
    """One canonical table.

    required: every entry must be met by a row; an entry is a list of ways, a way is a list of columns.
    known_by: entries that a file must have columns for, which may be empty in a row.
    key: rows of a later import replace earlier rows with the same key (a NULL key never matches).
    template: the columns of an empty file to fill in; none where no page offers one.
    """

    name: str
    id: str
    zh: str
    en: str
    grain_zh: str
    grain_en: str
    key: tuple[str, ...]
    key_is_unique: bool
    required: Ways
    columns: dict[str, Column]
    template: tuple[str, ...] = ()
    known_by: Ways = ()

    @property
    def proof(self) -> Ways:
        """What the columns of a file must meet."""
        return self.required + self.known_by


@dataclass(frozen=True)
class Looks:
    """How the values of a column look: like nothing else, like its kind, and how dates do."""

    own: re.Pattern[str] | None
    of_kind: re.Pattern[str] | None
    of_date: re.Pattern[str]


@cache
def _looks() -> dict[str, dict[str, re.Pattern[str]]]:
    raw = tomllib.loads(Path(__file__).with_name("looks.toml").read_text("utf-8"))
    return {part: {name: re.compile(text) for name, text in texts.items()} for part, texts in raw.items()}


def looks_of(column: Column) -> Looks:
    """What looks.toml says of a column."""
    kinds = _looks()["kinds"]
    return Looks(_looks()["columns"].get(column.name), kinds.get(column.kind), kinds["date"])


def shape(name: str) -> re.Pattern[str]:
    """A pattern that looks.toml has under its shapes."""
    return _looks()["shapes"][name]


def grades() -> tuple[dict[str, int], list[str]]:
    """Words that stand for a score from 1 to 5, and words that say that there is no answer; see grades.toml."""
    raw = tomllib.loads(Path(__file__).with_name("grades.toml").read_text("utf-8"))
    return {word: int(score) for score, words in raw["grades"].items() for word in words}, raw["no_answer"]["words"]


@cache
def traditional() -> dict[int, str]:
    """Traditional characters to simplified ones, for str.translate; see traditional.toml."""
    pairs = tomllib.loads(Path(__file__).with_name("traditional.toml").read_text("utf-8"))["pairs"].split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def order_states() -> dict[str, tuple[str, ...]]:
    """Meaning to the words for it of an order's state; see order_states.toml."""
    raw = tomllib.loads(Path(__file__).with_name("order_states.toml").read_text("utf-8"))
    return {meaning: tuple(words) for meaning, words in raw.items()}


def _column(name: str, raw: dict[str, Any]) -> Column:
    lists: dict[str, Any] = {key: tuple(raw[key]) for key in ("aliases", "scale") if key in raw}
    return Column(name=name, **{**raw, **lists})


def _ways(raw: Sequence[Sequence[Sequence[str]]]) -> Ways:
    return tuple(tuple(tuple(way) for way in ways) for ways in raw)


def _table(path: Path) -> Table:
    raw = tomllib.loads(path.read_text("utf-8"))
    return Table(
        name=raw["table"],
        id=raw["id"],
        zh=raw["name"]["zh"],
        en=raw["name"]["en"],
        grain_zh=raw["grain"]["zh"],
        grain_en=raw["grain"]["en"],
        key=tuple(raw["key"]),
        key_is_unique=raw["key_is_unique"],
        required=_ways(raw["required"]),
        columns={name: _column(name, words) for name, words in raw["columns"].items()},
        template=tuple(raw.get("template", ())),
        known_by=_ways(raw.get("known_by", ())),
    )


@cache
def tables() -> dict[str, Table]:
    """All canonical tables by name, in a fixed order (transactions first)."""
    order = (
        "transactions", "customers", "products", "customer_costs", "survey_responses", "survey_weights", "preferences",
        "price_list",
        "programme_members", "kano_answers",
        "cases", "improvements", "solutions",
        "account_demand", "account_criteria", "account_plans", "joint_value", "market_volume", "contacts", "payments",
        "requirements", "interactions", "employees", "service_audits", "trainings",
    )  # fmt: skip
    return {name: _table(Path(__file__).with_name(f"{name}.toml")) for name in order}

"""What the numbers of an amount column are counted in: a unit in its header, a sign of a currency in its cells.

A number in ten thousands that is read as it stands is wrong by as much, and two currencies in one sum are no sum.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from crm_core import schema
from crm_core.ingest.contract import FilePlan, Issue, Refused
from crm_core.schema import Column, tables

HOME = "CNY"  # of a sign among numbers that have none
ANY = "any"  # where a column of the file says the currency of each row
_MONEY, _COUNTED, _LENGTHS = ("money", "price"), ("quantity",), ("seconds",)


@dataclass(frozen=True)
class _Words:
    """How files say it; see schema/amounts.toml."""

    factors: dict[str, int]
    durations: dict[str, float]
    marks: dict[str, re.Pattern[str]]
    wholes: tuple[re.Pattern[str], ...]
    of_things: re.Pattern[str]
    brackets: re.Pattern[str]
    at_the_end: re.Pattern[str]
    above: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = tomllib.loads((Path(schema.__file__).parent / "amounts.toml").read_text("utf-8"))
    money = "|".join(raw["currencies"].values())
    zh, en = ("|".join(sorted(raw[name], key=len, reverse=True)) for name in ("zh_factors", "en_factors"))
    return _Words(
        factors=raw["zh_factors"] | raw["en_factors"],
        durations=raw["durations"],
        marks={code: re.compile(words) for code, words in raw["currencies"].items()},
        wholes=(
            re.compile(rf"{raw['zh_prefix']}(?P<factor>{zh})?(?P<money>{money})?"),
            re.compile(rf"(?:in)?(?P<first>{money})?'?(?P<factor>{en})s?(?:of)?(?P<money>{money})?"),
        ),
        of_things=re.compile(raw["of_things"]),
        brackets=re.compile(raw["brackets"]),
        at_the_end=re.compile(rf"(?:{zh})(?:{money})$"),
        above=re.compile(raw["above"]),
    )


@dataclass(frozen=True)
class Counted:
    """What one number of a column stands for: how many, in which currency; word is what the file says of it."""

    factor: float = 1
    currency: str = ""
    word: str = ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _currency(word: str | None) -> str:
    return next((code for code, mark in _words().marks.items() if word and mark.fullmatch(word)), "")


def _said(piece: str, kind: str) -> Counted | None:
    """What a piece of a header says about its numbers; None where it speaks of something else."""
    text = re.sub(r"\s+", "", piece)
    if kind in _LENGTHS:
        return Counted(_words().durations[text], "", piece) if text in _words().durations else None
    if kind in _COUNTED:
        found = _words().of_things.fullmatch(text)
        return Counted(_words().factors[found["factor"]], "", piece) if found else None
    found = next(filter(None, (whole.fullmatch(text) for whole in _words().wholes)), None)
    if not text or found is None:
        return None
    parts = found.groupdict()
    return Counted(_words().factors.get(parts["factor"], 1), _currency(parts["money"] or parts.get("first")), piece)


def counted(header: str, kind: str, above: Sequence[str] = ()) -> Counted:
    """What the numbers under a header are counted in, by its brackets, its end, or a line above the table."""
    text, words = _plain(header), _words()
    pieces = [*words.brackets.findall(text), *words.at_the_end.findall(words.brackets.sub("", text).strip())]
    if kind == "money":
        pieces += [zh or en for line in above for zh, en in words.above.findall(_plain(line))]
    return next((said for piece in pieces if (said := _said(piece, kind))), Counted())


def _currencies(cells: Iterable[str]) -> set[str]:
    texts = [_plain(cell) for cell in cells if any(character.isdigit() for character in cell)]
    return {code for code, mark in _words().marks.items() if any(mark.search(text) for text in texts)}


def with_amounts(plan: FilePlan, above: Sequence[str], rows: Sequence[Sequence[str]]) -> FilePlan:
    """The plan with what its amounts are counted in, told as a note where that changes a number.

    Errors: Refused("mixed_currency") where one file adds several currencies and no column says which row has which.
    """
    if plan.mapping is None:
        return plan
    known: dict[str, Column] = tables()[plan.mapping.table].columns
    kinds = {at: known[name].kind for at, name in enumerate(plan.mapping.columns) if name in known}
    found = {
        at: counted(plan.header[at], kind, above) for at, kind in kinds.items() if kind in _MONEY + _COUNTED + _LENGTHS
    }
    notes = [
        Issue("counted_in", {"column": plan.header[at], "unit": each.word, "factor": f"{each.factor:,}"}, "note")
        for at, each in found.items()
        if each.factor != 1
    ]
    factors = {at: each.factor for at, each in found.items() if each.factor != 1}
    told = replace(plan, factors=factors, issues=(*plan.issues, *notes))
    if "currency" in plan.mapping.columns:
        return replace(told, currency=ANY)
    money = [at for at in found if kinds[at] in _MONEY]
    cells = (row[at] for row in rows for at in money if at < len(row))
    seen = sorted({found[at].currency for at in money} - {""} | _currencies(cells))
    if len(seen) > 1:
        columns = ", ".join(plan.header[at] for at in money)
        raise Refused("mixed_currency", headers=columns, found=", ".join(seen))
    return replace(told, currency=seen[0] if seen else "")

"""A case folder read: selection, parameters, cell, and tables compared cell by cell."""

import math
import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core.selection import Selection
from tests.sql.given import read_given

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Case:
    """params.toml: given (a folder of given/), n, refused, [selection], [params], [cell], [left_out]."""

    folder: Path
    metric: str
    given: Path
    selection: Selection
    params: tuple[tuple[str, str], ...]
    cell: tuple[tuple[str, str], ...]
    left_out: dict[str, int] | None
    n: int | None
    refused: str | None

    @property
    def has_compared(self) -> bool:
        return (self.folder / "expect_compared.csv").exists()

    @property
    def has_members(self) -> bool:
        return (self.folder / "expect_members.csv").exists()


def read_case(folder: Path) -> Case:
    raw = tomllib.loads((folder / "params.toml").read_text("utf-8"))
    given = folder.parents[1] / "given" / raw["given"] if "given" in raw else folder
    return Case(
        folder,
        folder.parent.name,
        given,
        _selection(raw.get("selection", {})),
        tuple(raw.get("params", {}).items()),
        tuple(raw.get("cell", {}).items()),
        raw.get("left_out"),
        raw.get("n"),
        raw.get("refused"),
    )


def _selection(raw: dict[str, Any]) -> Selection:
    chosen = dict(raw)
    if "from" in chosen:
        chosen["custom"] = (chosen.pop("from"), chosen.pop("to"))
        chosen["period"] = "custom"
    chosen["filters"] = tuple((name, tuple(values)) for name, values in chosen.pop("filters", {}).items())
    return Selection(**chosen)


def read_table(path: Path) -> pd.DataFrame:
    """An expected table: text cells; numbers may be written as fractions; an empty cell is unknown."""
    return read_given(path)


def differences(found: pd.DataFrame, expected: pd.DataFrame) -> list[str]:
    """What is not as expected, in words; empty when the tables are equal."""
    if list(found.columns) != list(expected.columns):
        return [f"columns {list(found.columns)}, expected {list(expected.columns)}"]
    if len(found) != len(expected):
        return [f"{len(found)} rows, expected {len(expected)}:\n{found.to_string()}"]
    return [
        f"row {row + 1}, {column}: {found[column].iloc[row]!r}, expected {expected[column].iloc[row]!r}"
        for column in expected.columns
        for row in range(len(expected))
        if not _same(found[column].iloc[row], expected[column].iloc[row])
    ]


def _same(found: Any, expected: Any) -> bool:
    if pd.isna(found) or pd.isna(expected):
        return bool(pd.isna(found) and pd.isna(expected))
    if isinstance(found, str):
        return found == expected
    if isinstance(found, date):
        return found.isoformat()[:10] == expected
    if str(found) in ("True", "False"):
        return str(found).lower() == expected
    return math.isclose(float(found), float(Fraction(expected)), rel_tol=0, abs_tol=TOLERANCE)

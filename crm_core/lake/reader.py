"""One version of the data, opened for questions only."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from crm_core.engines.duckdb import ENGINE_FAULTS, Connection, open_serving, run, serving_cursor, statement
from crm_core.refusal import Refused
from crm_core.schema import tables

if TYPE_CHECKING:  # an import of files need not wait for pandas
    import pandas as pd

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dimension:
    """A column to filter and break down by.

    id is table.column; held_by is the mart that carries it (customers or transactions);
    label is the file's own header for a column that no schema knows, else None.
    """

    table: str
    column: str
    label: str | None
    value_count: int

    @property
    def id(self) -> str:
        """The dimension's name in links and on the command line."""
        return f"{self.table}.{self.column}"

    @property
    def held_by(self) -> str:
        """The mart that carries the column."""
        return "customers" if self.table == "customers" else "transactions"

    @property
    def stored_as(self) -> str:
        """The engine's type of the column."""
        known = tables()[self.table].columns.get(self.column)
        return known.stored_as if known else "VARCHAR"


class Reader:
    """Cursors on one version's serving file; safe to share between threads."""

    def __init__(self, path: Path, version: int) -> None:
        self.version = version
        self._path = path
        self._connection: Connection | None = open_serving(path)
        self._opening = Lock()
        self._asked_at = monotonic()

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> Connection:
        """Run one query on a cursor of its own; read the result to its end.

        A fault inside the engine breaks the database for all who share it: it is opened anew and asked once more.
        """
        connection = self._opened()
        try:
            return run(serving_cursor(connection), sql, **(values or {}))
        except ENGINE_FAULTS as fault:
            _log.warning("the engine failed (%s); version %s is opened anew", type(fault).__name__, self.version)
            return run(serving_cursor(self._reopened(connection)), sql, **(values or {}))

    def _opened(self) -> Connection:
        with self._opening:
            self._asked_at = monotonic()
            if self._connection is None:
                self._connection = open_serving(self._path)
            return self._connection

    @property
    def is_resting(self) -> bool:
        """Whether the next question opens the serving file anew."""
        return self._connection is None

    def rest(self, seconds: float, from_bytes: int) -> None:
        """Let go of the engine, with the blocks that it holds in memory, when nothing was asked for so long.

        A question under way keeps it to its end. The next one opens it anew: a smaller file holds too little to be
        worth that.
        """
        with self._opening:
            if self._connection is None or monotonic() - self._asked_at < seconds:
                return
            with suppress(FileNotFoundError):  # swept away: the engine has the only copy
                if self._path.stat().st_size >= from_bytes:
                    self._connection = None

    def _reopened(self, broken: Connection) -> Connection:
        """A sound connection in place of a broken one; many who found it broken open one between them."""
        with self._opening:
            if self._connection is None or self._connection is broken:
                self._connection = open_serving(self._path)
            return self._connection

    def frame(self, name: str, **values: Any) -> "pd.DataFrame":
        """The rows of a .sql file of this folder."""
        return self.query(statement(Path(__file__).with_name(f"{name}.sql")), values).df()

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What these data hold: first and last day, counts, whether there are costs or customers."""
        result = self.query("from mart.facts")
        names = [column[0] for column in result.description or ()]
        return dict(zip(names, result.fetchone() or (), strict=True))

    @cached_property
    def filled(self) -> frozenset[str]:
        """The columns that at least one row fills, as table.column."""
        return frozenset(name for (name,) in self.query(statement(Path(__file__).with_name("filled.sql"))).fetchall())

    @property
    def is_sample(self) -> bool:
        """Whether these are the sample company's data."""
        return bool(self.facts["is_sample"])

    @property
    def currency(self) -> str | None:
        """The one currency of the data; None where the files name none: then amounts carry no sign."""
        return "CNY" if self.is_sample else self.facts["currency"]

    @property
    def first_on(self) -> date:
        """The day of the first order line; of data without orders, of the first response; else the earliest date."""
        return self.facts["first_on"] or date.min

    @property
    def last_on(self) -> date:
        """The day of the last order line; of data without orders, of the last response."""
        return self.facts["last_on"] or date.min

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        """The ways to filter and break down, by id."""
        sql = "select table_name, column_name, label, value_count from mart.dimensions"
        found = [Dimension(*row) for row in self.query(sql).fetchall()]
        return {dimension.id: dimension for dimension in found}

    def dimension_of(self, name: str) -> Dimension:
        """A dimension by its id or its bare column name.

        Errors: Refused unknown_dimension.
        """
        matching = [found for key, found in self.dimensions.items() if name in (key, found.column)]
        if not matching:
            raise Refused("unknown_dimension", found=name, expected=", ".join(sorted(self.dimensions)) or "–")
        return matching[0]

    def batches(self) -> "pd.DataFrame":
        """Every import up to this version, with its accounts."""
        return self.frame("batches")

    def rejected(self, batch_ids: list[int]) -> "pd.DataFrame":
        """The rows of batches that were not loaded, with the reason."""
        return self.frame("rejected", batch_ids=batch_ids)

    def totals(self, version: int) -> list[dict[str, Any]]:
        """What a version up to this one amounts to: revenue, orders, customers; empty when that was never noted."""
        sql = statement(Path(__file__).with_name("totals.sql"))
        result = self.query(sql, {"version": version})
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def changes(self) -> "pd.DataFrame":
        """What each version up to this one changed.

        Shape: one row per version; revenue, order_count, customer_count, each also as <x>_before and <x>_change.
        Units: <x>_change is a share of what was before, 0.1 = a tenth more.
        Nulls: <x>_before of the first version and of one that took the sample company's place.
        """
        return self.frame("changes")

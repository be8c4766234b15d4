"""Write a file, import it, read back what became of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crm_core.ingest import FilePlan, Incoming, Loaded, load, plan


@dataclass(frozen=True)
class Outcome:
    loaded: Loaded

    @property
    def counts(self) -> tuple[int, ...]:
        file = self.loaded.files[0]
        return file.rows_read, file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals

    def rows(self, columns: str, table: str | None = None) -> list[tuple[Any, ...]]:
        path = self.loaded.parquet[table or self.loaded.files[0].table]
        return duckdb.sql(f"select {columns} from '{path}'").fetchall()

    def rejected(self) -> list[tuple[Any, ...]]:
        if self.loaded.rejected is None:
            return []
        return duckdb.sql(f"select row_number, column_name, value, code from '{self.loaded.rejected}'").fetchall()

    def rejected_json(self) -> list[Any]:
        found = duckdb.sql(f"select row_json from '{self.loaded.rejected}'").fetchall()
        return [json.loads(text) for (text,) in found if text]


@pytest.fixture
def plan_file(tmp_path: Path, one_child: None) -> Callable[..., FilePlan]:
    def planned(content: str | bytes, name: str = "file.csv", **wishes: Any) -> FilePlan:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return plan([Incoming(path, name)], tmp_path, **wishes)[0]

    return planned


@pytest.fixture
def imported(tmp_path: Path, plan_file: Callable[..., FilePlan]) -> Callable[..., Outcome]:
    def outcome(content: str | bytes, name: str = "file.csv", known_extras: Any = None, **wishes: Any) -> Outcome:
        found = plan_file(content, name, **wishes)
        assert found.refused is None, found.refused
        return Outcome(load([found], tmp_path, first_batch_id=7, known_extras=known_extras))

    return outcome

"""The sample company as it lies in the repository, and the same company from another seed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crm_core.schema import tables
from data.demo.generate import FOLDER, generate

TABLES = tuple(tables())


@dataclass(frozen=True)
class Demo:
    folder: Path
    connection: duckdb.DuckDBPyConnection
    is_default: bool

    def row(self, query: str, **params: Any) -> tuple[Any, ...]:
        found = self.rows(query, **params)
        assert len(found) == 1
        return found[0]

    def rows(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, params or None).fetchall()


def open_demo(folder: Path, is_default: bool) -> Demo:
    connection = duckdb.connect()
    for table in TABLES:
        connection.read_parquet(str(folder / f"{table}.parquet")).create_view(table)
    return Demo(folder, connection, is_default)


@pytest.fixture(scope="session")
def default_demo():
    demo = open_demo(FOLDER, is_default=True)
    yield demo
    demo.connection.close()


@pytest.fixture(scope="session")
def other_demo(made_once):
    demo = open_demo(made_once("demo_other_seed", lambda folder: generate(folder, seed=11)), is_default=False)
    yield demo
    demo.connection.close()


@pytest.fixture(params=["default_demo", "other_demo"])
def demo(request):
    return request.getfixturevalue(request.param)

"""What a filter can be set to."""

from functools import lru_cache
from pathlib import Path

from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader


@lru_cache(maxsize=256)
def dimension_values(reader: Reader, dimension_id: str) -> dict[str, int]:
    """The values of a dimension with their counts, the most frequent first.

    Units: customers for a column of customers, orders for a column of order lines.
    Nulls: the value '' stands for unknown.
    """
    dimension = reader.dimensions[dimension_id]
    path = Path(__file__).with_name(f"values_of_{dimension.held_by}.sql")
    return dict(reader.query(statement(path, column=dimension.column)).fetchall())

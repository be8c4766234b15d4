"""The column that an answer is broken down by."""

from collections.abc import Sequence

from crm_core.lake.reader import Dimension, Reader

# The break-down shown first: these columns, as far as the data have them.
FAVOURED = ("channel", "category", "region", "ship_region")
# Columns that tell products apart, where they have few enough values to be listed.
_OF_PRODUCTS = frozenset(("product_name", "product_id", "category", "brand"))


def names_products(reader: Reader) -> bool:
    """Whether what an order holds can be listed."""
    return any(dimension.column in _OF_PRODUCTS for dimension in reader.dimensions.values())


def _by_how_telling(dimension: Dimension) -> tuple[bool, bool, int, str]:
    return dimension.label is not None, dimension.value_count < 2, dimension.value_count, dimension.id


def breakdown_of(reader: Reader, name: str | None = None, favoured: Sequence[str] = ()) -> str:
    """The id of the dimension asked for; by default the most telling there is: the first favoured column.

    Without one of these: a column of the schema before one of the file's own, and of these that with the fewest values.

    Errors: Refused unknown_dimension.
    """
    if name is not None:
        return reader.dimension_of(name).id
    columns = {dimension.column for dimension in reader.dimensions.values()}
    held = [column for column in (*favoured, *FAVOURED) if column in columns]
    others = sorted(reader.dimensions.values(), key=_by_how_telling)
    return reader.dimension_of((*held, *(other.id for other in others), "")[0]).id

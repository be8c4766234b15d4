"""Which columns of the data can serve as filter and break-down, written into the serving file."""

from pathlib import Path

from crm_core.engines.duckdb import Connection, identifier, statement
from crm_core.schema import tables

HERE = Path(__file__).parent
# A column with more values than this is an identifier rather than a way to group.
MOST_VALUES = 5_000
_MOST_GRADES = 12  # so few numbers may be grades or sizes
# Products are looked at through the lines that carry them.
HELD_BY = {"transactions": "transactions", "products": "transactions", "customers": "customers"}
Candidate = tuple[str, str, str | None]


def create_value_types(con: Connection, filled: dict[str, set[str]]) -> None:
    """One type per text column of the lines, or of their products, that can be grouped by.

    filled has the columns that the store holds of each table: the values of others need not be looked for.
    """
    columns = [tables()[table].columns for table in ("transactions", "products")]
    for name in sorted(columns[0].keys() | columns[1].keys()):
        held = [table for table, known in zip(("transactions", "products"), columns, strict=True) if name in known]
        known = tables()[held[0]].columns[name]
        if known.is_dimension and known.stored_as == "VARCHAR":
            parts = {"type": f"{name}_values"}
            if any(name in filled.get(table, ()) for table in held):
                file = "value_type.sql"
                parts |= {"column": name, "table": held[0], "other": held[-1]}
            else:
                file = "no_values.sql"
            con.execute(statement(HERE / file, **parts))


def write_dimensions(con: Connection) -> None:
    """Create mart.dimensions: table_name, column_name, label, value_count.

    table_name is the canonical table; label is the header of an extra column, NULL for known ones.
    """
    con.execute((HERE / "dimensions.sql").read_text("utf-8"))
    extras: list[Candidate] = con.execute("select table_name, column_name, header from mart.extra_columns").fetchall()
    for mart in dict.fromkeys(HELD_BY.values()):
        candidates = [*_known(mart), *(extra for extra in extras if HELD_BY.get(extra[0]) == mart)]
        counted = ", ".join(_value_count(mart, *candidate) for candidate in candidates)
        counts = con.execute(" ".join(("select", counted, "from mart." + identifier(mart)))).fetchone() or ()
        for (table, name, label), count in zip(candidates, counts, strict=True):
            if count is not None and 1 <= count <= MOST_VALUES and not (label and _is_amount(con, mart, name, count)):
                # Names of our own and a number: binding them would load pandas, a third of a second per build.
                con.execute(statement(HERE / "dimension.sql", table=table, column=name, count=int(count)))


def _is_amount(con: Connection, mart: str, name: str, count: int) -> bool:
    """Whether a column that no schema knows holds amounts or measures: nobody groups by 12.5 and 12.75."""
    if count <= _MOST_GRADES:
        return False
    row = con.execute(statement(HERE / "is_amount.sql", table=mart, column=name)).fetchone()
    return bool(row and row[0])


def _value_count(mart: str, table: str, name: str, label: str | None) -> str:
    """How many values a column has: as many as its type, where it has one of its own, else about as many as found."""
    if mart == "transactions" and label is None and tables()[table].columns[name].stored_as == "VARCHAR":
        return "any_value(len(enum_range(cast(null as mart." + identifier(f"{name}_values") + "))) - 1)"
    return "approx_count_distinct(" + identifier(name) + ")"


def _known(mart: str) -> list[Candidate]:
    """The dimensions of the schema that a mart carries; the lines' own column hides the product's of that name."""
    lines = tables()["transactions"].columns
    return [
        (table.name, column.name, None)
        for table in tables().values()
        for column in table.columns.values()
        if column.is_dimension
        and HELD_BY.get(table.name) == mart
        and not (table.name == "products" and column.name in lines)
    ]

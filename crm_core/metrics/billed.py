"""What an answer about products leaves out because it is billed and is no product: postage, fees, corrections."""

from collections.abc import Mapping
from typing import Any

from crm_core.engines.duckdb import used
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import LeftOut
from crm_core.selection.tables import SO_FAR, SelectedTables, with_tables

# The columns by which mart.charges tells a line; the first where a metric breaks nothing down.
TOLD_BY = ("transactions.product_id", "transactions.product_name")


def billed(reader: Reader, tables: SelectedTables, params: Mapping[str, Any], needs: set[str]) -> tuple[LeftOut, ...]:
    """The lines of charges among those that a metric with these needs reads, as one item; none where there are none.

    Told by the column that the metric breaks down by, else by the product's number.
    """
    told_by = params.get("dimension", TOLD_BY[0])
    if told_by not in TOLD_BY:
        return ()
    lines = "transactions" + (SO_FAR if "transactions" + SO_FAR in needs else "")
    sql = with_tables(tables.needed([lines, "charges"]), tables.charges_left_out(lines, told_by.partition(".")[2]))
    found = reader.query(sql, used(sql, tables.values | {"told_by": told_by})).fetchall()
    if not found:
        return ()
    names, rows, amounts = zip(*found, strict=True)
    return (LeftOut("charge", sum(rows), sum(amounts), names),)

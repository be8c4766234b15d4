"""What one customer needs and has not got."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from crm_core.customer import Customer
from crm_core.customer.standing import everybody
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.selection import Selection, scope_of


@lru_cache(maxsize=256)
def open_needs_of(reader: Reader, selection: Selection, customer: Customer) -> pd.DataFrame:
    """Every need known by the as-of day that is not met then, whatever period is chosen.

    Shape:  one row per need, overdue ones first, then by the day it is due: need_text, need_kind, noted_on, due_on,
            need_state (overdue, open, or untold where no row of the files says whether needs are met).
    Nulls:  whatever the file leaves out; need_kind also of a kind that is not known.
    """
    values = {"customer_key": customer.key, "as_of": scope_of(everybody(selection), reader).as_of}
    return reader.query(statement(Path(__file__).with_name("needs.sql")), values).df()

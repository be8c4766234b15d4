"""What one customer complained about."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from crm_core.customer import Customer
from crm_core.customer.standing import everybody
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.selection import Selection, scope_of


@lru_cache(maxsize=256)
def cases_of(reader: Reader, selection: Selection, customer: Customer) -> pd.DataFrame:
    """Every complaint up to the as-of day, whatever period is chosen.

    Shape:  one row per complaint, open ones first, then the newest: case_id, opened_on, cause, is_open, outcome,
            open_days.
    Units:  days from the day it came to the as-of day.
    Nulls:  case_id and cause where the file has none; open_days of a complaint that is resolved.
    """
    values = {"customer_key": customer.key, "as_of": scope_of(everybody(selection), reader).as_of}
    return reader.query(statement(Path(__file__).with_name("cases.sql")), values).df()

"""Proposed groups as everyone may see them: names, phones and addresses masked."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from crm_core.access.masking import masked
from crm_core.access.member_list import masked_id
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.quality.duplicates import Group


def group_members(reader: Reader, groups: Sequence[Group]) -> dict[str, pd.DataFrame]:
    """The customers of each group by the number of its kept one, which comes first.

    Shape: customer_id, customer_name, region, city, order_count, revenue, last_order_on, is_kept; one row per customer.
    Nulls: what the files do not say.
    """
    wanted = [customer for group in groups for customer in group.customer_ids]
    sql = statement(Path(__file__).with_name("group_members.sql"))
    found = reader.query(sql, {"customer_ids": wanted}).df().set_index("customer_id", drop=False)
    return {group.kept_id: _shown(found, group) for group in groups}


def _shown(found: pd.DataFrame, group: Group) -> pd.DataFrame:
    here = [customer for customer in group.customer_ids if customer in found.index]
    rows = masked(found.loc[here]).assign(is_kept=[customer == group.kept_id for customer in here])
    return rows.assign(customer_id=rows["customer_id"].map(masked_id)).reset_index(drop=True)

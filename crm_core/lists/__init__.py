"""The personal lists of the coming fortnight: item by item, as a table to take along and as sheets to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core.access.masking import masked
from crm_core.access.member_list import masked_id
from crm_core.engines.duckdb import statement
from crm_core.figures.marks import plain
from crm_core.lake.reader import Reader
from crm_core.metrics.answer import AnswerColumn
from crm_core.metrics.runner import selected_rows
from crm_core.selection import Selection
from crm_core.text import Lang, t

_NEEDS = ("customers", "list_cycles", "list_customers", "list_lines", "product_names")
_SHOWN = {
    "customer_id": "text",
    "customer_name": "name",
    "from_on": "date",
    "to_on": "date",
    "product_id": "text",
    "product": "text",
    "usual_quantity": "count",
    "due_on": "date",
    "usual_price": "money",
    "deal_price": "money",
    "discount": "money",
    "supplier_part": "money",
}


@dataclass(frozen=True)
class Lists:
    """All lists of a fortnight.

    Shape: rows has one row per item, customers of most value first, each one's items in the order of the list.
    Units: money in the data's currency.
    Nulls: prices and discounts where no deals are known.
    """

    columns: tuple[AnswerColumn, ...]
    rows: pd.DataFrame

    def title(self, lang: Lang) -> str:
        """What these lists are, with their days; there must be a list."""
        first = self.rows.iloc[0]
        return t("lists.title", lang, start=plain(first["from_on"]), end=plain(first["to_on"]))


def lists_of(reader: Reader, selection: Selection, params: Mapping[str, Any]) -> Lists:
    """The lists under the parameters of next.list_kpis; names and numbers of people masked.

    Errors: Refused for filters that these data do not have.
    """
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}
    question = statement(Path(__file__).with_name("items.sql"))
    rows = masked(selected_rows(reader, selection, _NEEDS, question, None, **given))
    rows["customer_id"] = rows["customer_id"].map(masked_id)
    columns = tuple(
        AnswerColumn(name, kind, reader.currency if kind == "money" else None) for name, kind in _SHOWN.items()
    )
    return Lists(columns, rows)

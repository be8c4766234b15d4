"""One customer: who it is, where it stands among the others, when and how it buys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_core.access.masking import masked_name
from crm_core.access.member_list import KEY_SIGN, masked_id, reference
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.metrics.capabilities import holds
from crm_core.selection import ListedCustomers
from crm_core.selection.tables import listed_customers

HERE = Path(__file__).parent
MOST_FOUND, MOST_SHOWN = 20, 10
_PHONE_END = 4
# What a customer's row holds beside its attributes.
_NO_ATTRIBUTES = frozenset(
    {
        "customer_key", "customer_id", "customer_name", "phone_end", "first_order_on", "last_order_on",
        "first_seen_on", "is_registered", "updated_at", "member_id", "referrer_id",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Customer:
    """One customer of a version, as everyone may see it: id and name are masked.

    reference: what names it in a link. attributes: column and value as stored, only known ones.
    """

    key: int
    customer_id: str
    reference: str
    shown_id: str
    shown_name: str | None
    phone_end: str | None
    first_order_on: date | None
    last_order_on: date | None
    attributes: tuple[tuple[str, Any], ...]


def is_of_version(reference: str) -> bool:
    """Whether a reference holds only together with the version that it was made on."""
    return reference.startswith(KEY_SIGN)


def find(reader: Reader, asked: str) -> Customer | None:
    """The customer that a link names, by its id (also that of a merged one) or its key; None where there is none."""
    keys = listed_customers(reader, ListedCustomers((asked,)))[1]["customer_keys"]
    number = asked.removeprefix(KEY_SIGN)
    if not keys and is_of_version(asked) and number.isascii() and number.isdigit() and len(number) <= 9:
        keys = [int(number)]
    found = _rows(reader, "by_key", customer_key=min(keys)) if keys else []
    return _customer(found[0]) if found else None


def search(reader: Reader, asked: str) -> list[Customer]:
    """At most twenty customers by id, a part of the name, or the last four digits of the phone; the surest first."""
    text = asked.strip().casefold()
    if not text:
        return []
    digits = "".join(sign for sign in text if sign.isdigit())
    end = digits[-_PHONE_END:] if len(digits) >= _PHONE_END and not text.strip("0123456789 +-()") else None
    found = _rows(reader, "searched", asked=text, phone_end=end, most=MOST_FOUND)
    return [_customer(row) for row in found]


def worth_most(reader: Reader) -> list[tuple[Customer, Decimal]]:
    """The ten customers whose sales of all days come to most, and to how much; none where currencies are mixed."""
    if not holds("one_currency", reader.facts):
        return []
    found = _rows(reader, "worth_most", most=MOST_SHOWN)
    revenues = [row.pop("revenue") for row in found]
    return list(zip(map(_customer, found), revenues, strict=True))


def _rows(reader: Reader, name: str, **values: Any) -> list[dict[str, Any]]:
    result = reader.query(statement(HERE / f"{name}.sql"), values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _customer(row: Mapping[str, Any]) -> Customer:
    return Customer(
        key=row["customer_key"],
        customer_id=row["customer_id"],
        reference=reference(row["customer_id"], row["customer_key"]),
        shown_id=str(masked_id(row["customer_id"])),
        shown_name=str(masked_name(row["customer_name"])) if row["customer_name"] else None,
        phone_end=row["phone_end"],
        first_order_on=row["first_order_on"],
        last_order_on=row["last_order_on"],
        attributes=tuple((n, v) for n, v in row.items() if n not in _NO_ATTRIBUTES and v is not None),
    )

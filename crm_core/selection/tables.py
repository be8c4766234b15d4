"""The tables that a metric may read, as the reader's selection leaves them: CTEs put in front of its SQL."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from crm_core.engines.duckdb import identifier, statement
from crm_core.lake.reader import Dimension, Reader
from crm_core.selection import ListedCustomers, Scope
from crm_core.selection.period import Days

Values = dict[str, Any]
# SQL of customers that an answer keeps to, with a column customer_key, and its values; no name of it meets another.
Among = tuple[str, Values]


def _sql(name: str, **parts: str | int) -> str:
    return statement(Path(__file__).with_name(f"{name}.sql"), **parts)


# orders_before are the orders of the days compared with: both periods in one question.
# orders_so_far are all orders up to the last chosen day: what a customer's history is read from.
BEFORE = "_before"
SO_FAR = "_so_far"
_OTHER_DAYS = {
    BEFORE: {"from": "before_from", "to": "before_to", "as_of": "before_as_of"},
    SO_FAR: {"from": "so_far_from"},
}


# Tables about customers that have no order lines.
OF_CUSTOMERS = (
    "survey_responses", "survey_reasons", "survey_comments", "preferences", "complaints", "open_complaints",
    "complaint_spans", "programme_members", "kano_answers", "interactions", "service_audits", "order_promises",
    "account_demand", "account_criteria", "account_plans", "joint_value", "contacts", "known_contacts", "payments",
    "requirements",
)  # fmt: skip
# What an answer leaves out where it is about these and not about order lines.
LEFT_OUT_OF = {
    "complaints": "cases_left_out",
    "complaints_so_far": "cases_left_out",
    "open_complaints": "cases_left_out",
    "survey_responses": "responses_left_out",
    "survey_reasons": "responses_left_out",
    "survey_comments": "responses_left_out",
    "interactions": "contacts_left_out",
    "kano_answers": "kano_left_out",
}
# What was added up over all days when the version was prepared: <name>_of_all_days stands in the place of these.
ADDED_UP = ("customer_orders", "customer_values", "shared_costs")
# What is read from the sales as they were numbered when the version was prepared; where line filters or the net rule
# change which these are, <name>_of_orders works it out from these orders.
OF_SALES = {"sales": "orders_so_far", "customer_lives": "orders_so_far", "sale_gaps": "orders"}
# What an answer tells besides.
CONTRADICTED = {"account_demand": "demand_contradicted"}


def in_other_days(sql: str, dated: Iterable[str], suffix: str = BEFORE) -> str:
    """SQL of a table in other days than the chosen ones: its days, and the tables it reads that depend on days."""
    names = _OTHER_DAYS[suffix]
    sql = re.sub(r"\$(from|to|as_of)\b", lambda found: "$" + names.get(found[1], found[1]), sql)
    for name in dated:
        sql = re.sub(rf"\b(from|join) {name}\b", rf"\1 {name}{suffix}", sql)
    return sql


# What customers say hangs on no order line.


class SelectedTables:
    """The selected tables of one question: their SQL and the values bound in it.

    of_others: of the customers whom filters, segments and mark leave out; filters of order lines hold for them too.
    is_of_chosen: whether segments or a mark say which customers count, not filters alone.
    """

    def __init__(
        self,
        reader: Reader,
        scope: Scope,
        days: Days,
        breakdown: Dimension | None = None,
        among: Sequence[Among] = (),
        of_others: bool = False,
    ) -> None:
        self._breakdown = breakdown
        # Days compared with are looked at from as long after their end as the chosen days are.
        as_of = days[1] + (scope.as_of - scope.days[1])
        self.values: Values = {"from": days[0], "to": days[1], "as_of": as_of, "rule": scope.rule}
        before = scope.compare_days or (None, None)
        before_as_of = before[1] and before[1] + (scope.as_of - scope.days[1])
        self.values |= {"before_from": before[0], "before_to": before[1], "before_as_of": before_as_of}
        self.values["so_far_from"] = reader.first_on
        self._is_of_all_days = days == (reader.first_on, reader.last_on) and scope.rule == "sales"
        self._customer_filters = ""
        self._line_filters = ""
        # An order without a customer is unknown in every attribute: it stays where all filters take unknown.
        self._of_customers = "of_customers_or_nobody"
        for number, (dimension_id, values) in enumerate(scope.filters):
            dimension = reader.dimensions[dimension_id]
            condition = self._condition(dimension, f"filter_{number}", values)
            if dimension.held_by == "customers":
                self._customer_filters += condition
                self._of_customers = self._of_customers if "" in values else "of_customers"
            else:
                self._line_filters += condition
        self.is_of_chosen = bool(among) or of_others
        self._among = {f"among_{number}": sql for number, (sql, _) in enumerate(among)}
        for name, (_, bound) in zip(self._among, among, strict=True):
            self.values |= bound
            self._customer_filters += _sql("among", among=name)
            self._of_customers = "of_customers"
        if of_others:
            # An order without a customer is nobody's: it belongs to neither side.
            self._customer_filters = _sql("others").replace("/* chosen */", self._customer_filters)
            self._of_customers = "of_customers"

    def is_added_up(self, name: str) -> bool:
        """Whether a shared step, or a table, is a table of these days that was added up when the version was prepared.

        What is <name>_before is of other days.
        """
        return name in ADDED_UP and self._is_of_all_days and not self._line_filters

    def needed(self, names: Iterable[str]) -> dict[str, str]:
        """Name → SQL of the tables asked for and of those that they read, in the order to write them."""
        written: dict[str, str] = {}
        for name in names:
            self._write(name, written)
        return written

    def _condition(self, dimension: Dimension, name: str, values: tuple[str, ...]) -> str:
        """One filter as a condition; its values are bound, '' means that the value is unknown."""
        owner = "c." if dimension.held_by == "customers" else "t."
        column = owner + identifier(dimension.column)
        if dimension.stored_as != "VARCHAR":
            column = f"cast({column} as varchar)"
        known = {f"{name}_{number}": value for number, value in enumerate(v for v in values if v)}
        self.values |= known
        either = [column + " in (" + ", ".join(f"${key}" for key in known) + ")"] if known else []
        either += [column + " is null"] if "" in values else []
        return "\nand (" + " or ".join(either) + ")"

    def _write(self, name: str, written: dict[str, str]) -> None:
        if name in written:
            return
        if name == "customers":
            written |= self._among
        reads, sql = self._added_up(name) if self.is_added_up(name) else self._table(name)
        for other in reads:
            self._write(other, written)
        written[name] = sql

    def _added_up(self, name: str) -> tuple[tuple[str, ...], str]:
        reads = ("customers",) if self._customer_filters and name != "shared_costs" else ()
        sql = _sql(f"{name}_of_all_days").replace("/* of customers */", _sql("of_customers") if reads else "")
        return reads, sql

    def _table(self, name: str) -> tuple[tuple[str, ...], str]:
        """The tables that a selected table reads, and its SQL."""
        if name in ("breakdown", "order_values", "own_values"):
            if self._breakdown is None:
                raise ValueError("a break-down needs a dimension")
            by_customer = self._breakdown.held_by == "customers"
            file = name + ("_by_customer" if by_customer else "_by_line")
            read = ("customers", "orders") if by_customer else ("transactions",)
            read = ("customers",) if name == "own_values" else read
            return read, _sql(file, column=self._breakdown.column)
        for suffix in _OTHER_DAYS:
            if name.endswith(suffix):
                reads, sql = self._table(name.removesuffix(suffix))
                dated = [each for each in reads if each != "customers"]
                elsewhere = tuple(each + suffix if each in dated else each for each in reads)
                return elsewhere, in_other_days(sql, dated, suffix)
        if name == "orders" and self._line_filters:
            return ("transactions",), _sql("orders_of_lines")
        if name in OF_SALES and (self._line_filters or self.values["rule"] == "net"):
            return (OF_SALES[name],), _sql(f"{name}_of_orders")
        # These are narrowed by what their customer bought: they are no order lines of their own.
        by_lines = bool(self._line_filters) and name in OF_CUSTOMERS
        reads = ("customers",) if (self._customer_filters or by_lines) and name != "customers" else ()
        bought = _sql("bought_in_lines") if self._line_filters and name == "customers" else ""
        sql = (
            _sql(name)
            .replace("/* bought in the filtered lines */", bought)
            .replace("/* customer filters */", self._customer_filters)
            .replace("/* line filters */", self._line_filters)
            .replace("/* of customers */", _sql("of_customers" if by_lines else self._of_customers) if reads else "")
        )
        return reads if "from customers" in sql else (), sql

    def left_out(self) -> str:
        """SQL of the lines that an answer over these tables does not count: reason, line_count."""
        filtered = bool(self._customer_filters or self._line_filters)
        tables = self.needed(["all_lines"]) if filtered else {}
        tables["counted"] = _sql("counted_by_line" if filtered else "counted_by_day")
        return with_tables(tables, _sql("left_out", counted="counted"))

    def named_left_out(self, table: str) -> str:
        """SQL of the rows of a table that are not counted: reason, row_count; '' for none.

        Where all customers count, so do rows that name none; of cases those that are no complaints never do, nor
        answers that nobody can read.
        """
        if table in CONTRADICTED:
            return _sql(CONTRADICTED[table])
        name = LEFT_OUT_OF[table]
        return _sql(name) if name in ("cases_left_out", "kano_left_out") or "customers" in self.needed([table]) else ""

    def charges_left_out(self, lines: str, column: str) -> str:
        """SQL of lines that bill no product, told by a column of theirs: name, line_count, amount."""
        return _sql("charges_left_out", lines=lines, column=column)

    def without_cost(self) -> str:
        """SQL of the orders that an answer about profit does not count: reason, order_count."""
        return with_tables(self.needed(["orders"]), _sql("orders_without_cost"))

    def costs_without_order(self) -> str:
        """SQL of the costs that an answer about what customers cost does not count: reason, cost_count."""
        return with_tables(self.needed(["customer_costs", "orders"]), _sql("costs_without_order"))


@lru_cache(maxsize=256)
def listed_customers(reader: Reader, wanted: ListedCustomers) -> Among:
    """SQL and values of customers by their ids: of the keys that they have in this version, found once."""
    found = reader.query(_sql("listed"), {"customer_ids": list(wanted.customer_ids)}).fetchall()
    return _sql("listed_keys"), {"customer_keys": [row[0] for row in found]}


def with_tables(tables: dict[str, str], question: str) -> str:
    """A question with named tables in front of it."""
    return "with " + ",\n".join(f"{name} as (\n{sql.strip()}\n)" for name, sql in tables.items()) + "\n" + question

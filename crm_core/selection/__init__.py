"""What the reader chose: version, as-of day, period, comparison, filters and the rule of what counts."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crm_core.lake.reader import Reader
from crm_core.selection.period import Days, Period, comparison, days_of, months_later

Rule = Literal["sales", "net"]
COMPARES = ("none", "previous", "last_year", "festival", "others")
RULES: tuple[Rule, ...] = ("sales", "net")


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellCustomers:
    """The customers behind a cell of a metric, under a selection of its own; without a cell all of its members."""

    metric: str
    selection: "Selection"
    params: Pairs = ()
    cell: Pairs = ()


@dataclass(frozen=True)
class ListedCustomers:
    """Customers by their ids."""

    customer_ids: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Customers to compare with on the same days; None = everyone who is not chosen. title: of a saved segment."""

    customers: CellCustomers | ListedCustomers | None = None
    title: str = ""


def compared_segment(compare: str) -> int | None:
    """The number of the saved segment that a comparison names (s12), else None."""
    return int(compare[1:]) if re.fullmatch(r"s[0-9]{1,9}", compare) else None


@dataclass(frozen=True)
class Selection:
    """The reader's choice as it stands in a link; hashable, so that answers are cached by it.

    filters: (dimension id, values) pairs; the value '' stands for unknown.
    compare: with other days (one of COMPARES), with everyone who is not chosen (others), or with a saved segment (s12).
    rule: sales = what was sold; net = refunds, returns and cancelled money taken off.
    segments: numbers of saved segments. among: sets of customers that every answer keeps to: what the segments
    and a clicked mark mean; it stands in no link. group: the customers that compare names, where it names some.
    """

    period: Period = "all"
    custom: Days | None = None
    compare: str = "none"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rule: Rule = "sales"
    as_of: date | None = None
    version: int | None = None
    segments: tuple[int, ...] = ()
    among: tuple[CellCustomers | ListedCustomers, ...] = ()
    group: Group | None = None


@dataclass(frozen=True)
class Scope:
    """A selection made concrete on one version: real days, known dimensions.

    compare_missing: a comparison was asked for, but its days begin before the data do.
    group: whom the chosen customers are compared with; None where other days are. Then the days are the same.
    group_missing: everyone is chosen, so nobody is left to compare with.
    """

    as_of: date
    days: Days
    compare_days: Days | None
    compare_missing: bool
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    rule: Rule
    group: Group | None = None
    group_missing: bool = False


def scope_of(selection: Selection, reader: Reader) -> Scope:
    """The days and dimensions that a selection means on these data.

    Errors: Refused unknown_dimension.
    """
    held_by = {reader.dimension_of(dimension).held_by for dimension, _ in selection.filters}
    as_of = selection.as_of or reader.last_on
    days = days_of(selection.period, selection.custom, reader.first_on, as_of)
    if selection.compare == "others" or selection.group is not None:
        group = selection.group or Group()
        nobody = group.customers is None and not selection.among and "customers" not in held_by
        return Scope(as_of, days, None if nobody else days, False, selection.filters, selection.rule, group, nobody)
    earlier = comparison(selection.compare, selection.period, days)
    missing = earlier is not None and earlier[0] < reader.first_on
    return Scope(as_of, days, None if missing else earlier, missing, selection.filters, selection.rule)


MONTHS_SINCE = {"quarter_ago": 3, "year_ago": 12}


def scope_since(selection: Selection, reader: Reader, since: str) -> Scope:
    """The scope with the same kind of days as seen a quarter or a year before; else with the chosen comparison.

    All days then would lie within all days now, and nobody could have left: in their place stand two spans of one
    length, a year at most.

    Errors: Refused unknown_dimension.
    """
    scope = scope_of(selection, reader)
    if since not in MONTHS_SINCE:
        return scope
    months = -MONTHS_SINCE[since]
    if selection.period == "all":
        first = max(months_later(reader.first_on, -months), months_later(scope.as_of, -12) + timedelta(days=1))
        if first > scope.as_of:
            return replace(scope, compare_days=None, compare_missing=True, group=None)
        earlier = (max(reader.first_on, months_later(first, months)), months_later(scope.as_of, months))
        return replace(scope, days=(first, scope.as_of), compare_days=earlier, compare_missing=False, group=None)
    custom = selection.custom and (months_later(selection.custom[0], months), months_later(selection.custom[1], months))
    as_of = months_later(scope.as_of, months)
    earlier = days_of(selection.period, custom, reader.first_on, as_of)
    missing = earlier[0] < reader.first_on
    return replace(scope, compare_days=None if missing else earlier, compare_missing=missing, group=None)

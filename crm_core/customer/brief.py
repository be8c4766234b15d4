"""What whoever serves a customer must know beforehand: stage, habits, wishes, the last score, and what to do next."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from crm_core.customer import Customer
from crm_core.customer.relation import stage_rules
from crm_core.customer.standing import everybody, only
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.metrics.runner import selected_rows
from crm_core.selection import Selection, scope_of
from crm_core.text.numbers import as_float

HERE = Path(__file__).parent
UNHAPPY = 2.0  # a score up to this one, of five
FRESH_DAYS = 180  # how long a score says how the customer feels now
FEW_ORDERS = 5  # below this many, no weekday is called a habit


@dataclass(frozen=True)
class Wish:
    """One preference; kind None = not told."""

    kind: str | None
    content: str
    is_special: bool


@dataclass(frozen=True)
class Brief:
    """What is known of a customer on the as-of day.

    stage: None without a sale. favourite: category and its share of the chosen days' revenue. weekday: 0 = Monday, and
    its share of all orders; None with fewer than five orders. score: the last one, of five, and its day.
    """

    stage: str | None
    favourite: tuple[str, float] | None
    weekday: tuple[int, float] | None
    wishes: tuple[Wish, ...]
    score: float | None
    scored_on: date | None

    def next_step(self, as_of: date, tier: str | None, is_overdue: bool) -> str:
        """The code of what to do first; the first rule that fits.

        A recent bad score comes before silence, silence before the stage, and key customers have a step of their own.
        """
        is_fresh = self.scored_on is not None and (as_of - self.scored_on).days <= FRESH_DAYS
        if is_fresh and self.score is not None and self.score <= UNHAPPY:
            return "ask_why"
        if self.stage == "lost":
            return "win_back"
        if self.stage == "degeneration" or is_overdue:
            return "get_in_touch"
        if self.stage == "stability" and tier in ("vip", "major"):
            return "look_after"
        return self.stage or "first_order"


@lru_cache(maxsize=256)
def brief_of(reader: Reader, selection: Selection, customer: Customer) -> Brief:
    """The brief of one customer. Errors: Refused as the selection's."""
    scope = scope_of(everybody(selection), reader)
    values = {"customer_key": customer.key, "as_of": scope.as_of}
    wishes = reader.query(statement(HERE / "wishes.sql"), values).fetchall()
    scored = reader.query(statement(HERE / "last_score.sql"), values).fetchone()
    own = only(selection, customer)
    most = selected_rows(reader, own, ("transactions",), statement(HERE / "favourite.sql"))
    return Brief(
        stage=_stage(reader, selection, own),
        favourite=None if most.empty else (str(most["category"][0]), float(most["category_share"][0])),
        weekday=_weekday(
            selected_rows(reader, own, ("orders_so_far",), statement(HERE / "order_days.sql"))["order_on"]
        ),
        wishes=tuple(Wish(*row) for row in wishes),
        score=as_float(scored[1]) if scored else None,
        scored_on=scored[0] if scored else None,
    )


def _stage(reader: Reader, selection: Selection, own: Selection) -> str | None:
    """The customer's stage: its own orders against the usual gap of everybody."""
    found = selected_rows(
        reader, own, ("stage_spans",), statement(HERE / "stage.sql"),
        replaced={"typical_gap": statement(HERE / "typical_gap.sql")},
        typical_days=_typical_days(reader, everybody(selection)), **stage_rules(),
    )  # fmt: skip
    return None if found.empty else str(found["stage"][0])


@lru_cache(maxsize=64)
def _typical_days(reader: Reader, selection: Selection) -> float | None:
    """Kept: it is the same for every customer."""
    found = selected_rows(reader, selection, ("typical_gap",), statement(HERE / "typical_days.sql"))
    return as_float(found["typical_days"][0])


def _weekday(days: pd.Series) -> tuple[int, float] | None:
    """The weekday of most orders, the earlier of equals, and its share."""
    if len(days) < FEW_ORDERS:
        return None
    counts = pd.to_datetime(days).dt.day_of_week.value_counts().reindex(range(7), fill_value=0)
    return int(counts.idxmax()), float(counts.max() / counts.sum())

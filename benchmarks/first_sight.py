"""All that a page shows at first, and all about one customer: asked of a warm engine with no answer kept."""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from crm_core.customer import find
from crm_core.customer.brief import brief_of
from crm_core.customer.standing import course_of, only, orders_of, standing
from crm_core.lake import Workspace
from crm_core.lake.reader import Reader
from crm_core.metrics.pages import pages
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer
from crm_core.refusal import Refused
from crm_core.selection import Selection

Row = dict[str, object]
MOST_MS_OF_A_PAGE = 1500
MOST_MS_OF_A_CUSTOMER = 150
ROUNDS = 5
# The charts of the customer's page that are metrics of their own (ui/customer.py).
HABITS = ("profile.weekday_hour", "overview.revenue_by_dimension", "profile.order_interval", "profile.basket")
SOME_BUYERS = (
    "select customer_id from mart.customers where last_order_on is not null order by hash(customer_id) limit 50"
)


def _median_ms(run: Callable[[], object]) -> float:
    """The first round only warms up."""
    times = []
    for _ in range(1 + ROUNDS):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def _page(reader: Reader, metric_ids: tuple[str, ...]) -> int:
    """Ask all that the data can answer; how many these are."""
    answered = 0
    for metric_id in metric_ids:
        metric = metrics()[metric_id]
        days = Selection(period="this_year", compare="last_year") if metric.is_of_change else Selection()
        with suppress(Refused):  # what needs another file, or others to compare with, shows a sentence
            answer.__wrapped__(reader, metric_id, days)
            answered += 1
    return answered


def _customer(reader: Reader, customer_id: str) -> None:
    customer = find(reader, customer_id)
    if customer is None:
        raise LookupError(customer_id)
    stands = standing(reader, Selection(), customer)
    brief_of(reader, Selection(), customer)
    orders_of(reader, Selection(), customer)
    course_of(reader, Selection(), customer, stands.tier)
    for metric_id in HABITS:
        answer(reader, metric_id, only(Selection(), customer))


def first_sight_rows(folder: Path, lines: int) -> list[Row]:
    """One row per page of which something can be answered, and one for the page of one customer."""
    reader = Workspace(folder).reader()
    rows: list[Row] = []
    for name, page in pages().items():
        if answered := _page(reader, page.metrics):
            taken = _median_ms(lambda ids=page.metrics: _page(reader, ids))
            rows.append(_row(lines, f"page {name}: {answered} metrics", taken, MOST_MS_OF_A_PAGE))
    # Another customer each time, since what was asked about one is kept; what is kept of everybody stays.
    ids, place = [row[0] for row in reader.query(SOME_BUYERS).fetchall()], count()
    for _ in range(20):
        _customer(reader, ids[next(place)])
    taken = _median_ms(lambda: _customer(reader, ids[next(place)]))
    return [*rows, _row(lines, "everything about one customer", taken, MOST_MS_OF_A_CUSTOMER)]


def _row(lines: int, what: str, taken: float, bound: int) -> Row:
    return {"size": lines, "what": what, "ours": f"{taken:.0f} ms", "bound": f"{bound} ms", "met": taken <= bound}

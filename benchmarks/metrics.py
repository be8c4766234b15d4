"""Every metric through the runner against the same SQL run by hand on the same store, warm."""

import statistics
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from crm_core.lake import Workspace
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, left_out, question_of
from crm_core.refusal import Refused
from crm_core.selection import Selection

Row = dict[str, Any]
MOST_TIMES_BY_HAND = 1.3
MOST_OVERHEAD_MS = 20
MOST_MS = 300
ROUNDS = 7
# What a manager looks at: a year, one region and one channel are in the second selection.
SELECTIONS = {
    "all": Selection(),
    "12 months, filtered": Selection(
        period="last_12_months",
        filters=(("customers.region", ("华东", "华南")), ("transactions.channel", ("store", "online"))),
    ),
}


def _medians_ms(*runs: Callable[[], object]) -> list[float]:
    """Milliseconds of each, in turns, so that all see the same moods of the machine; the first round only warms up."""
    times: list[list[float]] = []
    for _ in range(1 + ROUNDS):
        times.append([])
        for run in runs:
            start = time.perf_counter()
            run()
            times[-1].append((time.perf_counter() - start) * 1000)
    return [statistics.median(each) for each in zip(*times[1:], strict=True)]


def metric_rows(folder: Path, lines: int, areas: Collection[str] = ()) -> list[Row]:
    """One row per metric (of these areas; of all without any) and selection."""
    reader = Workspace(folder).reader()
    rows: list[Row] = []
    for label, selection in SELECTIONS.items():
        left_out(reader, selection, True)  # shared by all cards of a page, counted once
        left_out(reader, selection, False)
        for metric_id, metric in metrics().items():
            if areas and metric_id.partition(".")[0] not in areas:
                continue
            if metric.against is not None:
                continue  # two questions in one, each as long as one about customer_orders
            looks_back = metric.is_of_change or ("earlier_sales", "") in metric.requires
            # What only needs earlier sales is not compared: that would be two questions against one by hand.
            compare = "last_year" if metric.is_of_change else "none"
            asked = replace(selection, period="this_year", compare=compare) if looks_back else selection
            try:
                question = question_of(reader, metric_id, asked, ())
            except Refused as refusal:  # the sample company has no such file
                rows.append({"size": lines, "what": f"{metric_id} ({label})", "ours": refusal.code})
                continue
            sql, values = question.sql(question.scope.days, question.metric.answer)
            by_hand, ours = _medians_ms(
                lambda sql=sql, values=values: reader.query(sql, values).fetchall(),
                lambda name=metric_id, s=asked: answer.__wrapped__(reader, name, s),
            )
            met = ours <= MOST_MS and (ours <= MOST_TIMES_BY_HAND * by_hand or ours - by_hand <= MOST_OVERHEAD_MS)
            rows.append(
                {
                    "size": lines, "what": f"{metric_id} ({label})", "ours": f"{ours:.0f} ms",
                    "floor": f"{by_hand:.0f} ms", "ratio": round(ours / by_hand, 2),
                    "bound": f"{MOST_TIMES_BY_HAND} or +{MOST_OVERHEAD_MS} ms; {MOST_MS} ms", "met": met,
                }
            )  # fmt: skip
    return rows

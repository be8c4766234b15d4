"""The tables of cases and improvements, as generate.py writes them."""

import numpy as np
import pyarrow as pa

from data.demo.company import Company
from data.demo.complaints import Complaints
from data.demo.dice import Ints
from data.demo.people import UNKNOWN

STEPS = ("listen", "apologise", "ask", "record", "solve", "close", "review")


def _words(codes: Ints, words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16), mask=codes < 0), words)


def _moments(company: Company, minutes: Ints) -> pa.Array:
    midnight = np.datetime64(company.first_on, "s").astype(np.int64)
    return pa.array(midnight + minutes.astype(np.int64) * 60, mask=minutes == UNKNOWN).cast(pa.timestamp("s"))


def cases_table(company: Company, found: Complaints, solution: Ints) -> pa.Table:
    """One row per case with its words and the number of the solution used; UNKNOWN becomes NULL."""
    facts, numbers = company["complaints"], np.arange(1, len(found.minute) + 1, dtype=np.int32)
    causes = facts["cause"]
    steps = {
        f"step_{name}": pa.array(done == 1, mask=done == UNKNOWN)
        for name, done in zip(STEPS, found.steps, strict=True)
    }  # fmt: skip
    return pa.table(
        {
            "case_no": numbers,
            "customer_no": pa.array(found.customer + 1, mask=found.customer == UNKNOWN),
            "case_type": _words(found.kind, facts["kinds"]),
            "category": _words(found.cause, [cause["category"] for cause in causes]),
            "root_cause": _words(found.cause, [cause["name"] for cause in causes]),
            "department": _words(found.cause, [cause["department"] for cause in causes]),
            "channel": _words(found.channel, facts["channels"]),
            "opened_at": _moments(company, found.minute),
            "due_at": _moments(company, found.minute + facts["due_days"] * 1440),
            "first_response_at": _moments(company, found.answer),
            "resolved_at": _moments(company, found.end),
            "verdict": _words(found.verdict, facts["verdicts"]),
            "people_told": pa.array(found.told.astype(np.int32), mask=found.told == UNKNOWN),
            "need": _words(found.need, facts["needs"]),
            "motive": _words(found.motive, facts["motives"]),
            "solution_no": pa.array(solution + 1, mask=solution == UNKNOWN),
            "compensation_kind": _words(found.compensation, facts["compensations"]),
            "cents": pa.array(found.cents, mask=found.compensation == UNKNOWN),
            **steps,
        }
    )


def solutions_table(company: Company) -> pa.Table:
    """One row per solution."""
    titles, categories, days = zip(*company["solutions"]["listed"], strict=True)
    return pa.table(
        {
            "solution_no": pa.array(range(1, len(titles) + 1)),
            "title": list(titles),
            "category": list(categories),
            "created_on": pa.array(days, pa.date32()),
        }
    )


def improvements_table(company: Company) -> pa.Table:
    """One row per improvement; one that ends no complaints names no cause."""
    topics, causes, sources, days = zip(*company["improvements"]["done"], strict=True)
    return pa.table(
        {
            "improvement_no": pa.array(range(1, len(topics) + 1)),
            "topic": list(topics),
            "root_cause": [cause or None for cause in causes],
            "improvement_source": list(sources),
            "done_on": pa.array(days, pa.date32()),
        }
    )

"""Answers and lists as plain values, for JSON."""

from datetime import date
from typing import Any

import pandas as pd

from crm_core.metrics.answer import Answer, LeftOut
from crm_core.metrics.registry import as_text


def answer_json(found: Answer) -> dict[str, Any]:
    """An answer as plain data: everything needed to trust and repeat it."""
    return {
        "metric": found.metric,
        "version": found.version,
        "as_of": found.as_of,
        "period": {"from": found.period[0], "to": found.period[1]},
        "compare_period": dict(zip(("from", "to"), found.compare_period, strict=True))
        if found.compare_period
        else None,
        "compare_group": found.compare_group,
        "filters": found.filters,
        "params": found.params,
        "n": found.n,
        "left_out": [_left_out(left) for left in found.left_out],
        "columns": [{"name": c.name, "kind": c.kind, "unit": c.unit} for c in found.columns],
        "rows": records(found.rows),
        "compared": None if found.compared is None else records(found.compared),
        "notes": list(found.notes),
        "is_sample": found.is_sample,
    }


def _left_out(left: LeftOut) -> dict[str, Any]:
    told = {"reason": left.reason, "rows": left.rows}
    return told if left.amount is None else told | {"amount": float(left.amount), "names": list(left.names)}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; unknown is null, a day is a day."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {key: as_text(value) if isinstance(value, date) else value for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def plain(value: Any) -> Any:
    """A value that JSON can carry: an engine's number as a number, anything else as text."""
    return value.item() if hasattr(value, "item") else str(value)

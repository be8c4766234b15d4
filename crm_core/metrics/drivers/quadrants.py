"""Importance against performance: in which of the four corners each attribute lies."""

from typing import Any

import pandas as pd

from crm_core.metrics.drivers.importance import modelled
from crm_core.statistics.drivers import importance

MIDDLE = 3.0  # of the scale from 1 to 5


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of drivers.quadrants.

    Shape:  frame as steps/driver_patterns.sql; out comes one row per attribute, the most important first.
    Nulls:  importance and corner of an attribute without a weight (stated), or where answers do not tell (derived).
    Source: Martilla and James, J. Marketing 41 (1977) 77-79; the cross-hairs at the means or at the scale's middle and
            an equal share are a choice of the reader.
    """
    if question.params["importance"] == "stated":
        told = frame[frame["attribute"].notna()].reset_index(drop=True)
        share = told["weight_share"].astype(float)
    else:
        told, shares = modelled(frame, importance)
        share = pd.Series(shares, index=told.index, dtype=float)
    score = told["attribute_score"].astype(float)
    known = share.notna()
    by_means = question.params["cross"] == "means"
    cross_score = score[known].mean() if by_means else MIDDLE
    cross_share = share[known].mean() if by_means else 1 / max(1, int(known.sum()))
    codes = {(True, False): "mend", (True, True): "keep", (False, False): "later", (False, True): "enough"}
    corner = [
        codes[high >= cross_share, good >= cross_score] if pd.notna(high) else None
        for high, good in zip(share, score, strict=True)
    ]
    found = told.assign(
        importance_share=share, quadrant=corner, cross_score=cross_score, cross_share=cross_share
    ).sort_values(["importance_share", "attribute"], ascending=[False, True])
    return found[[column.name for column in question.metric.columns]].reset_index(drop=True)

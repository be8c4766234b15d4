"""The importance of attributes out of patterns of answers, with intervals; ranked only where these are apart."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from crm_core.statistics.drivers import Array, apart_from_all, drivers

Model = TypeVar("Model")
FEWEST = 100  # responses, and ten for each attribute: with fewer the shares are chance


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of drivers.importance.

    Shape:  frame as steps/driver_patterns.sql; out comes one row per attribute, the most important first.
    Units:  explained, johnson and r_squared = shares of the variance of the whole; importance_share = of R².
    Nulls:  everything but counts and weights where too few answered, or where answers do not vary; importance_rank
            where an interval overlaps with another one. Above twelve attributes explained is Johnson's.
    """
    told, model = modelled(frame, drivers)
    names = [column.name for column in question.metric.columns]
    if model is None:
        return told.assign(**{name: None for name in names if name not in told})[names]
    exact = model.johnson if np.isnan(model.lmg).all() else model.lmg
    sure = apart_from_all(model.low, model.high)
    ranks = (-exact).argsort().argsort() + 1
    found = told.assign(
        explained=exact,
        explained_low=model.low,
        explained_high=model.high,
        importance_share=exact / model.r_squared,
        importance_rank=pd.array(
            [int(r) if is_sure else None for r, is_sure in zip(ranks, sure, strict=True)], "Int64"
        ),
        johnson=model.johnson,
        r_squared=model.r_squared,
        r_squared_low=model.r_squared_ends[0],
        r_squared_high=model.r_squared_ends[1],
    )
    return found.sort_values(["explained", "attribute"], ascending=[False, True])[names].reset_index(drop=True)


def modelled(frame: pd.DataFrame, model: Callable[[Array, Array], Model]) -> tuple[pd.DataFrame, Model | None]:
    """The attributes in the order of their names, and what a model makes of the answers; None where too few tell."""
    told = frame[frame["attribute"].notna()].sort_values("attribute").reset_index(drop=True)
    patterns = frame[frame["attribute"].isna()].sort_values("pattern_count")
    counts = patterns["pattern_count"].to_numpy(dtype=float)
    if counts.sum() < max(FEWEST, 10 * len(told)):
        return told, None
    return told, model(np.array(patterns["scores"].tolist(), dtype=float), counts)

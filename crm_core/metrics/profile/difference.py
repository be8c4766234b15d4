"""What parts the chosen customers from those compared with: the shares of both, their difference and their ratio."""

from typing import Any

import pandas as pd

from crm_core.statistics.rates import difference_of_rates
from crm_core.statistics.ratios import ratio_interval

MOST = 20  # traits shown


def against(chosen: pd.DataFrame, others: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows of profile.difference out of the counts of both sides.

    Shape:  attribute, value and customers come in; out comes one row per trait. Differences beyond chance come first,
            each part with the largest first; at most twenty.
    Units:  shares 0..1 of the customers whose attribute is known; the ratio is that of the two shares.
    Nulls:  no ratio to a share of nothing; an attribute that one side does not know at all has no row.
    Source: Newcombe (1998) for the difference; Katz et al., Biometrics 34 (1978) 469-474, for the ratio.
    """
    both = chosen.merge(others, on=["attribute", "value"], how="outer", suffixes=("", "_other")).fillna(
        {"customers": 0, "customers_other": 0}
    )
    known = both.groupby("attribute")[["customers", "customers_other"]].transform("sum")
    both[["known", "known_other"]] = known
    # Those who were chosen by a column differ in it by choice.
    chosen_by = {dimension.removeprefix("customers.") for dimension, _ in question.scope.filters}
    both = both[(both["known"] > 0) & (both["known_other"] > 0) & ~both["attribute"].isin(chosen_by)]
    names = ("attribute", "value", "customers", "known", "customers_other", "known_other")
    rows = sorted((_row(*row) for row in both[list(names)].itertuples(index=False)), key=_place)
    columns = [column.name for column in question.metric.columns]
    return pd.DataFrame(rows[:MOST], columns=columns)


def _row(
    attribute: str, value: str, hits: float, known: float, other_hits: float, other_known: float
) -> dict[str, Any]:
    share, other_share = hits / known, other_hits / other_known
    low, high = difference_of_rates((hits, known), (other_hits, other_known)) or (None, None)
    ratio = share / other_share if other_hits else None
    ends = None
    if hits and other_hits:
        ends = ratio_interval(share / other_share, 1 / hits - 1 / known + 1 / other_hits - 1 / other_known)
    return {
        "trait": f"{attribute}={value}", "difference": share - other_share, "difference_low": low,
        "difference_high": high, "share": share, "other_share": other_share, "share_ratio": ratio,
        "share_ratio_low": ends and ends[0], "share_ratio_high": ends and ends[1], "customers": int(hits),
        "known": int(known), "other_customers": int(other_hits), "other_known": int(other_known),
    }  # fmt: skip


def _place(row: dict[str, Any]) -> tuple[bool, float, str]:
    # Two values mirror each other but for the last binary digit: that must not part them.
    return row["difference_low"] <= 0 <= row["difference_high"], -round(abs(row["difference"]), 9), row["trait"]

"""The control limits of every day's complaints."""

from typing import Any

import numpy as np
import pandas as pd

from crm_core.statistics.control import count_chart


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows: what the orders of each day let expect, the limits of chance, and the days outside them.

    Shape:  as frame, with expected_cases, least_cases, most_cases and excess_cases.
    Nulls:  excess_cases, how many lie beyond the limit (below it: fewer than none), of a day within its limits.
    """
    chart = count_chart(frame["cases"], frame["orders"])
    beyond = chart.values - np.where(chart.values > chart.high, chart.high, chart.low)
    return frame.assign(
        expected_cases=chart.middle, least_cases=chart.low, most_cases=chart.high,
        excess_cases=np.where(chart.alarms, beyond, np.nan),
    )  # fmt: skip

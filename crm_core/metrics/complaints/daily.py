"""The control limits of every day's complaints."""

from typing import Any

import pandas as pd

from crm_core.statistics.control import count_chart


def rows(frame: pd.DataFrame, question: Any) -> pd.DataFrame:
    """The answer's rows: what the orders of each day let expect, the limits of chance, and the days outside them.

    Shape:  as frame, with expected_cases, least_cases, most_cases and is_alarm.
    """
    chart = count_chart(frame["cases"], frame["orders"])
    return frame.assign(
        expected_cases=chart.middle, least_cases=chart.low, most_cases=chart.high, is_alarm=chart.alarms
    )

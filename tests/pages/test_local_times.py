"""Moments stand in the time of the reader's browser, and say which that is."""

from datetime import datetime
from types import SimpleNamespace

import pandas as pd
import pytest

import ui.moments
from ui.moments import local


@pytest.mark.parametrize(
    ("zone", "moment", "shown"),
    [
        ("Asia/Shanghai", datetime(2026, 11, 28, 17, 5), "2026-11-29 01:05 UTC+8"),
        ("Asia/Kolkata", datetime(2026, 1, 1, 0, 0), "2026-01-01 05:30 UTC+5:30"),
        ("America/New_York", datetime(2026, 7, 1, 3, 0), "2026-06-30 23:00 UTC-4"),
        ("America/New_York", datetime(2026, 12, 1, 3, 0), "2026-11-30 22:00 UTC-5"),
        ("America/St_Johns", datetime(2026, 12, 1, 3, 0), "2026-11-30 23:30 UTC-3:30"),
        (None, datetime(2026, 11, 28, 17, 5), "2026-11-28 17:05 UTC"),
        ("Nowhere/At_All", datetime(2026, 11, 28, 17, 5), "2026-11-28 17:05 UTC"),
        ("../etc/passwd", datetime(2026, 11, 28, 17, 5), "2026-11-28 17:05 UTC"),
        ("Asia/Shanghai", pd.Timestamp("2026-11-28 17:05"), "2026-11-29 01:05 UTC+8"),
    ],
)
def test_a_moment_by_the_reader_s_clock(monkeypatch, zone, moment, shown):
    monkeypatch.setattr(ui.moments.st, "context", SimpleNamespace(timezone=zone))
    assert local(moment) == shown

"""Moments in the reader's own time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def local(moment: datetime) -> str:
    """A moment in UTC by the clock of the reader's browser, with how far that is from UTC: 2026-11-29 09:30 UTC+8."""
    try:
        at = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):  # the browser says what it likes
        at = moment.replace(tzinfo=UTC)
    return f"{at:%Y-%m-%d %H:%M} {_zone(at.utcoffset() or timedelta())}"


def _zone(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02d}" if rest else "")

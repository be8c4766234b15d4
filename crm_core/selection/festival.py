"""Festivals that sales are measured from: a period near one is compared with the days as far from last year's."""

import itertools
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

Days = tuple[date, date]
LONGEST_DAYS = 120  # a longer period holds several festivals; it meets the same days of last year
NEAR_DAYS = 30  # business before and after a festival still follows it


@dataclass(frozen=True)
class Festival:
    """A festival near some days, and the one of the year before. name: spring, mid_year, double_11."""

    name: str
    on: date
    before_on: date


@cache
def _known() -> dict[str, list[date]]:
    raw = tomllib.loads(Path(__file__).with_name("festivals.toml").read_text("utf-8"))
    years = range(raw["spring"][0].year, raw["spring"][-1].year + 1)
    fixed = {name: [date(year, *raw[name]) for year in years] for name in ("mid_year", "double_11")}
    return {"spring": raw["spring"], **fixed}


def festival_of(days: Days) -> Festival | None:
    """The festival that these days stand by: one among them, else the spring festival when it is near; the first one.

    Nulls: None for more than 120 days, and where no festival is near or known.
    """
    if days[1] - days[0] >= timedelta(days=LONGEST_DAYS):
        return None
    for near in (timedelta(0), timedelta(days=NEAR_DAYS)):
        for name, known in _known().items():
            if near and name != "spring":
                continue
            for before, on in itertools.pairwise(known):
                if days[0] - near <= on <= days[1] + near:
                    return Festival(name, on, before)
    return None


def aligned(days: Days) -> Days | None:
    """The days of the year before that stand as far from its festival; None where none is near."""
    festival = festival_of(days)
    if festival is None:
        return None
    shift = festival.on - festival.before_on
    return days[0] - shift, days[1] - shift

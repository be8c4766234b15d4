"""What people read is what the number says, within the digits that are shown."""

import math
import re
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.text.numbers import Delta, Unit, delta, number, unit_for

FACTORS = {"": 1, "万": 1e4, "亿": 1e8, "万亿": 1e12, "K": 1e3, "M": 1e6, "B": 1e9}


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (21_412, "count", "2.14万", "21.4K"),
        (12_000, "count", "1.2万", "12K"),
        (1_204, "count", "1,204", "1,204"),
        (327_000_000, "money", "¥3.27亿", "¥327M"),
        (Decimal("15300.00"), "money", "¥1.53万", "¥15.3K"),
        (-11_200_000, "money", "−¥1,120万", "−¥11.2M"),
        (13.5, "money", "¥13.50", "¥13.50"),
        (0, "money", "¥0", "¥0"),
        (-1e-12, "money", "¥0", "¥0"),
        (0.618, "share", "61.8%", "61.8%"),
        (1.284, "share", "128.4%", "128.4%"),
        (0.0004, "share", "0.04%", "0.04%"),
        (0.0001, "share", "0.01%", "0.01%"),
        (0.0000013, "share", "不足 0.01%", "under 0.01%"),
        (0.0000999, "share", "不足 0.01%", "under 0.01%"),
        (4.321, "score", "4.32", "4.32"),
        (5, "score", "5", "5"),
        (0.7, "number", "0.70", "0.70"),
        (1, "days", "1 天", "1 day"),
        (52.5, "days", "52.5 天", "52.5 days"),
        (date(2025, 12, 31), "date", "2025-12-31", "2025-12-31"),
        (pd.Timestamp(2025, 12, 31), "date", "2025-12-31", "2025-12-31"),
        (True, "boolean", "是", "Yes"),
        ("A-01", "code", "A-01", "A-01"),
    ],
)
def test_one_value(value, kind, zh, en):
    assert (number(value, kind, "zh"), number(value, kind, "en")) == (zh, en)


@pytest.mark.parametrize("value", [None, math.nan, np.float64("nan"), pd.NA, pd.NaT, math.inf])
@pytest.mark.parametrize("kind", ["count", "money", "share", "days", "number"])
def test_unknown_is_never_a_number(value, kind):
    assert number(value, kind, "en") == "n/a"
    assert number(value, kind, "zh") == "暂无"


@pytest.mark.parametrize("kind", ["date", "code", "boolean"])
def test_unknown_word(kind):
    assert number(None, kind, "en") == number(pd.NA, kind, "en") == "n/a"


def test_a_chart_has_one_unit_and_small_values_do_not_vanish():
    values = [3.1e8, -4.2e7, 9_000, 0, None]
    unit = unit_for(values, "money", "zh")
    assert unit == Unit(1e4, "万")
    assert [number(v, "money", "zh", unit) for v in values] == ["¥31,000万", "−¥4,200万", "¥0.9万", "¥0", "暂无"]


@pytest.mark.parametrize(
    ("values", "lang", "unit"),
    [
        ([232_000, 0.9], "zh", Unit()),  # 0.000075万 says nothing
        ([232_000, 0.9], "en", Unit()),
        ([261_000, 700], "zh", Unit()),
        ([10_670_000, 500], "zh", Unit(1e4, "万")),  # eight digits are not read at a glance
        ([211_000_000, 2_000_000], "zh", Unit(1e4, "万")),
        ([250_000_000, 50_000], "en", Unit(1e6, "M")),
        ([2_140_000, 50_000], "en", Unit(1e3, "K")),
        ([9_030_000, 15_700], "zh", Unit(1e4, "万")),
        ([21_412], "zh", Unit(1e4, "万")),
    ],
)
def test_small_values_beside_large_ones_choose_the_unit_in_which_both_are_read(values, lang, unit):
    assert unit_for(values, "money", lang) == unit


def test_rounding_moves_to_the_next_unit():
    assert number(999_600_000, "money", "en") == "¥1B"
    assert number(99_996_000, "count", "zh") == "1亿"


def test_currency_has_its_sign_and_unknown_currencies_their_code():
    assert number(1500, "money", "en", currency="USD") == "$1,500"
    assert number(-1500, "money", "en", currency="CHF") == "−CHF 1,500"
    assert number(1500, "money", "en", currency=None) == "1,500"


def read_back(text: str) -> tuple[float, float]:
    """The value of a shown number and half of its last shown step (three digits at least where a unit is shown)."""
    found = re.fullmatch(r"(−?)¥?([\d,]+)(?:\.(\d+))?(\D*)", text)
    sign, whole, part, suffix = found.groups()
    size = float(whole.replace(",", "") + "." + (part or "0"))
    return (-1 if sign else 1) * size * FACTORS[suffix], 0.5 * 10 ** -len(part or "") * FACTORS[suffix]


@settings(deadline=None)
@given(value=st.floats(-1e14, 1e14), kind=st.sampled_from(["count", "money"]), lang=st.sampled_from(["zh", "en"]))
def test_reading_back_gives_the_value_within_what_is_shown(value, kind, lang):
    shown, half_step = read_back(number(value, kind, lang))
    assert abs(shown - value) <= half_step * (1 + 1e-9) + abs(value) * 1e-12


@settings(deadline=None)
@given(values=st.lists(st.floats(-1e13, 1e13), min_size=1, max_size=8), lang=st.sampled_from(["zh", "en"]))
def test_every_value_of_a_chart_ends_in_its_one_unit(values, lang):
    unit = unit_for(values, "money", lang)
    for text in [number(v, "money", lang, unit) for v in values if abs(v) >= 1e-6 * unit.divisor]:
        assert re.sub(r"[−¥\d,.]", "", text) == unit.suffix


@pytest.mark.parametrize(
    ("now", "before", "kind", "zh", "en", "direction"),
    [
        (110, 100, "money", "+10.0%", "+10.0%", "up"),
        (90, 100, "count", "−10.0%", "−10.0%", "down"),
        (0.618, 0.606, "share", "+1.2 个百分点", "+1.2 pts", "up"),
        (0.02, 0.0, "share", "+2.0 个百分点", "+2.0 pts", "up"),
        (12, 15, "days", "−3 天", "−3 days", "down"),
        (5, 0, "count", "新增", "new", "new"),
        (5, None, "money", "新增", "new", "new"),
        (5, 5, "count", "持平", "flat", "flat"),
        (0.1 + 0.2, 0.3, "share", "持平", "flat", "flat"),
        (0, 0, "count", "持平", "flat", "flat"),
        (None, 5, "count", "暂无", "n/a", "unknown"),
        (50, -100, "money", "+150.0%", "+150.0%", "up"),
    ],
)
def test_delta(now, before, kind, zh, en, direction):
    assert delta(now, before, kind, "zh") == Delta(zh, direction)
    assert delta(now, before, kind, "en") == Delta(en, direction)

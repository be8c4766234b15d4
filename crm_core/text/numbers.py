"""Numbers as people read them: one formatter for card, axis, label, hover, table and export."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pandas import isna

from crm_core.text import Lang, t

Direction = Literal["up", "down", "flat", "new", "unknown"]

MINUS = "\u2212"
# From which value on, divided by what, under which word. English starts at 10,000: 1,204 stays whole.
_STEPS: dict[Lang, tuple[tuple[float, float, str], ...]] = {
    "zh": ((1e4, 1e4, "step_1"), (1e8, 1e8, "step_2"), (1e12, 1e12, "step_3")),
    "en": ((1e4, 1e3, "step_1"), (1e6, 1e6, "step_2"), (1e9, 1e9, "step_3")),
}
_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥"}
_SCALED = ("count", "money", "number")
_SMALLEST_SHARE = 0.01  # in %; of a smaller one nobody reads the digits
_LEAST = 0.1  # of a unit; smaller values say little in it
_MOST = (1e5, 1e6)  # what can be read before 万 or K, and without a unit
# Below this, in the shown unit, a value is rounding noise of the arithmetic.
_NOISE = 1e-6
_ABSOLUTE = ("days", "score", "number")


@dataclass(frozen=True)
class Unit:
    """The unit of a whole chart or column: values are divided by divisor and followed by suffix."""

    divisor: float = 1.0
    suffix: str = ""


@dataclass(frozen=True)
class Delta:
    """A change in words and where it points; direction says nothing about good or bad."""

    text: str
    direction: Direction


def currency_sign(currency: str | None) -> str:
    """What stands before an amount: ¥, or the code of a currency without a sign; nothing where none is known."""
    return _SYMBOLS.get(currency, f"{currency} ") if currency else ""


def as_float(value: Any) -> float | None:
    """A number as float; None for everything that is not a finite number (None, NaN, NA, NaT, infinity)."""
    try:
        result = float(value)
    except (TypeError, ValueError):
        return None
    return result if math.isfinite(result) else None


def unit_for(values: Iterable[Any], kind: str, lang: Lang) -> Unit:
    """The one unit of a chart, from the largest absolute value; shares, scores, days and dates have none.

    Where the smallest would be less than a tenth of it, the next smaller unit, if the largest can still be read in it.
    """
    known = [abs(x) for x in map(as_float, values) if x]
    largest, smallest = max(known, default=0.0), min((x for x in known if x > _NOISE), default=0.0)
    unit, below = Unit(), 1.0
    if kind not in _SCALED:
        return unit
    for threshold, divisor, step in _STEPS[lang]:
        # Rounding first, or 999.6 million would be written 1,000M and not 1B.
        is_fine = smallest < _LEAST * divisor and largest < _MOST[below == 1] * below
        if math.floor(largest / below + 0.5) * below >= threshold and not is_fine:
            unit = Unit(divisor, t(f"figures.unit.{step}", lang))
        below = divisor
    return unit


def _decimals(size: float, kind: str, scaled: bool) -> int:
    if scaled:
        places = 2 if size < 10 else 1 if size < 100 else 0
    elif kind == "money":
        places = 2 if size < 100 else 0
    elif kind == "share":
        places = 1
    elif kind in ("days", "score", "number"):
        whole = size == int(size) and kind != "number"
        places = 0 if whole or size >= 1000 else 2 if size < 10 and kind != "days" else 1
    else:
        places = 0
    # A small value keeps two digits rather than being shown as nothing.
    if size and size < 0.5 * 10**-places:
        places = 1 - math.floor(math.log10(size))
    return places


def _digits(size: float, kind: str, unit: Unit) -> str:
    text = f"{size:,.{_decimals(size, kind, unit.divisor != 1)}f}"
    return text.rstrip("0").rstrip(".") if "." in text and (unit.suffix or size < 0.05) else text


def _quantity(value: float, kind: str, lang: Lang, unit: Unit, currency: str | None) -> str:
    size = abs(value) * 100 if kind == "share" else abs(value) / unit.divisor
    size = 0.0 if size < _NOISE else size
    if kind == "share" and 0 < size < _SMALLEST_SHARE and value > 0:
        return t("figures.tiny_share", lang, value=f"{_SMALLEST_SHARE}%")
    text = _digits(size, kind, unit) if size else "0"
    text += "%" if kind == "share" else unit.suffix if size else ""
    if kind == "days":
        text = t("figures.day" if text == "1" else "figures.days", lang, value=text)
    if kind == "money" and currency:
        text = currency_sign(currency) + text
    return MINUS + text if value < 0 and size else text


def number(value: Any, kind: str, lang: Lang, unit: Unit | None = None, currency: str | None = "CNY") -> str:
    """One value as text.

    Units:  share 0..1 is shown in %; money with the sign of its currency; unit = the chart's unit, own unit by default.
    Nulls:  unknown (None, NaN, infinity) is the word for n/a, never 0.
    """
    if kind in ("date", "code", "name", "text", "boolean"):
        return _word(value, kind, lang)
    known = as_float(value)
    if known is None:
        return t("figures.na", lang)
    return _quantity(known, kind, lang, unit or unit_for([known], kind, lang), currency)


def _word(value: Any, kind: str, lang: Lang) -> str:
    if isna(value):
        return t("figures.na", lang)
    if kind == "boolean":
        return t("figures.yes" if value else "figures.no", lang)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


_FLAT_BELOW = 0.0005  # a change that would be written 0.0


def delta(now: Any, before: Any, kind: str, lang: Lang) -> Delta:
    """The change from before to now.

    Units:  counts and money in %, shares in percentage points, days, scores and numbers as a plain difference.
    Nulls:  no value now = n/a; nothing or 0 to compare with = new, never 0 % or infinity.
    """
    last, first = as_float(now), as_float(before)
    if last is None:
        return Delta(t("figures.na", lang), "unknown")
    if first is not None and math.isclose(last, first, rel_tol=1e-9, abs_tol=1e-12):
        return Delta(t("figures.delta.flat", lang), "flat")
    if first is None or (first == 0 and kind not in (*_ABSOLUTE, "share")):
        return Delta(t("figures.delta.new", lang), "new")
    change = last - first
    if kind not in _ABSOLUTE and abs(change if kind == "share" else change / first) < _FLAT_BELOW:
        return Delta(t("figures.delta.flat", lang), "flat")
    sign = "+" if change > 0 else MINUS
    if kind == "share":
        size = t("figures.delta.points", lang, value=_digits(abs(change) * 100, "share", Unit()))
    elif kind in _ABSOLUTE:
        size = number(abs(change), kind, lang)
    else:
        size = number(abs(change / first), "share", lang)
    return Delta(sign + size, "up" if change > 0 else "down")

"""The colours and the bare figure that every chart starts from, in light and dark."""

from dataclasses import dataclass, replace
from typing import Literal, cast
from zlib import crc32

import plotly.graph_objects as go

from crm_core.rise import Rise

Base = Literal["light", "dark"]
Theme = Literal["light", "dark", "light-red", "dark-red", "light-green", "dark-green"]

# Fonts of the reader's own system: an internal network must not be asked for web fonts.
FONTS = "Inter, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, system-ui, sans-serif"


@dataclass(frozen=True)
class Palette:
    """All colours of one theme.

    base:        what the browser's own parts follow.
    up, down:    changes; never alone: a sign or an arrow stands beside them. good, bad: judgements.
    button:      Streamlit's primary colour: filled buttons, chosen options.
    tiers:       steps of one hue, strong = valuable; every step at least 3:1 against the card.
    categorical: at most eight, apart for the common kinds of colour blindness; order is fixed.
    further:     three more that stay apart from those, since there are eleven segments.
    sequence:    low and high end of the one hue of heat maps.
    """

    base: Base
    paper: str
    card: str
    line: str
    ink: str
    muted: str
    grid: str
    accent: str
    button: str
    contrast: str
    good: str
    bad: str
    up: str
    down: str
    tiers: dict[str, str]
    categorical: tuple[str, ...]
    further: tuple[str, ...]
    sequence: tuple[str, str]


_BLUE: dict[Base, Palette] = {
    "light": Palette(
        base="light", up="#1B5FC4", down="#B4560F",
        paper="#F5F6F8", card="#FFFFFF", line="#E3E7ED", ink="#1B2430", muted="#5B6675", grid="#ECEFF3",
        accent="#2F6FDE", button="#2456E6", contrast="#B4560F", good="#1B5FC4", bad="#B4560F",
        tiers={"vip": "#16307A", "major": "#2F6FDE", "ordinary": "#5F94EA", "small": "#8496AE"},
        categorical=("#2F6FDE", "#B4560F", "#109964", "#64439E", "#D08201", "#499AD0", "#871B2B", "#854D66"),
        further=("#4D8A40", "#853F00", "#9F7290"),
        sequence=("#EAF1FC", "#1D4FB0"),
    ),
    "dark": Palette(
        base="dark", up="#7FAEFF", down="#F0A060",
        paper="#0E1218", card="#151A22", line="#283040", ink="#E6EAF0", muted="#98A2B3", grid="#222A36",
        accent="#5B8DEF", button="#6E9BFF", contrast="#E8833A", good="#7FAEFF", bad="#F0A060",
        tiers={"vip": "#B9D1FF", "major": "#739FF7", "ordinary": "#4A78D8", "small": "#5F6F8A"},
        categorical=("#5B8DEF", "#E8833A", "#20D7A4", "#C6B5FF", "#DFD838", "#A8DEE8", "#D83161", "#848AA6"),
        further=("#3BFCD4", "#E2F274", "#8E8183"),
        sequence=("#1D2736", "#8DB4FF"),
    ),
}  # fmt: skip
_RED: dict[Base, str] = {"light": "#DF210C", "dark": "#FF5A4A"}
_GREEN: dict[Base, str] = {"light": "#12695A", "dark": "#7FEBC8"}


def theme_of(base: Base, rise: Rise = "blue") -> Theme:
    """The theme of a ground and of the colours of change."""
    return base if rise == "blue" else cast(Theme, f"{base}-{rise}")


def on_paper(theme: Theme) -> Theme:
    """The same colours of change on the light ground of a file."""
    return cast(Theme, theme.replace("dark", "light"))


_CHANGES: dict[Rise, tuple[dict[Base, str], dict[Base, str]]] = {"red": (_RED, _GREEN), "green": (_GREEN, _RED)}
PALETTES: dict[Theme, Palette] = {theme_of(base): palette for base, palette in _BLUE.items()} | {
    theme_of(base, rise): replace(palette, up=up[base], down=down[base])
    for rise, (up, down) in _CHANGES.items()
    for base, palette in _BLUE.items()
}
ACCENT, CONTRAST = PALETTES["light"].accent, PALETTES["light"].contrast

# Place of a segment among all colours: the same segment has the same colour on every page, and no other has it.
SEGMENT_PLACES = {
    "champions": 0, "loyal": 5, "big_spenders": 2, "promising": 8, "new": 3, "need_attention": 4,
    "about_to_sleep": 9, "cannot_lose": 6, "at_risk": 1, "hibernating": 7, "lost": 10,
}  # fmt: skip

# Stages of the relation: they deepen up to stability; falling back is the contrast, lost the palest step.
STAGE_STEPS = {"exploration": "ordinary", "formation": "major", "stability": "vip", "lost": "small"}

# ABC classes are steps like the tiers: A, which matters most, is the strongest.
ABC_STEPS = {"a": "vip", "b": "major", "c": "small"}
MET_STEPS = {"all": "vip", "two": "major", "one": "ordinary", "none": "small"}
RUNG_STEPS = {"alliance": "vip", "partner": "major", "preferred": "ordinary", "vendor": "small", "none": "small"}
CLV_STEPS = {"top_1": "vip", "top_5": "major", "top_20": "ordinary", "rest": "small", "unknown": "small"}


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """How far two colours are apart for the eye: 1 to 21.

    Source: WCAG 2.1, definitions of relative luminance and contrast ratio.
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def blend(colour: str, other: str, share: float) -> str:
    """A colour between two: share 0 is the first, 1 is the other."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def faded(colour: str, theme: Theme) -> str:
    """The colour of a mark that is not chosen: two thirds of the way to the card."""
    return blend(colour, PALETTES[theme].card, 0.66)


def ink_on(colour: str) -> str:
    """The text colour that reads best on a filled mark."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast_ratio(ink, colour))


def code_colour(column: str, code: str, theme: Theme) -> str:
    """The fixed colour of a code: tiers by step, segments by place, others by their own name."""
    palette = PALETTES[theme]
    if column == "stage":
        return palette.tiers[STAGE_STEPS[code]] if code in STAGE_STEPS else palette.contrast
    steps = {"abc_class": ABC_STEPS, "clv_tier": CLV_STEPS, "met": MET_STEPS, "relation_stage": RUNG_STEPS}
    is_tier = column == "tier" or column.startswith("group_")
    step = code if is_tier else steps.get(column, {}).get(code)
    if step in palette.tiers:
        return palette.tiers[step]
    place = SEGMENT_PLACES.get(code, crc32(code.encode()) % len(palette.categorical))
    return (*palette.categorical, *palette.further)[place]


def base_figure(theme: Theme, height: int) -> go.Figure:
    """An empty figure in the house look: thin grid, no frame, no legend, one height per kind.

    Margins are stated by each kind, and what the page would set after drawing is set before: a chart that finds
    its margins itself, or that is changed by the page, is drawn a second time.
    """
    palette = PALETTES[theme]
    axis = {"gridcolor": palette.grid, "zeroline": False, "ticks": "", "fixedrange": True,
            "linecolor": palette.line, "tickfont": {"color": palette.muted, "size": 12}}  # fmt: skip
    layout = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": FONTS, "size": 13, "color": palette.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": "pan",  # of axes that stay: no drag
        "clickmode": "event+select",
        "hovermode": "closest",
        "datarevision": 1,  # other data are another chart
        "hoverlabel": {"bgcolor": palette.ink, "bordercolor": palette.ink, "align": "left",
                       "font": {"family": FONTS, "size": 13, "color": palette.card}},
        "xaxis": axis,
        "yaxis": axis,
    }  # fmt: skip
    figure = go.Figure({"data": [], "layout": layout})
    figure.layout.template = None  # Plotly's own draws outlines on bars, and any template has every chart drawn twice
    return figure

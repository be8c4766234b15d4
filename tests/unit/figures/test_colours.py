from itertools import combinations

import numpy as np
import pytest

from crm_core.figures.theme import (
    ABC_STEPS,
    PALETTES,
    SEGMENT_PLACES,
    blend,
    code_colour,
    contrast_ratio,
    ink_on,
    on_paper,
    theme_of,
)

# Linear-RGB matrices of full colour blindness: Machado, Oliveira and Fernandes 2009 (IEEE TVCG 15/6), severity 1.0.
EYES = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
# CIE76: 2.3 is the smallest difference that is noticed side by side (Mahy, Van Eycken and Oosterlinck 1994).
# Marks in a chart lie apart, so colours are to differ by several of those steps.
NOTICED = 2.3
THEMES = pytest.mark.parametrize("theme", list(PALETTES))
EVERY_EYE = pytest.mark.parametrize("eye", list(EYES))


def seen_as(colour, eye):
    """The colour in CIELAB (D65) as an eye sees it."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    rgb = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    xyz = xyz / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, eye):
    return float(np.linalg.norm(seen_as(one, eye) - seen_as(other, eye)))


def test_the_simulator_sees_what_is_known():
    assert seen_as("#FFFFFF", "usual") == pytest.approx([100, 0, 0], abs=0.05)
    assert seen_as("#FF0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    for eye in EYES:  # grey stays grey: the rows of each matrix add up to one
        assert seen_as("#808080", eye)[1:] == pytest.approx([0, 0], abs=0.1)
    red_and_green = ("#C4551B", "#6E8B1F")
    assert apart(*red_and_green, "deutan") < apart(*red_and_green, "usual") / 3


@EVERY_EYE
@THEMES
def test_colours_that_stand_together_stay_apart_for_every_eye(theme, eye):
    palette = PALETTES[theme]
    pairs = list(combinations(palette.categorical, 2))
    assert min(apart(*pair, eye) for pair in pairs) > 5 * NOTICED


@EVERY_EYE
@THEMES
def test_good_and_bad_and_the_mark_that_matters_stay_apart_for_every_eye(theme, eye):
    palette = PALETTES[theme]
    for one, other in ((palette.good, palette.bad), (palette.up, palette.down), (palette.accent, palette.contrast)):
        assert apart(one, other, eye) > 15 * NOTICED


@EVERY_EYE
@THEMES
def test_steps_of_tiers_and_of_abc_classes_stay_apart_for_every_eye(theme, eye):
    tiers = [code_colour("tier", code, theme) for code in ("vip", "major", "ordinary", "small")]
    classes = [code_colour("abc_class", code, theme) for code in ABC_STEPS]
    for steps in (tiers, classes):
        assert min(apart(one, other, eye) for one, other in combinations(steps, 2)) > 5 * NOTICED


@EVERY_EYE
@THEMES
def test_every_segment_has_a_colour_of_its_own_for_every_eye(theme, eye):
    colours = [code_colour("segment", code, theme) for code in SEGMENT_PLACES]
    assert min(apart(one, other, eye) for one, other in combinations(colours, 2)) > 5 * NOTICED


@THEMES
def test_text_has_4_5_to_1_wherever_it_stands(theme):
    palette = PALETTES[theme]
    on_cards = (palette.good, palette.bad, palette.up, palette.down, palette.accent)
    everywhere = (palette.ink, palette.muted, palette.contrast)
    pairs = [(text, palette.card) for text in (*everywhere, *on_cards)]
    pairs += [(text, palette.paper) for text in everywhere]
    assert [pair for pair in pairs if contrast_ratio(*pair) < 4.5] == []
    assert contrast_ratio(ink_on(palette.button), palette.button) >= 4.5
    assert min(contrast_ratio(ink_on(step), step) for step in palette.tiers.values()) >= 4.5


@THEMES
def test_marks_have_3_to_1_against_their_card(theme):
    palette = PALETTES[theme]
    marks = (palette.up, palette.down, palette.accent, palette.contrast, palette.button, palette.muted)
    assert min(contrast_ratio(mark, palette.card) for mark in (*marks, *palette.categorical, *palette.further)) >= 3
    assert min(contrast_ratio(mark, palette.card) for mark in palette.tiers.values()) >= 3


@THEMES
def test_the_heat_map_gets_steadily_stronger(theme):
    low, high = PALETTES[theme].sequence
    strength = [contrast_ratio(blend(low, high, step / 10), PALETTES[theme].card) for step in range(11)]
    assert strength == sorted(strength)
    assert strength[-1] >= 3


def is_red(colour):
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red > 1.5 * max(green, blue)


@pytest.mark.parametrize("base", ["light", "dark"])
def test_red_up_and_green_up_are_what_they_say_on_screen_and_paper(base):
    red, green = PALETTES[theme_of(base, "red")], PALETTES[theme_of(base, "green")]
    assert is_red(red.up) and not is_red(red.down)
    assert (green.up, green.down) == (red.down, red.up)
    assert PALETTES[on_paper(theme_of(base, "red"))] == PALETTES["light-red"]
    assert theme_of(base) == base

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from crm_core.figures.theme import PALETTES, SEGMENT_PLACES, base_figure, blend, code_colour, contrast_ratio, ink_on

# Linear-RGB matrices of full deuteranopia and protanopia: Machado, Oliveira and Fernandes 2009, severity 1.0.
EYES = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}


def seen_as(colour, eye):
    """The colour in CIELAB as an eye sees it."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    rgb = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    xyz = xyz / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_ratio_of_black_and_white_is_21():
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_have_3_to_1_and_text_4_5_to_1_on_the_card(theme):
    palette = PALETTES[theme]
    marks = [palette.accent, palette.contrast, *palette.tiers.values(), *palette.categorical]
    assert min(contrast_ratio(c, palette.card) for c in marks) >= 3
    for ground in (palette.card, palette.paper):
        assert min(contrast_ratio(c, ground) for c in (palette.ink, palette.muted, palette.contrast)) >= 4.5


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_categorical_colours_stay_apart_for_every_eye(theme, eye):
    colours = PALETTES[theme].categorical
    assert len(colours) <= 8
    apart = [np.linalg.norm(seen_as(a, eye) - seen_as(b, eye)) for a, b in combinations(colours, 2)]
    assert min(apart) > 15


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_every_step_of_the_heat_map_is_readable(theme):
    steps = [blend(*PALETTES[theme].sequence, i / 20) for i in range(21)]
    assert min(contrast_ratio(ink_on(s), s) for s in steps) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stronger_tiers_stand_out_more(theme):
    palette = PALETTES[theme]
    strength = [contrast_ratio(palette.tiers[t], palette.card) for t in ("vip", "major", "ordinary", "small")]
    assert strength == sorted(strength, reverse=True)


def test_codes_have_fixed_colours():
    assert code_colour("tier", "vip", "light") == "#16307A"
    assert code_colour("segment", "at_risk", "light") == PALETTES["light"].categorical[SEGMENT_PLACES["at_risk"]]
    assert code_colour("segment", "named by a user", "light") in PALETTES["light"].categorical


def test_streamlit_and_figures_use_the_same_colours():
    config = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text("utf-8"))
    for palette in PALETTES.values():
        given = config["theme"][palette.base]
        assert given["chartCategoricalColors"] == list(palette.categorical)
        colours = (given["backgroundColor"], given["textColor"], given["borderColor"])
        assert colours == (palette.card, palette.ink, palette.line)


def test_the_base_figure_has_no_legend_and_its_own_height():
    layout = base_figure("dark", 320).layout
    assert (layout.height, layout.showlegend, layout.font.color) == (320, False, PALETTES["dark"].ink)

import re

import pytest

from crm_core.figures.theme import PALETTES
from ui.look import first_style


@pytest.mark.parametrize(("theme", "place"), [("light", 0), ("dark", 1)])
def test_every_colour_that_the_style_sheet_uses_is_given(theme, place):
    sheet = first_style()
    given = dict(re.findall(r"--zk-([a-z]+):([^;]+);", sheet.split("\n")[0].split("}")[place]))
    assert set(re.findall(r"var\(--zk-([a-z]+)\)", sheet)) <= set(given)
    assert (given["card"], given["scheme"]) == (PALETTES[theme].card, theme)


def test_the_style_sheet_loads_nothing_from_elsewhere():
    assert not re.search(r"url\(|@import|</style", first_style())

"""Light or dark and the colours of change: in the link, on the charts, in what is taken along."""

import json

import pytest

from crm_core.figures.theme import PALETTES
from crm_core.text import t


def colours(test):
    """All colours of the page's charts."""
    return json.dumps([element.proto.spec for element in test.get("plotly_chart")])


@pytest.mark.parametrize("rise", ["red", "green"])
def test_the_link_says_which_colour_means_up(open_page, texts, rise):
    test = open_page("change", "zh", rise=rise, theme="dark", c="last_year")
    assert test.session_state["page"].theme == f"dark-{rise}"
    palette = PALETTES[f"dark-{rise}"]
    assert palette.up in colours(test) and palette.down in colours(test)
    assert PALETTES["dark"].up not in colours(test)
    assert f"--zk-up:{palette.up};" in texts(test)


def test_without_a_link_the_browser_decides_and_blue_is_up(open_page, texts):
    test = open_page("overview", "zh")
    assert test.session_state["page"].theme == "light"
    assert f"--zk-up:{PALETTES['light'].up};" in texts(test)


@pytest.mark.parametrize(("key", "value"), [("theme", "pink"), ("rise", "<b>up</b>")])
def test_a_look_that_is_not_there_is_named(open_page, texts, key, value):
    test = open_page("overview", "zh", **{key: value})
    said = t("ui.not_understood", "zh", name=key, value=value)
    assert said.replace("<", "&lt;").replace(">", "&gt;") in texts(test)
    assert test.session_state["page"].theme == "light"

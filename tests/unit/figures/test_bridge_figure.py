import pytest

from crm_core.figures import cell_columns, figure
from crm_core.figures.theme import PALETTES, contrast_ratio, faded

COLUMNS = {"step": "code", "amount": "money", "customers": "count"}
CHART = ("bridge", *COLUMNS)
ROWS = [
    ("before", 120e4, 50),
    ("lost", -150e4, 20),
    ("same", 0.0, 3),
    ("new", 80e4, 9),
    ("unnamed", None, None),
    ("now", 50e4, 30),
]


def shown(fig):
    """Name and value above every bar, row by row."""
    texts = list(fig.data[-1].text)
    half = len(texts) // 2
    return list(zip(texts[:half], texts[half:], strict=True))


def test_totals_stand_on_zero_and_every_step_hangs_where_the_one_before_ended(answer, words):
    bars = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words).data[0]
    assert list(bars.base) == [0, 120e4, -30e4, -30e4, 50e4, 0]
    assert list(bars.x) == [120e4, -150e4, 0, 80e4, None, 50e4]
    assert bars.base[-2] == bars.x[-1]
    assert list(bars.customdata) == [["before"], ["lost"], ["same"], ["new"], ["unnamed"], ["now"]]
    assert cell_columns(answer(COLUMNS, ROWS), CHART) == ("step",)


def test_the_lines_between_bars_join_the_end_of_one_with_the_next(answer, words):
    lines = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words).data[1]
    assert list(lines.x)[::3] == list(lines.x)[1::3] == [120e4, -30e4, -30e4, 50e4, 50e4]
    assert list(lines.x)[2::3] == [None] * 5


def test_the_axis_holds_every_bar_also_below_zero(answer, words):
    low, high = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words).layout.xaxis.range
    assert low <= -30e4
    assert high >= 120e4


def test_sign_and_arrow_say_what_the_colour_says(answer, words):
    fig = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words)
    assert shown(fig) == [
        ("before", "¥120万"),
        ("lost", "▼ −¥150万"),
        ("same", "¥0"),
        ("new", "▲ +¥80万"),
        ("unnamed", "暂无"),
        ("now", "¥50万"),
    ]
    light = PALETTES["light"]
    assert list(fig.data[0].marker.color) == [light.muted, light.down, light.muted, light.up, light.muted, light.muted]
    assert fig.data[0].hovertext[1] == "<b>lost</b><br>amount　▼ −¥150万<br>客户数　20"
    assert fig.data[0].hovertext[4] == "<b>unnamed</b><br>amount　暂无"


def test_the_unit_is_that_of_the_steps_so_that_small_ones_keep_their_digits(answer, words):
    rows = [("before", 1.99e8, 1), ("lost", -3.19e6, 1), ("now", 1.9581e8, 1)]
    table = answer(COLUMNS, rows)
    zh, en = (figure(table, CHART, lang, "light", words) for lang in ("zh", "en"))
    assert [value for _, value in shown(zh)] == ["¥19,900万", "▼ −¥319万", "¥19,581万"]
    assert [value for _, value in shown(en)] == ["¥199M", "▼ −¥3.19M", "¥196M"]


@pytest.mark.parametrize("theme", list(PALETTES))
def test_a_chosen_step_keeps_its_colour_and_the_others_fade(theme, answer, words):
    fig = figure(answer(COLUMNS, ROWS), CHART, "zh", theme, words, chosen={"step": "new"})
    palette = PALETTES[theme]
    colours = list(fig.data[0].marker.color)
    assert colours[3] == palette.up
    assert colours[1] == faded(palette.down, theme)
    assert colours[0] == faded(palette.muted, theme)


@pytest.mark.parametrize("theme", list(PALETTES))
def test_values_are_written_in_colours_that_can_be_read(theme):
    palette = PALETTES[theme]
    assert all(contrast_ratio(c, palette.card) >= 4.5 for c in (palette.up, palette.down, palette.muted))


def test_long_names_and_tags_from_a_file_stay_text(answer, words):
    rows = [("<b>x</b>", 1.0, 1), ("很长的名字" * 9, 1.0, 1), ("now", 2.0, 1)]
    fig = figure(answer(COLUMNS, rows), CHART, "zh", "light", words)
    assert shown(fig)[0][0] == "&lt;b&gt;x&lt;/b&gt;"
    assert shown(fig)[1][0].endswith("…")
    assert "很长的名字" * 9 in fig.data[0].hovertext[1]

"""A bridge on a slide: columns to be edited that hang where the one before ended, and hold the answer's own steps."""

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from crm_core.export.native import _bridge_parts
from crm_core.export.report import report_of
from crm_core.export.slides import deck_bytes
from crm_core.text import t
from tests.unit.export.conftest import LAST_YEAR, MADE_AT

BRIDGES = ("overview.revenue_bridge", "overview.price_volume_mix")


def hung(values):
    """Where each step ends, read from what is stacked: the base and the visible part of its column."""
    parts = _bridge_parts(values)
    return [
        (sum(parts[key][place] or 0.0 for key in parts if key[1] is False),
         sum(parts[key][place] or 0.0 for key in parts if key[1] is True))
        for place in range(len(values))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "stacked"),
    [
        # from 100 down to 70, up to 120: columns reach 100, 100, 120, 120
        ([100, -30, 50, 120], {"base": [None, 70, 70, None], "down": [None, 30, None, None],
                               "up": [None, None, 50, None], "total": [100, None, None, 120]}),
        # wholly below zero: the column hangs from its base
        ([-10, -20, 5, -25], {"base": [None, -10, -25, None], "down": [None, -20, None, None],
                              "up": [None, None, -5, None], "total": [-10, None, None, -25]}),
        # an unknown step has no column and moves nothing
        ([100, None, 20, 120], {"base": [None, None, 100, None], "up": [None, None, 20, None],
                                "total": [100, None, None, 120]}),
    ],
)  # fmt: skip
def test_every_column_stands_where_the_one_before_ended(values, stacked):
    parts = _bridge_parts(values)
    assert {key[0]: column for key, column in parts.items() if any(v is not None for v in column)} == stacked


def test_a_step_across_zero_has_a_part_on_either_side():
    parts = _bridge_parts([30, -50, -20])
    assert (parts["down", False][1], parts["down", True][1], parts["base", False][1]) == (30, -20, None)
    assert hung([30, -50, -20])[1] == (30, -20)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("metric_id", BRIDGES)
def test_the_slide_s_own_numbers_are_the_steps_of_the_answer(sample_reader, metric_id, lang):
    report = report_of(sample_reader, "change", LAST_YEAR, (), lang, MADE_AT)
    section = report.section(metric_id)
    deck = Presentation(io.BytesIO(deck_bytes(report)))
    slide = next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == section.title)
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    series = {each.name: list(each.values) for each in chart.plots[0].series}
    amounts = [float(v) for v in section.answer.rows[section.chart[2]]]
    none = [None] * len(amounts)
    up, down = (series.get(t(f"export.bridge.{way}", lang), none) for way in ("up", "down"))
    steps = [(rise or 0.0) - (fall or 0.0) for rise, fall in zip(up, down, strict=True)]
    assert steps[1:-1] == pytest.approx(amounts[1:-1])
    assert amounts[0] + sum(steps) == pytest.approx(amounts[-1])
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    told = [category.label for category in chart.plots[0].categories]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == told
    assert [name.split("\n")[0] for name in told] == [row[0] for row in section.texts]
    for name, amount in list(zip(told, amounts, strict=True))[1:-1]:
        assert ("▲ +" in name, "▼ −" in name) == (amount > 0, amount < 0)

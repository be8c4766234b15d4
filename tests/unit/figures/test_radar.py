"""The radar of expectations: where its marks lie, where the gate is, when it is no radar."""

import pytest

from crm_core.figures import figure, sentence

COLUMNS = {"attribute": "code", "gap": "score", "met_score": "score", "expected_score": "score",
           "reliability_behind": "score"}  # fmt: skip
CHART = ("radar", "attribute", "gap", "met_score", "expected_score")
ROWS = [("empathy", -1.0, 3.0, 4.0, 0.5), ("reliability", -0.5, 4.0, 4.5, 0.5), ("tangibles", 0.2, 5.0, 4.8, 0.5),
        ("assurance", None, None, 4.0, 0.5)]  # fmt: skip


def test_marks_lie_on_their_spokes_reliability_on_top(answer, words):
    fig = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words)
    marks = next(trace for trace in fig.data if trace.customdata is not None)
    assert [cell[0] for cell in marks.customdata] == ["reliability", "empathy", "tangibles", "assurance"]
    # Of the way from 1 to 5: up 3/4, right 2/4, down 4/4; what is unknown has no place.
    assert list(marks.x[:3]) == pytest.approx([0, 0.5, 0], abs=1e-12)
    assert list(marks.y[:3]) == pytest.approx([0.75, 0, -1], abs=1e-12)
    assert (marks.x[3], marks.y[3]) == (None, None)


def test_the_gate_is_a_ring_at_the_level_of_reliability(answer, words):
    gated = figure(answer(COLUMNS, ROWS), CHART, "zh", "light", words)
    ring = next(trace for trace in gated.data if trace.mode == "lines" and trace.line.dash == "dot")
    assert [x**2 + y**2 for x, y in zip(ring.x, ring.y, strict=True)] == pytest.approx([0.75**2] * 5, abs=1e-12)
    free = figure(answer(COLUMNS, [row for row in ROWS if row[0] != "reliability"]), CHART, "zh", "light", words)
    assert [trace for trace in free.data if trace.mode == "lines" and trace.line.dash == "dot"] == []


def test_two_attributes_are_bars(answer, words):
    fig = figure(answer(COLUMNS, ROWS[:2]), CHART, "zh", "light", words)
    assert fig.data[0].type == "bar"


def test_its_sentence_names_the_widest_gap_and_the_gate(answer, words):
    told = sentence(answer(COLUMNS, ROWS), CHART, "en", words)
    assert "empathy" in told
    assert "reliability, on which the other four stand, lags behind" in told

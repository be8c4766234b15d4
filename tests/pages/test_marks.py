import pytest

from crm_core.lake import Workspace
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection
from ui.cells import mark_of, row_cells

LAST_YEAR = Selection(period="last_12_months", compare="last_year")
# Marks that state how many customers they stand for: one row of the answer each.
WITHOUT_CELLS = ("pareto", "bars", "steps", "lines")
# One about two groups of customers is asked with both, in tests of its own.
DRAWN = {name: metric for name, metric in metrics().items() if metric.chart and not metric.against}
COUNTED = [
    name
    for name, metric in DRAWN.items()
    if metric.chart[0] not in WITHOUT_CELLS and "customers" in {c.name for c in metric.columns}
]


@pytest.fixture(scope="module")
def reader(small_workspace):
    return Workspace(small_workspace).reader()


@pytest.mark.parametrize("metric_id", [*COUNTED, "overview.revenue_by_dimension"])
def test_the_list_behind_every_mark_is_as_long_as_the_mark_says(reader, metric_id):
    found = answer(reader, metric_id, LAST_YEAR)
    lengths = [len(members(reader, metric_id, LAST_YEAR, (), cell)) for cell in row_cells(found)]
    # Nobody can be listed where the number of customers is unknown.
    assert lengths == found.rows["customers"].fillna(0).tolist()


def test_the_bands_of_the_curve_hold_every_customer_once(reader):
    found = answer(reader, "value.pareto", LAST_YEAR)
    lengths = [len(members(reader, "value.pareto", LAST_YEAR, (), cell)) for cell in row_cells(found)]
    assert len(lengths) == 5
    assert sum(lengths) == found.n


@pytest.mark.parametrize("metric_id", DRAWN)
def test_the_cell_of_every_mark_is_found_again_in_the_answer_s_own_values(reader, metric_id):
    found = answer(reader, metric_id, LAST_YEAR)
    for cell in row_cells(found):
        mark = mark_of(found, cell)
        assert mark is not None
        rows = {column: found.rows[column] for column in mark}
        assert all((rows[c].isna() if value is None else rows[c] == value).any() for c, value in mark.items())

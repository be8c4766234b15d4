import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.selection.cell import cell_of, cell_text

COLUMN = st.from_regex(r"[a-z_]{1,9}", fullmatch=True)
CELL = st.lists(st.tuples(COLUMN, st.text(max_size=9)), min_size=1, max_size=3).map(tuple)


@given(CELL)
def test_a_cell_comes_back_from_the_link_unchanged(cell):
    assert cell_of(cell_text("value.tiers", cell)) == ("value.tiers", cell)


def test_a_cell_reads_plainly():
    assert cell_text("value.rfm_matrix", (("f_score", "5"), ("r_score", "4"))) == "value.rfm_matrix|f_score=5|r_score=4"


@pytest.mark.parametrize("text", ["", "value.tiers", "|tier=vip", "value.tiers|vip", "value.tiers|=vip"])
def test_other_text_is_no_cell(text):
    assert cell_of(text) is None

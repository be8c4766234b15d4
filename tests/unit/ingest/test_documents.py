"""Filling down and splitting, against a second computation in plain Python."""

import csv
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from crm_core.ingest.contract import FilePlan, Incoming, Mapping
from crm_core.ingest.documents import completed, shares

HEADER = ("日期", "单据编号", "购货单位", "产品名称", "价税合计")
MAPPING = Mapping("transactions", ("order_at", "order_id", "customer_id", "product_name", "amount"))
CENTS = st.decimals(-(10**6), 10**6, places=2)
WEIGHTS = st.lists(st.decimals(0, 10**4, places=2), min_size=1, max_size=12)
TEXTS = st.sampled_from(["", " ", "甲", "a,b", 'x"y', "two\nlines", "1"])
ROWS = st.lists(st.tuples(TEXTS, st.sampled_from(["", "A", "B"]), TEXTS, TEXTS, TEXTS), max_size=12)


@given(CENTS, WEIGHTS)
def test_shares_add_up_and_none_is_a_cent_away_from_its_due(amount, weights):
    found, total = shares(amount, weights), sum(map(Fraction, weights))
    assert sum(found) == amount
    due = [Fraction(amount) * Fraction(weight) / total for weight in weights] if total else [Fraction(amount)]
    assert all(abs(Fraction(share) - exact) < Fraction(1, 100) for share, exact in zip(found, due, strict=False))
    assert total or not any(found[1:])


@given(WEIGHTS)
def test_equal_lines_differ_by_a_cent_at_most_and_the_first_has_more(weights):
    found = shares(Decimal("10.00"), [Decimal(1)] * len(weights))
    assert max(found) - min(found) <= Decimal("0.01") and found == sorted(found, reverse=True)


def second_computation(rows):
    """Row by row: what is above within the same document."""
    filled, above = [], None
    for row in rows:
        cells = list(row)
        if not any(cell.strip() for cell in cells):  # a blank line ends nothing
            filled.append(cells)
            continue
        if above is not None and above[1].strip() and cells[1].strip() in ("", above[1].strip()):
            pairs = zip(cells[:3], above[:3], strict=True)
            cells[:3] = [first if first.strip() and not own.strip() else own for own, first in pairs]
        else:
            above = cells
        filled.append(cells)
    return filled


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([",", ";", "\t"]))
def test_filling_down_is_that_of_plain_python(rows, line_end, delimiter):
    text = io.StringIO()
    # All quoted: a line of blank cells only is still a record of five.
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    with TemporaryDirectory() as folder:
        path, target = Path(folder, "given"), Path(folder, "complete")
        path.write_text(text.getvalue(), "utf-8", newline="")
        plan = FilePlan(
            Incoming(path, "a.csv"),
            delimiter=delimiter,
            header=HEADER,
            raw_header=HEADER,
            mapping=MAPPING,
            text_path=path,
        )
        done = completed(plan, target)
        with done.text_path.open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file, delimiter=delimiter))
    expected = second_computation(rows)
    assert found == [list(HEADER), *expected]
    count = sum(a != b for old, new in zip(rows, expected, strict=True) for a, b in zip(old, new, strict=True))
    assert sum(issue.values["count"] for issue in done.issues if issue.code == "filled_down") == count
    assert [issue.code for issue in done.issues][:1] == ["export"]


def test_lines_that_need_nothing_stay_as_they_were_written(tmp_path):
    text = ",".join(HEADER) + '\n"2024-01-05",X1,甲,"泵, 大",1\n,,,"阀",2\nbroken,line\n"a"b,X2,c,d,e\n'
    path = tmp_path / "given"
    path.write_text(text, "utf-8")
    plan = FilePlan(Incoming(path, "a.csv"), header=HEADER, raw_header=HEADER, mapping=MAPPING, text_path=path)
    found = completed(plan, tmp_path / "complete").text_path.read_text("utf-8")
    assert found == text.replace(',,,"阀",2', "2024-01-05,X1,甲,阀,2")


def test_a_file_of_nobody_is_not_touched(tmp_path):
    plan = FilePlan(Incoming(tmp_path / "a.csv", "a.csv"), header=("a", "b"), mapping=MAPPING)
    assert completed(plan, tmp_path / "complete") is plan

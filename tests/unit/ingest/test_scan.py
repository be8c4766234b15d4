"""The count of records does not depend on the engine that loads them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import scan as scanning
from crm_core.ingest.contract import Refused
from crm_core.ingest.scan import Counts, places, scan


def counted(tmp_path, content, delimiter=","):
    path = tmp_path / "text.csv"
    path.write_bytes(content)
    return scan(path, 0, delimiter)


@pytest.mark.parametrize(
    ("content", "records", "blanks"),
    [
        (b"1,2\n3,4\n", 2, 0),
        (b"1,2\n3,4", 2, 0),
        (b"1,2\r\n\r\n3,4\r\n", 3, 1),
        (b"\n\n1\n\n\n2\n", 6, 4),
        (b"", 0, 0),
        (b'"a\nb",2\n3,4\n', 2, 0),
        (b'"a\n\nb",2\n\n3,4\n', 3, 1),
        (b'"a ""q"" \n b",2\n', 1, 0),
        (b'"",""\n', 1, 0),
        (b'1,"x\r\ny"\r\n3,4\r\n', 2, 0),
        (b'5" pipe,1\n6,2\n', 2, 0),
        (b'a,5" and 6" pipe\nb,"1\n2"\n', 2, 0),
        (b"\r\n", 1, 1),
        (b'"a"\n\n"b"', 3, 1),
    ],
)
def test_records_and_blank_lines(tmp_path, content, records, blanks):
    assert counted(tmp_path, content) == Counts(records, blanks)


def test_a_quote_that_is_never_closed_names_its_line(tmp_path):
    with pytest.raises(Refused) as refused:
        counted(tmp_path, b'1,2\n3,"x\n4,5\n6,7\n')
    assert (refused.value.issue.code, refused.value.issue.values["line"]) == ("unclosed_quote", 2)


def test_a_line_beyond_the_limit_is_refused(tmp_path):
    with pytest.raises(Refused, match="line_too_long"):
        counted(tmp_path, b"1," + b"x" * (scanning.LONGEST_LINE_BYTES + scanning.CHUNK_BYTES) + b"\n")


CELL = st.text(alphabet='a,"\n\r 中', max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=8), st.integers(3, 40))
def test_any_written_table_has_as_many_records_as_rows_in_chunks_of_any_size(tmp_path_factory, rows, chunk):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path_factory.mktemp("scan") / "text.csv"
    path.write_text(text.getvalue(), "utf-8", newline="")
    whole, scanning.CHUNK_BYTES = scanning.CHUNK_BYTES, chunk
    try:
        assert scan(path, 0, ",") == Counts(len(rows), 0)
        starts = places(path, 0, ",").starts
    finally:
        scanning.CHUNK_BYTES = whole
    data = path.read_bytes()
    assert [data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)] == [one_row(row) for row in rows]


def one_row(row):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(row)
    return text.getvalue().encode()


@pytest.mark.parametrize("content", [b"a,1\n\nb,2\n\n\n", b'a"b,1\n\nb,2\n\n\n', b'"a",1\r\n\r\nb,2\r\n\r\n\r\n'])
def test_the_place_of_each_blank_line(tmp_path, content):
    path = tmp_path / "text.csv"
    path.write_bytes(content)
    found = places(path, 0, ",")
    assert found.is_blank.tolist() == [False, True, False, True, True]
    assert content[found.starts[2] :].startswith(b"b,2")

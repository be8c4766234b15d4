"""Bytes to text rows: encoding, separator, header; what is no table is refused by its own name."""

import codecs
import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_core.ingest import Incoming, sentence
from crm_core.ingest.check import connection
from crm_core.ingest.contract import Refused
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plan_file
from crm_core.ingest.read import read
from crm_core.ingest.scan import Counts

TEXT = "订单编号,下单时间,金额\nA1,2024-01-01,1\nA2,2024-01-02,2\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (codecs.BOM_UTF8, "bom_only"),
        (codecs.BOM_UTF16_LE, "bom_only"),
        (b"a,b\n", "header_only"),
        (b"a,b\n\n\n", "header_only"),
        (b"MZ\x90\x00\x03", "program"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked_workbook"),
        (b"PK\x03\x04a.csv", "nested"),
        (b"\x1f\x8b\x08", "archive"),
        (b"SQLite format 3\0", "binary"),
        (b"\n<html><table>", "html"),
        (b"<!DOCTYPE html>", "html"),
        (b'[{"a": 1}]', "json"),
        (b'{"a": [1, 2]}', "json"),
        (b"a,b\n1,\x00\n", "nul_bytes"),
        (b"a,b\n\xff\xfe\xfd,1\n", "unknown_encoding"),
        (b'a,b\n1,"x\n', "unclosed_quote"),
        (b"a,b\nc;d\ne|f\ng\th\n", "one_column"),
        ("姓名,城市\n".encode() + "李四在上海,上海\n".encode("gb18030"), "mixed_encoding"),
        ("客戶,城市\n張三豐,臺北\n".encode("big5"), "unknown_encoding"),
    ],
)
def test_what_is_no_table_is_refused_by_its_own_name(tmp_path, content, code):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read(Incoming(path, path.name), tmp_path, 0)
    assert refused.value.issue.code == code
    assert sentence(refused.value.issue, "zh") != sentence(refused.value.issue, "en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_one_table_in_every_encoding_separator_and_line_end(tmp_path, encoding, delimiter, line_end):
    path = tmp_path / "file.csv"
    path.write_bytes(TEXT.replace(",", delimiter).replace("\n", line_end).encode(encoding))
    found = read(Incoming(path, path.name), tmp_path, 0)
    assert (found.layout.delimiter, found.counts) == (delimiter, Counts(2, 0))
    assert found.layout.raw_header == ("订单编号", "下单时间", "金额")
    assert found.layout.sample[0] == ("A1", "2024-01-01", "1")


def test_plain_utf8_is_read_in_place_and_other_text_from_a_copy(plan_file):
    assert plan_file(TEXT).text_path == plan_file(TEXT).incoming.path
    assert plan_file(TEXT.encode("gb18030")).text_path != plan_file(TEXT).incoming.path


def test_mixed_line_ends_become_one_kind_but_not_within_a_cell(imported):
    outcome = imported('下单时间,金额,备注\r\n2024-01-01,1,"a\r\nb"\n2024-01-02,2,"c\rd"\r2024-01-03,3,e\r\n')
    assert outcome.counts == (3, 3, 0, 0, 0)
    assert outcome.rows("extra_1") == [("a\r\nb",), ("c\rd",), ("e",)]


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("", 1),
        ("销售报表\n", 2),
        ("销售报表,,\n导出时间：2024-03-31,,\n\n", 4),
        ("\n\n", 3),
        ("订单信息,,金额信息\n", 2),
        ("sep=,\n", 2),
    ],
)
def test_the_header_is_found_below_what_stands_above_it(imported, plan_file, above, lines):
    found = plan_file(above + TEXT)
    assert (found.header, found.header_line_count) == (("订单编号", "下单时间", "金额"), lines)
    assert [issue.code for issue in found.issues] == (["preamble"] if above.strip() and "sep" not in above else [])
    assert imported(above + TEXT).counts == (2, 2, 0, 0, 0)


def test_a_header_over_two_lines_and_with_equal_names_loses_no_column(imported):
    outcome = imported('"下单\n时间",金额,备注,备注,\n2024-01-01,1,a,b,c\n')
    assert outcome.loaded.extras == {"transactions": {"备注": "extra_1", "备注_2": "extra_2", "#5": "extra_3"}}
    assert outcome.rows("amount, extra_1, extra_2, extra_3")[0][1:] == ("a", "b", "c")


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), max_codepoint=0x9FFF) | st.sampled_from(',;\t|"\n 中文'), max_size=6
).filter(lambda cell: cell.strip(" :：").casefold() not in ("total", "totals", "sum"))  # such a row is one of totals


@example([("", "")], "utf-8-sig", ",")  # one customer of whom nothing is known, behind a byte order mark
@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_any_text_comes_back_equal(rows, encoding, delimiter):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        writer.writerows([["客户编号", "甲列", "乙列"], *((f"C{n}", a, b) for n, (a, b) in enumerate(rows))])
        path.write_bytes(text.getvalue().encode(encoding))
        assert loaded_texts(path) == [(a or None, b or None) for a, b in rows]


def loaded_texts(path):
    """In this process: what the child does, without a start for each example."""
    with connection(path.parent, []) as con:
        plan = plan_file(con, Incoming(path, path.name), 0, path.parent, Wishes({}, "customers", None, None))
    assert plan.refused is None, plan.refused
    loaded = load_files([plan], path.parent, 1, {}, lambda share, name: None)
    return duckdb.sql(f"select extra_1, extra_2 from '{loaded.parquet['customers']}'").fetchall()

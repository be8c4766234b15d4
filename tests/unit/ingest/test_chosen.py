"""An encoding that nobody can tell is asked for with a preview; what the choice cannot read is rejected, not bent."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import ENCODINGS, Incoming, load, plan
from crm_core.ingest.check import connection
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plan_file

pytestmark = pytest.mark.usefixtures("one_child")
UTF8, GBK = "客户编号,名称\nC1,张三公司\n", 'C2,李四的公司\nC3,"王五\r\n公司"\n'
BIG5 = "客戶編號,名稱\nC1,張三豐\nC2,臺北公司\n"


def planned(tmp_path, content, encoding=None, **wishes):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return plan([Incoming(path, path.name, encoding)], tmp_path, **wishes)[0]


def outcome(tmp_path, content, encoding, **wishes):
    """Counts, names as loaded, and the rejected rows."""
    found = planned(tmp_path, content, encoding, **wishes)
    assert found.refused is None, found.refused
    loaded = load([found], tmp_path, first_batch_id=1)
    file = loaded.files[0]
    names = duckdb.sql(f"select customer_name from '{loaded.parquet['customers']}' order by customer_id").fetchall()
    rejected = (
        duckdb.sql(f"select row_number, value, code from '{loaded.rejected}'").fetchall() if loaded.rejected else []
    )
    counts = (file.rows_read, file.rows_loaded, file.rows_rejected)
    return counts, [name for (name,) in names], rejected


def test_the_question_shows_what_each_encoding_would_make_of_the_file(tmp_path):
    refused = planned(tmp_path, BIG5.encode("big5")).refused
    assert refused.code == "unknown_encoding"
    shown = {each["encoding"]: each for each in json.loads(json.dumps(refused.values["preview"]))}
    assert set(shown) == set(ENCODINGS) - {"utf-16"}
    assert (shown["big5"]["unreadable"], shown["big5"]["lines"]) == (0, BIG5.splitlines())
    assert shown["utf-8"]["unreadable"] == 3


def test_the_line_that_raised_the_question_is_among_those_shown(tmp_path):
    content = UTF8.encode() + ("C,全是中文的名字\n" * 50).encode() + GBK.encode("gb18030")
    shown = {each["encoding"]: each for each in planned(tmp_path, content).refused.values["preview"]}
    assert shown["utf-8"]["unreadable"] == 3
    assert any("李四的公司" in line for line in shown["gb18030"]["lines"])


def test_half_one_encoding_and_half_another_loads_the_half_that_was_chosen(tmp_path):
    content = UTF8.encode() + GBK.encode("gb18030")
    counts, names, rejected = outcome(tmp_path, content, "utf-8")
    assert (counts, names) == ((3, 1, 2), ["张三公司"])
    assert [(row, code) for row, _, code in rejected] == [(2, "undecodable"), (3, "undecodable")]
    assert rejected[0][1].startswith("C2,\\xc0") and "\n" in rejected[1][1]
    # Bytes of UTF-8 often happen to be GB18030: they are not taken for it.
    turned = planned(tmp_path, content, "gb18030").refused
    assert turned.code == "unknown_encoding"
    swapped = "编号,客户编号,名称\n1,C2,李四\n".encode("gb18030") + "2,C1,张三公司\n".encode()
    assert outcome(tmp_path, swapped, "gb18030")[:2] == ((2, 1, 1), ["李四"])


def test_a_file_cut_within_its_last_character_loses_only_that_row(tmp_path):
    content = (UTF8 + "C2,乙公司\nC3,丙").encode()[:-1]
    assert planned(tmp_path, content).refused.code == "mixed_encoding"
    assert outcome(tmp_path, content, "utf-8") == (
        (3, 2, 1), ["张三公司", "乙公司"], [(3, "C3,\\xe4\\xb8", "undecodable")],
    )  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "codec"), [("big5", "big5"), ("shift_jis", "shift_jis")])
def test_other_encodings_are_read_when_chosen(tmp_path, encoding, codec, line_end):
    content = BIG5.replace("\n", line_end).encode(codec, "ignore")
    given = {planned(tmp_path, content, encoding).header[0]: "customer_id"}
    given[planned(tmp_path, content, encoding).header[1]] = "customer_name"
    counts, names, _ = outcome(tmp_path, content, encoding, given=given)
    assert counts == (2, 2, 0)
    assert names == [text.encode(codec, "ignore").decode(codec) for text in ("張三豐", "臺北公司")]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_asked_for(tmp_path, codec):
    content = UTF8.encode(codec)
    refused = planned(tmp_path, content).refused
    assert [each["encoding"] for each in refused.values["preview"]] == ["utf-16"]
    assert outcome(tmp_path, content, "utf-16")[:2] == ((1, 1, 0), ["张三公司"])


def test_a_choice_is_not_needed_and_does_no_harm_where_the_file_says_what_it_is(tmp_path):
    marked = b"\xef\xbb\xbf" + UTF8.encode()
    assert planned(tmp_path, marked, "gb18030").encoding == "utf-8-sig"
    assert planned(tmp_path, UTF8.encode("utf-16"), "big5").encoding == "utf-16-le"
    assert outcome(tmp_path, UTF8.encode(), "utf-8")[:2] == ((1, 1, 0), ["张三公司"])


def test_a_table_of_one_column_with_an_unreadable_row_is_not_loaded(tmp_path):
    assert planned(tmp_path, "客户编号\nC1\n".encode() + b"\xff\xfe\n", "utf-8").refused.code == "unknown_encoding"


NAME = st.text(st.sampled_from('abc客户公司張豐,"\n;'), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(NAME, st.sampled_from(["utf-8", "gb18030", "big5"])), min_size=1, max_size=6),
    st.sampled_from(["utf-8", "gb18030", "big5"]),
)
def test_a_row_in_a_chosen_encoding_comes_back_equal_or_is_rejected(rows, chosen):
    content, whole = b"customer_id,customer_name\n", 0
    for number, (name, codec) in enumerate(rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow([f"C{number}", name])
        content += line.getvalue().encode(codec, "ignore")
        whole += 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content)
        with connection(path.parent, []) as con:
            found = plan_file(con, Incoming(path, path.name, chosen), 0, path.parent, Wishes({}, None, None, None))
        assert found.refused is None, found.refused
        loaded = load_files([found], path.parent, 1, {}, lambda share, name: None)
        file = loaded.files[0]
        got = duckdb.sql(f"select customer_id, customer_name from '{loaded.parquet['customers']}'").fetchall()
    assert file.rows_read == whole == file.rows_loaded + file.rows_rejected
    for customer, name in got:
        written, codec = rows[int(customer[1:])]
        kept = written.encode(codec, "ignore").decode(codec)
        if codec == chosen or kept.isascii():
            assert (name or "").strip() == kept.strip()
        assert "\ufffd" not in (name or "")
    right = {f"C{n}" for n, (name, codec) in enumerate(rows) if codec == chosen and not misread(name, codec)}
    assert right <= {customer for customer, _ in got}


def misread(name, codec):
    """Whether bytes of the right encoding happen to look like UTF-8."""
    try:
        return codec != "utf-8" and not name.encode(codec, "ignore").decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False

"""verify() finds what was changed behind the store's back, and nothing else."""

import json

import duckdb
import pytest

from crm_core.cli import main
from crm_core.lake import NotInStore
from crm_core.marts.build import serving_path

HEADER = "order_id,customer_id,order_at,amount\n"
FIRST = HEADER + "o1,A,2024-01-01,10\no2,B,2024-01-02,20\n"
SECOND = HEADER + "o2,B,2024-01-02,25\no2,B,2024-01-02,5\no3,C,2024-01-03,40\n,,2024-01-04,1\n"


@pytest.fixture
def two(workspace, imported):
    imported(workspace, "first.csv", FIRST)
    imported(workspace, "second.csv", SECOND)
    return workspace


def parquet(workspace):
    return min((workspace.folder / "lake").rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)


def codes(workspace, version=None):
    return [difference.code for difference in workspace.verify(version).differences]


def test_every_version_is_as_it_was(two):
    found = [two.verify(version) for version in (1, 2)]
    assert [(v.version, v.batch_count, v.line_count, v.customer_count) for v in found] == [(1, 1, 2, 2), (2, 2, 5, 3)]
    assert all(v.is_ok for v in found)
    two.undo([2])
    assert two.verify().is_ok


def test_a_changed_byte_is_found(two):
    path = parquet(two)
    content = bytearray(path.read_bytes())
    content[8] ^= 1
    path.write_bytes(content)
    assert codes(two, 1) == codes(two, 2) == ["file_sum"]


def test_a_shortened_and_a_missing_file_are_found(two):
    path = parquet(two)
    path.write_bytes(path.read_bytes()[:-1])
    assert codes(two) == ["file_size"]
    path.unlink()
    assert codes(two) == ["file_missing"]


def test_rows_that_are_not_in_the_books_are_found(two):
    con = two._open().cursor()
    con.execute("delete from lake.transactions where order_id = 'o3'")  # a version that nobody imported
    con.execute("insert into lake.transactions (batch_id, order_id) values (77, 'x')")
    con.execute("insert into lake.cases (batch_id, case_id) values (78, 'y')")  # a table that no import ever touched
    con.close()
    found = two.verify(two._newest_snapshot())
    rows = [d.values for d in found.differences if d.code == "batch_rows"]
    assert {(each["table"], each["batch"], each["found"], each["expected"]) for each in rows} == {
        ("transactions", 2, 3, 4), ("transactions", 77, 1, 0), ("cases", 78, 1, 0),
    }  # fmt: skip


def test_a_serving_file_of_other_numbers_is_found(two):
    path = serving_path(two.folder, 2)
    two._readers.clear()
    con = duckdb.connect(str(path))
    con.execute("update mart.facts set line_count = 9, customer_count = 1")
    con.close()
    assert codes(two) == ["lines", "customers"]


def test_a_version_that_is_not_there_is_refused(two):
    with pytest.raises(NotInStore, match="versions 1 to 2 exist"):
        two.verify(3)


def test_the_command_says_it_in_words_and_in_its_exit_code(two, capsys):
    workspace = ["--workspace", str(two.folder)]
    assert main(["verify", "2", *workspace, "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("版本 2 核对无误")
    parquet(two).unlink()
    assert main(["verify", "2", *workspace]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "Version 2 differs from its books in 1 place(s):"
    assert said[1].endswith("is gone. Restore it from a backup, or undo the import and load it again.")
    assert main(["verify", "2", *workspace, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["ok"] is False

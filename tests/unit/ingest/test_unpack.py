"""Archives, Parquet files and the room on the disk: limits hold before a byte is unpacked, names lead nowhere."""

import io
import shutil
import zipfile
from collections import namedtuple
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crm_core.ingest import Incoming, lacking_space, load, plan, unpack
from crm_core.ingest.check import connection
from crm_core.ingest.contract import Refused

pytestmark = pytest.mark.usefixtures("one_child")
ORDERS = "下单时间,金额\n2024-01-01,1\n2024-01-02,2\n"


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def planned(path, tmp_path, **wishes):
    work_dir = tmp_path / "work"
    work_dir.mkdir(exist_ok=True)
    return plan([Incoming(path, path.name, **wishes)], work_dir)


def outcome(plans):
    return [(each.incoming.name, each.refused and each.refused.code, each.is_left_out) for each in plans]


def test_members_are_files_and_what_is_no_table_is_left_out(tmp_path):
    inner = io.BytesIO()
    zipped(inner, [("a.csv", ORDERS)])
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    path = zipped(
        tmp_path / "e.zip",
        [
            ("orders.csv", ORDERS),
            ("sub/", ""),
            ("sub/客户.csv", "客户编号,客户名称\nC1,甲\n".encode("gb18030")),
            ("__MACOSX/._orders.csv", b"\0\1"),
            ("readme.pdf", "%PDF"),
            ("inner.zip", inner.getvalue()),
            (link, "/etc/passwd"),
            ("empty.txt", ""),
        ],
    )
    plans = planned(path, tmp_path)
    assert outcome(plans) == [
        ("e.zip › orders.csv", None, False),
        ("e.zip › sub/客户.csv", None, False),
        ("e.zip › readme.pdf", "no_member", True),
        ("e.zip › inner.zip", "nested", True),
        ("e.zip › link.csv", "no_member", True),
        ("e.zip › empty.txt", "empty", True),
    ]
    loaded = load(plans, tmp_path / "work", first_batch_id=1)
    assert [(file.file, file.encoding, file.rows_loaded) for file in loaded.files] == [
        ("e.zip › orders.csv", "utf-8", 2),
        ("e.zip › sub/客户.csv", "gb18030", 1),
    ]


def test_a_name_inside_is_no_path(tmp_path):
    names = ["../../evil.csv", "/tmp/evil.csv", "C:\\evil.csv", "a/../../../evil.csv"]
    plans = planned(zipped(tmp_path / "e.zip", [(name, ORDERS) for name in names]), tmp_path)
    assert [each.incoming.name for each in plans] == [f"e.zip › {name}" for name in names]
    assert {each.incoming.path.parent for each in plans} == {tmp_path / "work"}
    assert not any("evil" in path.name for path in tmp_path.rglob("*"))


def test_names_of_chinese_windows_are_shown_as_they_were_meant(tmp_path):
    path = zipped(tmp_path / "e.zip", [("AAAA.csv", ORDERS)])
    path.write_bytes(path.read_bytes().replace(b"AAAA.csv", "订单.csv".encode("gb18030")))
    assert [each.incoming.name for each in planned(path, tmp_path)] == ["e.zip › 订单.csv"]


def test_only_the_members_that_are_asked_for(tmp_path):
    path = zipped(tmp_path / "e.zip", [("a.csv", ORDERS), ("b.csv", ORDERS + "2024-01-03,3\n")])
    assert outcome(planned(path, tmp_path, only=("b.csv",))) == [("e.zip › b.csv", None, False)]
    assert outcome(planned(path, tmp_path, only=("c.csv",))) == [("e.zip", "no_such_part", False)]


def test_an_encoding_that_must_be_asked_stops_the_archive_and_a_choice_reaches_its_members(tmp_path):
    text = "客戶編號,名稱\nC1,張三豐\nC2,臺北公司\n".encode("big5")
    path = zipped(tmp_path / "e.zip", [("a.csv", text), ("b.csv", ORDERS)])
    assert outcome(planned(path, tmp_path)) == [
        ("e.zip › a.csv", "unknown_encoding", False),
        ("e.zip › b.csv", None, False),
    ]
    assert planned(path, tmp_path, encoding="big5")[0].sample == (("C1", "張三豐"), ("C2", "臺北公司"))


def locked(path):
    """Set the mark of a password in both headers of the only member."""
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)


def other_method(path):
    data = bytearray(path.read_bytes())
    data[8] = data[data.index(b"PK\1\2") + 10] = 9
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[:-30])


def spoilt(path):
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (locked, "locked_archive"),
        (other_method, "locked_archive"),
        (cut, "damaged_archive"),
        (spoilt, "damaged_archive"),
    ],
)
def test_a_locked_or_damaged_archive_is_refused_by_name(tmp_path, damage, code):
    path = zipped(tmp_path / "e.zip", [("a.csv", ORDERS)])
    damage(path)
    assert [each.refused.code for each in planned(path, tmp_path)] == [code]


def test_too_many_members_too_large_and_nothing_to_read(tmp_path):
    many = zipped(tmp_path / "many.zip", [(f"{n}.csv", "") for n in range(unpack.MOST_PARTS + 1)])
    assert planned(many, tmp_path)[0].refused.values == {"count": 1001, "most": 1000}
    bomb = zipped(tmp_path / "bomb.zip", [("a.csv", b"a,b\n" + b"1,2\n" * 4_000_000)])
    refused = planned(bomb, tmp_path)[0].refused
    assert (refused.code, refused.values["unpacked"]) == ("bomb", "16.0")
    assert list((tmp_path / "work").iterdir()) == []
    nothing = zipped(tmp_path / "none.zip", [("a.pdf", "%PDF"), ("b.jpg", "")])
    assert planned(nothing, tmp_path)[0].refused.values == {"found": "a.pdf, b.jpg"}
    assert planned(zipped(tmp_path / "empty.zip", []), tmp_path)[0].refused.code == "no_parts"


def test_a_small_archive_may_pack_well(tmp_path):
    path = zipped(tmp_path / "e.zip", [("a.csv", ORDERS + "2024-01-02,2\n" * 100_000)])
    assert outcome(planned(path, tmp_path)) == [("e.zip › a.csv", None, False)]


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_other_spreadsheets_are_told_what_to_do(tmp_path, name):
    path = zipped(tmp_path / "b.ods", [(name, "")])
    assert planned(path, tmp_path)[0].refused.code == "old_workbook"


def test_parquet_values_arrive_as_text_without_loss(tmp_path):
    table = pa.table({
        "订单编号": pa.array(["A1", None]),
        "客户编号": pa.array([110105199001011234, 7], pa.int64()),
        "下单时间": pa.array([datetime(2024, 3, 5, 10, 0, 1), datetime(2024, 3, 6)], pa.timestamp("us")),
        "付款时间": pa.array([datetime(2024, 3, 5, 12, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        "金额": pa.array([Decimal("12.3400"), Decimal("-1.0000")], pa.decimal128(12, 4)),
        "备注": pa.array(["a\n\"b\",c", ""]),
        "日": pa.array([date(2024, 3, 5), None]),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "o.parquet")
    plans = planned(tmp_path / "o.parquet", tmp_path)
    assert plans[0].sample[0][:3] == ("A1", "110105199001011234", "2024-03-05 10:00:01")
    loaded = load(plans, tmp_path / "work", first_batch_id=1)
    assert (loaded.files[0].rows_loaded, loaded.files[0].rows_rejected) == (2, 0)
    names = "order_id, customer_id, order_at, paid_at, amount, extra_1, extra_2"
    assert duckdb.sql(f"select {names} from '{loaded.parquet['transactions']}'").fetchall() == [
        ("A1", "110105199001011234", datetime(2024, 3, 5, 10, 0, 1), datetime(2024, 3, 5, 12), Decimal("12.3400"),
         'a\n"b",c', "2024-03-05"),
        (None, "7", datetime(2024, 3, 6), None, Decimal("-1.0000"), None, None),
    ]  # fmt: skip


def test_a_damaged_parquet_file_and_one_of_too_many_cells(tmp_path, monkeypatch):
    (tmp_path / "o.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    assert planned(tmp_path / "o.parquet", tmp_path)[0].refused.code == "damaged_parquet"
    pq.write_table(pa.table({"a": [1, 2], "b": [3, 4]}), tmp_path / "o.parquet")
    monkeypatch.setattr(unpack, "MOST_CELLS", 3)
    with connection(tmp_path, []) as con, pytest.raises(Refused) as refused:
        list(unpack.opened(con, Incoming(tmp_path / "o.parquet", "o.parquet"), 0, tmp_path))
    assert refused.value.issue.values == {"count": "4", "most": "3"}


def test_a_full_disk_is_a_sentence_with_what_is_there_and_what_is_needed(tmp_path, monkeypatch):
    assert lacking_space(tmp_path, 1000) is None
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**12, 10**12, 2_900_000_000))
    assert lacking_space(tmp_path, 1_000_000_000).values == {"free": "2.9", "needed": "3.0"}
    (tmp_path / "a.csv").write_text(ORDERS, "utf-8")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**12, 10**12, 0))
    assert planned(tmp_path / "a.csv", tmp_path)[0].refused.code == "no_space"

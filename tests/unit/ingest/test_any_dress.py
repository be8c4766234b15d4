"""One table in any dress: encoding, separator, line end, style of numbers and of dates. It comes back, or is asked."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import ImportRefused, Incoming
from crm_core.ingest.check import connection
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plan_file

HEADER = ["订单编号", "下单时间", "金额", "备注"]
ASKED = {"unknown_encoding", "mixed_encoding", "ask_date_order", "one_column", "nul_bytes", "ask_decimals"}
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5"]
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
NUMBERS = {
    "plain": lambda n: f"{n:.2f}",
    "thousands": lambda n: f"{n:,.2f}",
    "comma": lambda n: f"{n:,.2f}".translate(str.maketrans(",.", ".,")),
    "yen": lambda n: f"¥{n:,.2f}" if n >= 0 else f"-¥{-n:,.2f}",
    "brackets": lambda n: f"{n:,.2f}" if n >= 0 else f"({-n:,.2f})",
    "minus behind": lambda n: f"{n:.2f}" if n >= 0 else f"{-n:.2f}-",
    "yuan": lambda n: f"{n:.2f}元",
    "wan": lambda n: f"{n / 10000:.6f}万",
    "full width": lambda n: f"{n:.2f}".translate(FULL_WIDTH),
    "three decimals": lambda n: f"{n:.3f}",
    "whole with points": lambda n: f"{n:,.0f}".replace(",", "."),
    "whole with commas": lambda n: f"{n:,.0f}",
}
DATES = {
    "iso": "%Y-%m-%d", "slashes": "%Y/%m/%d", "dots": "%Y.%m.%d", "hanzi": "%Y年%m月%d日", "compact": "%Y%m%d",
    "day first": "%d/%m/%Y", "month first": "%m/%d/%Y",
}  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.dates(date(2001, 1, 1), date(2030, 12, 31)),
        st.one_of(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6)).map(lambda cents: Decimal(cents) / 100),
        st.text(st.sampled_from('abc客公豐,;|"\n'), max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def day(value, style):
    return str((value - date(1899, 12, 30)).days) if style == "serial" else value.strftime(DATES[style])


@settings(max_examples=90, deadline=None)
@given(
    ROWS,
    st.sampled_from(ENCODINGS),
    st.sampled_from([",", ";", "\t", "|", "，"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(sorted(NUMBERS)),
    st.sampled_from([*sorted(DATES), "serial"]),
)
def test_a_table_comes_back_equal_or_is_asked_about(rows, encoding, delimiter, line_end, numbers, dates):
    if numbers.startswith("whole"):
        rows = [(at, Decimal(int(amount)), note) for at, amount, note in rows]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for number, (at, amount, note) in enumerate(rows):
        writer.writerow([f"A{number}", day(at, dates), NUMBERS[numbers](amount), note.replace("\n", line_end)])
    content = text.getvalue().encode(encoding, "replace")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content)
        with connection(path.parent, []) as con:
            found = plan_file(con, Incoming(path, path.name), 0, path.parent, Wishes({}, None, None, None))
        if found.refused:
            assert found.refused.code in ASKED, found.refused
            return
        try:
            loaded = load_files([found], path.parent, 1, {}, lambda share, name: None)
        except ImportRefused as refused:
            assert {issue.code for _, issue in refused.refusals} <= ASKED
            return
        names = "order_id, order_at::date, amount, extra_1"
        back = duckdb.sql(f"select {names} from '{loaded.parquet['transactions']}' order by order_id").fetchall()
    assert encoding not in ("utf-16-le", "big5") or content.isascii()
    expected = [
        (f"A{number}", at, amount, (note.replace("\n", line_end) or None))
        for number, (at, amount, note) in enumerate(rows)
    ]
    assert back == sorted(expected)

"""Whoever is told that row 4,711 is wrong must find it there: under either line end and between blank lines."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.ingest import Incoming
from crm_core.ingest.check import connection
from crm_core.ingest.loading import load_files
from crm_core.ingest.planning import Wishes, plan_file

ROWS = {
    "good": "o{n},A,2024-01-01,1,10",
    "short": "o{n},A,2024-01-01,1",
    "long": "o{n},A,2024-01-01,1,10,11",
    "bad date": "o{n},A,2024-02-30,1,10",
    "blank": "",
}


@given(kinds=st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=12), line_end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=40, deadline=None)
def test_every_rejected_row_is_named_by_its_place(kinds, line_end, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    lines = ["订单编号,客户编号,订单时间,数量,单价", *(ROWS[kind].format(n=n) for n, kind in enumerate(kinds, start=1))]
    path = folder / "orders.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode())
    with connection(folder, [folder]) as con:
        found = plan_file(con, Incoming(path, path.name), 0, folder, Wishes({}, None, None, None))
    if all(kind == "blank" for kind in kinds):
        assert found.refused.code == "header_only"
        return
    loaded = load_files([found], folder, 1, {}, lambda share, name: None)
    file = loaded.files[0]
    bad = [n for n, kind in enumerate(kinds, start=1) if kind in ("short", "long", "bad date")]
    assert (file.rows_read, file.rows_rejected) == (len(kinds), len(bad))
    told = duckdb.sql(f"select row_number from '{loaded.rejected}' order by 1").fetchall() if loaded.rejected else []
    assert [n for (n,) in told] == bad

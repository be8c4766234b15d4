"""What became of every column stays in the books for as long as the import is told of, and its values do not."""

import json
from contextlib import closing

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.marts.build import serving_path

ORDERS = (
    "order_id,customer_id,order_at,amount,colour\n"
    "o1,A,2024-01-01,10,red\n"
    "o2,,2024-01-02,secret-value,\n"
    "o3,,2024-01-03,30,blue\n"
    "o4,B,2024-01-04,40,\n"
)
# The second row does not load, so none of its cells is read or missing.
COUNTS = [
    ("order_id", "order_id", 3, 0, 0),
    ("customer_id", "customer_id", 2, 1, 0),
    ("order_at", "order_at", 3, 0, 0),
    ("amount", "amount", 3, 0, 1),
    ("colour", "extra_1", 2, 1, 0),
]
NAMES = ("header", "column", "parsed", "missing", "rejected")


def counts(workspace, batch_id=1):
    text = workspace.reader().batches().set_index("batch_id")["column_counts"][batch_id]
    return [tuple(column[name] for name in NAMES) for column in json.loads(text)] if isinstance(text, str) else None


def test_the_books_hold_the_counts_and_none_of_the_values(workspace, imported):
    done = imported(workspace, "orders.csv", ORDERS)
    assert counts(workspace) == COUNTS
    assert [(c.header, c.column, c.parsed, c.missing, c.rejected) for c in done.files[0].columns] == COUNTS
    assert done.files[0].columns[3].examples == ("secret-value",)
    with closing(workspace._open().cursor()) as con:
        booked = [str(row) for row in con.execute("select * from lake.batches").fetchall()]
    assert not [row for row in booked if "secret-value" in row]


def test_each_file_of_an_import_has_its_own_counts(workspace, tmp_path):
    texts = {"a.csv": "customer_id,region\nA,east\nB,\n", "b.csv": "customer_id,region\nC,west\n,north\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    workspace.load(workspace.plan([Incoming(tmp_path / name, name) for name in texts]))
    assert counts(workspace, 1) == [("customer_id", "customer_id", 2, 0, 0), ("region", "region", 1, 1, 0)]
    assert counts(workspace, 2) == [("customer_id", "customer_id", 1, 0, 1), ("region", "region", 1, 0, 0)]


def test_counts_outlive_the_version_and_the_undo(tmp_path, built_here, imported):
    workspace = Workspace(tmp_path / "ws", versions_kept=1, short_lived=True)
    imported(workspace, "orders.csv", ORDERS)
    second = imported(workspace, "more.csv", ORDERS.replace("\no", "\np"))
    assert workspace.undo([second.files[0].batch_id]) == 3
    assert [each.version for each in workspace.versions()] == [3]
    assert counts(workspace, 1) == counts(workspace, 2) == COUNTS
    assert workspace.verify().is_ok


def test_a_store_of_an_older_release_opens_and_counts_from_then_on(workspace, imported):
    imported(workspace, "orders.csv", ORDERS)
    with closing(workspace._open().cursor()) as con:
        con.execute("alter table lake.batches drop column column_counts")
    serving_path(workspace.folder, 1).unlink()
    older = Workspace(workspace.folder)
    assert older.reader().version == 2  # the change of the table is a snapshot
    assert counts(older) is None
    imported(older, "more.csv", ORDERS.replace("\no", "\np"))
    assert counts(older, 1) is None
    assert counts(older, 2) == COUNTS
    older.undo([2])
    assert counts(older, 2) == COUNTS
    assert older.verify().is_ok

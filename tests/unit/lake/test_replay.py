"""Whatever was imported and undone, in any order: the store holds what its standing imports give when replayed."""

from contextlib import closing
from dataclasses import dataclass, field

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.ingest import Loaded, LoadedFile
from crm_core.lake import HOWS, NotInStore, Workspace

KEYS = st.lists(st.sampled_from(["k1", "k2", "k3", None]), min_size=1, max_size=3)
IMPORT = st.tuples(st.sampled_from(HOWS), KEYS)
UNDO = st.integers(0, 5)
STEPS = st.builds(lambda first, rest: [first, *rest], IMPORT, st.lists(st.one_of(IMPORT, UNDO), min_size=2, max_size=6))


@dataclass
class Import:
    """The model's import: its rows are (key, batch)."""

    batch: int
    version: int
    how: str
    keys: list
    is_out: bool = False
    gave_way_to: int | None = None


@dataclass
class Model:
    """A store without an engine: a list of imports, replayed from the start for every answer."""

    imports: list[Import] = field(default_factory=list)

    def standing(self):
        return [each for each in self.imports if not each.is_out and each.gave_way_to is None]

    def add(self, batch, version, how, keys):
        if how == "replace_table":
            for earlier in self.standing():
                earlier.gave_way_to = version
        self.imports.append(Import(batch, version, how, keys))

    def undo(self, undone):
        undone.is_out = True
        for each in self.imports:
            if each.gave_way_to == undone.version:
                each.gave_way_to = None

    def rows(self):
        rows = []
        for each in self.standing():
            if each.how == "replace_by_key":
                rows = [row for row in rows if row[0] is None or row[0] not in each.keys]
            rows += [(key, each.batch) for key in each.keys]
        return sorted(rows, key=str)


def stored(workspace):
    with closing(workspace._open().cursor()) as con:
        return sorted(con.execute("select order_id, batch_id from lake.transactions").fetchall(), key=str)


def books(workspace):
    with closing(workspace._open().cursor()) as con:
        sql = "select batch_id, rows_standing from lake.batches where removed_in is null and rows_standing > 0"
        return sorted(con.execute(sql).fetchall())


def put(workspace, folder, how, keys):
    """Store rows as load() does once the child has read them; no marts are built. Returns batch and version."""
    batch = workspace._next_batch_id()
    path = folder / f"arriving{batch}.parquet"
    con = duckdb.connect()
    con.execute("create table t (batch_id integer, order_id varchar, line_no integer)")
    con.executemany("insert into t values (?, ?, ?)", [(batch, key, batch) for key in keys])  # no two alike
    con.table("t").write_parquet(str(path))
    con.close()
    count = len(keys)
    file = LoadedFile(**{
        **dict.fromkeys(LoadedFile.__dataclass_fields__, ""),
        "file": f"{batch}.csv", "sha256": str(batch), "table": "transactions", "rows_read": count, "rows_loaded": count,
        "rows_rejected": 0, "rows_blank": 0, "rows_totals": 0, "mapping": {}, "issues": (), "batch_id": batch,
        "date_order": None,
    })  # fmt: skip
    loaded = Loaded([file], {"transactions": path}, None, {})
    version, _ = workspace._store(loaded, workspace._known_extras(), how, "")
    return batch, version


def play(folder, steps, kept):
    """Every step on the store and on the model; returns both, and how many undos were refused."""
    workspace, model, refused = Workspace(folder / "ws", versions_kept=kept, short_lived=True), Model(), 0
    for step in steps:
        if isinstance(step, tuple):
            batch, version = put(workspace, folder, *step)
            model.add(batch, version, *step)
        elif model.standing():
            undone = model.standing()[step % len(model.standing())]
            try:
                workspace._commit(workspace._undoing([undone.batch]), "", "undo")
                model.undo(undone)
            except NotInStore:
                refused += 1
        workspace._tidy()
        assert stored(workspace) == model.rows()
        counted = {}
        for _, batch in model.rows():
            counted[batch] = counted.get(batch, 0) + 1
        assert books(workspace) == sorted(counted.items())
    return refused


RELAXED = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@given(steps=STEPS)
@RELAXED
def test_the_store_equals_its_replay(tmp_path_factory, steps):
    assert play(tmp_path_factory.mktemp("replay"), steps, kept=30) == 0


@given(steps=STEPS, kept=st.integers(1, 3))
@RELAXED
def test_with_few_versions_kept_an_undo_is_right_or_refused(tmp_path_factory, steps, kept):
    play(tmp_path_factory.mktemp("replay"), steps, kept)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # C appended to the order that B had replaced: undo of B brings A's line back beside C's.
        ([("replace_by_key", ["k1"]), ("replace_by_key", ["k1"]), ("append", ["k1"]), 1], [("k1", 1), ("k1", 3)]),
        # The table was replaced, then an order updated: undo of the replacement keeps the update.
        ([("append", ["k1", "k2"]), ("replace_table", ["k3"]), ("replace_by_key", ["k1"]), 0], [("k1", 3), ("k2", 1)]),
    ],
)
def test_undo_beside_other_ways_of_loading(tmp_path, steps, expected):
    play(tmp_path, steps, kept=30)
    assert stored(Workspace(tmp_path / "ws", short_lived=True)) == expected

"""A store made before a table was known: it takes files of that table, and its earlier imports can still be undone."""

from crm_core.ingest import Incoming
from crm_core.lake import Workspace, rows
from crm_core.schema import tables

LATER = ("survey_responses", "survey_weights", "preferences")


def test_a_table_of_a_later_release_is_added_when_it_is_needed(tmp_path, monkeypatch):
    files = {
        "first.csv": "order_id,order_at,amount\n1,2024-01-01,5\n",
        "second.csv": "order_id,order_at,amount\n1,2024-01-01,7\n",
        "survey.csv": "response id,customer id,survey date,overall\nr1,A,2024-01-01,4\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    workspace = Workspace(tmp_path / "ws", short_lived=True)

    def load(name):
        return workspace.load(workspace.plan([Incoming(tmp_path / name, name)]))

    with monkeypatch.context() as patch:
        patch.setattr(rows, "tables", lambda: {name: table for name, table in tables().items() if name not in LATER})
        load("first.csv")
    workspace = Workspace(tmp_path / "ws", short_lived=True)
    replaced = load("second.csv").files[0]
    load("survey.csv")
    assert workspace.reader().facts["survey_count"] == 1
    workspace.undo([replaced.batch_id])
    reader = workspace.reader()
    assert reader.query("select sum(amount) from mart.transactions").fetchone() == (5,)
    assert reader.facts["survey_count"] == 1
    assert all(workspace.verify(each.version).is_ok for each in workspace.versions())

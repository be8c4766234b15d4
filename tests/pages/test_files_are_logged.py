"""Every file that a reader takes leaves a line in the log of exports; opening a page leaves none."""

import json

import pytest

from crm_core.access.export_log import NAME
from crm_core.metrics.runner import answer
from ui.exporting import _page_bytes, table_file


@pytest.fixture
def workspace_folder(own_sample, tmp_path):
    """A workspace of its own: what is taken is written beside it."""
    return own_sample(tmp_path / "own")


def test_a_page_and_a_table_are_logged_when_they_are_made(open_page, workspace_folder, monkeypatch):
    test = open_page("value", "zh", folder=workspace_folder, cell="value.tiers|tier=vip", open="value.tiers|table")
    page, log = test.session_state["page"], workspace_folder / NAME
    assert not log.exists()
    tiers = page.answer("value.tiers")
    monkeypatch.setattr("ui.exporting.reader_name", lambda: "li@example.com")
    made = table_file(page, "value.tiers", tiers.columns, tiers.rows, lambda column, code: code)
    assert not log.exists()
    assert made().startswith(b"\xef\xbb\xbf")
    assert _page_bytes(page, (), "", "xlsx").startswith(b"PK")
    first, second = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert (first["who"], first["page"], first["what"]) == ("li@example.com", "value", "value.tiers")
    assert (first["format"], first["rows"], first["version"]) == ("csv", len(tiers.rows), page.reader.version)
    assert (second["who"], second["what"], second["format"]) == ("", "page", "xlsx")
    shown = [answer(page.reader, metric_id, page.asked(metric_id)) for metric_id in ("value.tiers", "value.abc")]
    assert second["rows"] > sum(len(each.rows) for each in shown)
    assert "customer" not in log.read_text("utf-8")

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from crm_core.cli import main
from crm_core.lake import Workspace
from crm_core.metrics.runner import answer
from crm_core.selection import Selection


def run(sample_workspace, out, *more):
    return main(["report", *more, "--workspace", str(sample_workspace), "--out", str(out)])


def test_the_command_writes_what_the_metric_answers(sample_workspace, tmp_path, capsys):
    out = tmp_path / "value.xlsx"
    assert run(sample_workspace, out, "value", "--format", "xlsx", "--lang", "zh", "--where", "region=华东") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["value.xlsx"]
    book = load_workbook(out)
    chosen = Selection(filters=(("customers.region", ("华东",)),))
    expected = answer(Workspace(sample_workspace).reader(), "value.tiers", chosen).rows
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == list(expected["customers"])
    assert sum(row[3] for row in rows) == pytest.approx(expected["revenue"].sum(), abs=0.005)
    assert ("筛选", "地区：华东") in set(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("kind", ["html", "pptx"])
def test_other_formats_open(sample_workspace, tmp_path, kind):
    out = tmp_path / f"page.{kind}"
    assert run(sample_workspace, out, "overview", "--format", kind) == 0
    content = out.read_bytes()
    assert content.startswith(b"<!DOCTYPE html>") or len(Presentation(io.BytesIO(content)).slides) == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "--format", "html"), "no report of a page “nothing”"),
        (("value", "--format", "html", "--param", "size=3"), "parameter “size”"),
        (("value", "--format", "html", "--where", "planet=Mars"), "no column “planet”"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_no_file(sample_workspace, tmp_path, capsys, arguments, said):
    assert run(sample_workspace, tmp_path / "x", *arguments) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_without_a_browser_leaves_the_old_file_as_it_was(sample_workspace, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ZHIKE_CHROMIUM", "/nowhere/chromium")
    out = tmp_path / "old.pdf"
    out.write_bytes(b"old")
    assert run(sample_workspace, out, "value", "--format", "pdf") == 2
    assert "apt-get install chromium" in capsys.readouterr().err
    assert out.read_bytes() == b"old"

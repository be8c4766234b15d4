"""Dated notes and targets: read from a file, kept, and what they mean for chosen days."""

from datetime import date
from decimal import Decimal

import pytest

from crm_core.notebook import Notebook, NotWritten
from crm_core.notebook.notes import Misread, Note, notes, notes_of_csv
from crm_core.notebook.notes import write as write_note
from crm_core.notebook.targets import Target, target_for, targets
from crm_core.notebook.targets import write as write_target


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_of_notes(encoding, delimiter):
    rows = [
        ["日期", "内容", "标签"],
        ["2025-06-01", "提价 5%", "价格"],
        ["2025年6月18日", "618 大促", ""],
        ["20251111", "双11", ""],
    ]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert notes_of_csv(content) == (
        [
            Note(date(2025, 6, 1), "提价 5%", "价格"),
            Note(date(2025, 6, 18), "618 大促"),
            Note(date(2025, 11, 11), "双11"),
        ],
        [],
    )


def test_lines_that_are_no_notes_are_named():
    content = b"date,note,author\n2025-13-01,x,\n\n2025-02-01,,me\n2025-02-02,Fair,me\n"
    assert notes_of_csv(content) == (
        [Note(date(2025, 2, 2), "Fair", "", "me")],
        [Misread(2, "bad_day", "2025-13-01"), Misread(4, "no_text", "")],
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "no_columns"), (b"a,b\n1,2\n", "no_columns"), (b"\xff\xfe\x00\x81", "unknown_encoding")],
)
def test_a_file_that_holds_no_notes(content, problem):
    found, misread = notes_of_csv(content)
    assert (found, [each.problem for each in misread]) == ([], [problem])


def test_notes_are_kept_by_day(tmp_path):
    book = Notebook(tmp_path)
    later = write_note(book, Note(date(2025, 6, 18), "Sale", "campaign", "me"))
    first = write_note(book, Note(date(2025, 6, 1), "Price up"))
    assert notes(book) == (
        Note(date(2025, 6, 1), "Price up", entry_id=first),
        Note(date(2025, 6, 18), "Sale", "campaign", "me", later),
    )
    with pytest.raises(NotWritten):
        write_note(book, Note(date(2025, 6, 1), "  "))


def test_the_shortest_target_counts_and_a_day_without_one_leaves_it_open(tmp_path):
    book = Notebook(tmp_path)
    year = Target("revenue", date(2025, 1, 1), date(2025, 12, 31), Decimal(3650))
    june = Target("revenue", date(2025, 6, 1), date(2025, 6, 30), Decimal(600))
    for target in (year, june):
        write_target(book, target)
    known = targets(book)
    assert target_for(known, "revenue", (date(2025, 6, 1), date(2025, 6, 30))) == 600
    assert target_for(known, "revenue", (date(2025, 5, 31), date(2025, 6, 1))) == 30
    assert target_for(known, "revenue", (date(2024, 12, 31), date(2025, 1, 1))) is None
    assert target_for(known, "orders", (date(2025, 6, 1), date(2025, 6, 1))) is None


def test_a_target_for_the_same_days_takes_the_place_of_the_former(tmp_path):
    book = Notebook(tmp_path)
    days = (date(2025, 6, 1), date(2025, 6, 30))
    for amount in (1, 2):
        write_target(book, Target("orders", *days, Decimal(amount)))
    assert [target.amount for target in targets(book)] == [2]


@pytest.mark.parametrize(
    "wrong",
    [
        Target("repeat_rate", date(2025, 1, 1), date(2025, 1, 2), Decimal(1)),
        Target("revenue", date(2025, 1, 2), date(2025, 1, 1), Decimal(1)),
        Target("revenue", date(2025, 1, 1), date(2025, 1, 2), Decimal(0)),
    ],
)
def test_what_is_no_target_is_not_written(tmp_path, wrong):
    with pytest.raises(ValueError, match="not a target"):
        write_target(Notebook(tmp_path), wrong)
    assert targets(Notebook(tmp_path)) == ()

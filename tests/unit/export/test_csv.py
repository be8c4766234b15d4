import csv
import io
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.export.csv import csv_bytes, file_name, neutral
from crm_core.metrics.answer import AnswerColumn

COLUMNS = (AnswerColumn("customer_name", "name"), AnswerColumn("revenue", "money", "CNY"), AnswerColumn("on", "date"))


def same(column, code):
    return code


def lines(rows, is_sample=False):
    frame = pd.DataFrame(rows, columns=[column.name for column in COLUMNS])
    text = csv_bytes(COLUMNS, frame, "en", is_sample, same).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_numbers_stay_raw_and_negative_and_dates_are_iso():
    assert lines([["Ann", -1234.5, pd.Timestamp("2025-12-31")]])[1] == ["Ann", "-1234.5", "2025-12-31"]


def test_unknown_is_an_empty_cell():
    assert lines([[None, float("nan"), pd.NaT]])[1] == ["", "", ""]


def test_sample_data_say_so_on_every_row():
    rows = lines([["Ann", 1, None], ["Bob", 2, None]], is_sample=True)
    assert [row[-1] for row in rows] == ["Source of data", "Sample data", "Sample data"]


def test_the_file_opens_in_a_spreadsheet_as_utf_8():
    assert csv_bytes(COLUMNS, pd.DataFrame(columns=["customer_name", "revenue", "on"]), "zh", False, same)[:3] == (
        b"\xef\xbb\xbf"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "＝1+1", " =1", "\t=1", '"=1', "\r=1", ",=1"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert lines([[text, 1, None]])[1][0] == "'" + text


@given(st.text(max_size=30))
def test_neutralising_adds_one_quote_at_most_and_changes_nothing_else(text):
    assert neutral(text) in (text, "'" + text)
    assert neutral(text)[:1] not in tuple("=+-@＝＋－＠\t\r\0")


def test_a_file_s_name_holds_only_our_own_words():
    assert file_name("value.tiers", 7, date(2025, 12, 31), "members") == "value_tiers_members_v7_2025-12-31.csv"
    assert file_name("overview", 7, date(2025, 12, 31), ending="xlsx") == "overview_v7_2025-12-31.xlsx"

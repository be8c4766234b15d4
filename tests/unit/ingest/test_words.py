"""Every code that can be told has a sentence in both languages with the same values."""

import re
from pathlib import Path
from string import Formatter

import pytest

from crm_core import ingest
from crm_core.text import catalogue

SOURCES = [path.read_text("utf-8") for path in Path(ingest.__file__).parent.glob("*.py")]
LAKE = [path.read_text("utf-8") for path in (Path(ingest.__file__).parents[1] / "lake").glob("*.py")]
SQL = [path.read_text("utf-8") for path in Path(ingest.__file__).parent.glob("*.sql")]


def told():
    refused = {code for text in SOURCES for code in re.findall(r'(?:Refused|Issue)\(\s*"(\w+)"', text)}
    by_mark = set(re.findall(r'b"[^"]+", "(\w+)"\)', "".join(SOURCES)))
    return refused | by_mark - {"utf"} | {code for text in LAKE for code in re.findall(r'Issue\(\s*"(\w+)"', text)}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_has_a_sentence_and_no_sentence_is_without_a_code():
    sentences = {key.removeprefix("ingest.issue.") for key in catalogue("zh") if key.startswith("ingest.issue.")}
    assert sentences == told()


@pytest.mark.parametrize("key", [key for key in catalogue("zh") if key.startswith("ingest.")])
def test_both_languages_ask_for_the_same_values(key):
    assert placeholders(catalogue("zh")[key]) == placeholders(catalogue("en")[key])


def test_every_reason_of_a_row_has_words():
    codes = set(re.findall(r"'code': '(\w+)'", "".join(SOURCES + SQL)))
    codes |= set(
        re.findall(
            r"(?:then|else) '(too_\w+|off_scale|no_amount|other_currency|unreadable_line|undecodable)'",
            "".join(SOURCES + SQL),
        )
    )
    codes |= set(re.findall(r'"(bad_\w+|damaged_id)"', "".join(SOURCES))) - {
        "bad_rows",
        "bad_mapping",
        "bad_scale",
        "bad_decimals",
    }
    codes |= {"rate"}  # of a whole column, never of a row
    reasons = {key.removeprefix("ingest.reject.") for key in catalogue("zh") if key.startswith("ingest.reject.")}
    assert reasons == codes

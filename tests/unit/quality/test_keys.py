"""What two records have in common once the way of writing is taken off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.quality.keys import email_key, name_key, phone_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("星光（上海）贸易有限公司", "星光(上海) 贸易 有限责任公司"),
        ("ＡＢＣ集团股份有限公司", "abc集团"),
        ("Acme Co., Ltd.", "ACME company limited"),
        ("Müller G.m.b.H.", "MÜLLER GmbH"),
        ("Smith & Sons, Inc.", "smith sons"),
        ("北京 远大\u3000科技", "北京远大科技公司"),
    ],
)
def test_two_ways_to_write_one_name(first, second):
    assert name_key(first).text == name_key(second).text


@pytest.mark.parametrize(
    ("first", "second"),
    [("星光（上海）贸易", "星光（北京）贸易"), ("第一百货", "第二百货"), ("Limited Brands", "Brands")],
)
def test_two_names_stay_two(first, second):
    assert name_key(first).text != name_key(second).text


@pytest.mark.parametrize("nothing", [None, "", "  ", "（）", "…"])
def test_nothing_is_no_name(nothing):
    assert name_key(nothing) is None


def test_a_legal_form_or_a_long_chinese_name_is_an_organisation_s():
    names = ("张伟", "Acme Ltd", "Mary Smith", "幸福里便利店", "远大公司")
    assert [name_key(name).is_organisation for name in names] == [False, True, False, True, True]


@pytest.mark.parametrize(
    "phone",
    ["13800138000", "138 0013-8000", "+86 138 0013 8000", "008613800138000", "8613800138000", "１３８００１３８０００"],
)
def test_a_mobile_number_however_it_is_written(phone):
    assert phone_key(phone) == "13800138000"


@pytest.mark.parametrize("phone", [None, "", "12345", "00000000", "11111111111", "n/a"])
def test_what_is_no_phone_is_no_key(phone):
    assert phone_key(phone) is None


def test_an_address_is_told_by_its_text_alone():
    assert email_key(" Anna@Example.COM ") == email_key("anna@example.com") == "anna@example.com"
    assert [email_key(text) for text in ("anna", "a@b", "a b@c.de", None)] == [None] * 4


@given(st.text(max_size=30))
def test_a_key_of_a_key_is_the_key_again(text):
    for key in (phone_key, email_key):
        found = key(text)
        assert found is None or key(found) == found


@given(st.text(alphabet="abcdefgh 远大明德()（）.,-", max_size=20))
def test_blanks_case_and_marks_never_change_a_name(text):
    found, changed = name_key(text), name_key(f" {text.upper()}、")
    assert (found and found.text) == (changed and changed.text)

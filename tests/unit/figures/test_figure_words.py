"""The words of figures and numbers: the same keys and placeholders in both languages, and no key without a use."""

import re
from pathlib import Path

from crm_core.text import catalogue

ROOT = Path(__file__).parents[3]
SOURCES = [*(ROOT / "crm_core" / "figures").glob("*.py"), ROOT / "crm_core" / "text" / "numbers.py"]


def words(lang):
    return {key: text for key, text in catalogue(lang).items() if key.startswith("figures.")}


def test_both_languages_have_the_same_keys_and_placeholders():
    zh, en = words("zh"), words("en")
    assert set(zh) == set(en)
    assert {k: set(re.findall(r"{\w+}", v)) for k, v in zh.items()} == {
        k: set(re.findall(r"{\w+}", v)) for k, v in en.items()
    }


def test_every_key_named_in_the_code_exists_and_every_key_is_named():
    code = "".join(path.read_text("utf-8") for path in SOURCES)
    named = set(re.findall(r'"(figures\.[a-z_0-9.]+)"', code))
    built = tuple(f"figures.{prefix}" for prefix in ("unit.", "sentence.", "note.", "index.", "bring."))
    assert named <= set(words("zh"))
    assert {k for k in words("zh") if not k.startswith(built)} <= named


def test_no_chinese_in_the_code():
    for path in SOURCES:
        code = re.sub(r'""".*?"""|#.*', "", path.read_text("utf-8"), flags=re.S)
        assert not re.search(r"[\u4e00-\u9fff]", code), path.name

"""The catalogue: the same keys and placeholders in both languages, nothing missing, nothing unused."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from crm_core.metrics.registry import metrics
from crm_core.text import LANGS, catalogue, has

ROOT = Path(__file__).parents[3]
CODE = [
    *(ROOT / "crm_core").rglob("*.py"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py",
]  # fmt: skip
AREAS = {key.partition(".")[0] for key in catalogue("en")}
CJK = re.compile(r"[\u3400-\u9fff]")
# Codes whose words belong to the data and the SQL, not to a line of Python.
NAMED_BY_DATA = ("codes.", "columns.", "metrics.")


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def named_in_code():
    """Keys written out, and patterns of keys put together, of all Python files."""
    constants, patterns = set(), set()
    for path in CODE:
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w.]+" for p in node.values]
                patterns.add("".join(parts))
    starts = tuple(re.escape(area + ".") for area in AREAS)
    # A text that ends in a joint is the beginning of keys.
    patterns |= {re.escape(text) + r"[\w.]+" for text in constants if re.fullmatch(r"[\w.]+[._]", text)}
    return constants, [re.compile(pattern) for pattern in patterns if pattern.startswith(starts)]


def test_both_languages_have_the_same_keys():
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_both_languages_have_the_same_placeholders():
    english, chinese = catalogue("en"), catalogue("zh")
    assert [key for key in english if placeholders(english[key]) != placeholders(chinese[key])] == []


def test_no_word_is_empty_and_each_is_in_its_language():
    assert [(lang, key) for lang in LANGS for key, text in catalogue(lang).items() if not text.strip()] == []
    chinese_in_english = [key for key, text in catalogue("en").items() if CJK.search(text)]
    # Examples of what a Chinese file or value looks like, and the name of the language.
    assert [key for key in chinese_in_english if not key.startswith(("refusal.", "ingest.", "ui.", "data."))] == []


def test_every_key_is_used():
    constants, patterns = named_in_code()
    unused = [
        key
        for key in catalogue("en")
        if key not in constants
        and not key.startswith(NAMED_BY_DATA)
        and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert unused == []


def test_every_key_written_out_exists():
    constants, patterns = named_in_code()
    dotted = {text for text in constants if re.fullmatch(rf"({'|'.join(AREAS - {'data'})})(\.[a-z]\w*)+", text)}
    endings = (".toml", ".sql", ".py", ".css", ".csv", ".", "_")
    assert [key for key in sorted(dotted) if not has(key) and not key.endswith(endings)] == []
    nothing = [p.pattern for p in patterns if not any(p.fullmatch(key) for key in catalogue("en"))]
    assert [pattern for pattern in nothing if not pattern.endswith(r"\.toml")] == []


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal():
    raised = {
        node.args[0].value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"
        if node.args and isinstance(node.args[0], ast.Constant) and "ingest" not in path.parts
    }
    raised |= {f"needs_{capability}" for metric in metrics().values() for capability, _ in metric.requires}
    assert raised == {key.removeprefix("refusal.") for key in catalogue("en") if key.startswith("refusal.")}


@pytest.mark.parametrize("metric_id", sorted(metrics()))
def test_every_metric_has_its_words(metric_id):
    metric = metrics()[metric_id]
    assert [part for part in ("title", "meaning", "formula") if not has(f"metrics.{metric_id}.{part}")] == []
    assert [column.name for column in metric.columns if not has(f"columns.{column.name}")] == []


def test_no_words_for_a_metric_that_is_gone():
    named = {key.split(".", 1)[1].rpartition(".")[0] for key in catalogue("en") if key.startswith("metrics.")}
    assert named == set(metrics())


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("tier", "metrics/value/tiers.sql"),
        ("abc_class", "metrics/value/abc.sql"),
        ("band", "metrics/value/pareto.sql"),
        ("segment", "metrics/steps/segment_rules.sql"),
        ("kind", "marts/transactions.sql"),
    ],
)
def test_every_code_of_a_metric_has_a_word(column, path):
    sql = re.sub(r"--.*", "", (ROOT / "crm_core" / path).read_text("utf-8"))
    if column == "kind":
        sql = sql[sql.index("        case\n            when told_kind") : sql.index("as line_kind")]
    # A code is what a branch gives or a row of values holds.
    codes = set(re.findall(r"\b(?:then|else)\s+'(\w+)'|\(\s*(?:\d+,\s*)?'(\w+)'\s*[,)]", sql))
    found = {first or second for first, second in codes}
    if column == "kind":
        found = set(re.findall(r"\b(?:then|else)\s+'(\w+)'", sql))
    assert found == {key.rpartition(".")[2] for key in catalogue("en") if key.startswith(f"codes.{column}.")}

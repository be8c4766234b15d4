"""The glossary holds every metric in words, and its document is what the code says."""

import pytest

from crm_core.metrics.catalogue import DOCUMENT, document, entries
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer
from crm_core.metrics.words import answer_words, choice_in_words
from crm_core.selection import Selection
from crm_core.text import LANGS, has, t


def test_the_document_is_true():
    assert DOCUMENT.read_text("utf-8") == document(), "write it again: make docs"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_metric_is_told_in_words(lang):
    found = entries(lang)
    assert [entry.metric_id for entry in found] == list(metrics())
    for entry in found:
        assert entry.title and entry.meaning and entry.formula and entry.source
        assert len(entry.columns) == len(metrics()[entry.metric_id].columns)


@pytest.mark.parametrize(
    ("asked", "expected"), [("M-03 客户", "value.tiers"), ("rfm 分布", "value.rfm_matrix"), ("复购率", "overview.kpis")]
)
def test_words_in_any_order_find_a_metric(asked, expected):
    assert expected in [entry.metric_id for entry in entries("zh") if entry.matches(asked)]
    assert len([entry for entry in entries("zh") if entry.matches(asked)]) < len(metrics())


def test_nothing_asked_is_everything_and_nonsense_is_nothing():
    assert all(entry.matches("") for entry in entries("en"))
    assert not any(entry.matches("zzzz") for entry in entries("en"))


KINDS = ("choice", "grain")  # of parameters that are chosen among words


@pytest.mark.parametrize("lang", LANGS)
def test_every_parameter_and_choice_of_every_metric_has_a_word(lang):
    params = {param for metric in metrics().values() for param in metric.params}
    choices = {(param.name, choice) for param in params if param.kind in KINDS for choice in param.choices}
    assert sorted({p.name for p in params if not has(f"ui.param.{p.name}")}) == []
    assert sorted(c for c in choices if c[1].isdigit() and choice_in_words(*c, lang) == c[1]) == []


@pytest.mark.parametrize(
    ("metric", "by", "code", "zh"),
    [
        ("contact.consistency", "channel", "phone", "电话"),
        ("satisfaction.by_dimension", "channel", "dealer", "经销"),
        ("satisfaction.by_dimension", "tier", "vip", "VIP"),
        ("complaints.causes", "cause", "phone", "phone"),
    ],
)
def test_what_is_broken_down_by_a_column_of_ours_has_its_words(sample_reader, metric, by, code, zh):
    found = answer(sample_reader, metric, Selection(), (("by", by),))
    words = answer_words(sample_reader, found, "zh")
    assert (words("value", code), words("value", "value")) == (zh, t("columns.value", "zh"))

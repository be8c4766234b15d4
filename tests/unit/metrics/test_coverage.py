"""docs/coverage.md says what the headers say."""

import re

from crm_core.metrics.catalogue import COVERAGE, coverage
from crm_core.metrics.registry import metrics

ROW = re.compile(r"^\| ([MSFQT]-\w+) \| ([\w.]+) \| .+ \|$", re.M)


def test_the_document_is_current():
    assert COVERAGE.read_text("utf-8") == coverage(), "write it again: make docs"


def test_every_source_of_every_metric_has_its_row():
    told = ROW.findall(coverage())
    assert told == sorted(told)
    assert set(told) == {(source, metric.id) for metric in metrics().values() for source in metric.source}

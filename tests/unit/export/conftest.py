"""Reports of the sample company and of a small one whose texts attack: made once each."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from crm_core.export.report import report_of
from crm_core.lake import Workspace
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

MADE_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LAST_YEAR = Selection(period="last_12_months", compare="last_year")
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "@SUM(1)\x07",
    "-2+3",
)


@pytest.fixture(scope="session")
def sample_reader(sample_workspace):
    return Workspace(sample_workspace).reader()


@pytest.fixture(scope="session")
def reports(sample_reader):
    """(page, language) → the sample company's report of the last year."""
    made = {}

    def report(page, lang="zh"):
        if (page, lang) not in made:
            made[page, lang] = report_of(sample_reader, page, LAST_YEAR, (), lang, MADE_AT)
        return made[page, lang]

    return report


@pytest.fixture(scope="session")
def hostile_reader(tmp_path_factory):
    """Five sales in five channels whose names attack, and a refund below zero in the first."""
    made = GivenCompanies(tmp_path_factory.mktemp("hostile_company"))
    lines = [(f"o{i}", f"c{i}", f"2025-01-0{i + 1}", "1", "100.25", name) for i, name in enumerate(HOSTILE)]
    lines.append(("o9", "c0", "2025-01-09", "-1", "40.5", HOSTILE[0]))
    columns = ["order_id", "customer_id", "order_at", "quantity", "unit_price", "channel"]
    yield made.add({"transactions": pd.DataFrame(lines, columns=columns).astype(object)})


@pytest.fixture(scope="session")
def hostile(hostile_reader):
    chosen = Selection(rule="net", filters=(("transactions.channel", HOSTILE),))
    return report_of(hostile_reader, "overview", chosen, (), "zh", MADE_AT, company=HOSTILE[2])

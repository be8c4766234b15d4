"""A reader of a small company, and invented random companies, each built once."""

import pytest

from crm_core.lake import Workspace
from tests.sql.given import GivenCompanies
from tests.unit.metrics.second import random_lines

SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="session")
def sample_reader(small_workspace):
    return Workspace(small_workspace).reader()


@pytest.fixture(scope="session")
def random_companies(tmp_path_factory):
    made = GivenCompanies(tmp_path_factory.mktemp("random_companies"))
    yield {seed: _company(made, seed) for seed in SEEDS}


def _company(made, seed):
    lines = random_lines(seed)
    return lines, made.add({"transactions": lines.drop(columns="kind_expected").astype(object)})


@pytest.fixture(params=SEEDS)
def company(request, random_companies):
    return random_companies[request.param]

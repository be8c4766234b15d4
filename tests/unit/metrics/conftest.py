"""A reader of a small company, and invented random companies, each built once."""

import pytest

from crm_core.lake import Workspace
from data.demo.generate import generate
from tests.sql.given import GivenCompanies
from tests.unit.metrics.second import random_lines

SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="session")
def sample_reader(made_once):
    """A small company of the sample's generator: what holds for any data holds for it."""

    def made(folder):
        generate(folder, customers=3_000, lines=45_000, seed=11)
        Workspace(folder / "store", short_lived=True).load_sample(folder)

    return Workspace(made_once("small", made) / "store").reader()


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

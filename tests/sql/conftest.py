"""Every given company is a version of its own, and is built once."""

import pytest

from tests.sql.given import GivenCompanies


@pytest.fixture(scope="session")
def companies(tmp_path_factory):
    return GivenCompanies(tmp_path_factory.mktemp("given_companies"))

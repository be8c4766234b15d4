"""Every given company is one version of one lake, and is built once."""

import pytest

from tests.sql.given import GivenCompanies


@pytest.fixture(scope="session")
def companies(tmp_path_factory):
    found = GivenCompanies(tmp_path_factory.mktemp("given_companies"))
    yield found
    found.close()

"""A workspace with one import, made once; every test that changes it gets a copy."""

import shutil

import pytest
from whole import load, opened, orders_file


@pytest.fixture(scope="session")
def first_import(tmp_path_factory):
    """first_import(folder) → a new workspace there that holds the first file."""
    made = tmp_path_factory.mktemp("first_import")
    load(opened(made / "ws"), orders_file(made, 1))
    return lambda folder: shutil.copytree(made / "ws", folder)

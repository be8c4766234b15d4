"""Every command of the contract is there and runs what it says."""

import argparse
import json
from importlib import import_module

import pytest

from crm_core.cli import _parser, main
from crm_core.lake import Workspace

COMMANDS = next(a.choices for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))


def test_the_commands_are_those_of_the_contract():
    assert sorted(COMMANDS) == [
        "demo",
        "import",
        "members",
        "metric",
        "metrics",
        "report",
        "undo",
        "verify",
        "versions",
    ]


@pytest.mark.parametrize(
    "name", ["demo", "import", "members", "metric", "metrics", "report", "undo", "verify", "versions"]
)
def test_a_command_names_a_function(name):
    module, _, function = COMMANDS[name].get_default("run").partition(".")
    assert callable(getattr(import_module(f"crm_core.cli.{module}"), function))


def test_versions_are_listed_with_what_they_amount_to(sample_workspace, capsys):
    assert main(["versions", "--workspace", str(sample_workspace), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["versions"]
    version = Workspace(sample_workspace).versions()[0]
    assert (listed["version"], listed["message"]) == (version.version, version.message)
    assert listed["totals"]["order_count"] > 0
    assert main(["versions", "--workspace", str(sample_workspace)]) == 0
    assert capsys.readouterr().out.split("\t")[0] == str(version.version)

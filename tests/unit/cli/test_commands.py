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


def test_warnings_of_an_import_are_told_beside_its_counts(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text("订单编号,下单时间,金额,订单状态\nA1,2024-01-05,10,预售中\n", "utf-8")
    assert main(["import", str(tmp_path / "orders.csv"), "--workspace", str(tmp_path / "workspace")]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0].startswith("orders.csv: transactions, 1 rows read = 1 loaded")
    assert said.err.startswith('orders.csv: "订单状态" has 1 states of which nobody knows whether they are sales')

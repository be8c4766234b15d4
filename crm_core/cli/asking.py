"""Commands that read: versions, metrics, answers and lists."""

import argparse
import sys
from collections.abc import Sequence

import pandas as pd

from crm_core.access.masking import masked
from crm_core.cli.terminal import opened, print_json
from crm_core.export.plain import answer_json, records
from crm_core.lake import Workspace
from crm_core.metrics.registry import metrics
from crm_core.metrics.runner import answer, members
from crm_core.refusal import Refused
from crm_core.selection import Selection


def pairs(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Options of the form name=value. Errors: Refused bad_where."""
    for text in texts:
        if "=" not in text:
            raise Refused("bad_where", found=text)
    return tuple((name.strip(), value) for name, _, value in (text.partition("=") for text in texts))


def list_versions(options: argparse.Namespace) -> None:
    """Print the versions that are kept, oldest first."""
    workspace = opened(options)
    listed = workspace.versions()
    if options.json:
        changes = records(workspace.reader().changes()) if listed else []
        of = {change.pop("version"): change for change in changes}
        print_json({"versions": [vars(each) | {"totals": of.get(each.version)} for each in listed]})
        return
    for version in listed:
        print(f"{version.version}\t{version.created_at:%Y-%m-%d %H:%M} UTC\t{version.message}")


def list_metrics(options: argparse.Namespace) -> None:
    """Print every metric."""
    listed = [
        {
            "id": metric.id,
            "grain": metric.grain,
            "needs": list(metric.needs),
            "params": [
                {"name": p.name, "kind": p.kind, "default": p.default, "choices": list(p.choices)}
                for p in metric.params
            ],
            "columns": [{"name": c.name, "kind": c.kind, "unit": c.unit} for c in metric.columns],
            "cells": list(metric.cell_columns),
            "source": list(metric.source),
        }
        for metric in metrics().values()
    ]
    if options.json:
        print_json({"metrics": listed})
        return
    for metric in metrics().values():
        print(f"{metric.id}\t{metric.grain}\t{', '.join(metric.source)}")


def chosen_selection(options: argparse.Namespace, workspace: Workspace) -> Selection:
    """The selection that the options of a question state. Errors: Refused unknown_dimension, bad_where."""
    reader = workspace.reader(options.version)
    custom = None
    if options.first or options.last:
        custom = (options.first or reader.first_on, options.last or options.as_of or reader.last_on)
    filters: dict[str, tuple[str, ...]] = {}
    for column, value in pairs(options.where):
        dimension = reader.dimension_of(column).id
        filters[dimension] = (*filters.get(dimension, ()), value)
    return Selection(
        period="custom" if custom else "all",
        custom=custom,
        compare=options.compare,
        filters=tuple(filters.items()),
        rule=options.rule,
        as_of=options.as_of,
        version=reader.version,
    )


def ask_metric(options: argparse.Namespace) -> None:
    """Print the answer of a metric."""
    workspace = opened(options)
    chosen = chosen_selection(options, workspace)
    found = answer(workspace.reader(options.version), options.metric, chosen, pairs(options.param))
    if options.format == "json":
        print_json(answer_json(found))
    else:
        _print_frame(found.rows, options.format)


def list_members(options: argparse.Namespace) -> None:
    """Print the customers behind a cell of a metric, masked unless asked otherwise."""
    workspace = opened(options)
    chosen = chosen_selection(options, workspace)
    reader = workspace.reader(options.version)
    listed = members(reader, options.metric, chosen, pairs(options.param), pairs(options.cell))
    shown = listed if options.unmasked else masked(listed)
    if options.format == "json":
        print_json({"metric": options.metric, "version": reader.version, "n": len(shown), "rows": records(shown)})
    else:
        _print_frame(shown, options.format)


def _print_frame(frame: pd.DataFrame, how: str) -> None:
    if how == "csv":
        frame.to_csv(sys.stdout, index=False)
    else:
        print(frame.to_string(index=False))

"""What each file makes possible: metrics that cannot be answered without it, or say more with it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from crm_core.metrics.capabilities import holds
from crm_core.metrics.pages import pages
from crm_core.metrics.registry import Metric, all_needs, metrics
from crm_core.schema import tables

_RULES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("unlocks.toml").read_text("utf-8"))


@cache
def unlocked_by(table: str) -> tuple[str, ...]:
    """The metrics of the repository that rest on a canonical table, read from their headers; as the pages show them.

    Errors: KeyError for a table that is not canonical.
    """
    rule = _RULES[table]
    shown = dict.fromkeys(name for page in pages().values() for name in page.metrics)
    return tuple(name for name in {**shown, **metrics()} if _rests_on(metrics()[name], rule))


def works_with(table: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Of the metrics that rest on a table, those that a version with these facts can answer."""
    return tuple(
        name
        for name in unlocked_by(table)
        if all(condition or holds(capability, facts) for capability, condition in metrics()[name].requires)
    )


def brought_by(capability: str) -> str | None:
    """The canonical table whose file gives a capability, where a template of it can be offered; else None."""
    giving = (name for name, rule in _RULES.items() if capability in rule["requires"] and tables()[name].template)
    return next(giving, None)


def _rests_on(metric: Metric, rule: dict[str, Any]) -> bool:
    capabilities = {capability for capability, _ in metric.requires}
    is_broken_down = any(param.kind == "dimension" for param in metric.params)
    return bool(
        capabilities.intersection(rule["requires"])
        or all_needs(metric.needs).intersection(rule["needs"])
        or (rule["break_down"] and is_broken_down)
    )

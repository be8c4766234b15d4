"""What the commands share: the opened workspace, and JSON as it is printed."""

import argparse
import json
from typing import Any

from crm_core.lake import Workspace


def opened(options: argparse.Namespace) -> Workspace:
    """The workspace that a command works on; it prepares versions in its own process."""
    return Workspace(options.workspace, short_lived=True)


def print_json(data: dict[str, Any]) -> None:
    """One document on standard output; numbers of the engine are numbers, a day is a text."""
    print(json.dumps(data, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)

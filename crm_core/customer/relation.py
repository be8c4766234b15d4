"""Where everybody's relation stands at the end of the chosen days: beside any list of customers."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from crm_core.customer.standing import everybody
from crm_core.engines.duckdb import statement
from crm_core.lake.reader import Reader
from crm_core.metrics.capabilities import holds
from crm_core.metrics.registry import metric_of
from crm_core.metrics.runner import selected_rows
from crm_core.selection import Selection, scope_of

HERE = Path(__file__).parent
STAGES = "lifecycle.stages"
NOBODY_YET = "none"  # the stage of one who has not ordered
# A list with one of these says by itself what is to be done, or is of people who complained.
_OF_ITS_OWN = {"next_step", "plan_step", "call_step", "stage", "case_count", "opened_on", "since_on", "visit_state"}


def stage_rules() -> dict[str, Any]:
    """The parameters of the stages as they stand by default, bound as SQL takes them."""
    defaults = {param.name: param.default for param in metric_of(STAGES).params}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in defaults.items()}


def relations(reader: Reader, selection: Selection) -> pd.DataFrame:
    """The stage and the last order of every buyer, whatever the filters: a stage does not hang on who is looked at.

    Shape: stage (category) and last_order_on by customer_key; only those with a sale up to the end of the days.
    """
    scope = scope_of(selection, reader)
    # Only the last day, the as-of day and the rule matter: so every list with these shares one answer.
    days = (scope.days[1], scope.days[1])
    return _relations(reader, replace(everybody(selection), period="custom", custom=days, as_of=scope.as_of))


@lru_cache(maxsize=4)
def _relations(reader: Reader, selection: Selection) -> pd.DataFrame:
    """Kept: some ten megabytes for half a million customers."""
    found = selected_rows(reader, selection, ("stage_spans",), statement(HERE / "stage.sql"), **stage_rules())
    return found.astype({"stage": "category"}).set_index("customer_key")


def with_relation(members: pd.DataFrame, reader: Reader, selection: Selection) -> pd.DataFrame:
    """Members with stage, what to do in it, and last order, as far as they are customers and do not have their own.

    Where the data cannot tell stages, as given.

    Shape: as given, with columns stage, last_order_on and, where neither a next step nor a complaint is named,
           stage_step: who is angry is not asked to recommend.
    """
    has_stages = all(holds(capability, reader.facts) for capability, _ in metric_of(STAGES).requires)
    if not has_stages or "customer_key" not in members or members["customer_key"].isna().any():
        return members
    known = relations(reader, selection).reindex(members["customer_key"])
    stage = known["stage"].astype(object).fillna(NOBODY_YET).to_numpy()
    own = {"stage": stage, "last_order_on": known["last_order_on"].to_numpy()}
    if not _OF_ITS_OWN & set(members):
        own["stage_step"] = stage
    return members.assign(**{name: values for name, values in own.items() if name not in members})

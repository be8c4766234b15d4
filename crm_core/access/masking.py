"""Personal data as everyone may see them: names are masked unless somebody may and does ask for them."""

import pandas as pd

MASK = "*"


def masked_name(name: object) -> object:
    """A name with its first sign and, from five signs on, its last two in clear; unknown stays unknown."""
    if not isinstance(name, str) or not name:
        return name
    if len(name) < 5:
        return name[0] + MASK
    return name[0] + MASK + name[-2:]


def masked(members: pd.DataFrame) -> pd.DataFrame:
    """A list of members with their names masked.

    Shape: as given; the given frame is not changed.
    """
    if "customer_name" not in members.columns:
        return members
    return members.assign(customer_name=members["customer_name"].map(masked_name))

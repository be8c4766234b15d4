"""The dice for what accounts need, said or not, and when it was met."""

import numpy as np
import pyarrow as pa

from data.demo.company import Company
from data.demo.dice import pick


def requirements_table(company: Company, accounts: list[str], rng: np.random.Generator) -> pa.Table:
    """One row per need. The planted truth: what is said is met far more often than what is not."""
    kinds = company["requirements"]["kind"]
    per_account = pick(rng, company["requirements"]["count_weights"], len(accounts))
    account = np.repeat(np.arange(len(accounts)), per_account)
    count, last = len(account), company.day_count - 1
    kind = pick(rng, [entry["weight"] for entry in kinds.values()], count)
    word = np.floor(rng.random(count) * np.array([len(entry["words"]) for entry in kinds.values()])[kind]).astype(int)
    noted = last - rng.integers(10, 500, count)
    due = noted + rng.integers(20, 150, count)
    met = due + rng.integers(-18, 12, count)
    is_met = (rng.random(count) < np.array([entry["met_share"] for entry in kinds.values()])[kind]) & (met <= last)
    names, first = list(kinds), np.datetime64(company.first_on, "D").astype(int)
    days = {name: (each + first).astype(np.int32) for name, each in (("noted", noted), ("due", due), ("met", met))}
    return pa.table(
        {
            "requirement_no": np.arange(1, count + 1),
            "customer_id": [accounts[each] for each in account],
            "need_kind": [names[each] for each in kind],
            "requirement": [kinds[names[k]]["words"][w] for k, w in zip(kind, word, strict=True)],
            "noted_on": pa.array(days["noted"]).cast(pa.date32()),
            "due_on": pa.array(days["due"]).cast(pa.date32()),
            "met_on": pa.array(days["met"], mask=~is_met).cast(pa.date32()),
        }
    )

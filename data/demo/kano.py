"""The dice for a Kano questionnaire: of every feature, what if it is there and what if it is missing."""

import numpy as np
import pyarrow as pa

from data.demo.company import Company
from data.demo.dice import Ints, pick
from data.demo.people import People

LIKE, DISLIKE = 0, 4


def _answers(judged: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Both answers of each who judges so: must-be, one-dimensional, attractive, indifferent, reverse, questionable."""
    between = rng.integers(LIKE + 1, DISLIKE, len(judged))
    other = rng.integers(LIKE + 1, DISLIKE, len(judged))
    with_it = np.select([np.isin(judged, (1, 2, 5)), judged == 4], [LIKE, DISLIKE], between)
    without_it = np.select([np.isin(judged, (0, 1)), np.isin(judged, (4, 5))], [DISLIKE, LIKE], other)
    return with_it, without_it


def kano_table(company: Company, people: People, rng: np.random.Generator) -> pa.Table:
    """One row per respondent and feature, respondent by respondent."""
    facts = company["kano"]
    known = np.flatnonzero(~people.is_potential)
    asked = np.sort(rng.choice(known, min(facts["asked"], len(known) // 2), replace=False))
    is_anonymous = rng.random(len(asked)) < facts["anonymous_share"]
    day = company.day(facts["from"]) + rng.integers(0, facts["days"], len(asked))
    features = list(facts["judged"])
    judged = np.stack([pick(rng, facts["judged"][name], len(asked)) for name in features], axis=1).ravel()
    with_it, without_it = _answers(judged, rng)
    is_silent = rng.random(len(judged)) < facts["silent_share"]
    row = np.repeat(np.arange(len(asked)), len(features))
    midnight = np.datetime64(company.first_on, "D").astype(int)

    def words(codes: Ints, listed: list[str], mask: np.ndarray | None = None) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16), mask=mask), listed)

    return pa.table(
        {
            "response_no": pa.array(row.astype(np.int32) + 1),
            "customer_no": pa.array(asked[row].astype(np.int32) + 1, mask=is_anonymous[row]),
            "surveyed_on": pa.array((day[row] + midnight).astype(np.int32)).cast(pa.date32()),
            "feature": words(np.tile(np.arange(len(features)), len(asked)), features),
            "functional": words(with_it, facts["words"]),
            "dysfunctional": words(without_it, facts["words"], is_silent),
        }
    )

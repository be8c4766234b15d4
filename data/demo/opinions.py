"""The dice for what else respondents say: reasons and comments, loyalty, perceived value, hearts, expectations."""

from dataclasses import dataclass

import numpy as np

from data.demo.company import STORE, Company
from data.demo.dice import Floats, Ints, pick
from data.demo.people import UNKNOWN
from data.demo.surveys import ATTRIBUTES, Surveys

LOYALTY = ("loyalty_emotional", "loyalty_behavioural", "loyalty_cognitive")
VALUES = ("product_value", "service_value", "personnel_value", "image_value")
HEARTS = ("sincere", "considerate", "careful", "patient", "carefree")
COSTS = ("money_cost", "time_cost", "trouble_cost")
MORE = ("effort", "repurchase_intention", *LOYALTY, *VALUES, *HEARTS, *COSTS)
RATER = ("tangibles", "empathy", "assurance", "responsiveness", "reliability")


@dataclass(frozen=True)
class Opinions:
    """One entry per response: more answers (one row per question of MORE), a reason and a comment by their places.

    asked: the responses that are followed by a questionnaire on service, with what was expected and what was met, one
    row per element of RATER.
    Nulls: UNKNOWN where a question was not asked or nothing was written.
    """

    scores: Ints
    reason: Ints
    comment: Ints
    asked: Ints
    expected: Ints
    met: Ints


def _scored(rng: np.random.Generator, middle: Floats, spread: float) -> Ints:
    return np.clip(np.rint(middle + spread * rng.standard_normal(len(middle))), 1, 5).astype(np.int16)


def words(facts: Company, name: str) -> list[str]:
    """All reasons, or all comments, in the order of their places."""
    return [text for part in facts["opinions"][name].values() for text in part]


def _placed(rng: np.random.Generator, groups: list[list[str]], group: Ints) -> Ints:
    """A place in the flat list of all groups' texts: any text of each entry's group, the first one twice as often."""
    starts = np.cumsum([0, *map(len, groups)])
    found = np.zeros(len(group), dtype=np.int16)
    for number, texts in enumerate(groups):
        is_here = group == number
        found[is_here] = starts[number] + pick(rng, [2.0, *[1.0] * (len(texts) - 1)], np.count_nonzero(is_here))
    return found


def draw_opinions(company: Company, surveys: Surveys, rng: np.random.Generator) -> Opinions:
    """What else was said. Service drives the whole more than anything else, reliability is met worst: both planted."""
    facts = company["opinions"]
    count, overall = len(surveys.day), surveys.scores[0].astype(float)
    parts = np.where(surveys.scores[1:7] == UNKNOWN, 4, surveys.scores[1:7]).astype(float)
    service = parts[ATTRIBUTES.index("service")]
    more = [_scored(rng, 0.6 * service + 0.35 * overall + 0.1, 0.7), _scored(rng, overall - 0.1, 0.6)]
    more += [_scored(rng, level + 0.6 * (overall - 4), 0.7) for level in facts["loyalty_level"]]
    more += [_scored(rng, level + 0.5 * (overall - 4), 0.7) for level in facts["value_level"]]
    more += [_scored(rng, level + 0.6 * (service - 3.6), 0.7) for level in facts["heart_level"]]
    scores = np.array(more)
    of_loyalty, of_value = 2 + len(LOYALTY), 2 + len(LOYALTY) + len(VALUES)
    scores[2:of_loyalty, rng.random(count) >= facts["loyalty_share"]] = UNKNOWN
    scores[of_loyalty:of_value, rng.random(count) >= facts["value_share"]] = UNKNOWN
    scores[of_value:, surveys.channel != STORE] = UNKNOWN
    # The attribute that was given least is the reason; what is written is about it, or about the best one.
    worst = np.argmin(parts + 0.4 * rng.random(parts.shape) - np.array(facts["noticed"])[:, None], axis=0)
    best = np.argmax(parts + 0.4 * rng.random(parts.shape), axis=0)
    is_low = overall <= 3
    reason = _placed(rng, list(facts["reasons"].values()), worst)
    reason[~is_low | (rng.random(count) >= facts["reason_share"])] = UNKNOWN
    comment = _placed(rng, list(facts["comments"].values()), np.where(is_low, worst, best + len(ATTRIBUTES)))
    comment[rng.random(count) >= np.where(is_low, facts["low_comment_share"], facts["high_comment_share"])] = UNKNOWN
    asked = np.flatnonzero(rng.random(count) < facts["service_share"])
    met = [_scored(rng, level + 0.5 * (overall[asked] - 4), 0.7) for level in facts["rater_level"]]
    expected = [_scored(rng, np.full(len(asked), level), 0.5) for level in facts["rater_expected"]]
    # Whoever says what it is worth says what it costs too.
    costs = np.array([_scored(rng, level - 0.45 * (overall - 4), 0.7) for level in facts["cost_level"]])
    costs[:, scores[of_loyalty] == UNKNOWN] = UNKNOWN
    scores = np.concatenate([scores, costs])
    return Opinions(scores.astype(np.int16), reason, comment, asked, np.array(expected), np.array(met))

"""The dice for customers: who they are, when they come, how much and how often they buy."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from data.demo.company import CONSUMER, DEALER, RETAILER, ROLES, SUBSCRIPTION, Company
from data.demo.dice import Floats, Ints, lognormal, pick, pick_by

UNKNOWN = -1
TRADE_PERSONA = 3  # persona of role r > 0 is TRADE_PERSONA + r; 0 … 3 are the age bands
EARLIEST_DAY = -1500


@dataclass(frozen=True)
class People:
    """One entry per customer in order of first contact.

    Units: days count from the company's first day; first_day … last_day is when they may order.
    Nulls: UNKNOWN in the code columns and in referrer; birth_day holds only where has_birth is true.
    """

    role: Ints
    contact_day: Ints
    first_day: Ints
    last_day: Ints
    region: Ints
    city: Ints
    is_organisation: np.ndarray
    persona: Ints
    birth_day: Ints
    has_birth: np.ndarray
    gender: Ints
    occupation: Ints
    industry: Ints
    source: Ints
    referrer: Ints
    member_level: Ints
    channel: Ints
    rate: Floats
    line_yuan: Floats
    is_trial: np.ndarray
    is_potential: np.ndarray
    is_leaving: np.ndarray

    def __len__(self) -> int:
        """The number of customers."""
        return len(self.role)


def _roles_and_contact(company: Company, rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    shares = company.by_role("share")
    counts = [max(1, round(count * share)) for share in shares[1:]]
    role = np.repeat(np.arange(3, dtype=np.int8), [count - sum(counts), *counts])
    is_early = rng.random(count) < company.by_role("early_share")[role]
    early = EARLIEST_DAY * rng.random(count)
    late = (company.day_count - 8) * rng.random(count) ** 0.95
    day = np.floor(np.where(is_early, early, late)).astype(np.int32)
    order = np.argsort(day, kind="stable")
    return role[order], day[order]


def _places(company: Company, rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    regions = company["region"]
    cities = np.zeros((len(regions), sum(len(region["cities"]) for region in regions)))
    start = 0
    for row, region in enumerate(regions):
        weights = list(region["cities"].values())
        cities[row, start : start + len(weights)] = weights
        start += len(weights)
    region_code = pick(rng, [region["weight"] for region in regions], count)
    return region_code, pick_by(rng, cities, region_code)


def _births(company: Company, rng: np.random.Generator, band: Ints) -> Ints:
    """Days since 1970 such that the age on the last day lies in the band."""
    bands = np.array(company["consumer"]["age_bands"])[band]
    # The open band takes children too; they order with their parents' card.
    is_child = (band == 3) & (rng.random(len(band)) < 0.12)
    youngest = np.where(is_child, 6, bands[:, 0])
    oldest = np.where(is_child, 13, bands[:, 1])
    age_days = (youngest + (oldest + 1 - youngest) * rng.random(len(band))) * 365.25
    last = (company["last_on"] - date(1970, 1, 1)).days
    # Two days off either edge, so that leap days cannot move anyone into the next band.
    return (last - np.clip(age_days, youngest * 365.25 + 2, (oldest + 1) * 365.25 - 2)).astype(np.int32)


def _person(company: Company, rng: np.random.Generator, role: Ints) -> dict[str, np.ndarray]:
    facts, weights, count = company["consumer"], company["weights"], len(role)
    is_organisation = (role != CONSUMER) | (rng.random(count) < facts["organisation_share"])
    band = pick(rng, facts["age_shares"], count)
    table = np.array(weights["occupation_by_band"], dtype=float)
    retail = pick(rng, weights["retailer_industry"], count)
    office = pick(rng, [1.0] * len(company["words"]["consumer_industry"]), count)
    # One list of industries: consumers' organisations, then retailers', then dealers'.
    offsets = np.cumsum([0, len(company["words"]["consumer_industry"]), len(weights["retailer_industry"])])
    industry = np.select([role == RETAILER, role == DEALER], [retail + offsets[1], offsets[2]], office)
    return {
        "is_organisation": is_organisation,
        "persona": np.where(role == CONSUMER, np.where(is_organisation, 3, band), TRADE_PERSONA + role),
        "birth_day": _births(company, rng, band),
        "has_birth": ~is_organisation & (rng.random(count) >= facts["unknown_birth_share"]),
        "gender": np.where(is_organisation, UNKNOWN, pick(rng, weights["gender"], count)),
        "occupation": np.where(is_organisation, UNKNOWN, pick_by(rng, table, band)),
        "industry": np.where(is_organisation, industry, UNKNOWN),
    }


def _span(company: Company, rng: np.random.Generator, role: Ints, contact_day: Ints) -> tuple[Ints, Ints]:
    wait = np.floor(25 * rng.random(len(role)) ** 2).astype(np.int32)
    first = np.minimum(contact_day + wait, company.day_count - 1)
    life = rng.exponential(company.by_role("life_days")[role])
    last = np.minimum(np.maximum(first, 0) + life, company.day_count - 1).astype(np.int32)
    return first, last


def _origin(company: Company, rng: np.random.Generator, role: Ints) -> tuple[Ints, Ints]:
    weights, facts, count = company["weights"], company["consumer"], len(role)
    table = np.array([weights["source_consumer"], weights["source_trade"], weights["source_trade"]], dtype=float)
    source = pick_by(rng, table, role)
    is_referred = (role == CONSUMER) & (rng.random(count) < facts["referred_share"])
    is_referred[0] = False
    source[is_referred] = company["words"]["source"].index(facts["referred_source"])
    # Customers lie in order of first contact, so the referrer is always the older one.
    referrer = np.floor(np.arange(count) * rng.random(count)).astype(np.int32)
    return source, np.where(is_referred, referrer, UNKNOWN)


def _leaving(company: Company, rng: np.random.Generator, who: dict[str, np.ndarray]) -> np.ndarray:
    """Choose the leaving group; sets its source, and moves others of that region and age to another source."""
    facts, words = company["leaving"], company["words"]
    region = [entry["name"] for entry in company["region"]].index(facts["region"])
    source = words["source"].index(facts["source"])
    is_candidate = (who["persona"] == facts["age_band"]) & who["has_birth"] & (who["region"] == region)
    is_candidate &= who["referrer"] == UNKNOWN
    is_old = who["contact_day"] < company.day(facts["known_before"])
    is_leaving = is_candidate & is_old & (rng.random(len(is_old)) < facts["source_share"])
    is_other = is_candidate & ~is_leaving & (who["source"] == source)
    who["source"][is_leaving] = source
    who["source"][is_other] = words["source"].index(facts["other_source"])
    return is_leaving


def _member_level(company: Company, rng: np.random.Generator, who: dict[str, np.ndarray]) -> Ints:
    """A card for most consumers; the level follows what they are expected to spend."""
    worth = who["rate"] * who["line_yuan"]
    is_member = (who["role"] == CONSUMER) & ~who["is_organisation"] & ~who["is_potential"]
    is_member &= rng.random(len(worth)) < company["consumer"]["member_share"]
    steps = np.quantile(worth[is_member], company["consumer"]["member_steps"]) if is_member.any() else []
    return np.where(is_member, np.searchsorted(steps, worth), UNKNOWN)


def _habits(company: Company, rng: np.random.Generator, who: dict[str, np.ndarray]) -> None:
    """Adds rate, line value, channel and the two kinds of rare buyers."""
    role, count, facts = who["role"], len(who["role"]), company["consumer"]
    shape = company.by_role("rate_shape")[role]
    who["rate"] = rng.gamma(shape) / shape
    channels = np.array([company["weights"][f"channel_{name}"] for name in ROLES], dtype=float)
    who["channel"] = pick_by(rng, channels, role)
    who["channel"][who["is_leaving"]] = SUBSCRIPTION
    usual = company.by_role("line_yuan")[role] * company.channel_factor()[role, who["channel"]]
    who["line_yuan"] = usual * lognormal(rng, company.by_role("customer_sigma")[role], count)
    die = rng.random(count)
    is_rare = (role == CONSUMER) & ~who["is_leaving"]
    who["is_potential"] = is_rare & (die < facts["potential_share"])
    # The one order of an older trial customer lies before the data; nothing here could show it.
    is_new = is_rare & (who["contact_day"] >= 0) & ~who["is_potential"]
    who["is_trial"] = is_new & (die < facts["potential_share"] + facts["trial_share"])


def draw_people(company: Company, rng: np.random.Generator, count: int) -> People:
    """All customers of the company."""
    who: dict[str, np.ndarray] = {}
    who["role"], who["contact_day"] = _roles_and_contact(company, rng, count)
    who["region"], who["city"] = _places(company, rng, count)
    who |= _person(company, rng, who["role"])
    who["first_day"], who["last_day"] = _span(company, rng, who["role"], who["contact_day"])
    who["source"], who["referrer"] = _origin(company, rng, who["role"])
    who["is_leaving"] = _leaving(company, rng, who)
    _habits(company, rng, who)
    who["last_day"][who["is_leaving"]] = company.day_count - 1
    trial_last = np.maximum(who["first_day"], 0) + company["consumer"]["trial_days"]
    who["last_day"] = np.where(who["is_trial"], np.minimum(who["last_day"], trial_last), who["last_day"])
    who["member_level"] = _member_level(company, rng, who)
    return People(**{field.name: who[field.name] for field in fields(People)})

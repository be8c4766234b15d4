"""The facts of the sample company, read from company.toml and catalogue.csv."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from data.demo.dice import Floats, Ints

ROLES = ("consumer", "retailer", "dealer")
CONSUMER, RETAILER, DEALER = range(3)
SUBSCRIPTION, STORE, ONLINE, THROUGH_DEALER = range(4)
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Product:
    """One line of the catalogue; prices in cents, launch and end as months since the first month."""

    product_id: str
    category: str
    weight: float
    list_cents: int
    cost_cents: int
    launch_month: int
    end_month: int | None


@dataclass(frozen=True)
class Company:
    """Facts, catalogue and calendar; a day is counted from first_on, which is day 0."""

    facts: dict[str, Any]
    products: tuple[Product, ...]
    first_on: date
    day_count: int

    def __getitem__(self, name: str) -> Any:
        """One table of company.toml."""
        return self.facts[name]

    def by_role(self, name: str) -> Floats:
        """One number of each role, in the order of ROLES."""
        return np.array([self.facts["role"][role][name] for role in ROLES], dtype=float)

    def channel_factor(self) -> Floats:
        """What a line is worth in each channel (columns) to each role (rows), against the usual line."""
        return np.array([self.facts["role"][role]["channel_factor"] for role in ROLES])

    def day(self, on: date) -> int:
        """The day number of a date."""
        return (on - self.first_on).days

    @property
    def dates(self) -> np.ndarray:
        """Every date of the period."""
        return np.datetime64(self.first_on, "D") + np.arange(self.day_count)

    @property
    def month_of_day(self) -> Ints:
        """Months since the first month, for every day."""
        months = self.dates.astype("datetime64[M]").astype(int)
        return (months - months[0]).astype(np.int16)

    def is_peak(self) -> np.ndarray:
        """Whether a day lies in a planted peak."""
        return self.season() > 1.2

    def season(self) -> Floats:
        """The factor of each day from peaks and the quiet days after the lunar new year."""
        factor = np.ones(self.day_count)
        for peak in self.facts["peak"]:
            for first, last in peak["windows"]:
                factor[max(0, self.day(first)) : self.day(last) + 1] = peak["factor"]
                if peak["name"] == "spring_festival":
                    factor[self.day(last) + 1 : self.day(last) + 10] = self.facts["after_festival_factor"]
        return factor

    def daily_target(self) -> Floats:
        """What a day should bring in proportion to the others: growth, season and weekday."""
        growth = (1.0 + self.facts["growth"]) ** (np.arange(self.day_count) / 365.25)
        weekday = np.array(self.facts["weekday"])[(self.dates.astype(int) + 3) % 7]
        return growth * weekday * self.season()


def _months(text: str, first_on: date) -> int:
    on = date.fromisoformat(text)
    return (on.year - first_on.year) * 12 + on.month - first_on.month


def _product(row: dict[str, str], first_on: date) -> Product:
    return Product(
        product_id=row["product_id"],
        category=row["category"],
        weight=float(row["weight"]),
        list_cents=round(float(row["list_price"]) * 100),
        cost_cents=round(float(row["unit_cost"]) * 100),
        launch_month=_months(row["launched_on"], first_on),
        end_month=_months(row["ended_on"], first_on) if row["ended_on"] else None,
    )


@cache
def company() -> Company:
    """The sample company."""
    facts = tomllib.loads((FOLDER / "company.toml").read_text("utf-8"))
    with (FOLDER / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        products = tuple(_product(row, facts["first_on"]) for row in csv.DictReader(file))
    day_count = (facts["last_on"] - facts["first_on"]).days + 1
    return Company(facts, products, facts["first_on"], day_count)

"""Likes that a product meets, counted a second time in plain Python on random data."""

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from crm_core.metrics.runner import answer
from crm_core.selection import Selection
from tests.sql.given import GivenCompanies

NAMES = {"p1": "Plain yoghurt", "p2": "Strawberry yoghurt", "p3": "Hard cheese", "p4": "Plain milk", "p5": None}
LIKES = [
    ("taste", "plain"),
    ("taste", "strawberry"),
    (None, "cheese"),
    ("kind", "yoghurt"),
    ("avoid", "milk"),
    ("taste", "x"),
]
FIRST, LAST = date(2024, 3, 1), date(2024, 6, 30)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_likes_what_is_sold_and_has_not_bought_it(tmp_path, seed):
    dice = random.Random(seed)
    customers = [f"c{n}" for n in range(40)]
    orders = [
        (
            str(n),
            dice.choice([*customers, None]),
            date(2024, 1, 1) + timedelta(dice.randrange(200)),
            dice.choice(list(NAMES)),
        )
        for n in range(90)
    ]
    likes = [(customer, *like, dice.random() < 0.1) for customer in customers for like in LIKES if dice.random() < 0.3]
    lines = [(n, who, str(on), what, NAMES[what], "1") for n, who, on, what in orders]
    columns = ["order_id", "customer_id", "order_at", "product_id", "product_name", "amount"]
    wishes = ["customer_id", "preference_kind", "preference", "is_special_need"]
    given = {
        "transactions": pd.DataFrame(lines, columns=columns, dtype=object),
        "preferences": pd.DataFrame([(*each[:3], str(each[3])) for each in likes], columns=wishes, dtype=object),
    }
    asked = Selection(period="custom", custom=(FIRST, LAST), as_of=LAST)
    found = answer(GivenCompanies(tmp_path).add(given), "next.matches", asked).rows
    sold = {(who, what) for _, who, on, what in orders if FIRST <= on <= LAST}
    # Who first ordered after the days is not known in them; who never did is known from the preferences.
    later = {who for _, who, _, _ in orders} - {who for _, who, on, _ in orders if on <= LAST}
    expected = {}
    for kind, like in LIKES:
        meeting = {what for _, what in sold if NAMES[what] and like in NAMES[what].lower()}
        holders = {who for who, *own, special in likes if own == [kind, like] and not special} - later
        if kind != "avoid" and len(like) > 1 and meeting and holders:
            buyers = {who for who in holders if any((who, what) in sold for what in meeting)}
            expected[f"{kind or ''}={like}"] = (len(holders - buyers), len(holders), len(buyers), len(meeting))
    told = zip(found["customers"], found["liking_customers"], found["buyers"], found["products"], strict=True)
    assert dict(zip(found["wish"], told, strict=True)) == expected
    assert len(expected) >= 3

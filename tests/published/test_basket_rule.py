"""The published basket rule of UCI "Online Retail": orders of France, cancelled ones left out."""

from datetime import date

import pytest

from crm_core.metrics.runner import answer, members
from crm_core.selection import Selection

pytestmark = pytest.mark.datasets
FRANCE = Selection(period="all", as_of=date(2011, 12, 10), filters=(("transactions.ship_region", ("France",)),))
BY_NAME = (("dimension", "transactions.product_name"),)
RED, GREEN = "ALARM CLOCK BAKELIKE RED", "ALARM CLOCK BAKELIKE GREEN"


def test_whoever_buys_the_red_alarm_clock_buys_the_green_one(online_retail):
    found = answer(online_retail[0].reader(), "next.pairs", FRANCE, BY_NAME)
    rule = found.rows.set_index("combination").loc[f"{RED} + {GREEN}"]
    assert found.n == 392
    assert round(rule["support"], 6) == 0.079082
    assert round(rule["confidence"], 6) == 0.837838
    assert round(rule["lift"], 6) == 8.642959


def test_the_list_behind_the_rule_is_whoever_bought_red_and_never_green(online_retail):
    reader = online_retail[0].reader()
    cell = (("combination", f"{RED} + {GREEN}"),)
    listed = members(reader, "next.pairs", FRANCE, BY_NAME, cell)
    bought = reader.query(
        """select customer_key, bool_or(product_name = $red), bool_or(product_name = $green) from mart.transactions
        where kind = 'sale' and ship_region = 'France' and customer_key is not null group by 1""",
        {"red": RED, "green": GREEN},
    ).fetchall()
    assert set(listed["customer_key"]) == {key for key, red, green in bought if red and not green}

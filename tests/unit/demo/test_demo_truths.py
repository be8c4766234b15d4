"""The planted truths, computed afresh from the files: exact for the default seed, within the band for another."""

import tomllib

import pytest

from data.demo.generate import FOLDER

TRUTHS = tomllib.loads((FOLDER / "truths.toml").read_text("utf-8"))
STATED_TO = 0.00006  # truths.toml gives four decimals


def hold(demo, truth, found):
    """Every found number lies in its band, and is the stated one for the default seed."""
    bands = TRUTHS[truth]["band"]
    assert set(found) == set(bands)
    for name, value in found.items():
        low, high = bands[name]
        assert low <= value <= high, (truth, name, value)
        if demo.is_default:
            assert value == pytest.approx(TRUTHS[truth][name], abs=STATED_TO), (truth, name)


def test_few_customers_bring_most_of_the_revenue(demo):
    facts = TRUTHS["tiers"]
    buyers, *shares = demo.row(
        """with bought as (
            select customer_id, sum(amount) as revenue from transactions
            where kind <> 'cancelled' and customer_id is not null and order_at::date >= $from group by 1
        ), ranked as (
            select revenue, row_number() over (order by revenue desc, customer_id) as place, count(*) over () as buyers
            from bought
        ) select any_value(buyers), sum(revenue) filter (place <= ceil(buyers * 0.01)) / sum(revenue),
            sum(revenue) filter (place <= ceil(buyers * 0.05)) / sum(revenue),
            sum(revenue) filter (place <= ceil(buyers * 0.20)) / sum(revenue)
        from ranked""",
        **{"from": facts["from_on"]},
    )
    assert buyers == facts["buyers"] or not demo.is_default
    hold(demo, "tiers", dict(zip(("top_01_share", "top_05_share", "top_20_share"), shares, strict=True)))


def test_three_seasons_stand_above_ordinary_days(demo):
    found = demo.rows(
        """with windows as (
            select unnest($names) as name, unnest($firsts) as first_on, unnest($lasts) as last_on
        ), days as (
            select order_at::date as day, year(order_at + interval 3 months) as business_year, sum(amount) as revenue
            from transactions where kind <> 'cancelled' group by 1, 2
        ), named as (
            select coalesce(any_value(name), 'ordinary') as name, business_year, day, any_value(revenue) as revenue
            from days left join windows on day between first_on and last_on group by business_year, day
        ), levels as (
            select business_year, avg(revenue) as ordinary from named where name = 'ordinary' group by 1
        ) select name, avg(revenue / ordinary) from named join levels using (business_year)
        where name not in ('ordinary', 'after_festival') group by 1""",
        **windows(),
    )
    hold(demo, "peaks", {f"{name}_factor": factor for name, factor in found})


def windows():
    """The windows of truths.toml as three lists of equal length."""
    every = [(name, *span) for name, spans in TRUTHS["peaks"]["windows"].items() for span in spans]
    names, firsts, lasts = (list(part) for part in zip(*every, strict=True))
    return {"names": names, "firsts": firsts, "lasts": lasts}


def test_one_group_of_subscribers_goes_away(demo):
    facts = TRUTHS["leaving"]
    customers, before, after, others = demo.row(
        """with people as (
            select customer_id, region = $region and source = $source and customer_kind = 'person'
                and date_diff('day', birth_date, $as_of) / 365.25 between $age_from and $age_to + 1 as is_leaving
            from customers where relation_role = 'consumer'
        ), sold as (
            select distinct order_id, is_leaving, order_at::date >= $from as is_late from transactions
            join people using (customer_id) where kind = 'sale' and order_at >= $from - interval 1 year
        ) select (select count(*) from people where is_leaving), count(*) filter (is_leaving and not is_late) / 12.0,
            count(*) filter (is_leaving and is_late) / 6.0,
            2.0 * count(*) filter (is_leaving is not true and is_late)
                / count(*) filter (is_leaving is not true and not is_late)
        from sold""",
        **{name: facts[name] for name in ("region", "source", "as_of", "age_from", "age_to")},
        **{"from": facts["from_on"]},
    )
    assert before > 50
    hold(demo, "leaving", {"customers": customers, "order_rate_ratio": after / before, "others_ratio": others})


def test_one_group_of_retailers_costs_more_than_it_brings(demo):
    found = demo.rows(
        """with profit as (
            select customer_id, sum(amount - cost_amount) as gross_amount from transactions
            where kind <> 'cancelled' group by 1
        ), served as (
            select customer_id, sum(cost_amount) as served_amount from customer_costs
            where cost_kind in ('service', 'logistics') group by 1
        ) select region = $region, sum(served_amount) / sum(gross_amount)
        from customers left join profit using (customer_id) left join served using (customer_id)
        where relation_role = 'retailer' group by 1 order by 1""",
        region=TRUTHS["burden"]["region"],
    )
    hold(demo, "burden", {"others_cost_ratio": found[0][1], "cost_ratio": found[1][1]})


def test_revenue_grows_by_about_eight_percent_a_year(demo):
    first, second, third = (
        float(revenue)
        for _, revenue in demo.rows(
            """select year(order_at + interval 3 months), sum(amount) from transactions
            where kind <> 'cancelled' and order_at < date '2026-10-01' group by 1 order by 1"""
        )
    )
    hold(demo, "growth", {"second_year": second / first - 1, "third_year": third / second - 1})
    assert 120e6 < first < 300e6


def test_the_new_line_grows_fast(demo):
    found = dict(
        demo.rows(
            """select strftime(date_trunc('quarter', order_at), '%Y-%m'),
                coalesce(sum(amount) filter (category = $category), 0) / sum(amount)
            from transactions join products using (product_id) where kind <> 'cancelled' group by 1""",
            category=TRUTHS["new_line"]["category"],
        )
    )
    assert max(share for quarter, share in found.items() if quarter < "2025-04") == 0
    first, last, year_before = found["2025-04"], found["2026-07"], found["2025-07"]
    hold(
        demo,
        "new_line",
        {"first_quarter_share": first, "last_quarter_share": last, "share_growth": last / year_before},
    )


def test_some_buy_once_and_some_never(demo):
    never, once, potential = demo.row(
        """with bought as (
            select customer_id, count(distinct order_id) as orders from transactions where kind = 'sale' group by 1
        ) select count(*) filter (orders is null) / count(*), count(*) filter (orders = 1) / count(orders),
            count(*) filter (contracted_on is null) / count(*)
        from customers left join bought using (customer_id) where relation_role = 'consumer'"""
    )
    hold(demo, "repeat", {"never_share": never, "once_share": once, "potential_share": potential})


def test_age_groups_have_the_share_of_the_survey(demo):
    found = demo.row(
        """with ages as (
            select date_sub('year', birth_date, $as_of) as age from customers where birth_date is not null
        ) select count(*) filter (age between 14 and 23) / count(*), count(*) filter (age between 24 and 40) / count(*),
            count(*) filter (age between 41 and 50) / count(*),
            count(*) filter (age not between 14 and 50) / count(*)
        from ages""",
        as_of=TRUTHS["ages"]["as_of"],
    )
    hold(demo, "ages", dict(zip(("age_14_23", "age_24_40", "age_41_50", "age_other"), found, strict=True)))


def test_a_five_brings_customers_back_far_more_often_than_a_four(demo):
    facts = TRUTHS["loyalty"]
    found = demo.rows(
        """with asked as (
            select customer_id, surveyed_on, overall from survey_responses
            where customer_id is not null and surveyed_on < $before
        ), bought as (
            select distinct customer_id, order_at::date as day from transactions where kind = 'sale'
        ) select overall::integer, avg(exists(
            select 1 from bought b where b.customer_id = a.customer_id and b.day > a.surveyed_on
                and b.day <= a.surveyed_on + $days)::integer)
        from asked a group by 1 order by 1""",
        before=facts["before"],
        days=facts["days"],
    )
    rates = dict(found)
    jumps = {score: rates[score + 1] - rates[score] for score in range(1, 5)}
    assert max(jumps, key=jumps.get) == 4
    hold(demo, "loyalty", {"rate_5": rates[5], "rate_4": rates[4], "ratio": rates[5] / rates[4]})


def test_packaging_scores_lowest_but_service_weighs_most(demo):
    names = ("quality", "function", "price", "service", "packaging", "taste")
    means = dict(
        zip(
            names,
            demo.row("select " + ", ".join(f"avg({name})" for name in names) + " from survey_responses"),
            strict=True,
        )
    )
    weights = {name: float(weight) for name, weight in demo.rows("select attribute, weight from survey_weights")}
    gaps = {name: weights[name] * (5 - means[name]) for name in names}
    assert (min(means, key=means.get), max(gaps, key=gaps.get)) == ("packaging", "service")
    hold(
        demo,
        "lagging",
        {"packaging_score": means["packaging"], "service_score": means["service"], "service_gap": gaps["service"]},
    )


def test_service_gets_worse_in_one_region_only(demo):
    facts = TRUTHS["drift"]
    found = dict(
        demo.rows(
            """select region = $region, avg(service) filter (surveyed_on >= $from_on)
                - avg(service) filter (surveyed_on between $from_on - interval 1 year and $from_on - interval 1 day)
            from survey_responses join customers using (customer_id) group by 1""",
            region=facts["region"],
            from_on=facts["from_on"],
        )
    )
    hold(demo, "drift", {"change": found[True], "others_change": found[False]})


def test_reliability_is_met_worst_and_delivery_is_the_first_reason(demo):
    gaps = dict(
        demo.rows("select attribute, avg(score - expectation) from survey_responses where score >= 0 group by 1")
    )
    reasons = demo.rows(
        """select reason, count(*) / sum(count(*)) over () from survey_responses
        where reason is not null group by 1 order by 2 desc, 1"""
    )
    assert min(gaps, key=gaps.get) == "reliability"
    assert reasons[0][0] == TRUTHS["opinions"]["first_reason"]
    found = {
        "reliability_gap": gaps["reliability"],
        "tangibles_gap": gaps["tangibles"],
        "first_reason_share": reasons[0][1],
    }
    hold(demo, "opinions", found)


def test_those_over_fifty_want_less_sugar(demo):
    facts = TRUTHS["sweetness"]
    found = dict(
        demo.rows(
            """select birth_date < $born_before, avg((preference = $wish)::integer)
            from preferences join customers using (customer_id)
            where preference_kind = $kind and birth_date is not null group by 1""",
            born_before=facts["born_before"],
            wish=facts["wish"],
            kind=facts["kind"],
        )
    )
    hold(demo, "sweetness", {"share": found[True], "others_share": found[False]})


def test_suppliers_pay_half_of_the_saving_of_what_is_bought_in(demo):
    facts = TRUTHS["deals"]
    counts = demo.rows("select count(*), max(valid_to) - min(valid_from) from price_list group by valid_from")
    assert set(counts) == {(facts["on_deal"], 13)}
    assert len(counts) == facts["fortnights"]
    funded = demo.rows(
        "select distinct category from price_list join products using (product_id) where supplier_fund > 0"
    )
    assert {category for (category,) in funded} == set(facts["categories"])
    saving, share = demo.row(
        """select avg(1 - deal_price / l.list_price),
            sum(supplier_fund) / sum(l.list_price - deal_price) filter (supplier_fund > 0)
        from price_list l"""
    )
    hold(demo, "deals", {"saving": float(saving), "funded_share": float(share)})

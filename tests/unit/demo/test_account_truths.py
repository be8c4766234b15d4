"""The truths planted about key accounts, computed afresh from the files."""

from tests.unit.demo.test_demo_truths import TRUTHS, hold


def apart(demo, query, truth):
    """A number of one industry and of all others."""
    return dict(
        demo.rows(query, **{name: TRUTHS[truth][name] for name in ("industry", "as_of") if name in TRUTHS[truth]})
    )


def test_one_industry_buys_mostly_elsewhere(demo):
    found = apart(
        demo,
        """with needed as (
            select customer_id, sum(supplier_units) filter (is_self) as ours, sum(supplier_units) as units
            from account_demand group by 1
        ) select industry = $industry, sum(ours) / sum(units)
        from needed join customers using (customer_id) where ours > 0 group by 1""",
        "inside",
    )
    hold(demo, "inside", {"share": found[True], "others_share": found[False]})


def test_one_market_is_above_a_third_and_one_far_below(demo):
    found = dict(
        demo.rows(
            """with ours as (
                select segment, sum(supplier_units) filter (is_self) as units from account_demand group by 1
            ), market as (select segment, sum(market_units) as units from market_volume group by 1)
            select segment, o.units / m.units from ours as o join market as m using (segment)"""
        )
    )
    facts = TRUTHS["one_third"]
    hold(demo, "one_third", {"deepen_share": found[facts["deepen"]], "grow_share": found[facts["grow"]]})


def test_one_industry_pays_late(demo):
    found = apart(
        demo,
        """select industry = $industry, count(*) filter (coalesce(paid_on, $as_of) > due_on) / count(*)
        from payments join customers using (customer_id) where due_on < $as_of group by 1""",
        "late",
    )
    hold(demo, "late", {"rate": found[True], "others_rate": found[False]})


def test_about_a_fifth_is_saved_together(demo):
    saving, best = demo.row(
        """select sum(cost_before - cost_after) / sum(cost_before),
            sum(cost_before - cost_after) filter (value_source = 'planning')
                / sum(cost_before) filter (value_source = 'planning')
        from joint_value"""
    )
    hold(demo, "joint", {"saving": float(saving), "best_saving": float(best)})


def test_one_industry_looks_at_the_price_first(demo):
    found = apart(
        demo,
        """select industry = $industry, sum(weight) filter (criterion = 'price') / sum(weight)
        from account_criteria join customers using (customer_id) group by 1""",
        "price_first",
    )
    hold(demo, "price_first", {"weight": float(found[True]), "others_weight": float(found[False])})


def test_what_is_said_is_met_more_often_than_what_is_not(demo):
    found = dict(demo.rows("select need_kind, count(met_on) / count(*) from requirements group by 1"))
    hold(demo, "requirements", {"stated": found["说出来的需求"], "unstated": found["没说出来的需求"]})

"""The planted truths about complaints, computed afresh from the files."""

from tests.unit.demo.test_demo_truths import TRUTHS, hold

COMPLAINTS = "select * from cases where case_type in ('投诉', '索赔')"


def test_who_was_answered_well_stays_and_who_was_not_leaves(demo):
    facts = TRUTHS["recovery"]
    found = dict(
        demo.rows(
            f"""with asked as (
                select customer_id, opened_at::date as day, coalesce(verdict, 'open') as verdict
                from ({COMPLAINTS})
                where customer_id is not null and opened_at::date < $before
                    and (verdict is not null or resolved_at is null)
            ), bought as (
                select distinct customer_id, order_at::date as day from transactions where kind = 'sale'
            ) select verdict, avg(exists(
                select 1 from bought b where b.customer_id = a.customer_id and b.day > a.day and b.day <= a.day + $days
            )::integer)
            from asked a group by 1""",
            before=facts["before"],
            days=facts["days"],
        )
    )
    hold(demo, "recovery", {"full": found["满意"], "none": found["不满意"], "open": found["open"]})


def test_one_fix_works_and_another_does_not_last(demo):
    found = {}
    for name in ("mended", "back_again"):
        facts = TRUTHS["fixes"][name]
        before, after = demo.row(
            f"""select count(*) filter (opened_at::date between $fix::date - 150 and $fix::date - 1),
                count(*) filter (opened_at::date between $fix::date + $from_day and $fix::date + $from_day + 149)
            from ({COMPLAINTS}) where root_cause = $cause""",
            fix=facts["fixed_on"],
            from_day=facts["from_day"],
            cause=facts["cause"],
        )
        found[name] = after / before
    hold(demo, "fixed_ratio", found)


def test_one_week_stands_out(demo):
    facts = TRUTHS["outage"]
    week, usual = demo.row(
        f"""select count(*) filter (opened_at::date between $first and $last) / 7.0,
            count(*) filter (opened_at::date not between $first and $last) / (count(distinct opened_at::date) - 7.0)
        from ({COMPLAINTS}) where opened_at::date >= $since""",
        first=facts["first"],
        last=facts["last"],
        since=facts["since"],
    )
    hold(demo, "outage", {"factor": week / usual})


def test_the_first_solution_of_each_cause_pleases_more(demo):
    first, second = demo.row(
        """select avg((verdict = '满意')::integer) filter (solution_id[2:]::integer % 2 = 1),
            avg((verdict = '满意')::integer) filter (solution_id[2:]::integer % 2 = 0)
        from cases where verdict is not null"""
    )
    hold(demo, "solutions", {"first": first, "second": second})


def test_excitable_customers_complain_again(demo):
    excitable, calm = demo.row(
        f"""with counted as (
            select temperament, count(*) > 1 as is_again
            from ({COMPLAINTS}) join customers using (customer_id) 
            where temperament is not null group by customer_id, temperament
        ) select avg(is_again::integer) filter (temperament in ('胆汁质', '多血质')),
            avg(is_again::integer) filter (temperament in ('粘液质', '忧郁质'))
        from counted"""
    )
    hold(demo, "temperaments", {"excitable": excitable, "calm": calm})


def test_who_wanted_care_scores_lower(demo):
    information, emotion = demo.row(
        """select avg(survey_score) filter (need_tag = '信息'), avg(survey_score) filter (need_tag = '情感')
        from interactions"""
    )
    hold(demo, "reception", {"information": information, "emotion": emotion})

"""The truths planted in programmes and in the Kano questionnaire, computed afresh from the files."""

from tests.unit.demo.test_demo_truths import TRUTHS, hold


def test_members_of_one_programme_spend_more(demo):
    facts = TRUTHS["programme"]
    found = dict(
        demo.rows(
            """with spent as (
                select programme, customer_id,
                    sum(case when order_at::date <= enrolled_on then amount else 0 end) as before,
                    sum(case when order_at::date > enrolled_on then amount else 0 end) as after
                from programme_members join transactions using (customer_id)
                where kind = 'sale' and order_at::date > enrolled_on - 90 and order_at::date <= enrolled_on + 90
                    and enrolled_on <= (select max(order_at)::date - 90 from transactions)
                group by all
            ) select programme, avg((after > before)::integer) from spent group by 1"""
        )
    )
    hold(demo, "programme", {"rate": found[facts["name"]], "other_rate": found[facts["other"]]})


def test_one_feature_must_be_there(demo):
    facts = TRUTHS["feature"]
    found = dict(
        demo.rows(
            """select feature, avg((functional <> '很喜欢' and dysfunctional = '很不喜欢')::integer)
            from kano_answers where functional is not null and dysfunctional is not null group by 1"""
        )
    )
    hold(demo, "feature", {"upset": found[facts["must_be"]], "other_upset": found[facts["attractive"]]})

"""What is recorded of lost trade customers: the planted reason, and that nobody buys after being written off."""

from tests.unit.demo.test_demo_truths import TRUTHS, hold


def test_most_lost_retailers_were_won_by_a_competitor(demo):
    recorded, share = demo.row(
        """select count(*),
            count(*) filter (relation_role = 'retailer' and lost_reason = 'competitor')
            / count(*) filter (relation_role = 'retailer' and lost_reason is not null)
        from customers where lost_on is not null"""
    )
    assert recorded == TRUTHS["losses"]["recorded"] or not demo.is_default
    hold(demo, "losses", {"competitor_share": share})


def test_only_trade_customers_are_written_off_and_only_after_their_last_order(demo):
    assert demo.row(
        """select count(*) filter (relation_role = 'consumer'), count(*) filter (o.last_on >= c.lost_on)
        from customers as c
        left join (
            select customer_id, max(order_at::date) as last_on from transactions where kind = 'sale' group by 1
        ) as o using (customer_id)
        where c.lost_on is not null"""
    ) == (0, 0)
    assert demo.row("select count(*) from customers where lost_reason is not null and lost_on is null") == (0,)

-- One customer's place by revenue among all who bought in the chosen days, and the tier that value.tiers gives it.
-- Equal revenue shares the better place. No row for a customer who bought nothing.
select
    customers,
    place,
    cast(revenue as double) / nullif(revenue_of_all, 0) as revenue_share,
    case
        when place - 1 < $cuts[1] * customers then 'vip'
        when place - 1 < $cuts[2] * customers then 'major'
        when place - 1 < $cuts[3] * customers then 'ordinary'
        else 'small'
    end as tier,
from (
    select
        o.revenue,
        count(*) as customers,
        1 + count(case when e.revenue > o.revenue then 1 end) as place,
        cast(sum(e.revenue) as double) as revenue_of_all,
    from customer_orders as e
    cross join (select revenue from customer_orders where customer_key = $customer_key) as o
    group by o.revenue
)

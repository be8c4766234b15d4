-- The tier of every buyer on one day, by the rule of value.tiers: today's, or that of some weeks ago (weeks_ago), since
-- today's tiers no longer hold those who left. Worth is what everybody had brought by that day, in as many days before it
-- as are chosen now, in a year (52 weeks) at least: who is silent has bought nothing in a few days, so the best of those
-- hold nobody who leaves. No rows where everybody is looked at.
-- needs: orders_so_far
-- default: weeks_ago = w0
with day as (
    select
        least($to, $as_of) - case $weeks_ago when 'w13' then 91 when 'w26' then 182 when 'w52' then 364 else 0 end as on_day
),
worth as (
    select o.customer_key, sum(o.amount) as revenue
    from orders_so_far as o
    cross join day as d
    where $whom <> 'everybody'
        and o.customer_key is not null
        and o.order_on <= d.on_day
        and o.order_on >= d.on_day - greatest(cast(date_diff('day', $from, least($to, $as_of)) as integer), 363)
    group by o.customer_key
)
select
    customer_key,
    case
        when place - 1 < $cuts[1] * customer_count then 'vip'
        when place - 1 < $cuts[2] * customer_count then 'major'
        when place - 1 < $cuts[3] * customer_count then 'ordinary'
        else 'small'
    end as tier,
from (
    select
        customer_key,
        rank() over (order by revenue desc) as place,
        count(*) over (partition by true) as customer_count,
    from worth
)

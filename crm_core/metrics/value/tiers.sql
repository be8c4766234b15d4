-- metric: value.tiers
-- grain:  one row per tier, best first, also for a tier that nobody is in
-- needs:  customers, valued
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when basis=profit
-- requires: customer_costs when basis=commercial_value
-- requires: costs when shared_by=by_profit
-- param:  basis = revenue | profit | commercial_value
-- param:  shared_by = by_revenue | by_profit | by_orders | by_heads when basis=commercial_value
-- param:  cuts  = 0.01, 0.05, 0.20
-- column: tier  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: profit  money
-- column: commercial_value  money
-- column: revenue_per_customer  money
-- column: orders  count
-- column: strategy  text
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- chart:  pyramid tier customers revenue_share
-- n:      customers
-- source: M-03, M-04, M-05, M-15, Q-12, F-06, S-15
with counted as (
    select count(value) as customer_count from valued
),
ranked as (
    -- Equal values share the better tier: their rank is the first of their places.
    select
        v.*,
        rank() over (order by v.value desc) as place,
        c.customer_count,
    from valued as v
    cross join counted as c
    where v.value is not null
),
graded as (
    select
        customer_key,
        order_count,
        last_order_on,
        revenue,
        profit,
        commercial_value,
        -- The place before decides, so the first is always VIP, however few customers there are.
        case
            when place - 1 < $cuts[1] * customer_count then 'vip'
            when place - 1 < $cuts[2] * customer_count then 'major'
            when place - 1 < $cuts[3] * customer_count then 'ordinary'
            else 'small'
        end as tier,
    from ranked
),
members as (
    select
        c.customer_id,
        c.customer_name,
        g.*,
    from graded as g
    inner join customers as c on g.customer_key = c.customer_key
),
summed as (
    select
        tier,
        count(*) as customers,
        sum(revenue) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
        sum(profit) as profit,
        sum(commercial_value) as commercial_value,
        sum(order_count) as orders,
    from graded
    group by tier
),
tiers as (
    select * from (values (1, 'vip'), (2, 'major'), (3, 'ordinary'), (4, 'small')) as t (tier_order, tier)
)
-- answer
select
    t.tier,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    cast(s.profit as decimal(18, 4)) as profit,
    cast(s.commercial_value as decimal(18, 4)) as commercial_value,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
    coalesce(s.orders, 0) as orders,
    t.tier as strategy,  -- the words of the tier say how it is treated (M-04)
from tiers as t
left join summed as s on t.tier = s.tier
order by t.tier_order

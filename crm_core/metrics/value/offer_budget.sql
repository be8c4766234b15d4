-- metric: value.offer_budget
-- grain:  one row per tier, best first, also for a tier that nobody is in
-- needs:  customers, valued
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when basis=profit
-- requires: customer_costs when basis=commercial_value
-- requires: costs when shared_by=by_profit
-- param:  budget = amount 100000
-- param:  basis = commercial_value | profit | revenue
-- param:  shared_by = by_revenue | by_profit | by_orders | by_heads when basis=commercial_value
-- param:  cuts of value.tiers
-- column: tier  code
-- column: offer  money
-- column: budget_share  share
-- column: customers  count
-- column: customers_with_offer  count
-- column: largest_offer  money
-- column: worth  money
-- derived: budget_share
-- chart:  bars tier offer budget_share
-- n:      customers
-- source: M-78, S-45, F-52
with ranked as (
    -- The pyramid of the same basis: its tiers, whoever gets an offer.
    select
        customer_key,
        order_count,
        last_order_on,
        revenue,
        profit,
        commercial_value,
        value,
        rank() over (order by value desc) as place,
        count(*) over (partition by true) as customer_count,
        -- A value below zero takes nothing from the others.
        cast(sum(case when value > 0 then value end) over (partition by true) as double) as gain,
    from valued
    where value is not null
),
graded as (
    select
        *,
        case when gain > 0 then $budget * cast(greatest(value, 0) as double) / nullif(gain, 0) end as offer,
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
        g.* exclude (offer),
        cast(g.offer as decimal(18, 4)) as offer,
    from graded as g
    inner join customers as c on g.customer_key = c.customer_key
),
summed as (
    select
        tier,
        count(*) as customers,
        count(case when value > 0 then 1 end) as customers_with_offer,
        sum(value) as value,
        sum(case when value > 0 then value else 0 end) as gain,
        max(offer) as largest_offer,
    from graded
    group by tier
),
tiers as (
    select * from (values (1, 'vip'), (2, 'major'), (3, 'ordinary'), (4, 'small')) as t (tier_order, tier)
),
shared as (
    select
        t.tier_order,
        t.tier,
        coalesce(s.customers, 0) as customers,
        coalesce(s.customers_with_offer, 0) as customers_with_offer,
        s.value,
        s.largest_offer,
        cast(coalesce(s.gain, 0) as double) / nullif(cast(sum(s.gain) over (partition by true) as double), 0) as budget_share,
    from tiers as t
    left join summed as s on t.tier = s.tier
)
-- answer
select
    tier,
    cast($budget * budget_share as decimal(18, 4)) as offer,
    budget_share,
    customers,
    customers_with_offer,
    cast(largest_offer as decimal(18, 4)) as largest_offer,
    cast(value as decimal(18, 4)) as worth,
from shared
order by tier_order
